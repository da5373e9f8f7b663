"""Counting open periods anew when the holidays of a year were entered (重新计算期限)."""

from datetime import date, datetime, time

import sqlalchemy as sa

from engine import clock
from webapp import jobs
from webapp.calendars.operations import RECOUNT
from webapp.calendars.queries import RECOUNTED
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.instances import operations as instances
from webapp.instances.models import Instance, InstanceState
from webapp.instances.values import NOBODY, Prepared
from webapp.matters import clocks as deadlines
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import DeadlineRecord, Matter
from webapp.process_records import operations as records
from webapp.tasks import settling


@jobs.task(RECOUNT)
def recount(year: int) -> None:
    """Count anew every open period that may end in a year or later, and record what moved."""
    with transaction():
        waiting = db.session.scalars(_open_from(year)).all()
    for matter_id in waiting:
        with transaction():
            _recount(matter_id, year)


def _open_from(year: int) -> sa.Select[int]:
    """Return the matters with a period that is not met and ends in a year, later or who knows."""
    begins = datetime.combine(date(year, 1, 1), time(), clock.ZONE)
    query = sa.select(DeadlineRecord.matter_id).join(Matter, Matter.id == DeadlineRecord.matter_id)
    may_move = sa.or_(DeadlineRecord.due.is_(None), DeadlineRecord.due >= begins)
    return (
        query.where(DeadlineRecord.met_on.is_(None), Matter.archived_at.is_(None), may_move)
        .distinct()
        .order_by(DeadlineRecord.matter_id)
    )


def _recount(matter_id: int, year: int) -> None:
    """Count the periods of one matter anew, with the to-dos and timers that wait for them."""
    states = sa.select(Instance.id).where(Instance.matter_id == matter_id)
    held = sa.select(InstanceState.ver).where(InstanceState.instance_id.in_(states))
    db.session.execute(held.order_by(InstanceState.instance_id).with_for_update())
    matters.hold(matter_id)
    matter = matter_queries.get_matter(matter_id)
    before = _ends(matter_id)
    moment = settling.Moment(matter, dossiers.history(matter_id), clock.now(), NOBODY)
    for instance, (todos, timers) in moment.moved.items():
        instances.set_dues(instance, Prepared(dues=timers, todo_dues=todos))
    if matter.instance_id is not None:
        settling.tell_due(matter.instance_id, moment.clocks)
    after = _ends(matter_id)
    changed = [
        {"title": title, "before": before.get(key, ("", ""))[1], "after": end}
        for key, (title, end) in after.items()
        if before.get(key, ("", ""))[1] != end
    ]
    if changed:
        records.record(
            RECOUNTED,
            moment.at,
            subject=f"calendar:{year}",
            body_id=matter.body_id,
            matter_id=matter_id,
            details={"reference": matter.reference, "changed": changed},
        )


def _ends(matter_id: int) -> dict[str, tuple[str, str]]:
    """Return title and last day of each open period, by its key."""
    return {
        line.key: (line.title, clock.local(line.due).date().isoformat() if line.due else "")
        for line in deadlines.of_matter(matter_id)
        if line.met_on is None
    }
