"""Where routing variables are written and read along the drawn ways, called processes included.

A called process is gone through once for every call. A value is *wanted* at a point if it may be
read from there on before it is surely written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from engine.diagram import Diagram, Node
from engine.errors import ExpressionError, LimitExceeded
from engine.expressions import parse

Written = Callable[[str], Mapping[str, bool]]
"""The routing variables a form writes: True where it always does."""
Path = tuple[str, ...]
MOST = 20_000
DONE = "·done"
"""Marks the point behind an activity that something happens in."""


@dataclass
class Point:
    """A place on the way: a node, once for each call around it."""

    node: Node
    process: str
    reads: frozenset[str] = frozenset()
    writes: Mapping[str, bool] = field(default_factory=dict)
    next: list[Path] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()


class Ways:
    """The ways through a process and everything it calls."""

    def __init__(self, diagrams: Mapping[str, Diagram], main: str, written: Written) -> None:
        self.diagrams, self.written = diagrams, written
        self.points: dict[Path, Point] = {}
        self._scope(diagrams[main], main, ())
        self._want()

    def wanted_after(self, path: Path) -> frozenset[str]:
        """Return what is wanted behind a node."""
        point = self.points.get((*path, DONE)) or self.points[path]
        return frozenset().union(*(self.points[each].wanted for each in point.next))

    def written_at(self, path: Path) -> frozenset[str]:
        """Return what may be written at a node or inside it."""
        depth = len(path)
        return frozenset(
            name
            for other, point in self.points.items()
            if other[:depth] == path
            for name in point.writes
        )

    def places(self, process: str) -> Iterator[tuple[Path, Point]]:
        """Iterate over the nodes of a process, once for each call of it."""
        for path, point in self.points.items():
            if point.process == process and path[-1] != DONE:
                yield path, point

    def _scope(self, diagram: Diagram, scope: str, above: Path) -> None:
        for node in diagram.within(scope):
            path = (*above, node.id)
            if len(self.points) > MOST:
                raise LimitExceeded("流程图连同被调用的流程过大，未完成判定")
            point = self.points[path] = Point(node, diagram.process_id)
            point.reads = frozenset(_read(diagram, node)) | self._read_in(node.get("starts"))
            if node.is_task:
                point.writes = self.written(node.get("form"))
            inner = self._inside(diagram, node)
            if inner is not None:
                self.points[*path, DONE] = Point(node, diagram.process_id)
                self._scope(*inner, path)
                starts = inner[0].within(inner[1])
                point.next += [(*path, n.id) for n in starts if n.kind == "startEvent"]
                point = self.points[*path, DONE]
            point.next += [(*above, flow.target) for flow in diagram.outgoing[node.id]]
        for node in diagram.within(scope):
            path = (*above, node.id)
            if node.attached_to:
                self._attach(path, (*above, node.attached_to))
            if node.kind == "endEvent" and above:
                self.points[path].next += [] if node.event == "error" else [(*above, DONE)]

    def _read_in(self, started: str) -> frozenset[str]:
        """Return what a process that is started beside reads, with all it calls; it takes over."""
        found: set[str] = set()
        queue, seen = [started], set()
        while queue:
            process = queue.pop()
            if process in seen or process not in self.diagrams:
                continue
            seen.add(process)
            diagram = self.diagrams[process]
            queue += [node.called for node in diagram.calls()]
            found.update(*(_read(diagram, node) for node in diagram.nodes.values()))
        return frozenset(found)

    def _inside(self, diagram: Diagram, node: Node) -> tuple[Diagram, str] | None:
        if node.kind == "subProcess":
            return diagram, node.id
        if node.kind == "callActivity" and node.called in self.diagrams:
            return self.diagrams[node.called], node.called
        return None

    def _attach(self, event: Path, host: Path) -> None:
        """Let an event follow the start of its activity, and what is thrown inside carry on."""
        if self.points[event].node.event in ("timer", "message"):
            self.points[host].next.append(event)
            return
        depth = len(host)
        for path, point in self.points.items():
            if path[:depth] == host and point.node.event == self.points[event].node.event:
                point.next.append(event)

    def _want(self) -> None:
        before: dict[Path, list[Path]] = {path: [] for path in self.points}
        for path, point in self.points.items():
            for each in point.next:
                before[each].append(path)
        stack = list(self.points)
        while stack:
            path = stack.pop()
            point = self.points[path]
            after = frozenset().union(*(self.points[each].wanted for each in point.next))
            surely = {name for name, is_sure in point.writes.items() if is_sure}
            wanted = point.reads | (after - surely)
            if wanted != point.wanted:
                point.wanted = wanted
                stack += before[path]


def _read(diagram: Diagram, node: Node) -> Iterator[str]:
    for flow in diagram.outgoing[node.id]:
        try:
            yield from parse(flow.condition).names if flow.condition else ()
        except ExpressionError:
            continue  # the gate says so


def both(written: Collection[frozenset[str]]) -> frozenset[str]:
    """Return what is written by more than one of some branches."""
    seen: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    for names in written:
        twice |= seen & names
        seen |= names
    return twice
