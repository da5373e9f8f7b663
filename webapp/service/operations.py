"""Serving documents: planning, carrying out, announcing, and what the party confirmed (送达)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from processes import values as read
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.service import carriers
from webapp.service.models import (
    AttemptState,
    ServiceAddress,
    ServiceAttempt,
    ServiceConsent,
    ServiceMethod,
)


@dataclass(frozen=True)
class ServicePlace:
    """Which call of 送达 an attempt belongs to: matter, instance, call path."""

    matter_id: int
    instance_id: UUID
    scope: str


def plan_service(
    officer: Officer,
    place: ServicePlace,
    documents: Sequence[int],
    values: Mapping[str, Any],
    at: datetime,
) -> ServiceAttempt:
    """Choose how to serve which documents on whom (确定送达方式)."""
    attempt = ServiceAttempt(
        matter_id=place.matter_id,
        instance_id=place.instance_id,
        scope=place.scope,
        documents=list(documents),
        recipient=values["recipient"],
        place=read.text(values, "place"),
        method=ServiceMethod[values["method"].upper()],
        officer_id=officer.id,
        planned_at=at,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def hand_over(attempt: ServiceAttempt, address: str) -> None:
    """Give what is sent by post or electronically to whoever carries it (交付投递)."""
    carrier = carriers.of(attempt.method)
    if carrier is not None and address:
        parcel = carriers.Parcel(attempt.id, attempt.recipient, address, attempt.planned_at)
        attempt.number = carrier.hand_over(parcel)


def change_plan(attempt: ServiceAttempt) -> None:
    """Note that a plan was given up for another one (改用其他送达方式); why, the 退回 says."""
    attempt.state = AttemptState.CHANGED


def finish_service(
    attempt: ServiceAttempt,
    values: Mapping[str, Any],
    served_on: date | None,
    receipt_id: int | None,
    at: datetime,
) -> None:
    """Note how an attempt ended, with the receipt that proves it (送达回证)."""
    attempt.served_on, attempt.receipt_id, attempt.finished_at = served_on, receipt_id, at
    attempt.state = AttemptState.SERVED if served_on else AttemptState.FAILED
    attempt.received_by = read.text(values, "received_by")
    attempt.place = read.text(values, "place") or attempt.place
    attempt.note = read.text(values, "refusal_reason") or read.text(values, "note") or attempt.note


def announce_service(attempt: ServiceAttempt, values: Mapping[str, Any], at: datetime) -> None:
    """Note that a public announcement was posted (公告送达)."""
    attempt.state = AttemptState.ANNOUNCED
    attempt.announced_on = read.day(values, "announced_on") or at.date()
    attempt.place = read.text(values, "where_posted")
    attempt.note = read.text(values, "reason_text")


def confirm_address(
    matter_id: int,
    party_id: int | None,
    values: Mapping[str, Any],
    document_id: int | None,
    at: datetime,
) -> ServiceAddress:
    """Keep the address the party confirmed (送达地址确认)."""
    address = ServiceAddress(
        matter_id=matter_id,
        party_id=party_id,
        person=values["person"],
        address=values["address"],
        phone=values["phone"],
        agent=read.text(values, "agent"),
        email=read.text(values, "email"),
        confirmed_at=at,
        document_id=document_id,
    )
    db.session.add(address)
    return address


def record_consent(
    matter_id: int,
    party_id: int | None,
    values: Mapping[str, Any],
    document_id: int | None,
    at: datetime,
) -> ServiceConsent:
    """Keep the party's consent to electronic service, or the refusal (电子送达确认)."""
    signature = read.block(values, "signature")
    consent = ServiceConsent(
        matter_id=matter_id,
        party_id=party_id,
        person=values["person"],
        channel=values["channel"],
        address=values["address"],
        excepts_decision=values.get("scope") == "except_decision",
        is_given=read.says(values, "consent"),
        is_signed=signature.get("method") in ("pad", "paper"),
        given_at=at,
        document_id=document_id,
    )
    db.session.add(consent)
    return consent
