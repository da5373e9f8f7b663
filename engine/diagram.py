"""A BPMN file as plain values (流程图): nodes, flows, lanes, properties, where all are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine import safe_xml
from engine.diagram_file import Reader
from engine.elements import Flow, Lane, Node, Shape
from engine.errors import DiagramError
from engine.safe_xml import bpmn

__all__ = ["Diagram", "Flow", "Lane", "Node", "Shape"]


@dataclass(frozen=True)
class Diagram:
    """A drawn process (流程图)."""

    process_id: str
    title: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane]
    shapes: Mapping[str, Shape]
    edges: Mapping[str, tuple[tuple[float, float], ...]]

    @classmethod
    def read(cls, xml: bytes) -> Diagram:
        """Read a file that holds one process, or raise `DiagramError`."""
        root = safe_xml.read(xml)
        processes = root.findall(bpmn("process"))
        if len(processes) != 1 or not processes[0].get("id"):
            raise DiagramError("一个文件应当且只能有一个流程")
        return cls(**Reader(root, processes[0]).parts())

    def user_tasks(self) -> list[Node]:
        """List the tasks that people complete, in file order."""
        return [node for node in self.nodes.values() if node.is_task]

    def calls(self) -> list[Node]:
        """List the call activities, in file order."""
        return [node for node in self.nodes.values() if node.kind == "callActivity"]

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows that leave each node, in file order."""
        return self._flows("source")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """Return the flows that enter each node, in file order."""
        return self._flows("target")

    @cached_property
    def boundary(self) -> Mapping[str, tuple[Node, ...]]:
        """Return the boundary events of each activity."""
        events: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes.values():
            if node.attached_to:
                events[node.attached_to] = (*events.get(node.attached_to, ()), node)
        return events

    def scopes(self) -> list[str]:
        """List the process and its sub-processes."""
        inner = [node.id for node in self.nodes.values() if node.kind == "subProcess"]
        return [self.process_id, *inner]

    def within(self, scope: str) -> list[Node]:
        """List the nodes that lie directly in a scope."""
        return [node for node in self.nodes.values() if node.scope == scope]

    def _flows(self, end: str) -> dict[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows.values():
            found.setdefault(getattr(flow, end), []).append(flow)
        return {node: tuple(flows) for node, flows in found.items()}
