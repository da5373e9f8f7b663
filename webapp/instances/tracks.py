"""The path of an instance on its diagrams (流程轨迹图): what was reached when, what held it.

A track is a log that the browser folds up to any moment: it shows the present and plays the past.
It holds ids of elements and instants only, nothing that anybody typed, so that supervision may
show it before a decision (topic ``supervision`` of the packs of provinces).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.diagram import Diagram
from engine.procedure import ProcedureVersion
from engine.trajectory import Kind
from webapp.instances import todos, trajectories
from webapp.instances.models import Instance, StepRecord, Timer, TodoRecord, TodoState
from webapp.procedures import queries as procedures

Spot = tuple[str, str]
"""A call path and the id of an element in it."""

CLOSING = (Kind.COMPLETE, Kind.RETURN)
STAGE = "stage"


@dataclass(frozen=True)
class ProcessView:
    """One process of the call tree, drawn in a file of its own (子流程图)."""

    scope: str
    process: str
    title: str
    calls: Mapping[str, str]
    """Call activity → call path below it."""


@dataclass(frozen=True)
class Visit:
    """A to-do that held the instance at a node (停留)."""

    scope: str
    node: str
    name: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class StoppingPlace:
    """Where something opened that holds the instance: a to-do, or a wait for others (停留处)."""

    spot: Spot
    since: datetime
    previous: str = ""


@dataclass(frozen=True)
class Frame:
    """What one command reached: elements and flows, by call path."""

    at: datetime
    reached: tuple[Spot, ...]
    flows: tuple[Spot, ...]


@dataclass(frozen=True)
class Track:
    """Everything the diagram of an instance shows."""

    version_id: int
    views: tuple[ProcessView, ...]
    visits: tuple[Visit, ...]
    frames: tuple[Frame, ...]
    waits: tuple[Visit, ...] = ()
    """Where it waited for other procedures, among the visits."""

    @property
    def current(self) -> list[Visit]:
        """Return what holds the instance now."""
        return [visit for visit in self.visits if visit.until is None]

    def to_json(self) -> dict[str, Any]:
        """Return the track for the browser: instants in seconds."""
        return {
            "views": {
                view.scope: {"title": view.title, "process": view.process, "calls": view.calls}
                for view in self.views
            },
            "visits": [
                [one.scope, one.node, _seconds(one.since), one.until and _seconds(one.until)]
                for one in self.visits
            ],
            "frames": [
                [_seconds(one.at), [list(spot) for spot in one.reached],
                 [list(spot) for spot in one.flows]]
                for one in self.frames
            ],
        }  # fmt: skip


def track(instance: Instance) -> Track:
    """Return the path of an instance."""
    version = procedures.version(instance.version_id)
    steps = trajectories.trajectory(instance.id)
    records = todos.todos_of(instance.id)
    waits = todos.messages_of(instance.id)
    views = {view.scope: view for view in _views(version)}
    stays = tuple(Visit(one.scope, one.node, one.name, one.set_at, one.ended_at) for one in waits)
    return Track(
        version_id=instance.version_id,
        views=tuple(views.values()),
        visits=(*_visits(records, steps), *stays),
        frames=tuple(_frames(version, views, steps, [*map(_stop, records), *map(_stop, waits)])),
        waits=stays,
    )


def stages(version: ProcedureVersion) -> list[str]:
    """Return the stages of a procedure from left to right (办案环节); none names the main nodes."""
    diagram = version.diagrams[version.main]
    found = dict.fromkeys(node.get(STAGE) for node in _left_to_right(diagram) if node.get(STAGE))
    return list(found)


def _left_to_right(diagram: Diagram) -> list[Any]:
    return sorted(diagram.nodes.values(), key=lambda node: diagram.shapes[node.id].center)


def _views(version: ProcedureVersion) -> Iterator[ProcessView]:
    """Yield every process of the call tree, callers first."""
    pending = [("", version.main)]
    while pending:
        scope, process = pending.pop(0)
        diagram = version.diagrams[process]
        calls = {node.id: _join(scope, node.id) for node in diagram.calls()}
        yield ProcessView(scope, process, diagram.title, calls)
        pending += [(calls[node.id], node.called) for node in diagram.calls()]


def _visits(records: Iterable[TodoRecord], steps: Iterable[StepRecord]) -> Iterator[Visit]:
    ended = {step.todo_id: step.at for step in steps if step.kind in CLOSING}
    last = max((step.at for step in steps), default=None)
    for todo in records:
        until = ended.get(todo.id) or todo.done_at
        if until is None and todo.state in (TodoState.DONE, TodoState.CANCELED):
            until = last
        yield Visit(todo.scope, todo.node, todo.name, todo.opened_at, until)


def _frames(
    version: ProcedureVersion,
    views: Mapping[str, ProcessView],
    steps: Sequence[StepRecord],
    stops: Iterable[StoppingPlace],
) -> Iterator[Frame]:
    """Yield what each step reached; its flows are those between what it left and what it met."""
    diagrams = {scope: version.diagrams[view.process] for scope, view in views.items()}
    opened = _opened(steps, stops)
    for step in steps:
        left = [spot for spot in map(_spot, step.passed) if spot[0] in views]
        met = [*left, *opened.get(step.seq, [])]
        if step.node and step.kind is not Kind.RETURN:
            left = [*_calls_above(step.scope), (step.scope, step.node), *left]
        met = [*met, *(above for scope, _ in met for above in _calls_above(scope))]
        yield Frame(
            step.at, tuple(dict.fromkeys([*left, *met])), tuple(_flows(diagrams, left, met))
        )


def _opened(steps: Iterable[StepRecord], stops: Iterable[StoppingPlace]) -> dict[int, list[Spot]]:
    """Return what each step opened: stops carry its instant, cut to milliseconds, and its node."""
    at_once: dict[int, list[StepRecord]] = {}
    for step in steps:
        at_once.setdefault(_milliseconds(step.at), []).append(step)
    found: dict[int, list[Spot]] = {}
    for stop in stops:
        openers = at_once.get(_milliseconds(stop.since), [])
        named = [step for step in openers if step.node == stop.previous] or openers
        if named:
            found.setdefault(named[-1].seq, []).append(stop.spot)
    return found


def _stop(one: TodoRecord | Timer) -> StoppingPlace:
    if isinstance(one, Timer):
        return StoppingPlace((one.scope, one.node), one.set_at)
    return StoppingPlace((one.scope, one.node), one.opened_at, one.previous)


def _flows(
    diagrams: Mapping[str, Diagram], left: Iterable[Spot], met: Iterable[Spot]
) -> Iterator[Spot]:
    reached = set(met)
    for scope, node in dict.fromkeys(left):
        for flow in diagrams[scope].outgoing.get(node, ()):
            if (scope, flow.target) in reached:
                yield scope, flow.id


def _calls_above(scope: str) -> list[Spot]:
    """Return the call activities of a call path, each in its own place."""
    parts = scope.split("/") if scope else []
    return [("/".join(parts[:at]), part) for at, part in enumerate(parts)]


def _spot(path: str) -> Spot:
    scope, _, node = path.rpartition("/")
    return scope, node


def _join(scope: str, node: str) -> str:
    return f"{scope}/{node}" if scope else node


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
