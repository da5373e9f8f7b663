"""What comes before and after a to-do (上一步、下一步), read off diagrams and trajectory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.diagram import Diagram, Node
from engine.procedure import ProcedureVersion
from engine.trajectory import Kind
from processes.catalogue import PROCEDURES
from webapp.accounts.roles import ROLES
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.instances import todos, tracks, trajectories
from webapp.instances.models import StepRecord, Submission, TodoRecord
from webapp.matters import candidates
from webapp.matters.done import History
from webapp.matters.models import Matter
from webapp.tasks import authority

Place = tuple[tuple[str, ...], str]
"""A call path and a node at its end."""

MOST_NAMES = 2
MOST_STEPS = 4


@dataclass(frozen=True)
class Stop:
    """A stage or step of the strip (办案环节): past, current or ahead."""

    title: str
    state: str


@dataclass(frozen=True)
class Before:
    """The step that opened a to-do (上一步)."""

    name: str
    kind: Kind
    officer: str
    at: datetime
    opinion: str


@dataclass(frozen=True)
class Next:
    """A task that may follow, and who does it (下一步)."""

    name: str
    role: str
    people: str

    @property
    def words(self) -> str:
        """Return it as a part of a sentence."""
        return f"{self.people or self.role} 办理“{self.name}”"


def strip(version: ProcedureVersion, todo: TodoRecord, passed: Sequence[str]) -> list[Stop]:
    """Return the stages of a matter, or the steps of a small procedure, with where it stands.

    `passed` are the stages and nodes reached so far. A stage that only some matters go through
    (听证) is shown once it is reached.
    """
    declared = PROCEDURES[version.key].stages if version.key in PROCEDURES else ()
    stages = declared or tracks.stages(version)
    if not stages:
        stops = [(node.name, node.id) for node in _in_order(version.diagrams[version.main])]
        here = todo.node
    else:
        rare = PROCEDURES[version.key].rare if version.key in PROCEDURES else ()
        optional = {*rare} - {*passed, todo.stage}
        stops = [(stage, stage) for stage in stages if stage not in optional]
        here = todo.stage
    names = [key for _, key in stops]
    at = names.index(here) if here in names else -1
    return [
        Stop(title, "current" if place == at else "past" if place < at or key in passed else "")
        for place, (title, key) in enumerate(stops)
    ]


def stages_passed(matter_id: int) -> list[str]:
    """Return the stages in which something was done in the main procedure."""
    query = (
        sa.select(TodoRecord.stage)
        .where(
            TodoRecord.matter_id == matter_id,
            TodoRecord.done_at.is_not(None),
            TodoRecord.stage != "",
        )
        .distinct()
    )
    return list(db.session.scalars(query))


def step_before(todo: TodoRecord) -> Before | None:
    """Return the step that opened a to-do."""
    steps = [
        step
        for step in trajectories.trajectory(todo.instance_id)
        if step.node == todo.previous and step.kind in (Kind.COMPLETE, Kind.RETURN)
    ]
    if not steps:
        return None
    step = steps[-1]
    name, opinion = _said(step)
    return Before(
        name=step.name,
        kind=step.kind,
        officer=name,
        at=step.at,
        opinion=opinion,
    )


def steps_after(
    version: ProcedureVersion, todo: TodoRecord, matter: Matter, history: History
) -> list[Next]:
    """Return the tasks that may follow, each once, the nearest first."""
    found: dict[tuple[str, str], Next] = {}
    for diagram, node in _following(version, todo):
        ids = candidates.of_role(node.lane, matter, history, str(todo.instance_id))
        people = (
            bodies.get_officers(list(ids)) if ids else bodies.holders(matter.body_id, node.lane)
        )
        names = "、".join(one.name for one in people) if len(people) <= MOST_NAMES else ""
        title = ROLES[node.lane].title if node.lane in ROLES else diagram.lanes[node.lane].name
        found.setdefault((node.name, node.lane), Next(node.name, title, f"{title} {names}".strip()))
    return list(found.values())[:MOST_STEPS]


def own_next(officer: Officer, done: TodoRecord) -> TodoRecord | None:
    """Return what else of the matter waits for whoever did a to-do, the newest first."""
    waiting = reversed(todos.open_todos_of(done.matter_id))
    return next((one for one in waiting if authority.may(officer, one)), None)


def whose_turn(done: TodoRecord) -> str:
    """Say who has the matter after a to-do was done; empty when nobody has."""
    waiting = todos.open_todos_of(done.matter_id)
    opened = [one for one in waiting if done.done_at and one.opened_at >= done.done_at]
    words = [f"{_people(one)}办理“{one.name}”" for one in (opened or waiting)[:MOST_STEPS]]
    return f"现由{'；'.join(words)}。" if words else ""


def _people(todo: TodoRecord) -> str:
    """Name those who may do a to-do; many of them by their post."""
    ids = [todo.assignee_id] if todo.assignee_id else todo.candidates
    people = bodies.get_officers(ids) if ids else bodies.holders(todo.body_id, todo.role)
    title = ROLES[todo.role].title if todo.role in ROLES else ""
    return "、".join(one.name for one in people) if 0 < len(people) <= MOST_NAMES else title


def _following(version: ProcedureVersion, todo: TodoRecord) -> Iterator[tuple[Diagram, Node]]:
    """Walk from a task through gateways and events to the next tasks, into calls and out again."""
    start: Place = (tuple(todo.scope.split("/")) if todo.scope else (), todo.node)
    pending, seen = [start], {start}
    while pending:
        scope, node_id = pending.pop(0)
        diagram = _diagram(version, scope)
        targets = [diagram.nodes[flow.target] for flow in diagram.outgoing.get(node_id, ())]
        ahead = [_enter(version, scope, node) for node in targets if not node.is_task]
        if not targets and scope:
            ahead.append((scope[:-1], scope[-1]))
        yield from ((diagram, node) for node in targets if node.is_task)
        pending += [place for place in ahead if place not in seen]
        seen.update(ahead)


def _diagram(version: ProcedureVersion, scope: tuple[str, ...]) -> Diagram:
    """Return the diagram at the end of a call path."""
    diagram = version.diagrams[version.main]
    for call in scope:
        diagram = version.diagrams[diagram.nodes[call].called]
    return diagram


def _enter(version: ProcedureVersion, scope: tuple[str, ...], node: Node) -> Place:
    """Step onto a node: into the start of the process it calls, if it calls one."""
    if not node.called:
        return scope, node.id
    inner = version.diagrams[node.called].nodes.values()
    return (*scope, node.id), next(one.id for one in inner if one.kind == "startEvent")


def _in_order(diagram: Diagram) -> list[Node]:
    return sorted(diagram.user_tasks(), key=lambda node: diagram.shapes[node.id].center)


def _said(step: StepRecord) -> tuple[str, str]:
    """Return who took a step and his opinion."""
    query = (
        sa.select(Officer.name, Submission.values)
        .select_from(StepRecord)
        .outerjoin(Officer, Officer.id == StepRecord.actor_id)
        .outerjoin(Submission, Submission.id == StepRecord.submission_id)
        .where(StepRecord.instance_id == step.instance_id, StepRecord.seq == step.seq)
    )
    name, submitted = db.session.execute(query).one()
    return name or "系统", str((submitted or {}).get("opinion", ""))
