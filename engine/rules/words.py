"""Rules about what is written on a diagram: names, questions, answers, settings of a step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.diagram import Node
from engine.errors import ExpressionError
from engine.expressions import Expression, parse
from engine.findings import WARN
from engine.palette import OPINIONS
from engine.rules.rule import Drawn, Fault, fault, rule
from engine.structure import CHOICES, Graph

NAMED = frozenset(
    {"userTask", "manualTask", "callActivity", "subProcess", "startEvent", "endEvent"}
    | {"boundaryEvent", "intermediateCatchEvent", "serviceTask", "sendTask", "receiveTask"}
)


@rule("hygiene.label", "名称", "没有名称：环节写做什么，网关写判断什么，分支写在什么情况下走")
def label(drawn: Drawn) -> Iterator[Fault]:
    """Find what has no name: steps, events, questions, answers, lanes, the process."""
    diagram = drawn.diagram
    if not diagram.title:
        yield fault(diagram)
    for node in diagram.nodes.values():
        splits = node.kind in CHOICES and len(diagram.outgoing[node.id]) > 1
        if (node.kind in NAMED or splits) and not node.name.strip():
            yield fault(node)
        if splits:
            yield from (fault(f) for f in diagram.outgoing[node.id] if not f.name.strip())
    yield from (fault(lane) for lane in diagram.lanes.values() if not lane.name.strip())


@rule("hygiene.lane", "泳道", "不在任何泳道里，不知道由谁办理")
def lane(drawn: Drawn) -> Iterator[Fault]:
    """Find nodes outside the lanes; without lanes, tasks."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        if not node.lane and (diagram.lanes or node.is_task):
            yield fault(node)


@rule("hygiene.empty_lane", "空的泳道", "泳道是空的", WARN)
def empty_lane(drawn: Drawn) -> Iterator[Fault]:
    """Find lanes that nothing lies in."""
    yield from (fault(each) for each in drawn.diagram.lanes.values() if not each.nodes)


@rule("hygiene.role", "泳道的岗位", "泳道的岗位“{role}”不存在")
def role(drawn: Drawn) -> Iterator[Fault]:
    """Find lanes whose id is no role."""
    for each in drawn.diagram.lanes.values():
        if not drawn.exists("role", each.id):
            yield fault(each, role=each.id)


@rule("hygiene.act", "执法行为", "的执法行为{what}")
def act(drawn: Drawn) -> Iterator[Fault]:
    """Find tasks without an act, and acts that do not exist."""
    yield from _named(drawn, "act", "act")


@rule("hygiene.form", "表单", "的表单{what}")
def form(drawn: Drawn) -> Iterator[Fault]:
    """Find tasks without a form, and forms that do not exist."""
    yield from _named(drawn, "form", "form")


@rule("hygiene.document", "文书", "的文书{what}")
def document(drawn: Drawn) -> Iterator[Fault]:
    """Find tasks without a document, and documents that do not exist."""
    yield from _named(drawn, "document", "document")
    yield from _named(drawn, "serves", "document", needed=False)


@rule("hygiene.deadline", "期限", "的期限{what}")
def deadline(drawn: Drawn) -> Iterator[Fault]:
    """Find deadlines that do not exist."""
    yield from _named(drawn, "deadline", "deadline", needed=False)


@rule("hygiene.opens", "办完后启动的程序", "办完后要启动的“{procedure}”不是可以单独启动的程序")
def opens(drawn: Drawn) -> Iterator[Fault]:
    """Find what tasks are to open that is no main procedure; a task opens one."""
    for node in drawn.diagram.nodes.values():
        procedure = node.get("opens")
        if procedure and not drawn.exists("main", procedure):
            yield fault(node, procedure=procedure)


def _named(drawn: Drawn, setting: str, kind: str, needed: bool = True) -> Iterator[Fault]:
    for node in drawn.diagram.nodes.values():
        if needed and node.is_task and not node.words(setting):
            yield fault(node, what="没有指定")
        for value in node.words(setting):
            if not drawn.exists(kind, value):
                yield fault(node, what=f"“{value}”不存在")


@rule("hygiene.basis", "法律依据", "没有写明法律依据")
def basis(drawn: Drawn) -> Iterator[Fault]:
    """Find tasks and calls without a legal basis."""
    for node in drawn.diagram.nodes.values():
        carries = node.is_task or node.kind == "callActivity" or node.get("starts")
        if carries and not node.words("basis"):
            yield fault(node)


@rule("hygiene.opinion", "审批栏", "的审批栏“{opinion}”不存在")
def opinion(drawn: Drawn) -> Iterator[Fault]:
    """Find opinions that no approval form has."""
    for node in drawn.diagram.nodes.values():
        if node.get("opinion") and node.get("opinion") not in OPINIONS:
            yield fault(node, opinion=node.get("opinion"))


@rule("hygiene.final", "定稿", "的定稿设置只能是 yes")
def final(drawn: Drawn) -> Iterator[Fault]:
    """Find settings other than yes."""
    for node in drawn.diagram.nodes.values():
        if node.get("final") not in ("", "yes"):
            yield fault(node)


@rule("hygiene.returns", "退回", "不能退回到“{target}”：只能退回到之前的办理环节、子流程或调用活动")
def returns(drawn: Drawn) -> Iterator[Fault]:
    """Find targets in the same file that are no earlier step; others are for the bundle."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        graph = Graph(diagram, node.scope)
        for target in node.returns:
            other = diagram.nodes.get(target)
            if other and not _goes_back(graph, node, other):
                yield fault(node, target=other.name or target)


def _goes_back(graph: Graph, node: Node, target: Node) -> bool:
    if not target.is_task and target.kind not in ("callActivity", "subProcess"):
        return False
    return target.scope != node.scope or node.id in graph.reach(graph.next[target.id])


@rule("hygiene.field", "条件用到的表单项", "的条件用到的“{name}”没有表单填写")
def field(drawn: Drawn) -> Iterator[Fault]:
    """Find conditions over what no form fills in, or over nothing at all."""
    for flow, condition in _conditions(drawn):
        known = set(drawn.known_fields or ())
        for name in sorted(condition.names - known) or (
            [] if condition.names else [condition.text]
        ):
            yield fault(flow, name=name)


@rule("hygiene.value", "条件比较的选项", "的条件中“{name}”不会是“{value}”，没有这一选项")
def value(drawn: Drawn) -> Iterator[Fault]:
    """Find comparisons with a value that no form offers."""
    for flow, condition in _conditions(drawn):
        for name, compared in sorted(condition.compared, key=str):
            offered = (drawn.known_fields or {}).get(name)
            if offered is not None and compared not in offered:
                yield fault(flow, name=name, value=compared)


def _conditions(drawn: Drawn) -> Iterator[tuple[Any, Expression]]:
    if drawn.known_fields is None:
        return
    for flow in drawn.diagram.flows.values():
        try:
            if flow.condition:
                yield flow, parse(flow.condition)
        except ExpressionError:
            continue  # the gate says so
