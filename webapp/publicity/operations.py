"""Deciding what the public may see, approving it, taking it down (公示审核、审批、撤回)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from processes import values as read
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.publicity.models import Publication, PublicationState


def prepare_publication(
    officer: Officer,
    matter_id: int,
    party_id: int | None,
    values: Mapping[str, Any],
    at: datetime,
) -> Publication:
    """Decide what to show, or why nothing (公示信息审核)."""
    publication = Publication(
        matter_id=matter_id,
        party_id=party_id,
        is_shown=values["publish"] == "yes",
        reason=read.text(values, "reason"),
        summary=values["summary"],
        redactions=values["redactions"],
        until=read.day(values, "publish_until"),
        channel=read.text(values, "channel"),
        decided_by=officer.id,
        decided_at=at,
    )
    db.session.add(publication)
    db.session.flush()
    return publication


def approve_publication(officer: Officer, publication: Publication, at: datetime) -> None:
    """Approve the decision to show or not (公示审批)."""
    publication.approved_by, publication.approved_at = officer.id, at
    publication.state = (
        PublicationState.APPROVED if publication.is_shown else PublicationState.WITHHELD
    )


def prepare_withdrawal(publication: Publication, values: Mapping[str, Any]) -> None:
    """Note why it must come down (撤回公示审核), 《行政处罚法》第四十八条第二款."""
    publication.withdrawal_reason = values["reason_text"]
    publication.withdraw_on = read.day(values, "withdraw_on")


def withdraw_publication(officer: Officer, publication: Publication, at: datetime) -> None:
    """Take it down (撤回公示)."""
    publication.state = PublicationState.WITHDRAWN
    publication.withdrawn_by, publication.withdrawn_at = officer.id, at
