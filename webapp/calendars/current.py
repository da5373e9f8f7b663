"""The calendar of working days as it stands now (现行工作日历).

What was entered never changes, so that a process reads the calendar once for each newest entry.
Which one is the newest a request was told together with its visitor: a query of its own is needed
by jobs and the public alone, and no process has to be told by another.
"""

from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from flask import has_request_context

from engine.workdays import NATIONAL, Calendar, Override
from webapp.calendars.models import CalendarYear, newest
from webapp.database import db, once
from webapp.http import current_visitor


def calendar() -> Calendar:
    """Return the calendar of working days (工作日历)."""
    visitor = current_visitor() if has_request_context() else None
    told = visitor.calendar if visitor else None
    return _up_to(str(db.engine.engine.url), _newest() if told is None else told)


@once(CalendarYear)
def _newest() -> int:
    return int(db.session.scalar(sa.select(newest())) or 0)


@lru_cache(maxsize=4)
def _up_to(_database: str, entry: int) -> Calendar:
    """Return the calendar with every year as it was last entered, up to an entry."""
    if not entry:
        return NATIONAL
    query = sa.select(CalendarYear).where(CalendarYear.id <= entry).order_by(CalendarYear.id)
    years = {row.year: row for row in db.session.scalars(query)}
    days = [
        Override(date.fromisoformat(day["on"]), day["workday"], day["name"])
        for row in years.values()
        for day in row.days
    ]
    return Calendar(str(entry), tuple(days), frozenset(years), "；".join(_sources(years)))


def _sources(years: dict[int, CalendarYear]) -> list[str]:
    return [years[year].source for year in sorted(years)]
