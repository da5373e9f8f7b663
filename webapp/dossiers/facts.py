"""The documents of a matter as the law may look at them (文书): open, served, signed."""

from collections.abc import Callable, Mapping
from typing import Any

from documents.catalogue import get as type_of
from engine import clock
from processes.acts import Tag, carries
from processes.facts.documents import DocumentFacts, UnsignedFacts
from processes.facts.review import PanelFacts
from webapp.dossiers import queries, signing
from webapp.dossiers.models import Document, DocumentState, SealState, SignatureState
from webapp.matters.turn import Turn


def document(turn: Turn) -> DocumentFacts | None:
    """Return the document of the step: the one to be sealed, or the one it makes."""
    address = turn.todo.document
    if not address:
        return None
    if carries(turn.todo.acts, Tag.SEALING):
        signed = queries.latest(turn.matter.id, address)
        if signed is not None:
            return _as_it_stands(signed)
    kind = type_of(address)
    return DocumentFacts(id="", address=kind.address, title=kind.title, external=kind.external)


def serving(turn: Turn) -> tuple[DocumentFacts, ...]:
    """Return what this 送达 is about."""
    return tuple(_as_it_stands(one) for one in turn.serving if isinstance(one, Document))


def panel(turn: Turn) -> PanelFacts | None:
    """Return who has not signed the newest minutes of a panel yet (集体讨论)."""
    record = turn.history.last("panel.discuss")
    if record is None or not isinstance(record.document, Document):
        return None
    unsigned = tuple(
        one.name for one in record.document.signatures if one.state is SignatureState.PENDING
    )
    return PanelFacts(at_seq=0, suggestion="", unsigned=unsigned)


def unsigned(turn: Turn) -> tuple[UnsignedFacts, ...]:
    """Return the papers that wait for somebody's signature (待签名)."""
    papers = (one for one in turn.history.documents.values() if isinstance(one, Document))
    waiting = {one.id: one for one in papers if one.state is DocumentState.SIGNING}
    names = signing.wanted_by_name(waiting) if waiting else {}
    return tuple(
        UnsignedFacts(waiting[id].address, waiting[id].title, signers)
        for id, signers in names.items()
    )


def _as_it_stands(found: Document) -> DocumentFacts:
    made = [found.finalized_at, found.sealed_at] if found.is_final else ()
    return DocumentFacts(
        id=str(found.id),
        address=found.address,
        title=found.title,
        external=type_of(found.address).external,
        digest=found.context_digest,
        approved_digest=found.approved_digest,
        sealed=found.seal in (SealState.REQUESTED, SealState.SEALED),
        final_at=max((clock.local(at) for at in made if at is not None), default=None),
    )


FACTS: Mapping[str, Callable[[Turn], Any]] = {
    "document": document,
    "serving": serving,
    "panel": panel,
    "unsigned": unsigned,
}
