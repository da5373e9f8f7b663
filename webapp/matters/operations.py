"""Writing what every matter has: handlers, recusals, rest, closing, archive (承办、回避、归档)."""

from datetime import date, datetime

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.matters.models import Capacity, Handler, Matter, MatterStatus, Recusal


def hold(matter_id: int) -> None:
    """Keep everybody else from writing into a matter until the transaction ends."""
    row = Matter.__table__.c  # the bare table: PostgreSQL locks no outer join
    db.session.execute(sa.select(row.id).where(row.id == matter_id).with_for_update())


def set_handlers(
    matter: Matter, lead: Officer, assist: Officer, at: datetime, reason: str = "指定承办"
) -> None:
    """Name who handles the matter (指定主办、协办)."""
    _set_handler(matter, Capacity.LEAD, lead, at, reason)
    _set_handler(matter, Capacity.ASSIST, assist, at, reason)
    if lead.unit_id is not None:
        matter.unit_id = lead.unit_id
    db.session.flush()


def replace_handler(
    matter: Matter, leaving: int, officer: Officer, at: datetime, reason: str
) -> bool:
    """Put another officer in the place of one who leaves; tell whether one left (更换承办人)."""
    if matter.lead_officer_id == leaving:
        _set_handler(matter, Capacity.LEAD, officer, at, reason)
    elif matter.assist_officer_id == leaving:
        _set_handler(matter, Capacity.ASSIST, officer, at, reason)
    else:
        return False
    db.session.flush()
    return True


def recuse(matter: Matter, officer_id: int, at: datetime, reason: str) -> None:
    """Keep an officer away from the matter from now on (回避)."""
    db.session.add(Recusal(matter_id=matter.id, officer_id=officer_id, since=at, reason=reason))
    db.session.flush()


def suspend_matter(matter: Matter) -> None:
    """Let the matter rest (中止)."""
    matter.status = MatterStatus.SUSPENDED


def resume_matter(matter: Matter) -> None:
    """Take the matter up again (恢复)."""
    matter.status = MatterStatus.DECIDED if matter.decided_at else MatterStatus.OPEN


def close_matter(matter: Matter, on: date) -> None:
    """Close the matter (结案)."""
    matter.status, matter.closed_on = MatterStatus.CLOSED, on


def archive_matter(matter: Matter, at: datetime) -> None:
    """File the matter; nothing in it changes any more (归档), S-G-15."""
    matter.status, matter.archived_at = MatterStatus.ARCHIVED, at


def touch(matter: Matter, stage: str, at: datetime) -> None:
    """Note that something happened, and where the matter stands."""
    matter.updated_at = at
    if stage:
        matter.stage = stage


def _set_handler(
    matter: Matter, capacity: Capacity, officer: Officer, at: datetime, reason: str
) -> None:
    column = "lead_officer_id" if capacity is Capacity.LEAD else "assist_officer_id"
    if getattr(matter, column) == officer.id:
        return
    for each in matter.handlers:
        if each.capacity is capacity and each.until is None:
            each.until = at
    matter.handlers.append(
        Handler(officer_id=officer.id, capacity=capacity, since=at, reason=reason)
    )
    setattr(matter, column, officer.id)
