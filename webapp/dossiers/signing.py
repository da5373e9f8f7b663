"""Signatures on documents: given with the task, wanted from others, refused by a party (签名)."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers.models import (
    Document,
    Signature,
    SignatureMethod,
    SignatureState,
)
from webapp.dossiers.rendering import request_rendering
from webapp.errors import Conflict, NotAllowed

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
    if not document.is_final:
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
    request_rendering(document)


def waiting_for(officer_id: int) -> list[Document]:
    """Return the documents an officer still has to sign, oldest first (待签名文书)."""
    query = (
        sa.select(Document)
        .join(Signature, Signature.document_id == Document.id)
        .where(
            Signature.officer_id == officer_id,
            Signature.state == SignatureState.PENDING,
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
