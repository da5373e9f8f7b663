"""The document of a task (环节文书): contributed to, finalized, signed, sealed, done again."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from documents.catalogue import get as type_of
from documents.metadata import NumberFrom, SealedBy
from engine import clock
from engine.safeguards import Refusal
from processes import values as read
from processes.acts import Tag, carries, tagged
from processes.facts import hearings
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import contributing, operations, queries, signing
from webapp.dossiers.models import Document, DocumentState, SealState, Signature
from webapp.matters import facts, parties
from webapp.matters.models import Matter
from webapp.matters.turn import Turn
from webapp.procedures import queries as procedures
from webapp.tasks import context
from webapp.tasks.sheet import Sheet

COMPLETE_BASIS = "《行政处罚法》第四十七条；{arch.file}"


def contribute(turn: Turn) -> Document | None:
    """Add what was typed to the document of the task."""
    if not turn.todo.document or carries(turn.todo.acts, Tag.SEALING):
        return None
    papers = turn.everything.documents.values()
    return contributing.contribute(place(turn), turn.todo.document, contribution(turn), papers)


def place(turn: Turn) -> contributing.FilePlace:
    """Return where the document of the task belongs."""
    return contributing.FilePlace(turn.matter, turn.instance, turn.scope, turn.version_id)


def contribution(turn: Turn) -> contributing.Contribution:
    """Return what the task adds."""
    return contributing.Contribution(
        act=turn.todo.act,
        node=turn.todo.node,
        form=turn.todo.form,
        role=turn.todo.role,
        officer=turn.officer.id,
        at=turn.at,
        values=turn.values,
        opinion=turn.todo.opinion,
    )


def finish(turn: Turn) -> None:
    """Finalize the document when the task is its last (定稿)."""
    document = turn.document
    if not isinstance(document, Document) or not turn.todo.final or not _is_open(document):
        return
    number(document, turn)
    dated = turn.at.date()
    document.dated = dated
    finish = operations.Finish(
        context=context.build(sheet(document, turn, dated), turn.at),
        dated=dated,
        signatures=signing.without_doubles(signatures(document, turn)),
        seals=seal_of(document.address, turn),
        step=turn.advance.ver if turn.advance else None,
    )
    operations.finalize(document, finish, turn.at)
    if document.number:
        turn.notes["document_number"] = document.number


def number(document: Document, turn: Turn) -> None:
    """Give the document its number, of its own series or that of lead or matter (编号)."""
    source = type_of(document.address).number_from
    if source is NumberFrom.SERIES:
        operations.number_document(document, turn.officer, turn.at)
    else:
        document.number = _known_number(source, turn)


def _known_number(source: NumberFrom, turn: Turn) -> str | None:
    """Return the number of lead or case that a paper carries."""
    if source is NumberFrom.LEAD:
        return turn.matter.entry_number
    return turn.matter.number if source is NumberFrom.MATTER else None


def sheet(document: Document, turn: Turn, dated: date | None) -> Sheet:
    """Return the document as its template wants it."""
    published = procedures.published(turn.version_id)
    return Sheet(
        matter=turn.matter,
        party_id=turn.party_id,
        address=document.address,
        contributions=document.contributions,
        opinions=document.opinions,
        history=turn.history.plus(turn.record()),
        instance=str(turn.instance),
        number=document.number or "",
        check=check_address(document),
        dated=dated,
        forms=published.forms,
        templates=published.templates,
        serving=turn.served_ids(),
    )


def check_address(document: Document) -> str:
    """Return where the public checks a paper that leaves the body (验真网址)."""
    if not type_of(document.address).external:
        return ""
    return f"{current_app.extensions['faxun.settings'].public_url}/verify/{document.token}"


def draft_sheet(turn: Turn) -> Sheet:
    """Return the document as it would look with what is typed now (预览)."""
    document = opened(turn)
    mine = contribution(turn)
    kept = document.contributions if document else []
    contributions = [one for one in kept if one["node"] != mine.node]
    opinions = dict(document.opinions) if document else {}
    if mine.opinion:
        opinions[mine.opinion] = contributing.opinion_of(mine)
    published = procedures.published(turn.version_id)
    return Sheet(
        matter=turn.matter,
        party_id=turn.party_id,
        address=turn.todo.document,
        contributions=[*contributions, mine.as_json()],
        opinions=opinions,
        history=turn.history,
        instance=str(turn.instance),
        number=_number_shown(turn),
        forms=published.forms,
        templates=published.templates,
        serving=turn.served_ids(),
    )


def _number_shown(turn: Turn) -> str:
    source = type_of(turn.todo.document).number_from
    return turn.matter.entry_number if source is NumberFrom.LEAD else ""


def seal_of(address: str, turn: Turn) -> SealState:
    """Return how the seal gets onto a document of a kind (用印方式)."""
    by = type_of(address).seal
    if by is SealedBy.NONE:
        return SealState.NONE
    if by is SealedBy.KEEPER:
        return SealState.WANTED
    settled = facts.in_force(turn)(clock.today())
    return SealState.REQUESTED if settled.seal_on_approval else SealState.WANTED


def signatures(document: Document, turn: Turn) -> Iterator[Signature]:
    """Yield who signed by doing a task of the document, and who still has to (签名位)."""
    slots = type_of(document.address).signatures
    recorder = read.text(document.values, "recorder")
    givers = bodies.get_officers([each["officer"] for each in document.contributions])
    for each, officer in zip(document.contributions, givers, strict=True):
        at = context.moment(each["at"])
        if (slot := signing.SLOT_OF_ROLE.get(each["role"])) in slots:
            yield signing.given(officer, slot, at)
        if "recorder" in slots and recorder == str(officer.id):
            yield signing.given(officer, "recorder", at)
        if "registrar" in slots:
            yield signing.given(officer, "registrar", at)
    for slot, ids in named(document, turn):
        for officer in bodies.get_officers(sorted({int(one) for one in ids if one.isdigit()})):
            yield signing.wanted(officer, slot)
    block, values = read.block(turn.values, "signature"), turn.values
    yield from signing.taken(slots, outsider(document, turn), block, turn.at)
    witness = read.block(values, "witness_signature")
    yield from signing.attested(read.text(values, "witness"), witness, block, turn.at)


def named(document: Document, turn: Turn) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the slots of officers named in the form, or who sign by what the paper is."""
    kind, values = type_of(document.address), document.values
    slots = kind.signatures
    if "officers" in slots:
        both = map(str, turn.matter.handler_ids if kind.is_signed_by_both else ())
        yield "officers", read.names(values, "officers") or tuple(both)
    if "recorder" in slots:
        yield "recorder", read.names(values, "recorder")
    if "participants" in slots:
        sat = tuple(read.text(row, "officer") for row in read.rows(values, "attendees"))
        panel = {} if sat else seats(turn)  # who sat is typed, or appointed
        yield "participants", (*sat, *panel.get("members", ()))
        if "chair" in slots:
            yield "chair", panel.get("chair", ())


def seats(turn: Turn) -> Mapping[str, tuple[str, ...]]:
    """Return who sits in the hearing of this procedure now (听证人员)."""
    appointed = turn.history.last(*tagged(Tag.APPOINTING), instance=str(turn.instance))
    return hearings.seats(turn.history.entries, appointed.entry) if appointed else {}


def outsider(document: Document, turn: Turn) -> str:
    """Return the name of the person from outside who signs."""
    for name in type_of(document.address).signed_by:
        if found := read.text(turn.values, name):
            return found
    party = turn.party
    return parties.signer(party) if party else ""


def redo(officer: Officer, turn_instance: UUID, node: str, reason: str, turn: Turn) -> None:
    """Open the papers of a task again that was sent back to (退回重做)."""
    for document in queries.drafts_below(turn_instance, node):
        if document.state is DocumentState.DRAFT:
            contributing.take_back(document, node)
        elif document.is_frozen and _is_newest(document):
            operations.redo(officer, document, node, f"退回重做：{reason}", turn.at)


def to_serve(turn: Turn) -> tuple[Document, ...]:
    """Return what the 送达 around the task is about; what was served before is left out."""
    if not turn.todo.serves:
        return ()
    served = {service.document for service in turn.history.entries.services()}
    papers = turn.everything.documents.values()
    found = queries.to_serve(papers, turn.instance, turn.scope, turn.todo.serves)
    return tuple(one for one in found if str(one.id) not in served)


def to_seal(turn: Turn) -> Document | None:
    """Return the signed decision that the seal keeper is shown."""
    return queries.latest(turn.matter.id, turn.todo.document, instance_id=turn.instance)


def opened(turn: Turn) -> Document | None:
    """Return the document the task would contribute to, if it is open already."""
    if not turn.todo.document:
        return None
    return contributing.draft(place(turn), turn.todo.document, turn.everything.documents.values())


def unfinished(matter: Matter) -> list[Refusal]:
    """Return one refusal for each paper that lacks a signature or the seal."""
    found = []
    for document in queries.unfinished(matter.id):
        names = "、".join(one.name for one in signing.pending(document.signatures))
        reason = f"尚待{names}签名" if names else "尚未用印"
        found.append(Refusal(f"{document.label}{reason}，不能归档", basis=COMPLETE_BASIS))
    return found


def values_before(turn: Turn) -> Mapping[str, Any] | None:
    """Return what this very task had contributed before it came back (退回前填写的内容)."""
    document = opened(turn)
    if document is None:
        return None
    found = (one for one in document.contributions if one["node"] == turn.todo.node)
    before: Mapping[str, Any] | None = next((one["values"] for one in found), None)
    return before


def _is_open(document: Document) -> bool:
    return document.state is DocumentState.DRAFT


def _is_newest(document: Document) -> bool:
    newer = sa.select(Document.id).where(
        Document.instance_id == document.instance_id,
        Document.address == document.address,
        Document.scope == document.scope,
        Document.id > document.id,
        Document.state != DocumentState.VOID,
    )
    return db.session.scalar(newer.limit(1)) is None
