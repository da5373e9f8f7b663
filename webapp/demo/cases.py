"""Sixty cases of the demonstration (演示案件), each produced by really handling it.

All run side by side in the order of time, so that numbers and chains grow as they would in an
office; the clock is moved, nothing is written past the operations. Each step is a transaction of
its own, so nobody who works beside it waits for a number. PDFs are left to idle workers.
"""

import heapq
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import current_app

from engine import clock
from engine.errors import CalendarMissing, EngineError
from engine.workdays import NATIONAL
from webapp import jobs, loading
from webapp.cases.models import PenaltyCase
from webapp.database import db, transaction
from webapp.demo.desk import LocalDesk
from webapp.demo.scenario import schedule
from webapp.demo.scenario.paths import PATHS, Steps
from webapp.demo.scenario.story import Story, load
from webapp.demo.scenario.walking import Stray, Walk
from webapp.dossiers import rendering
from webapp.errors import AppError
from webapp.instances import upkeep

logger = logging.getLogger(__name__)

Window = tuple[datetime, datetime]
Team = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """A case to be handled: what, from which day, how far."""

    story: Story
    steps: Steps
    begins: date

    @property
    def team(self) -> Team:
        """Return who handles it; two officers can be in one place at a time."""
        return self.story.body, self.story.unit


def load_cases(today: date) -> int:
    """Handle the cases that are missing; return how many (the first time all, then none).

    A start that was cut off goes on with the cases that had not begun; the others stay where they
    were.
    """
    home = current_app.extensions["faxun.settings"].home
    before = loading.read(home) if has_cases() else None  # of another database it says nothing
    if before.is_done if before else has_cases():
        return 0
    plans = planned(_anchor(today))
    state = loading.begin(home, len(plans), begun=before.begun if before else ())
    missing = [plans[place] for place in state.missing]
    places = dict(zip(map(id, missing), state.missing, strict=True))
    state.steps = sum(len(plan.steps) + 2 for plan in missing)
    upkeep.ensure(min(plan.begins for plan in plans), today)

    def heard(plan: Plan) -> None:
        state.begun.add(places[id(plan)])
        state.taken += 1
        state.keep()

    with rendering.postponed():
        until = datetime.combine(_anchor(today), clock.now().time(), clock.ZONE)
        handle(missing, until, heard)
    state.is_done = True
    state.keep()
    with transaction():
        jobs.defer(jobs.queue.tasks[rendering.CATCH_UP], queueing_lock=rendering.CATCH_UP)
    return len(missing)


def has_cases() -> bool:
    """Tell whether any case has been handled here."""
    return db.session.scalar(sa.select(PenaltyCase.id).limit(1)) is not None


def planned(today: date) -> list[Plan]:
    """Return the cases with the days on which they begin, so that each ends where it should."""
    taken: dict[Team, list[Window]] = {}
    return [_plan(row, today, taken) for row in load("cases")]


def handle(
    plans: Sequence[Plan], until: datetime, heard: Callable[[Plan], None] = lambda _: None
) -> None:
    """Take all cases along their paths, step by step in the order of time; tell who hears of it.

    A case that somebody else works on meanwhile, or that goes astray, is left where it stands.
    """
    session = db.session()
    session.expire_on_commit = False  # others hardly ever write to these cases meanwhile
    numbers, ids = count(), LocalDesk.everybody()
    queue: list[tuple[datetime, int, Plan, Iterator[datetime]]] = []
    for plan in plans:
        moments = _moments(plan, LocalDesk(ids), until)
        heapq.heappush(queue, (next(moments), next(numbers), plan, moments))
    while queue:
        _, number, plan, moments = heapq.heappop(queue)
        heard(plan)
        try:
            following = next(moments, None)
        except (AppError, EngineError, Stray, sa.exc.SQLAlchemyError):
            logger.exception("演示案件“%s”没有办到预定环节", plan.story.matter)
            db.session.rollback()
            following = None
        if following is not None:
            heapq.heappush(queue, (following, number, plan, moments))


def _moments(plan: Plan, desk: LocalDesk, until: datetime) -> Iterator[datetime]:
    """Yield when each step of a case is due, then take it."""
    at = schedule.morning(plan.begins)
    yield at
    walk = Walk(desk, plan.story, at)
    for step in plan.steps:
        due = schedule.following(walk.at, step.when)
        if due > until:
            break
        yield due
        walk.take(step, due)
    yield until
    desk.be_at(until)


def _plan(row: Mapping[str, Any], today: date, taken: dict[Team, list[Window]]) -> Plan:
    story = Story(
        row["matter"],
        row["party"],
        row["body"],
        row["unit"],
        row["source"],
        row.get("changes", {}),
    )
    steps = _until(PATHS[row["path"]], row["until"])
    days = schedule.length([step.when for step in steps])
    begins = schedule.before(today, days + row["idle"])
    busy = taken.setdefault((story.body, story.unit), [])
    while any(_overlap(one, other) for one in _visits(steps, begins) for other in busy):
        begins = schedule.before(begins, 1)
    busy += _visits(steps, begins)
    return Plan(story, steps, begins)


def _until(steps: Steps, act: str) -> Steps:
    """Return the steps before the first of an act, or all."""
    place = next((at for at, step in enumerate(steps) if step.act == act), len(steps))
    return steps[:place]


def _visits(steps: Steps, begins: date) -> list[Window]:
    """Return when the officers of a case are out."""
    found, at, shown = [], schedule.morning(begins), None
    for step in steps:
        at = schedule.following(at, step.when)
        if step.act == "inv.id_show":
            shown = at
        elif shown is not None:
            found.append((shown, at))
            shown = None
    return found


def _overlap(one: Window, other: Window) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _anchor(today: date) -> date:
    """Return the day up to which the cases are handled: today, if its calendar is known."""
    day = today
    while True:
        try:
            NATIONAL.is_workday(day)
        except CalendarMissing:
            day -= timedelta(days=1)
        else:
            return day
