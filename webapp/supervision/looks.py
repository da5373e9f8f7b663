"""Every look is recorded (每次查看均留痕): in the same request, in the chained audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.http import Visitor
from webapp.instances.models import Instance
from webapp.process_records import operations as records
from webapp.process_records.models import AuditEntry

TRAJECTORY = "supervision.trajectory"
LIST = "supervision.list"
WORDS: Mapping[str, str] = {TRAJECTORY: "流程轨迹"}
SHOWN = 10


@dataclass(frozen=True)
class Look:
    """Who looked at a matter, at what, when (查看记录)."""

    name: str
    what: str
    at: datetime


def note_trajectory(
    visitor: Visitor, officer: Officer | None, instance: Instance, at: datetime
) -> None:
    """Record that somebody opened the trajectory of an instance."""
    records.record(
        TRAJECTORY,
        at,
        subject=f"instance:{instance.id}",
        body_id=instance.body_id,
        officer_id=officer.id if officer else None,
        account_id=visitor.account_id,
        matter_id=instance.matter_id,
    )


def note_list(
    visitor: Visitor, officer: Officer | None, filters: Mapping[str, Any], at: datetime
) -> None:
    """Record that somebody listed instances, and by which filters."""
    records.record(
        LIST,
        at,
        officer_id=officer.id if officer else None,
        account_id=visitor.account_id,
        details=dict(filters),
    )


def of_matter(matter_id: int) -> Sequence[Look]:
    """Return who looked at a matter lately, the latest first."""
    query = (
        sa.select(AuditEntry.action, AuditEntry.at, Officer.name)
        .outerjoin(Officer, Officer.id == AuditEntry.officer_id)
        .where(AuditEntry.matter_id == matter_id, AuditEntry.action.in_(list(WORDS)))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(SHOWN)
    )
    return [
        Look(name or "监督人员", WORDS[action], at)
        for action, at, name in db.session.execute(query)
    ]
