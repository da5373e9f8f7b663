"""Reading a BPMN file into the values of a diagram (lxml, entities off)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.elements import EVENTS, NODES, Flow, Lane, Node, Shape
from engine.safe_xml import BPMN, BPMNDI, DC, DI, SPIFF, bpmn, local


class Reader:
    """Collects the values of one file."""

    def __init__(self, root: Any, process: Any) -> None:
        self.root, self.process = root, process
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.messages = {m.get("id"): m.get("name", "") for m in root.findall(bpmn("message"))}
        coded = (*root.findall(bpmn("error")), *root.findall(bpmn("escalation")))
        self.codes = {e.get("id"): e.get(f"{local(e)}Code", "") for e in coded}
        self.lanes = {lane.id: lane for lane in self._lanes()}
        self.lane_of = {node: lane.id for lane in self.lanes.values() for node in lane.nodes}

    def parts(self) -> dict[str, Any]:
        """Return what a `Diagram` consists of."""
        process = str(self.process.get("id"))
        self._scope(self.process, process, "")
        shapes, edges = self._drawing()
        return {
            "process_id": process,
            "title": self.process.get("name", ""),
            "nodes": self.nodes,
            "flows": self.flows,
            "lanes": self.lanes,
            "shapes": shapes,
            "edges": edges,
        }

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
        event, timer, message, code = self._event(element)
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
            code=code,
            instances=_instances(element),
            scope=scope,
            line=element.sourceline or 0,
        )
        if kind == "subProcess":
            self._scope(element, identity, lane)

    def _event(self, element: Any) -> tuple[str, str, str, str]:
        """Return what an event is of, its duration, message and code."""
        message = self.messages.get(element.get("messageRef"), "")
        for child in element:
            event = EVENTS.get(local(child), "")
            if event == "timer":
                duration = child.find(bpmn("timeDuration"))
                text = "" if duration is None else (duration.text or "").strip()
                return event, text, "", ""
            if event:
                said = self.messages.get(child.get("messageRef"), "")
                return event, "", said, self.codes.get(child.get(f"{event}Ref"), "")
        return ("message" if message else ""), "", message, ""

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
