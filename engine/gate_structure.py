"""Gate, second look: what the drawn graph may be, so that the library runs what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine import expressions
from engine.diagram import Diagram, Flow, Node
from engine.durations import Duration
from engine.errors import ExpressionError
from engine.findings import Finding
from engine.palette import (
    LONGEST_DAYS,
    MAX_DEPTH,
    MAX_FLOWS,
    MAX_INSTANCES,
    MAX_NODES,
    SHORTEST_MINUTES,
)
from engine.structure import CHOICES, FORKS, Graph, cycles, waits_of

ACTIVITIES = frozenset(
    {
        "userTask",
        "manualTask",
        "receiveTask",
        "sendTask",
        "serviceTask",
        "callActivity",
        "subProcess",
    }
)
EVENT_RULES = {
    "startEvent": frozenset({""}),
    "endEvent": frozenset({"", "terminate", "error", "escalation", "message"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
    "intermediateThrowEvent": frozenset({"message", "escalation"}),
    "boundaryEvent": frozenset({"timer", "message", "error", "escalation"}),
}


def examine(diagram: Diagram, operators: frozenset[str]) -> Iterator[Finding]:
    """Judge the structure of a diagram whose file is in order."""
    for node in diagram.nodes.values():
        yield from _node(diagram, node, operators)
    for flow in diagram.flows.values():
        yield from _flow(diagram, flow)
    for scope in diagram.scopes():
        graph = Graph(diagram, scope)
        yield from _paths(graph)
        yield from _cycles(graph)
        for split in graph.of_kind(*FORKS):
            yield from _split(graph, split)
        yield from _unmatched_joins(graph)
        yield from _side_paths(graph)


def found(rule: str, message: str, *items: Node | Flow) -> Finding:
    """Make a finding of the gate about some elements."""
    return Finding(
        rule=f"gate.{rule}",
        kind="gate",
        message=message,
        elements=tuple(item.id for item in items),
        line=items[0].line if items else None,
    )


def label(item: Node | Flow) -> str:
    """Name an element for people."""
    return f"“{item.name or item.id}”"


def numbers(diagram: Diagram) -> Iterator[Finding]:
    """Judge the size of a diagram; one that is too big is not looked at any further."""
    if len(diagram.nodes) > MAX_NODES:
        yield found("size", f"流程图有 {len(diagram.nodes)} 个环节，超过 {MAX_NODES} 个")
    if len(diagram.flows) > MAX_FLOWS:
        yield found("size", f"流程图有 {len(diagram.flows)} 条连线，超过 {MAX_FLOWS} 条")
    if len(diagram.shapes) > 2 * MAX_NODES or len(diagram.edges) > 2 * MAX_FLOWS:
        yield found("size", "图中的图形过多")
    for node in diagram.nodes.values():
        depth, inner = 0, node
        while inner.scope in diagram.nodes:
            depth, inner = depth + 1, diagram.nodes[inner.scope]
        if node.kind == "subProcess" and depth >= MAX_DEPTH:
            yield found("depth", f"{label(node)}嵌套超过 {MAX_DEPTH} 层", node)


def _node(diagram: Diagram, node: Node, operators: frozenset[str]) -> Iterator[Finding]:
    allowed = EVENT_RULES.get(node.kind)
    if allowed is not None and node.event not in allowed:
        yield found("event", f"{label(node)}的事件类型不支持", node)
    if node.event == "timer" and not _is_duration(node.timer):
        yield found("timer", f"{label(node)}的时长“{node.timer}”应在 1 分钟至 2 年之间", node)
    speaks = node.event == "message" or node.kind in ("sendTask", "receiveTask")
    if speaks and not node.message:
        yield found("message", f"{label(node)}没有指定消息名称", node)
    if node.kind == "boundaryEvent":
        yield from _boundary(diagram, node)
    if node.kind == "serviceTask" and node.get("operator") not in operators:
        yield found("operator", f"{label(node)}没有指定平台提供的操作", node)
    if node.kind == "callActivity" and not node.called:
        yield found("call", f"{label(node)}没有指定被调用的流程", node)
    if node.instances and not _is_count(node.instances):
        yield found("instances", f"{label(node)}的办理人数应为 1 至 {MAX_INSTANCES} 的数字", node)
    if node.kind in CHOICES:
        yield from _choice(diagram, node)


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,3}", text)) and 1 <= int(text) <= MAX_INSTANCES


def _is_duration(text: str) -> bool:
    try:
        minutes = Duration.parse(text).about_minutes
    except ValueError:
        return False
    return SHORTEST_MINUTES <= minutes <= LONGEST_DAYS * 1440


def _boundary(diagram: Diagram, node: Node) -> Iterator[Finding]:
    host = diagram.nodes.get(node.attached_to)
    if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
        yield found("boundary", f"{label(node)}没有附着在同一范围的活动上", node)
        return
    if node.event in ("error", "escalation") and host.kind not in ("callActivity", "subProcess"):
        yield found("boundary", f"{label(node)}只能附着在子流程或调用活动上", node, host)
    if node.event == "error" and not node.interrupting:
        yield found("boundary", f"{label(node)}是错误边界事件，必须中断活动", node)
    if diagram.incoming[node.id]:
        yield found("boundary", f"{label(node)}是边界事件，不能有进入的连线", node)


def _choice(diagram: Diagram, node: Node) -> Iterator[Finding]:
    flows = diagram.outgoing[node.id]
    default = diagram.flows.get(node.default)
    if node.default and (default is None or default.source != node.id):
        yield found("default", f"{label(node)}的默认流向不是它自己的连线", node)
    elif len(flows) > 1 and default is None:
        yield found("default", f"{label(node)}没有默认流向", node)
    for flow in flows:
        if flow.id == node.default or len(flows) == 1:
            if flow.condition:
                yield found("condition", f"{label(node)}的默认或唯一流向不能带条件", flow)
        elif not flow.condition:
            yield found("condition", f"{label(node)}的流向{label(flow)}没有条件", flow)
    targets = [flow.target for flow in flows]
    if len(targets) != len(set(targets)):
        yield found("condition", f"{label(node)}有两条连线通向同一环节", node)


def _flow(diagram: Diagram, flow: Flow) -> Iterator[Finding]:
    source, target = diagram.nodes.get(flow.source), diagram.nodes.get(flow.target)
    if source is None or target is None:
        yield found("flow", f"{label(flow)}的一端没有环节", flow)
        return
    if {source.scope, target.scope} != {flow.scope}:
        yield found("flow", f"{label(flow)}跨越了子流程的边界", flow, source, target)
    if flow.condition and source.kind not in CHOICES:
        yield found(
            "condition",
            f"{label(flow)}的条件不会生效，只有排他、包容网关的流向可以带条件",
            flow,
        )
    if flow.condition:
        try:
            expressions.parse(flow.condition)
        except ExpressionError as error:
            yield found("expression", f"{label(flow)}的条件有误：{error}", flow)


def _paths(graph: Graph) -> Iterator[Finding]:
    starts = [node.id for node in graph.of_kind("startEvent")]
    ends = [node.id for node in graph.of_kind("endEvent")]
    reached = graph.reach(starts)
    ending = graph.reach(ends, back=True)
    for node in graph.nodes.values():
        if node.id not in reached:
            yield found("orphan", f"{label(node)}从开始走不到", node)
        elif node.id not in ending:
            yield found("endless", f"{label(node)}走不到结束", node)


def _cycles(graph: Graph) -> Iterator[Finding]:
    for group in cycles(graph.next, without=waits_of(graph, None)):
        nodes = [graph.nodes[id] for id in group]
        names = "、".join(map(label, nodes[:5]))
        yield found("cycle", f"{names}构成自动循环，循环中应有办理环节或计时", *nodes)
    choices = {node.id for node in graph.of_kind(*CHOICES) if len(graph.next[node.id]) > 1}
    for group in cycles(graph.next, without=choices):
        nodes = [graph.nodes[id] for id in group]
        names = "、".join(map(label, nodes[:5]))
        yield found("cycle", f"{names}构成没有出口的循环，循环中应有排他网关", *nodes)


def _split(graph: Graph, split: Node) -> Iterator[Finding]:
    branches = graph.main[split.id]
    if len(branches) < 2:
        return
    join = matching_join(graph, split)
    if join is None:
        yield found("split", f"{label(split)}分出的各支没有汇合到同一个同类网关", split)
        return
    regions = [_region(graph, start, join.id) for start in branches]
    everything = set().union(*regions)
    if sum(map(len, regions)) != len(everything) or split.id in everything:
        yield found("split", f"{label(split)}的分支在汇合之前相互连通", split, join)
    for id in everything:
        outside = [b for b in graph.before[id] if b not in everything and b != split.id]
        if outside and id not in graph.side:
            yield found(
                "split",
                f"{label(graph.nodes[id])}在{label(split)}的分支中，却有连线从外面进入",
                graph.nodes[id],
                split,
            )
    ends = graph.before[join.id]
    if any(sum(end in region for end in ends) > 1 for region in regions) or any(
        end not in everything and end != split.id for end in ends
    ):
        yield found("split", f"{label(join)}应从每个分支各接一条连线", join, split)


def matching_join(graph: Graph, split: Node) -> Node | None:
    """Return the nearest gateway of the same kind that every path from the split must pass."""
    passed = graph.passed_after
    joins = [
        graph.nodes[id]
        for id in passed[split.id]
        if id != split.id and graph.nodes[id].kind == split.kind and len(graph.before[id]) > 1
    ]
    return max(joins, key=lambda join: len(passed[join.id]), default=None)


def _walk(edges: dict[str, list[str]], start: str, without: set[str]) -> set[str]:
    seen, stack = {start}, [start]
    while stack:
        for id in edges[stack.pop()]:
            if id not in seen and id not in without:
                seen.add(id)
                stack.append(id)
    return seen


def _region(graph: Graph, start: str, join: str) -> set[str]:
    return set() if start == join else _walk(graph.main, start, {join})


def _unmatched_joins(graph: Graph) -> Iterator[Finding]:
    splits = [n for n in graph.of_kind(*FORKS) if len(graph.next[n.id]) > 1]
    matched = {join.id for split in splits if (join := matching_join(graph, split))}
    for node in graph.of_kind(*FORKS):
        if len(graph.before[node.id]) > 1 and node.id not in matched:
            yield found("join", f"{label(node)}没有对应的分支网关，会永远等待", node)


def _side_paths(graph: Graph) -> Iterator[Finding]:
    starts = [node.id for node in graph.of_kind("startEvent")]
    main = graph.reach(starts, without=graph.side)
    for id in graph.side:
        shared = graph.reach([id], without=graph.side - {id}) & main
        if shared:
            node = graph.nodes[min(shared)]
            yield found(
                "side", f"{label(graph.nodes[id])}不中断活动，之后应自行结束，不能并入主路径",
                graph.nodes[id], node,
            )  # fmt: skip
