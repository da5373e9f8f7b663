"""What a completion leaves behind (落账): document, effects, clocks, dues, candidates, answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.advance import Advance
from engine.durations import end_of
from engine.errors import CalendarMissing
from engine.todo import Todo
from processes import fields, reckoning
from processes.clocks import Clock, current
from webapp.calendars.current import calendar
from webapp.database import db
from webapp.instances import operations as instances
from webapp.instances.models import Instance, Timer, TimerState, TodoRecord, TodoState
from webapp.instances.values import Actor, Prepared
from webapp.matters import candidates
from webapp.matters import clocks as deadlines
from webapp.matters import operations as matters
from webapp.matters.done import History
from webapp.matters.models import Matter
from webapp.matters.turn import Turn
from webapp.parameters import settings as parameters
from webapp.tasks import faces, papers

Moved = dict[UUID, tuple[dict[UUID, datetime | None], dict[UUID, datetime | None]]]
"""New dues of to-dos and of timers, by instance."""


@dataclass(frozen=True)
class Counted:
    """The clocks of a matter as they were counted now, and whose its procedures are (期限)."""

    all: tuple[Clock, ...]
    parties: Mapping[str, str]

    def of(self, instance: UUID) -> list[Clock]:
        """Return the clocks that concern a procedure: common ones, and those of its party."""
        whose = self.parties.get(str(instance), "")
        return [one for one in self.all if one.party in ("", whose)]


@dataclass
class Moment:
    """What is being done (此刻): the matter, its history with the step, the time, who acts.

    Procedures that the step starts or sends on belong to the same moment: its clocks are counted
    once, and what they move of older to-dos and timers is looked up once.
    """

    matter: Matter
    history: History
    at: datetime
    actor: Actor
    parents: dict[UUID, UUID | None] = field(default_factory=dict)
    """The procedure that awaits one, by instance, as far as known."""

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Return the clocks of the matter, counted anew and kept."""
        return tuple(reckon(self.matter, self.history, self.at))

    @cached_property
    def moved(self) -> Moved:
        """Return the dues of older to-dos and timers that the clocks have moved."""
        return moved(self.matter.id, Counted(self.clocks, self.history.parties))

    def parent_of(self, instance: UUID) -> UUID | None:
        """Return the procedure that awaits one."""
        if instance not in self.parents:
            row = db.session.get(Instance, instance)
            self.parents[instance] = row.parent_id if row else None
        return self.parents[instance]

    def carries(self, instance: UUID) -> bool:
        """Tell whether an instance is the main procedure, or one of those that it awaits."""
        main = self.matter.instance_id
        return main is None or instance == main or self.parent_of(instance) == main

    def stage(self, advance: Advance) -> str:
        """Return the stage of what carries the matter; procedures beside that do not move it."""
        return (advance.stage or "") if self.carries(advance.instance) else ""


def settle(turn: Turn, moment: Moment, advance: Advance) -> Prepared:
    """Do everything that follows from a completed task, before it is saved."""
    turn.advance = advance
    turn.document = papers.contribute(turn)
    with db.session.no_autoflush:  # every record is written once; who needs it earlier flushes it
        faces.apply(turn)
        papers.finish(turn)
    matters.touch(turn.matter, moment.stage(advance), turn.at)
    moment.history = moment.history.plus(turn.record())
    return replace(
        follow(moment, advance),
        answer={**answer(turn.matter, advance), **turn.notes},
        document_id=turn.document.id if turn.document else None,
    )


def follow(moment: Moment, advance: Advance, party: int | None = None) -> Prepared:
    """Give dues and candidates to what is waiting now, by the clocks counted anew."""
    matter, instance = moment.matter, advance.instance
    history = moment.history.with_procedure(instance, party)
    here = Counted(moment.clocks, history.parties).of(instance)
    rules = fields.binding(matter.body.field, matter.body.division_code)
    todos = {todo.id: due_of(todo.deadline, here, instance) for todo in advance.opened}
    timers = {
        timer.key: due_of(timer.deadline, here, instance) or end_of(timer.duration, timer.set_at)
        if not _is_paused(timer.deadline, here, instance)
        else None
        for timer in advance.timers_set
    }
    older = move_others(moment, advance)
    if (parent := moment.parent_of(instance)) is not None and advance.ver > 1:
        when = advance.step.at if advance.step else moment.at
        tell_parent(parent, advance.stage or "", when, due=_pressing(moment.clocks, parent))
    return Prepared(
        dues={**older[1], **timers},
        todo_dues=(todo_dues := {**older[0], **todos}),
        candidates=candidates.of_todos(advance.opened, matter, history),
        bases={todo.id: rules.cite(todo.basis, moment.at.date()) for todo in advance.opened},
        due=_nearest(moment, instance, here, todo_dues),
    )


def move_others(
    moment: Moment, advance: Advance
) -> tuple[dict[UUID, datetime | None], dict[UUID, datetime | None]]:
    """Move what waits in other procedures of the matter; return what to move in this one."""
    gone = {*advance.closed, *advance.timers_dropped}
    mine: tuple[dict[UUID, datetime | None], dict[UUID, datetime | None]] = ({}, {})
    for instance, found in moment.moved.items():
        todos, timers = ({id: due for id, due in one.items() if id not in gone} for one in found)
        if instance == advance.instance:
            mine = todos, timers
        elif todos or timers:
            instances.set_dues(instance, Prepared(dues=timers, todo_dues=todos))
    moment.moved.clear()
    return mine


def reckon(matter: Matter, history: History, at: datetime) -> list[Clock]:
    """Count the clocks of a matter and keep them (重新计算期限)."""
    parties = [str(one.id) for one in matter.parties]
    in_force = parameters.in_force(matter.body)
    found = reckoning.reckon(history.entries, in_force, calendar(), parties)
    deadlines.refresh(matter, found, calendar(), at)
    return found


def due_of(deadline: str, found: Iterable[Clock], instance: UUID) -> datetime | None:
    """Return when the clock that concerns a step ends."""
    clock = _clock(deadline, found, instance)
    if clock is None or clock.met_on is not None:
        return None
    try:
        return clock.due(calendar())
    except CalendarMissing:
        return None


def moved(matter_id: int, counted: Counted) -> Moved:
    """Return the dues of waiting to-dos and timers that a clock has moved, by instance."""
    running = sa.select(Instance.id).where(Instance.matter_id == matter_id)
    todos = _dues_of(TodoRecord, TodoRecord.id, sa.false()).where(
        TodoRecord.matter_id == matter_id, TodoRecord.state == TodoState.OPEN
    )
    timers = _dues_of(Timer, Timer.key, sa.true()).where(
        Timer.instance_id.in_(running), Timer.state == TimerState.WAITING
    )
    found: Moved = {}
    for is_timer, id, instance, deadline, before in db.session.execute(todos.union_all(timers)):
        here = counted.of(instance)
        due = due_of(deadline, here, instance)
        if due != before and (not is_timer or _clock(deadline, here, instance) is not None):
            found.setdefault(instance, ({}, {}))[is_timer][id] = due
    return found


def _dues_of(table: Any, id: Any, is_timer: sa.ColumnElement[bool]) -> sa.Select[Any]:
    query = sa.select(is_timer, id, table.instance_id, table.deadline, table.due)
    return query.where(table.deadline != "")


def tell_parent(parent_id: UUID, stage: str, at: datetime, **seen: Any) -> None:
    """Let the procedure that awaits others show what its lists show: stage, term, last change."""
    if stage:
        seen["stage"] = stage
    told = sa.update(Instance).where(Instance.id == parent_id).values(updated_at=at, **seen)
    db.session.execute(told, execution_options={"synchronize_session": False})


def tell_due(instance: UUID, found: Iterable[Clock]) -> None:
    """Let lists show when the most pressing duty of a matter ends."""
    told = sa.update(Instance).where(Instance.id == instance).values(due=_pressing(found, instance))
    db.session.execute(told, execution_options={"synchronize_session": False})


def _nearest(
    moment: Moment, instance: UUID, found: Iterable[Clock], todos: Mapping[UUID, datetime | None]
) -> datetime | None:
    """Return the deadline supervision looks at: of the whole matter, or of a procedure beside."""
    if not moment.carries(instance):
        return min((due for due in todos.values() if due), default=None)
    return _pressing(found, instance)


def _pressing(found: Iterable[Clock], instance: UUID) -> datetime | None:
    dues = [due_of(one.id, [one], instance) for one in found if one.alarms and not one.met_on]
    return min((due for due in dues if due), default=None)


def answer(matter: Matter, advance: Advance) -> dict[str, Any]:
    """Return what the officer is told, and told again when the same request comes twice."""
    return {
        "case": matter.id,
        "reference": matter.reference,
        "instance": str(advance.instance),
        "status": advance.status.value,
        "opened": [_line(todo) for todo in advance.opened],
    }


def answering(prepared: Prepared, more: Sequence[Advance]) -> Prepared:
    """Name in the answer also the to-dos of procedures that started or went on by themselves."""
    opened = [_line(todo) for advance in more for todo in advance.opened]
    if not opened:
        return prepared
    told = {**prepared.answer, "opened": [*prepared.answer.get("opened", ()), *opened]}
    return replace(prepared, answer=told)


def _line(todo: Todo) -> dict[str, str]:
    return {"id": str(todo.id), "name": todo.name, "role": todo.role}


def _clock(deadline: str, found: Iterable[Clock], instance: UUID) -> Clock | None:
    if not deadline:
        return None
    among = list(found)
    own = current((one for one in among if one.subject), deadline, str(instance))
    return own or current((one for one in among if not one.subject), deadline)


def _is_paused(deadline: str, found: Iterable[Clock], instance: UUID) -> bool:
    """Tell whether a clock runs but has no end while a pause is open."""
    clock = _clock(deadline, found, instance)
    return clock is not None and due_of(deadline, [clock], instance) is None
