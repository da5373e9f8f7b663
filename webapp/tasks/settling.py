"""What a completion leaves behind (落账): document, effects, clocks, dues, candidates, answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.advance import Advance
from engine.durations import end_of
from engine.errors import CalendarMissing
from engine.todo import Todo
from engine.workdays import NATIONAL
from processes import fields, reckoning
from processes.clocks import Clock, current
from processes.parameters import Parameters
from webapp.database import db
from webapp.instances import operations as instances
from webapp.instances.models import Instance, Timer, TimerState, TodoRecord, TodoState
from webapp.instances.values import Prepared
from webapp.matters import candidates, facts
from webapp.matters import clocks as deadlines
from webapp.matters import operations as matters
from webapp.matters.done import History
from webapp.matters.models import Matter
from webapp.matters.turn import Turn
from webapp.parameters import queries as parameters
from webapp.tasks import effects, papers

FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class Counted:
    """The clocks of a matter as they were counted now, and whose its procedures are (期限)."""

    all: tuple[Clock, ...]
    parties: Mapping[str, str]

    def of(self, instance: UUID) -> list[Clock]:
        """Return the clocks that concern a procedure: common ones, and those of its party."""
        whose = self.parties.get(str(instance), "")
        return [one for one in self.all if one.party in ("", whose)]


def settle(turn: Turn, advance: Advance) -> Prepared:
    """Do everything that follows from a completed task, before it is saved."""
    turn.advance = advance
    turn.document = papers.contribute(turn)
    matters.touch(turn.matter, main_stage(turn.matter, advance), turn.at)
    effects.apply(turn)
    papers.finish(turn)
    history = turn.everything.plus(turn.record())
    prepared = follow(turn.matter, history, advance, turn.at, facts.in_force(turn))
    return replace(
        prepared,
        answer={**answer(turn.matter, advance), **turn.notes},
        document_id=turn.document.id if turn.document else None,
    )


def follow(
    matter: Matter,
    history: History,
    advance: Advance,
    at: datetime,
    in_force: Callable[[date], Parameters] | None = None,
) -> Prepared:
    """Count the clocks anew and give dues and candidates to what is waiting now."""
    counted = reckon(matter, history, at, in_force or parameters.in_force(matter.body))
    found = Counted(tuple(counted), history.parties)
    rules = fields.binding(matter.body.field, matter.body.division_code)
    instance = advance.instance
    here = found.of(instance)
    todos = {todo.id: due_of(todo.deadline, here, instance) for todo in advance.opened}
    timers = {
        timer.key: due_of(timer.deadline, here, instance) or end_of(timer.duration, timer.set_at)
        if not _is_paused(timer.deadline, here, instance)
        else None
        for timer in advance.timers_set
    }
    older = waiting(matter.id, found, gone={*advance.closed, *advance.timers_dropped})
    for other, (older_todos, older_timers) in older.items():
        if other == instance:
            todos, timers = {**older_todos, **todos}, {**older_timers, **timers}
        elif older_todos or older_timers:
            instances.set_dues(other, Prepared(dues=older_timers, todo_dues=older_todos))
    branch = db.session.get(Instance, instance)
    if branch is not None and branch.parent_id is not None:
        due = _pressing(found.all, branch.parent_id)
        when = advance.step.at if advance.step else at
        tell_parent(branch.parent_id, advance.stage or "", when, due=due)
    return Prepared(
        dues=timers,
        todo_dues=todos,
        candidates=candidates.of_todos(advance.opened, matter, history),
        bases={todo.id: rules.cite(todo.basis, at.date()) for todo in advance.opened},
        due=nearest(matter, instance, here, todos),
    )


def reckon(
    matter: Matter, history: History, at: datetime, in_force: Callable[[date], Parameters]
) -> list[Clock]:
    """Count the clocks of a matter and keep them (重新计算期限)."""
    parties = [str(one.id) for one in matter.parties]
    found = reckoning.reckon(history.entries, in_force, NATIONAL, parties)
    deadlines.refresh(matter, found, NATIONAL, at)
    return found


def due_of(deadline: str, found: Iterable[Clock], instance: UUID) -> datetime | None:
    """Return when the clock that concerns a step ends."""
    clock = _clock(deadline, found, instance)
    if clock is None or clock.met_on is not None:
        return None
    try:
        return clock.due(NATIONAL)
    except CalendarMissing:
        return None


def waiting(
    matter_id: int, found: Counted, gone: set[UUID]
) -> dict[UUID, tuple[dict[UUID, datetime | None], dict[UUID, datetime | None]]]:
    """Return the dues of older to-dos and timers that a clock has moved, by instance."""
    moved: dict[UUID, tuple[dict[UUID, datetime | None], dict[UUID, datetime | None]]] = {}
    query = sa.select(TodoRecord).where(
        TodoRecord.matter_id == matter_id,
        TodoRecord.state == TodoState.OPEN,
        TodoRecord.deadline != "",
    )
    for todo in db.session.scalars(query, execution_options=FRESH):
        due = due_of(todo.deadline, found.of(todo.instance_id), todo.instance_id)
        if todo.id not in gone and due != todo.due:
            moved.setdefault(todo.instance_id, ({}, {}))[0][todo.id] = due
    running = sa.select(TodoRecord.instance_id).where(TodoRecord.matter_id == matter_id)
    timers = sa.select(Timer).where(
        Timer.instance_id.in_(running), Timer.state == TimerState.WAITING, Timer.deadline != ""
    )
    for timer in db.session.scalars(timers, execution_options=FRESH):
        here = found.of(timer.instance_id)
        due = due_of(timer.deadline, here, timer.instance_id)
        known = _clock(timer.deadline, here, timer.instance_id) is not None
        if timer.key not in gone and known and due != timer.due:
            moved.setdefault(timer.instance_id, ({}, {}))[1][timer.key] = due
    return moved


def tell_parent(parent_id: UUID, stage: str, at: datetime, **seen: Any) -> None:
    """Let the procedure that awaits others show what its lists show: stage, term, last change."""
    if stage:
        seen["stage"] = stage
    told = sa.update(Instance).where(Instance.id == parent_id).values(updated_at=at, **seen)
    db.session.execute(told, execution_options={"synchronize_session": False})


def nearest(
    matter: Matter, instance: UUID, found: Iterable[Clock], todos: Mapping[UUID, datetime | None]
) -> datetime | None:
    """Return the deadline supervision looks at: of the whole matter, or of a procedure beside."""
    if not _carries(matter, instance):
        return min((due for due in todos.values() if due), default=None)
    return _pressing(found, instance)


def main_stage(matter: Matter, advance: Advance) -> str:
    """Return the stage of what carries the matter; procedures beside that do not move it."""
    return (advance.stage or "") if _carries(matter, advance.instance) else ""


def _carries(matter: Matter, instance: UUID) -> bool:
    """Tell whether an instance is the main procedure, or one of those that it awaits."""
    if matter.instance_id is None or instance == matter.instance_id:
        return True
    row = db.session.get(Instance, instance)
    return row is not None and row.parent_id == matter.instance_id


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
