"""What happened in a matter, ready to print (办理轨迹): who did what when, in all procedures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from engine import clock
from engine.trajectory import Kind
from webapp.accounts.roles import ROLES
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.instances import todos, trajectories
from webapp.instances.models import Instance, StepRecord, Submission, TodoRecord
from webapp.matters.models import Matter

REASSIGNED = "改派："
"""How the reason begins for which a head put another officer in charge."""

QUIET = (Kind.START,)
"""Steps that say nothing of their own."""


@dataclass(frozen=True)
class Event:
    """One line of the timeline (轨迹条目)."""

    at: datetime
    name: str
    who: str
    words: str
    procedure: str
    """Title of the procedure beside the main one, empty for the main one."""
    is_back: bool = False
    basis: str = ""


@dataclass(frozen=True)
class WaitingTodo:
    """A to-do that holds the matter now (在办)."""

    todo: TodoRecord
    who: str
    procedure: str
    carries: bool
    """It is a step of the main procedure, or of one that it awaits."""


def events(matter: Matter) -> list[Event]:
    """Return what happened, the latest first."""
    trails = trajectories.matter_trajectory(matter.id)
    steps = [(trail.instance, step) for trail in trails for step in trail.steps]
    names = names_of({step.actor_id for _, step in steps if step.actor_id})
    opinions = _opinions(matter.id)
    found = [
        _event(beside(matter, instance), step, names, opinions)
        for instance, step in steps
        if step.kind not in QUIET
    ]
    found += [
        Event(one.since, "改派承办人", "", f"{one.officer.name}接办。{one.reason}", "")
        for one in matter.handlers
        if one.reason.startswith(REASSIGNED)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def waiting(matter: Matter) -> list[WaitingTodo]:
    """Return what the matter waits for now, with who may do it."""
    waiting = todos.open_todos_of(matter.id)
    found = {one.id: one for one in _instances({todo.instance_id for todo in waiting})}
    named = {id for todo in waiting for id in (todo.candidates or ())}
    named |= {todo.assignee_id for todo in waiting if todo.assignee_id}
    names = names_of(named)
    return [
        WaitingTodo(
            todo,
            _who(todo, names),
            beside(matter, found[todo.instance_id]),
            found[todo.instance_id].is_main or found[todo.instance_id].parent_id is not None,
        )
        for todo in waiting
    ]


def beside(matter: Matter, instance: Instance) -> str:
    """Say which procedure of a matter it is; of several parties whose; of the main one nothing."""
    if instance.parent_id is not None:
        names = {party.id: party.name for party in matter.parties}
        return names.get(instance.party_id or 0, "") if len(names) > 1 else ""
    return "" if instance.is_main else instance.title


def stamps(instance_id: UUID) -> dict[str, dict[str, str]]:
    """Return when and by whom each element was last done, by call path: 03-02 王建."""
    steps = [
        step
        for step in trajectories.trajectory(instance_id)
        if step.kind is Kind.COMPLETE and step.actor_id
    ]
    names = names_of({step.actor_id for step in steps if step.actor_id})
    found: dict[str, dict[str, str]] = {}
    for step in steps:
        words = f"{clock.local(step.at):%m-%d} {names.get(step.actor_id or 0, '')}"
        parts = step.scope.split("/") if step.scope else []
        for depth, node in enumerate([*parts, step.node]):
            found.setdefault("/".join(parts[:depth]), {})[node] = words
    return found


def names_of(officer_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of officers by id."""
    query = sa.select(Officer.id, Officer.name).where(Officer.id.in_(list(officer_ids)))
    return dict(db.session.execute(query).all())


def _event(
    procedure: str,
    step: StepRecord,
    names: Mapping[int, str],
    opinions: Mapping[UUID, str],
) -> Event:
    who = names.get(step.actor_id, "") if step.actor_id else "系统"
    opinion = opinions.get(step.submission_id, "") if step.submission_id else ""
    verb = "" if step.kind is Kind.COMPLETE else step.kind.value
    return Event(
        at=step.at,
        name=step.name,
        who=f"{who} {verb}".strip(),
        words=opinion,
        procedure=procedure,
        is_back=step.kind in (Kind.RETURN, Kind.WITHDRAW),
    )


def _who(todo: TodoRecord, names: Mapping[int, str]) -> str:
    if todo.assignee_id:
        return names.get(todo.assignee_id, "")
    if todo.candidates:
        return "、".join(names.get(id, "") for id in todo.candidates)
    return ROLES[todo.role].title if todo.role in ROLES else todo.role


def _opinions(matter_id: int) -> dict[UUID, str]:
    query = sa.select(Submission.id, Submission.values["opinion"].astext).where(
        Submission.matter_id == matter_id
    )
    return {id: text for id, text in db.session.execute(query) if text}


def _instances(ids: set[UUID]) -> Sequence[Instance]:
    return db.session.scalars(sa.select(Instance).where(Instance.id.in_(ids))).all()
