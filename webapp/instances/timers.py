"""Timers that fire (期限届满): a job at the due instant, and a scan that misses nothing.

Every firing locks its instance first and looks again afterwards, so two workers never fire one
timer; what has fired waits no longer, and a clock that goes back does not change that.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from engine import clock
from engine.errors import EngineError
from webapp import jobs, loading
from webapp.database import db, is_undone, transaction
from webapp.errors import AppError, is_database_down
from webapp.instances import door, incidents
from webapp.instances.models import (
    Incident,
    IncidentKind,
    IncidentState,
    InstanceState,
    Timer,
    TimerState,
)
from webapp.instances.store import Moved

logger = logging.getLogger(__name__)

HELPERS = 3
CROWD = 200
"""So many due timers at once bring other workers to help."""

Place = tuple[UUID, UUID]


def schedule(instance_id: UUID, moved: Iterable[Moved]) -> None:
    """Queue a job for the instant at which a timer is due, in the caller's transaction."""
    shift = clock.real() - clock.now()
    for key, due in moved:
        jobs.defer(fire_one, at=due + shift, instance=str(instance_id), key=str(key))


@jobs.task("instances.fire_one")
def fire_one(instance: str, key: str) -> None:
    """Fire a timer if it still waits and is due."""
    place = UUID(instance), UUID(key)
    hold = (
        sa.select(InstanceState.ver).where(InstanceState.instance_id == place[0]).with_for_update()
    )
    with transaction() as session:
        session.execute(hold)
        attempt = _try(place)
    _report(place, attempt)


@jobs.periodic("* * * * *")
@jobs.task("instances.scan_timers")
def scan_timers(timestamp: int = 0) -> None:
    """Fire every due timer, whatever became of its job.

    Not while the demonstration loads its cases, whose clocks stand in the past.
    """
    if loading.under_way(current_app.extensions["faxun.settings"].home):
        return
    if timestamp and _count() > CROWD:
        with transaction():
            for _ in range(HELPERS):
                jobs.defer(scan_timers)
    fire_due()


def fire_due() -> int:
    """Fire one due timer after the other, each in a transaction of its own; return how many."""
    tried: set[UUID] = set()
    fired = 0
    while True:
        with transaction() as session:
            place = session.execute(_next_due(tried)).first()
            if place is None:
                return fired
            attempt = _try(place)
        _report(place, attempt)
        fired += attempt.fired
        if not attempt.fired:
            tried.add(place[1])


@dataclass(frozen=True)
class _Attempt:
    fired: bool = False
    failure: str = ""


def _try(place: Place) -> _Attempt:
    """Fire a timer whose instance is locked; when it fails, undo what was begun."""
    if not _is_due(place):
        return _Attempt()
    point = db.session.begin_nested()
    try:
        door.current().fire(*place)
    except Exception as error:  # one bad timer must not keep the others waiting
        if is_undone(error) or is_database_down(error):
            raise  # nobody's fault: the job is tried again
        point.rollback()
        logger.exception("timer %s of instance %s", place[1], place[0])
        is_said = isinstance(error, EngineError | AppError)
        return _Attempt(failure=str(error) if is_said else f"系统错误（{type(error).__name__}）")
    point.commit()
    return _Attempt(fired=True)


def _report(place: Place, attempt: _Attempt) -> None:
    """Open an incident for a timer that failed; it is left alone until that is resolved."""
    if attempt.failure:
        with transaction():
            incidents.record(
                place[0], IncidentKind.TIMER, f"timer:{place[1]}", attempt.failure, clock.now()
            )


def _due() -> list[sa.ColumnElement[bool]]:
    return [Timer.state == TimerState.WAITING, Timer.due <= clock.now()]


def _is_due(place: Place) -> bool:
    query = sa.select(Timer.key).where(
        Timer.instance_id == place[0], Timer.key == place[1], *_due()
    )
    return db.session.scalars(query).first() is not None


def _count() -> int:
    query = sa.select(sa.func.count()).select_from(Timer).where(*_due())
    number = db.session.scalar(query)
    db.session.rollback()
    return int(number or 0)


def _next_due(tried: Collection[UUID]) -> sa.Select[UUID, UUID]:
    """Select a due timer of an instance that nobody is busy with, and lock that instance."""
    broken = sa.exists().where(
        Incident.instance_id == Timer.instance_id,
        Incident.state == IncidentState.OPEN,
        Incident.subject == sa.literal("timer:") + sa.cast(Timer.key, sa.Text),
    )
    return (
        sa.select(Timer.instance_id, Timer.key)
        .join(InstanceState, InstanceState.instance_id == Timer.instance_id)
        .where(*_due(), Timer.key.not_in(tried), ~broken)
        .order_by(Timer.due)
        .limit(1)
        .with_for_update(of=InstanceState, skip_locked=True)
    )
