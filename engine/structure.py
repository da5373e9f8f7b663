"""The flow graph of a diagram, scope by scope: reachability, cycles, branches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from engine.diagram import Diagram, Node

WAITING = frozenset(
    {"userTask", "manualTask", "receiveTask", "intermediateCatchEvent", "boundaryEvent"}
)
CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})
FORKS = frozenset({"parallelGateway", "inclusiveGateway"})


class Graph:
    """The nodes of one scope and how they follow one another.

    A boundary event follows its activity. `side` events do not interrupt: what follows them runs
    beside the main path.
    """

    def __init__(self, diagram: Diagram, scope: str) -> None:
        self.diagram, self.scope = diagram, scope
        self.nodes: dict[str, Node] = {node.id: node for node in diagram.within(scope)}
        self.next: dict[str, list[str]] = {id: [] for id in self.nodes}
        self.side: set[str] = set()
        for flow in diagram.flows.values():
            if flow.source in self.nodes and flow.target in self.nodes:
                self.next[flow.source].append(flow.target)
        for node in self.nodes.values():
            if node.attached_to in self.nodes:
                self.next[node.attached_to].append(node.id)
                if not node.interrupting:
                    self.side.add(node.id)

    @cached_property
    def before(self) -> Mapping[str, list[str]]:
        """Return what comes directly before each node."""
        before: dict[str, list[str]] = {id: [] for id in self.nodes}
        for id, targets in self.next.items():
            for target in targets:
                before[target].append(id)
        return before

    def of_kind(self, *kinds: str) -> list[Node]:
        """List the nodes of these kinds."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    def reach(
        self, start: Iterable[str], *, without: Collection[str] = (), back: bool = False
    ) -> set[str]:
        """Collect what can be reached from some nodes, themselves included, avoiding others."""
        edges = self.before if back else self.next
        seen = {id for id in start if id not in without}
        stack = list(seen)
        while stack:
            for id in edges[stack.pop()]:
                if id not in seen and id not in without:
                    seen.add(id)
                    stack.append(id)
        return seen

    @cached_property
    def passed_after(self) -> dict[str, set[str]]:
        """For each node, what every path on to an end passes, the node included."""
        edges = self.main
        everything = set(self.nodes)
        passed = {
            id: {id} if node.kind == "endEvent" else everything for id, node in self.nodes.items()
        }
        order = list(self.nodes)[::-1]
        is_changed = True
        while is_changed:
            is_changed = False
            for id in order:
                if edges[id]:
                    fresh = set.intersection(*(passed[target] for target in edges[id])) | {id}
                    if fresh != passed[id]:
                        passed[id], is_changed = fresh, True
        return passed

    @cached_property
    def main(self) -> dict[str, list[str]]:
        """Return the edges of the main path, side events left out."""
        return {
            id: [target for target in targets if target not in self.side]
            for id, targets in self.next.items()
        }


def cycles(edges: Mapping[str, Iterable[str]], without: Collection[str] = ()) -> list[list[str]]:
    """List the groups of nodes that lie on a common cycle, some nodes left out."""
    ahead = {id: _ahead(edges, id, without) for id in edges if id not in without}
    groups: list[list[str]] = []
    seen: set[str] = set()
    for id, reached in ahead.items():
        if id in reached and id not in seen:
            group = [other for other in ahead if other in reached and id in ahead[other]]
            seen.update(group)
            groups.append(group)
    return groups


def _ahead(edges: Mapping[str, Iterable[str]], start: str, without: Collection[str]) -> set[str]:
    """Collect what comes after a node; the node itself only if it comes again."""
    seen: set[str] = set()
    stack = [start]
    while stack:
        for id in edges[stack.pop()]:
            if id not in seen and id not in without:
                seen.add(id)
                stack.append(id)
    return seen


def passes_alone(diagram: Diagram, scope: str, waiting_calls: Collection[str]) -> bool:
    """Tell whether a scope can be run through without waiting for a person or a time.

    `waiting_calls` are the called processes that cannot.
    """
    graph = Graph(diagram, scope)
    waits = waits_of(graph, waiting_calls)
    starts = [node.id for node in graph.of_kind("startEvent")]
    reached = graph.reach(starts, without=waits)
    return any(graph.nodes[id].kind == "endEvent" for id in reached)


def waits_of(graph: Graph, waiting_calls: Collection[str] | None) -> set[str]:
    """Collect the nodes of a scope at which it waits; None takes every call for one."""
    found = set()
    for node in graph.nodes.values():
        if node.kind in WAITING:
            found.add(node.id)
        elif node.kind == "callActivity":
            if waiting_calls is None or node.called in waiting_calls:
                found.add(node.id)
        elif node.kind == "subProcess":
            calls = (
                {n.called for n in graph.diagram.calls()}
                if waiting_calls is None
                else waiting_calls
            )
            if not passes_alone(graph.diagram, node.id, calls):
                found.add(node.id)
    return found
