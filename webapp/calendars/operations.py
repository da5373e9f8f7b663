"""Entering the holidays of a year: judged, added, recorded, periods counted anew (录入日历)."""

from datetime import datetime

from engine import clock
from webapp import jobs
from webapp.calendars.models import CalendarYear
from webapp.calendars.reading import read_year
from webapp.database import db
from webapp.errors import Invalid
from webapp.http import Visitor
from webapp.process_records import operations as records

RECOUNT = "tasks.recount"
"""The job that counts open periods anew."""


def set_year(
    visitor: Visitor,
    year: int,
    *,
    rests: str,
    workdays: str,
    source: str,
    at: datetime,
    reason: str = "",
) -> CalendarYear:
    """Enter the holidays of this year or the next; what was entered before stays (录入放假安排)."""
    this = clock.local(at).year
    if year not in (this, this + 1):
        raise Invalid(f"只能录入{this}年和{this + 1}年的放假安排。", {"year": "年份不对"})
    if not source.strip():
        raise Invalid("请写明国务院办公厅通知的文号。", {"source": "请写明通知文号"})
    days = read_year(year, rests, workdays, reason)
    row = CalendarYear(
        year=year,
        days=[
            {"on": each.on.isoformat(), "workday": each.workday, "name": each.name} for each in days
        ],
        source=source.strip(),
        reason=reason.strip(),
        set_by=visitor.account_id,
        setter=visitor.name,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    records.record(
        "calendar.set",
        at,
        subject=f"calendar:{year}",
        account_id=visitor.account_id,
        details={"year": year, "source": row.source, "days": len(days), "reason": row.reason},
    )
    jobs.defer(jobs.queue.tasks[RECOUNT], year=year)
    return row
