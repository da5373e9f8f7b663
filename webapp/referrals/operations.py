"""Handing a matter over, and entering the receiver's answer (移送、回执)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from processes import values as read
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.referrals.models import Referral, ReferralKind, ReferralState


def prepare_referral(
    matter_id: int, instance_id: UUID, kind: ReferralKind, values: Mapping[str, Any], at: datetime
) -> Referral:
    """Draw up a hand-over (拟移送)."""
    referral = Referral(
        matter_id=matter_id,
        instance_id=instance_id,
        kind=kind,
        receiver=read.text(values, "to_body"),
        prepared_at=at,
        reported_at=read.moment(values, "reported_at"),
    )
    db.session.add(referral)
    db.session.flush()
    return referral


def decide_referral(
    officer: Officer, referral: Referral, *, approved: bool, reason: str, at: datetime
) -> None:
    """Approve or refuse a hand-over, refusals with the reason (审批移送), 移5."""
    referral.state = ReferralState.APPROVED if approved else ReferralState.REFUSED
    referral.decided_by, referral.decided_at, referral.reason = officer.id, at, reason


def send_referral(
    referral: Referral, receiver: str, sent_at: datetime, document_id: int | None
) -> None:
    """Note that the matter has gone (移送)."""
    referral.state, referral.sent_at = ReferralState.SENT, sent_at
    referral.receiver, referral.document_id = receiver or referral.receiver, document_id


def enter_receipt(
    referral: Referral,
    *,
    received_at: datetime,
    received_by: str,
    number: str,
    disputed: bool = False,
) -> None:
    """Enter the receiver's receipt (登记回执)."""
    referral.state = ReferralState.DISPUTED if disputed else ReferralState.RECEIVED
    referral.received_at, referral.received_by = received_at, received_by
    referral.receipt_number = number


def enter_answer(referral: Referral, *, filed: bool, on: date, number: str) -> None:
    """Enter whether the police file the case (登记立案结果), 移8."""
    referral.state = ReferralState.FILED if filed else ReferralState.UNFILED
    referral.answered_on, referral.answer_number = on, number


def hand_over(referral: Referral, at: datetime) -> None:
    """Note that goods and papers have gone to the police (移交物品材料), 移12."""
    referral.state, referral.handed_over_at = ReferralState.HANDED_OVER, at
