"""Reading what was entered for a year, and what it moved (工作日历查询)."""

from collections.abc import Sequence

import sqlalchemy as sa

from webapp.calendars.models import CalendarYear
from webapp.database import db
from webapp.process_records.models import AuditEntry

RECOUNTED = "deadline.recounted"
"""The action under which it is recorded that periods of a matter were counted anew."""


def history(year: int) -> Sequence[CalendarYear]:
    """Return what was entered for a year, newest first (录入记录)."""
    query = sa.select(CalendarYear).where(CalendarYear.year == year)
    return db.session.scalars(query.order_by(CalendarYear.id.desc()).limit(50)).all()


def moved(year: int) -> Sequence[AuditEntry]:
    """Return in which matters the holidays of a year have moved periods, newest first."""
    query = sa.select(AuditEntry).where(
        AuditEntry.action == RECOUNTED, AuditEntry.subject == f"calendar:{year}"
    )
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(200)).all()
