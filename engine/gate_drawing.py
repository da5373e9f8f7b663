"""Gate, the drawing: every node and flow drawn exactly once, where it belongs, covering no other.

What people see must be what runs: a flow is drawn from its source to its target, a node lies in
the lane whose role it gets, an activity and its boundary event touch.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.diagram import Diagram, Flow, Lane, Node, Shape
from engine.findings import Finding
from engine.palette import CANVAS
from engine.safe_xml import BPMNDI, bpmn

NEAR = 15


def look(root: Any, diagram: Diagram) -> Iterator[Finding]:
    """Judge the drawing of a diagram against what it says."""
    yield from _drawn_once(root, diagram)
    shapes = {id: diagram.shapes[id] for id in diagram.nodes if id in diagram.shapes}
    for id, shape in shapes.items():
        if not _is_inside(shape):
            yield _about(diagram.nodes[id], "drawing", "画在画布之外或没有大小")
    yield from _covered(root, diagram, shapes)
    for flow in diagram.flows.values():
        yield from _edge(diagram, flow)
    yield from _lanes(diagram)


def _about(item: Node | Flow | Lane, rule: str, message: str, *others: str) -> Finding:
    return Finding(
        rule=f"gate.{rule}",
        kind="gate",
        message=f"“{item.name or item.id}”{message}（第 {item.line} 行）",
        elements=(item.id, *others),
        line=item.line,
    )


def _drawn_once(root: Any, diagram: Diagram) -> Iterator[Finding]:
    shapes = Counter(s.get("bpmnElement") for s in root.iter(f"{{{BPMNDI}}}BPMNShape"))
    edges = Counter(e.get("bpmnElement") for e in root.iter(f"{{{BPMNDI}}}BPMNEdge"))
    others = {e.get("id") for e in root.iter(bpmn("participant"), bpmn("textAnnotation"))}
    links = {e.get("id") for e in root.iter(bpmn("association"))}
    boxes: list[Node | Lane] = [*diagram.nodes.values(), *diagram.lanes.values()]
    for node in boxes:
        if shapes[node.id] != 1:
            yield _about(node, "drawing", "没有画出" if not shapes[node.id] else "画了不止一次")
    for flow in diagram.flows.values():
        if edges[flow.id] != 1:
            yield _about(flow, "drawing", "没有画出" if not edges[flow.id] else "画了不止一次")
    for id in set(shapes) - set(diagram.nodes) - set(diagram.lanes) - others:
        yield Finding("gate.drawing", "gate", f"图中画了不存在的环节“{id}”", elements=(str(id),))
    for id in set(edges) - set(diagram.flows) - links:
        yield Finding("gate.drawing", "gate", f"图中画了不存在的连线“{id}”", elements=(str(id),))
    if len(root.findall(f"{{{BPMNDI}}}BPMNDiagram")) != 1:
        yield Finding("gate.drawing", "gate", "文件应当且只能有一张图")


def _is_inside(shape: Shape) -> bool:
    numbers = (shape.x, shape.y, shape.width, shape.height)
    return (
        all(map(math.isfinite, numbers))
        and shape.x >= 0
        and shape.y >= 0
        and 4 <= shape.width <= CANVAS
        and 4 <= shape.height <= CANVAS
        and shape.x + shape.width <= CANVAS
        and shape.y + shape.height <= CANVAS
    )


def _overlap(a: Shape, b: Shape) -> bool:
    """Tell whether two boxes share more than a hair."""
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return across > 1 and down > 1


def _holds(outer: Shape, inner: Shape) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def _covered(root: Any, diagram: Diagram, shapes: dict[str, Shape]) -> Iterator[Finding]:
    notes = [e.get("id") for e in root.iter(bpmn("textAnnotation"))]
    every = [*shapes.items(), *((n, diagram.shapes[n]) for n in notes if n in diagram.shapes)]
    for position, (id, shape) in enumerate(every):
        for other, box in every[position + 1 :]:
            if id in diagram.nodes and not _may_touch(diagram, id, other) and _overlap(shape, box):
                yield _about(diagram.nodes[id], "covered", f"与“{other}”重叠", other)
    for id, shape in shapes.items():
        node = diagram.nodes[id]
        outer, host = shapes.get(node.scope), shapes.get(node.attached_to)
        if outer and not _holds(outer, shape) and not node.attached_to:
            yield _about(node, "drawing", "画在所属子流程之外", node.scope)
        if host and not _overlap(shape, host):
            yield _about(node, "drawing", "没有画在所附着的环节上", node.attached_to)


def _may_touch(diagram: Diagram, id: str, other: str) -> bool:
    pair = (diagram.nodes.get(id), diagram.nodes.get(other))
    for a, b in (pair, pair[::-1]):
        if a is None or b is None:
            continue
        if a.attached_to == b.id:
            return True
        inner: Node | None = a
        while inner is not None and inner.scope in diagram.nodes:
            inner = diagram.nodes[inner.scope]
            if inner.id == b.id:
                return True
    return False


def _edge(diagram: Diagram, flow: Flow) -> Iterator[Finding]:
    points = diagram.edges.get(flow.id, ())
    source, target = diagram.shapes.get(flow.source), diagram.shapes.get(flow.target)
    if len(points) < 2 or not all(math.isfinite(n) for point in points for n in point):
        yield _about(flow, "drawing", "没有画成线")
    elif source and target and not (_near(points[0], source) and _near(points[-1], target)):
        yield _about(
            flow, "drawing", "画的起点或终点与实际连接的环节不符", flow.source, flow.target
        )


def _near(point: tuple[float, float], shape: Shape) -> bool:
    x, y = point
    across = shape.x - NEAR <= x <= shape.x + shape.width + NEAR
    return across and shape.y - NEAR <= y <= shape.y + shape.height + NEAR


def _lanes(diagram: Diagram) -> Iterator[Finding]:
    counted = Counter(id for lane in diagram.lanes.values() for id in lane.nodes)
    for lane in diagram.lanes.values():
        shape = diagram.shapes.get(lane.id)
        for id in lane.nodes:
            node = diagram.nodes.get(id)
            if node is None or counted[id] > 1 or node.scope != diagram.process_id:
                yield _about(lane, "lane", f"列出的环节“{id}”不存在或重复", id)
            elif shape and id in diagram.shapes and not _in_lane(shape, diagram.shapes[id]):
                yield _about(node, "lane", f"没有画在它所属的泳道“{lane.name}”里", lane.id)


def _in_lane(lane: Shape, node: Shape) -> bool:
    x, y = node.center
    return lane.x <= x <= lane.x + lane.width and lane.y <= y <= lane.y + lane.height
