"""Processes, sub-processes and activities while a net is made of them, once for each call."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagram import Diagram, Node
from engine.structure import FORKS

Path = tuple[str, ...]


@dataclass
class Scope:
    """One process or sub-process, once for each call: its places and where errors go."""

    diagram: Diagram
    path: Path
    above: Scope | None
    inside: int = 0
    host: Host | None = None
    writes: set[str] = field(default_factory=set)


@dataclass
class Host:
    """An activity with something inside or events on it."""

    node: Node
    scope: Scope
    busy: int
    armed: dict[str, int]
    inner: Scope | None = None

    @property
    def everything(self) -> int:
        """Return the places that ending it clears."""
        inside = self.inner.inside if self.inner else 0
        return self.busy | inside | sum(self.armed.values())


def catcher(scope: Scope, node: Node) -> tuple[Host, Node] | None:
    """Find the activity and the event on it that catches what an end throws."""
    around: Scope | None = scope
    while around is not None and around.host is not None:
        host = around.host
        for event in host.scope.diagram.boundary.get(host.node.id, ()):
            if event.event == node.event and event.code in ("", node.code):
                return host, event
        around = around.above
    return None


def within_of(node: Node) -> str:
    """Return the scope inside a sub-process or behind a call."""
    return node.id if node.kind == "subProcess" else node.called


def is_single(diagram: Diagram, within: str) -> bool:
    """Tell whether one token goes through a scope, so that its end is the end of the activity."""
    nodes = diagram.within(within)
    forks = [node for node in nodes if node.kind in FORKS]
    return not any(len(diagram.outgoing[node.id]) > 1 for node in forks) and all(
        node.interrupting for node in nodes if node.attached_to
    )
