"""Signatures on documents: given with the task, wanted from others, refused by a party (签名)."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers.models import (
    Document,
    DocumentState,
    SealState,
    Signature,
    SignatureMethod,
    SignatureState,
)
from webapp.dossiers.rendering import request_rendering
from webapp.errors import Conflict, Invalid, NotAllowed

SLOT_OF_ROLE: Mapping[str, str] = {
    "officer_lead": "officers",
    "officer_assist": "officers",
    "unit_head": "unit_head",
    "legal_head": "unit_head",
    "deputy_head": "head",
    "agency_head": "head",
    "case_reviewer": "reviewer",
    "legal_reviewer": "reviewer",
    "publicity": "reviewer",
    "recorder": "recorder",
    "hearing_clerk": "clerk",
    "hearing_chair": "chair",
    "finance": "finance",
    "archivist": "archivist",
}
"""Where on the paper somebody signs who acts in a role."""

PARTY_SLOTS = ("recipient", "party", "provider", "keeper", "participants")
"""Slots that a signature taken from somebody outside may fill, in this order."""

METHODS = {
    "pad": SignatureMethod.PAD,
    "paper": SignatureMethod.PAPER,
    "refused": SignatureMethod.REFUSED,
}


def given(officer: Officer, slot: str, at: datetime) -> Signature:
    """Return the signature of an officer who has just completed a task of the document."""
    return _signature(slot, officer.name, officer, at=at)


def wanted(officer: Officer, slot: str) -> Signature:
    """Return the place of an officer who still has to sign."""
    return _signature(slot, officer.name, officer, state=SignatureState.PENDING)


def taken(
    slots: Container[str], name: str, block: Mapping[str, Any], at: datetime
) -> list[Signature]:
    """Return the signature that a form took from party or recipient, or its refusal."""
    if "method" not in block:
        return []
    method = METHODS[block["method"]]
    refused = method is SignatureMethod.REFUSED
    signature = _signature(
        next((each for each in PARTY_SLOTS if each in slots), "party"),
        name,
        method=method,
        state=SignatureState.REFUSED if refused else SignatureState.SIGNED,
        at=at,
        file=block.get("file"),
        note=_refusal(block) if refused else "",
    )
    return [signature]


def attested(
    name: str, own: Mapping[str, Any], refusal: Mapping[str, Any], at: datetime
) -> list[Signature]:
    """Return the signature of a witness, his own or named with a refusal (见证人签名)."""
    who = name if "method" in own else str(refusal.get("witness") or "")
    if not who:
        return []
    method = METHODS[own.get("method", "paper")]
    return [_signature("witness", who, method=method, at=at, file=own.get("file"))]


def _signature(
    slot: str,
    name: str,
    officer: Officer | None = None,
    *,
    method: SignatureMethod = SignatureMethod.ELECTRONIC,
    state: SignatureState = SignatureState.SIGNED,
    at: datetime | None = None,
    file: str | None = None,
    note: str = "",
) -> Signature:
    """Say everything of a signature: rows that say the same columns are written together."""
    return Signature(
        slot=slot,
        name=name,
        officer_id=officer.id if officer else None,
        method=method,
        state=state,
        at=at,
        digest="",
        file=file,
        note=note,
    )


def sign(officer: Officer, document: Document, at: datetime, image: str | None = None) -> None:
    """Sign a document one was named in (签名)."""
    if not document.is_frozen:
        raise Conflict("文书尚未定稿，不能签名。")
    mine = [each for each in document.signatures if each.officer_id == officer.id]
    if not mine:
        raise NotAllowed("您不是该文书的签名人。")
    signature = next((each for each in mine if each.state is SignatureState.PENDING), None)
    if signature is None:
        raise Conflict("您已在该文书上签名。")
    signature.state, signature.at = SignatureState.SIGNED, at
    signature.digest, signature.file = document.context_digest, image
    signature.method = SignatureMethod.PAD if image else SignatureMethod.ELECTRONIC
    db.session.flush()
    if not pending(document.signatures):
        complete(document, at)


def excuse(head: Officer, document: Document, signature_id: int, why: str, at: datetime) -> None:
    """Note why somebody wanted cannot sign: gone, ill, deceased (注明不能签名的原因)."""
    wanted = {one.id: one for one in pending(document.signatures)}
    signature = wanted.get(signature_id)
    if document.state is not DocumentState.SIGNING or signature is None:
        raise Conflict("该签名不在等待之中。")
    if signature.officer_id == head.id:
        raise NotAllowed("本人可以签名的，应当签名。")
    if not why.strip():
        raise Invalid("请写明不能签名的原因。", {"reason": "请写明不能签名的原因"})
    signature.state, signature.method = SignatureState.EXCUSED, SignatureMethod.NOTED
    signature.at, signature.digest = at, document.context_digest
    signature.note = f"{signature.name}不能签名：{why.strip()}（{head.name}注明）"
    db.session.flush()
    if len(wanted) == 1:
        complete(document, at)


def sign_together(officer: Officer, documents: Iterable[Document], at: datetime) -> int:
    """Sign several documents one was named in, of those given; return how many (一并签名)."""
    wanted = {one.id for one in waiting_for(officer.id)}
    mine = [one for one in documents if one.id in wanted]
    for document in mine:
        sign(officer, document, at)
    return len(mine)


def complete(document: Document, at: datetime) -> None:
    """Make a frozen document final: nobody's signature is wanted any more (签名齐全)."""
    document.state, document.finalized_at, document.updated_at = DocumentState.FINAL, at, at
    if document.seal is SealState.REQUESTED:
        document.sealed_at = at
    request_rendering(document)


def pending(signatures: Iterable[Signature]) -> list[Signature]:
    """Return the signatures still wanted."""
    return [each for each in signatures if each.state is SignatureState.PENDING]


def waiting_for(officer_id: int) -> list[Document]:
    """Return the documents an officer still has to sign, oldest first (待签名文书)."""
    query = (
        sa.select(Document)
        .join(Signature, Signature.document_id == Document.id)
        .where(
            Signature.officer_id == officer_id,
            Signature.state == SignatureState.PENDING,
            Document.state == DocumentState.SIGNING,
        )
        .order_by(Document.id)
    )
    return list(db.session.scalars(query).unique())


def wanted_in(matter_id: int) -> dict[int, list[int]]:
    """Return the documents of a matter that wait for signatures, with the officers wanted."""
    query = (
        sa.select(Signature.document_id, Signature.officer_id)
        .join(Document, Document.id == Signature.document_id)
        .where(
            Document.matter_id == matter_id,
            Document.state == DocumentState.SIGNING,
            Signature.state == SignatureState.PENDING,
        )
        .order_by(Signature.document_id, Signature.officer_id)
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for document_id, officer_id in db.session.execute(query):
        if officer_id is not None:
            found.setdefault(document_id, []).append(officer_id)
    return found


def wanted_by_name(documents: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of those who still have to sign some documents."""
    query = (
        sa.select(Signature.document_id, Signature.name)
        .where(
            Signature.document_id.in_(list(documents)), Signature.state == SignatureState.PENDING
        )
        .order_by(Signature.document_id, Signature.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for document, name in db.session.execute(query):
        found[document] = tuple(dict.fromkeys((*found.get(document, ()), name)))
    return found


def without_doubles(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """Keep one signature of a person in a slot, given ones before wanted ones."""
    kept: dict[tuple[str, object], Signature] = {}
    for each in signatures:
        key = (each.slot, each.officer_id or each.name)
        if key not in kept or kept[key].state is SignatureState.PENDING:
            kept[key] = each
    return tuple(kept.values())


def _refusal(block: Mapping[str, Any]) -> str:
    reason = f"拒绝签名：{block.get('reason', '')}"
    if block.get("witness"):
        return f"{reason}（见证人：{block['witness']}）"
    return f"{reason}（有音像记录）" if block.get("av_file") else reason
