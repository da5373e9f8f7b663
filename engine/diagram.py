"""A BPMN file as plain values (流程图): nodes, flows, lanes, properties, where all are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine import safe_xml
from engine.errors import DiagramError
from engine.safe_xml import BPMN, BPMNDI, DC, DI, SPIFF, bpmn, local

TASKS = frozenset({"userTask", "manualTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
CONTAINERS = frozenset({"process", "subProcess"})
NODES = (
    TASKS
    | GATEWAYS
    | frozenset(
        {
            "startEvent",
            "endEvent",
            "subProcess",
            "callActivity",
            "serviceTask",
            "businessRuleTask",
            "sendTask",
            "receiveTask",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
        }
    )
)
EVENTS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "terminateEventDefinition": "terminate",
}


@dataclass(frozen=True)
class Node:
    """A step, gateway or event (环节). `kind` is the BPMN element, `event` what an event is of.

    `scope` is the sub-process or process it lies in, `properties` our own settings, `timer` the
    ISO 8601 duration of a timer, `attached_to` the activity of a boundary event.
    """

    id: str
    kind: str
    name: str = ""
    lane: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    attached_to: str = ""
    interrupting: bool = True
    called: str = ""
    default: str = ""
    event: str = ""
    timer: str = ""
    message: str = ""
    instances: str = ""
    scope: str = ""
    line: int = 0

    def get(self, name: str) -> str:
        """Return one of our properties, or the empty string."""
        return self.properties.get(name, "")

    def words(self, name: str) -> tuple[str, ...]:
        """Return a property that lists words."""
        return tuple(self.get(name).split())

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the act codes (执法行为), the primary one first."""
        return self.words("act")

    @property
    def returns(self) -> tuple[str, ...]:
        """Return the nodes that 退回 may go to."""
        return self.words("returns")

    @property
    def is_task(self) -> bool:
        """Tell whether a person completes it."""
        return self.kind in TASKS

    @property
    def is_gateway(self) -> bool:
        """Tell whether it splits or joins."""
        return self.kind in GATEWAYS


@dataclass(frozen=True)
class Flow:
    """A sequence flow (连线)."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    scope: str = ""
    line: int = 0


@dataclass(frozen=True)
class Lane:
    """A lane (泳道): its id is the role."""

    id: str
    name: str
    nodes: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class Shape:
    """Where an element is drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> tuple[float, float]:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


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
        return _Reader(root, processes[0]).diagram()

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


class _Reader:
    """Collects the values of one file."""

    def __init__(self, root: Any, process: Any) -> None:
        self.root, self.process = root, process
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.messages = {m.get("id"): m.get("name", "") for m in root.findall(bpmn("message"))}
        self.lanes = {lane.id: lane for lane in self._lanes()}
        self.lane_of = {node: lane.id for lane in self.lanes.values() for node in lane.nodes}

    def diagram(self) -> Diagram:
        self._scope(self.process, str(self.process.get("id")), "")
        shapes, edges = self._drawing()
        return Diagram(
            process_id=str(self.process.get("id")),
            title=self.process.get("name", ""),
            nodes=self.nodes,
            flows=self.flows,
            lanes=self.lanes,
            shapes=shapes,
            edges=edges,
        )

    def _lanes(self) -> Iterator[Lane]:
        for lane in self.process.iter(bpmn("lane")):
            members = tuple((ref.text or "").strip() for ref in lane.findall(bpmn("flowNodeRef")))
            if lane.get("id"):
                yield Lane(lane.get("id"), lane.get("name", ""), members, lane.sourceline or 0)

    def _scope(self, container: Any, scope: str, lane: str) -> None:
        for element in container:
            kind = local(element)
            if kind == "sequenceFlow" and element.tag == bpmn(kind):
                self._flow(element, scope)
            elif kind in NODES and element.tag == bpmn(kind):
                self._node(element, kind, scope, lane)

    def _flow(self, element: Any, scope: str) -> None:
        condition = element.find(bpmn("conditionExpression"))
        flow = Flow(
            id=element.get("id", ""),
            source=element.get("sourceRef", ""),
            target=element.get("targetRef", ""),
            name=element.get("name", ""),
            condition="" if condition is None else (condition.text or "").strip(),
            scope=scope,
            line=element.sourceline or 0,
        )
        self.flows[flow.id] = flow

    def _node(self, element: Any, kind: str, scope: str, lane: str) -> None:
        identity = element.get("id", "")
        lane = self.lane_of.get(identity, lane)
        event, timer, message = self._event(element)
        self.nodes[identity] = Node(
            id=identity,
            kind=kind,
            name=element.get("name", ""),
            lane=lane,
            properties=_properties(element),
            attached_to=element.get("attachedToRef", ""),
            interrupting=element.get("cancelActivity", "true") == "true",
            called=element.get("calledElement", ""),
            default=element.get("default", ""),
            event=event,
            timer=timer,
            message=message,
            instances=_instances(element),
            scope=scope,
            line=element.sourceline or 0,
        )
        if kind == "subProcess":
            self._scope(element, identity, lane)

    def _event(self, element: Any) -> tuple[str, str, str]:
        message = self.messages.get(element.get("messageRef"), "")
        for child in element:
            event = EVENTS.get(local(child), "")
            if event == "timer":
                duration = child.find(bpmn("timeDuration"))
                text = "" if duration is None else (duration.text or "").strip()
                return event, text, ""
            if event:
                return event, "", self.messages.get(child.get("messageRef"), "")
        return ("message" if message else ""), "", message

    def _drawing(self) -> tuple[dict[str, Shape], dict[str, tuple[tuple[float, float], ...]]]:
        shapes: dict[str, Shape] = {}
        edges: dict[str, tuple[tuple[float, float], ...]] = {}
        for shape in self.root.iter(f"{{{BPMNDI}}}BPMNShape"):
            bounds = shape.find(f"{{{DC}}}Bounds")
            if bounds is not None:
                sides = (_number(bounds.get(side)) for side in ("x", "y", "width", "height"))
                shapes[shape.get("bpmnElement", "")] = Shape(*sides)
        for edge in self.root.iter(f"{{{BPMNDI}}}BPMNEdge"):
            points = edge.findall(f"{{{DI}}}waypoint")
            edges[edge.get("bpmnElement", "")] = tuple(
                (_number(p.get("x")), _number(p.get("y"))) for p in points
            )
        return shapes, edges


def _properties(element: Any) -> dict[str, str]:
    path = f"{{{BPMN}}}extensionElements/{{{SPIFF}}}properties/{{{SPIFF}}}property"
    return {item.get("name", ""): item.get("value", "") for item in element.findall(path)}


def _instances(element: Any) -> str:
    loop = element.find(bpmn("multiInstanceLoopCharacteristics"))
    if loop is None:
        return ""
    cardinality = loop.find(bpmn("loopCardinality"))
    return "" if cardinality is None else (cardinality.text or "").strip()


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return float("nan")
