"""Finishing, voiding and replacing documents (定稿、作废、退回重做)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import contributing, signing
from webapp.dossiers.models import (
    Document,
    DocumentState,
    SealState,
    Signature,
    SignatureState,
)
from webapp.dossiers.rendering import request_rendering
from webapp.errors import Conflict, Invalid
from webapp.numbers import operations as numbers


@dataclass(frozen=True)
class Finish:
    """What freezes a document: its context, date, signatures, and the step that finished it."""

    context: Mapping[str, Any]
    dated: date
    signatures: tuple[Signature, ...]
    seals: SealState
    step: int | None = None


def digest_of(context: Mapping[str, Any]) -> str:
    """Return the digest of a context: the same words give the same digest."""
    return sha256(orjson.dumps(context, option=orjson.OPT_SORT_KEYS)).hexdigest()


def number_document(document: Document, officer: Officer, at: datetime) -> None:
    """Give a document the next number of its series, once (编号)."""
    if document.number is None and document.series:
        document.number = numbers.take_number(
            document.matter.body,
            document.series,
            at,
            title=document.title,
            matter_id=document.matter_id,
            document_id=document.id,
            officer=officer,
        )


def finalize(document: Document, finish: Finish, at: datetime) -> None:
    """Freeze a document; final it is once nobody's signature is wanted any more (定稿)."""
    if document.state is not DocumentState.DRAFT:
        raise Conflict(f"{document.label}已经定稿，不能再修改。")
    document.context = {**finish.context}
    document.context_digest = document.approved_digest = digest_of(document.context)
    document.dated, document.updated_at = finish.dated, at
    document.step, document.seal = finish.step, finish.seals
    for signature in finish.signatures:
        if signature.state is not SignatureState.PENDING:
            signature.digest = document.context_digest
        signature.document = document
        db.session.add(signature)
    if signing.pending(finish.signatures):
        document.state = DocumentState.SIGNING
    else:
        signing.complete(document, at)


def seal_document(officer: Officer, document: Document, digest: str, at: datetime) -> None:
    """Put the seal on the version that was approved (用印), S-G-20."""
    if document.state is not DocumentState.FINAL or document.seal is SealState.NONE:
        raise Conflict(f"{document.label}不是待用印的文书。")
    if document.seal is SealState.SEALED:
        raise Conflict(f"{document.label}已经用印。")
    if digest != document.approved_digest:
        raise Conflict("文书内容与核准版本不一致，不能用印。")
    document.seal, document.sealed_by, document.sealed_at = SealState.REQUESTED, officer.id, at
    db.session.flush()
    request_rendering(document)


def void_document(officer: Officer, document: Document, reason: str, at: datetime) -> None:
    """Declare a final document void; its number stays in the register (作废)."""
    if not document.is_frozen:
        raise Conflict("只有已定稿的文书可以作废。")
    if not reason.strip():
        raise Invalid("请写明作废原因。", {"reason": "请写明作废原因"})
    document.state, document.void_reason = DocumentState.VOID, reason.strip()
    document.voided_by, document.voided_at, document.updated_at = officer.id, at, at
    if document.number and document.number not in _of_the_matter(document):
        numbers.void_number(document.number, officer, reason.strip(), at)


def redo(officer: Officer, document: Document, node: str, reason: str, at: datetime) -> Document:
    """Void a final document and open it anew from what had been filled in (退回重做)."""
    place = contributing.FilePlace(
        document.matter, document.instance_id, document.scope, document.version_id
    )
    fresh = contributing.open_document(place, document.address, at)
    fresh.contributions, fresh.opinions = list(document.contributions), dict(document.opinions)
    contributing.take_back(fresh, node)
    void_document(officer, document, reason, at)
    db.session.flush()
    return fresh


def _of_the_matter(document: Document) -> tuple[str | None, str]:
    """Return the numbers that belong to the matter, not to the paper that first shows them."""
    return document.matter.number, document.matter.entry_number
