"""The deadlines of a matter as last counted: written after each step, read by every page (期限)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from engine.deadlines import State
from engine.errors import CalendarMissing
from engine.workdays import Calendar
from processes.clocks import Clock
from webapp.database import db
from webapp.matters.models import DeadlineRecord, Matter

FINISHED = (State.MET, State.MET_LATE, State.MET_EARLY)


def refresh(matter: Matter, found: Iterable[Clock], calendar: Calendar, at: datetime) -> None:
    """Write the clocks of a matter as they stand now (重新计算期限)."""
    kept = {line.key: line for line in of_matter(matter.id)}
    for clock in found:
        line = kept.pop(clock.key, None)
        if line is not None and line.met_on is not None and line.met_on == _day(clock.met_on):
            continue  # what was met in time or late stays so
        if line is None:
            line = DeadlineRecord(matter_id=matter.id, key=clock.key)
            db.session.add(line)
        _write(line, clock, calendar, at)
    for line in kept.values():  # a start that a return undid
        db.session.delete(line)
    db.session.flush()


def of_matter(matter_id: int) -> Sequence[DeadlineRecord]:
    """Return the deadlines of a matter, the earliest start first."""
    query = (
        sa.select(DeadlineRecord)
        .where(DeadlineRecord.matter_id == matter_id)
        .order_by(DeadlineRecord.start, DeadlineRecord.id)
    )
    return db.session.scalars(query).all()


def running(matter_id: int) -> list[DeadlineRecord]:
    """Return the deadlines not met yet, the earliest due first (在办期限)."""
    found = [line for line in of_matter(matter_id) if line.met_on is None]
    return sorted(found, key=lambda line: (line.pressing is None, line.pressing))


def _write(line: DeadlineRecord, clock: Clock, calendar: Calendar, at: datetime) -> None:
    explanation = clock.deadline.explain(calendar)
    line.rule, line.subject, line.title = clock.id, clock.subject, clock.title
    line.party_id = int(clock.party) if clock.party else None
    line.basis, line.alarms = clock.deadline.basis, clock.alarms
    line.start, line.due = clock.deadline.start, _due(clock, calendar)
    line.state, line.met_on = clock.status(calendar, at), _day(clock.met_on)
    is_unknown = line.state is State.UNKNOWN
    line.earliest = clock.deadline.earliest(calendar) if is_unknown else None
    line.sentence = explanation.sentence
    line.rows = [{"text": row.text, "amount": row.amount} for row in explanation.rows]


def _due(clock: Clock, calendar: Calendar) -> datetime | None:
    try:
        return clock.due(calendar)
    except CalendarMissing:
        return None


def _day(when: date | datetime | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when
