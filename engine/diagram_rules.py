"""Engine profile and hygiene of a diagram: what must hold beyond the gate.

The gate (`engine.gate`) asks whether a file may be read and run at all; these rules ask whether
the library means by it what BPMN means, and whether people will find what they need in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from engine.diagram import Diagram, Flow, Lane, Node
from engine.errors import ExpressionError
from engine.expressions import parse
from engine.findings import WARN, Finding
from engine.palette import OPINIONS
from engine.structure import CHOICES, FORKS, Graph, cycles, passes_alone, waits_of

Exists = Callable[[str, str], bool]
"""Answers whether an act, form, document, role or deadline exists: `exists("form", address)`."""
Fields = Mapping[str, Collection[object]]
"""Routing variables with the values that forms can give them."""

NAMED = frozenset(
    {"userTask", "manualTask", "callActivity", "subProcess", "startEvent", "endEvent"}
    | {"boundaryEvent", "intermediateCatchEvent", "serviceTask", "sendTask", "receiveTask"}
)
MAX_CALLS = 5


def anything(kind: str, name: str) -> bool:
    """Take every name for one that exists."""
    return True


def check(
    diagram: Diagram,
    exists: Exists = anything,
    *,
    outside: Collection[str] = (),
    known_fields: Fields | None = None,
) -> list[Finding]:
    """Judge one diagram that passed the gate.

    `outside` are the acts that wait for somebody outside the body and so need a timer beside them;
    `known_fields` the routing variables that forms can set, each with its values, where known.
    """
    findings: list[Finding] = []
    for node in diagram.nodes.values():
        findings += _label(node)
        findings += _ways(diagram, node)
        findings += _lane(diagram, node, exists)
        findings += _properties(diagram, node, exists)
        findings += _timer_beside(diagram, node, outside)
    for lane in diagram.lanes.values():
        findings += _role(lane, exists)
    for flow in diagram.flows.values():
        findings += _condition(diagram, flow, known_fields)
    for scope in diagram.scopes():
        graph = Graph(diagram, scope)
        findings += _starts_and_ends(graph)
        findings += _joins_on_cycles(graph)
    if not diagram.title:
        findings.append(_found("hygiene.label", "流程没有名称", diagram.process_id))
    return [_in_process(finding, diagram) for finding in findings]


def check_bundle(diagrams: Mapping[str, Diagram], main: str) -> list[Finding]:
    """Judge a process together with those it calls: existing, acyclic, waiting somewhere."""
    findings: list[Finding] = []
    order = _calling_order(diagrams, main, findings)
    if findings:
        return findings
    seen: dict[str, str] = {}
    waiting: set[str] = set()
    for process in order:
        diagram = diagrams[process]
        for scope in diagram.scopes():
            if scope in seen:
                message = f"子流程标识“{scope}”在流程“{seen[scope]}”中已经使用"
                findings.append(_found("bundle.id", message, scope))
            seen[scope] = process
            findings += _idle_cycles(Graph(diagram, scope), waiting)
        if not passes_alone(diagram, process, waiting):
            waiting.add(process)
        findings += _distant_returns(diagrams, order, diagram)
    return findings


def _found(rule: str, message: str, *elements: str, line: int | None = None) -> Finding:
    return Finding(rule, rule.split(".")[0], message, elements=elements, line=line)


def _about(rule: str, node: Node | Flow | Lane, message: str) -> Finding:
    return _found(rule, f"“{node.name or node.id}”{message}", node.id, line=node.line)


def _in_process(finding: Finding, diagram: Diagram) -> Finding:
    return Finding(**{**vars(finding), "process": diagram.process_id})


def _label(node: Node) -> Iterator[Finding]:
    if node.kind in NAMED and not node.name.strip():
        yield _about("hygiene.label", node, "没有名称")


def _ways(diagram: Diagram, node: Node) -> Iterator[Finding]:
    after, before = diagram.outgoing[node.id], diagram.incoming[node.id]
    if node.kind == "endEvent":
        if after:
            yield _about("profile.end", node, "是结束事件，不能有流出的连线")
    elif not after:
        yield _about("profile.end", node, "没有流出的连线，流程应以结束事件收尾")
    if len(after) > 1 and not node.is_gateway:
        yield _about("profile.split", node, "有多条流出的连线，请用网关分支")
    if node.kind == "startEvent" and before:
        yield _about("profile.start", node, "是开始事件，不能有流入的连线")
    if node.is_gateway and len(after) < 2 and len(before) < 2:
        found = _about("hygiene.gateway", node, "只有一进一出，可以去掉")
        yield Finding(**{**vars(found), "severity": WARN})
    if node.kind in CHOICES and len(after) > 1:
        if not node.name.strip():
            yield _about("hygiene.label", node, "没有写明判断什么")
        for flow in after:
            if not flow.name.strip():
                yield _about("hygiene.label", flow, "没有写明在什么情况下走这条线")


def _lane(diagram: Diagram, node: Node, exists: Exists) -> Iterator[Finding]:
    if not diagram.lanes:
        if node.is_task:
            yield _about("hygiene.lane", node, "没有泳道，不知道由谁办理")
    elif not node.lane:
        yield _about("hygiene.lane", node, "不在任何泳道里")


def _role(lane: Lane, exists: Exists) -> Iterator[Finding]:
    if not lane.name.strip():
        yield _about("hygiene.label", lane, "泳道没有名称")
    if not exists("role", lane.id):
        yield _about("hygiene.role", lane, f"泳道的角色“{lane.id}”不存在")
    if not lane.nodes:
        yield Finding(**{**vars(_about("hygiene.lane", lane, "泳道是空的")), "severity": WARN})


def _properties(diagram: Diagram, node: Node, exists: Exists) -> Iterator[Finding]:
    if node.is_task:
        for name, what in (("act", "执法行为"), ("form", "表单"), ("document", "文书")):
            if not node.words(name):
                yield _about(f"hygiene.{name}", node, f"没有指定{what}")
    if (node.is_task or node.kind == "callActivity") and not node.words("basis"):
        yield _about("hygiene.basis", node, "没有写明法律依据")
    known = [("act", act, "执法行为") for act in node.acts]
    known += [("form", form, "表单") for form in node.words("form")]
    known += [("document", document, "文书") for document in node.words("document")]
    known += [("document", document, "送达文书") for document in node.words("serves")]
    known += [("deadline", deadline, "期限") for deadline in node.words("deadline")]
    for kind, value, what in known:
        if not exists(kind, value):
            yield _about(f"hygiene.{kind}", node, f"的{what}“{value}”不存在")
    if node.get("opinion") and node.get("opinion") not in OPINIONS:
        yield _about("hygiene.opinion", node, f"的审批栏“{node.get('opinion')}”不存在")
    if node.get("final") not in ("", "yes"):
        yield _about("hygiene.final", node, "的定稿设置只能是 yes")
    yield from _returns(diagram, node)


def _returns(diagram: Diagram, node: Node) -> Iterator[Finding]:
    """Check targets in the same file; those of a calling process are for the bundle."""
    graph = Graph(diagram, node.scope)
    for target in node.returns:
        other = diagram.nodes.get(target)
        if other is None:
            continue
        if not other.is_task and other.kind not in ("callActivity", "subProcess"):
            yield _about("hygiene.returns", node, f"不能退回到“{other.name or target}”")
        elif other.scope == node.scope and node.id not in graph.reach(graph.next[target]):
            yield _about("hygiene.returns", node, f"不在“{other.name or target}”之后，不能退回")


def _timer_beside(diagram: Diagram, node: Node, outside: Collection[str]) -> Iterator[Finding]:
    is_message = node.kind == "receiveTask" or (
        node.kind == "intermediateCatchEvent" and node.event == "message"
    )
    if not is_message and not any(act in outside for act in node.acts):
        return
    holders = [node.id]
    while diagram.nodes.get(holders[-1]) and diagram.nodes[holders[-1]].scope in diagram.nodes:
        holders.append(diagram.nodes[holders[-1]].scope)
    events = [event for holder in holders for event in diagram.boundary.get(holder, ())]
    if not any(event.event == "timer" for event in events):
        yield _about("profile.wait", node, "等待外部人员答复，应附有计时边界事件")


def _condition(diagram: Diagram, flow: Flow, known_fields: Fields | None) -> Iterator[Finding]:
    if not flow.condition or known_fields is None:
        return
    try:
        condition = parse(flow.condition)
    except ExpressionError:
        return  # the gate says so
    if not condition.names:
        yield _about("hygiene.field", flow, "的条件没有用到任何表单项，结果总是一样")
    for name in sorted(condition.names - set(known_fields)):
        yield _about("hygiene.field", flow, f"的条件用到的“{name}”没有表单填写")
    for name, value in sorted(condition.compared, key=str):
        if name in known_fields and value not in known_fields[name]:
            yield _about("hygiene.value", flow, f"的条件中“{name}”不会是“{value}”，没有这一选项")


def _starts_and_ends(graph: Graph) -> Iterator[Finding]:
    starts, ends = graph.of_kind("startEvent"), graph.of_kind("endEvent")
    if len(starts) != 1 or starts[0].event:
        elements = tuple(node.id for node in starts)
        yield _found(
            "profile.start", "应当且只能有一个无触发条件的开始事件", *elements or (graph.scope,)
        )
    if not ends:
        yield _found("profile.end", "没有结束事件", graph.scope)


def _joins_on_cycles(graph: Graph) -> Iterator[Finding]:
    looping = {id for group in cycles(graph.next) for id in group}
    for node in graph.of_kind(*FORKS):
        if node.id in looping:
            yield _about(
                "profile.loop", node, "在循环上，请把整个并行块放进子流程，让循环从外面整体进入"
            )


def _calling_order(
    diagrams: Mapping[str, Diagram], main: str, findings: list[Finding]
) -> list[str]:
    """List the processes so that what is called comes before who calls it."""
    done: list[str] = []
    path: list[str] = []

    def visit(process: str, caller: Node | None) -> None:
        if process in path:
            if caller:
                message = f"调用“{process}”构成循环调用"
                findings.append(_about("bundle.cycle", caller, message))
            return
        if process in done:
            return
        if process not in diagrams:
            missing = f"被调用的流程“{process}”不存在"
            findings.append(
                _about("bundle.missing", caller, missing) if caller
                else _found("bundle.missing", missing, process)
            )  # fmt: skip
            return
        if len(path) >= MAX_CALLS and caller:
            findings.append(_about("bundle.depth", caller, f"调用层次超过 {MAX_CALLS} 层"))
            return
        path.append(process)
        for call in diagrams[process].calls():
            visit(call.called, call)
        path.pop()
        done.append(process)

    visit(main, None)
    return done


def _idle_cycles(graph: Graph, waiting: Collection[str]) -> Iterator[Finding]:
    for group in cycles(graph.next, without=waits_of(graph, waiting)):
        nodes = [graph.nodes[id] for id in group]
        names = "、".join(f"“{node.name or node.id}”" for node in nodes[:5])
        message = f"{names}构成可能自动空转的循环：被调用的流程可以不经办理直接走完"
        yield _found("bundle.cycle", message, *group, line=nodes[0].line)


def _distant_returns(
    diagrams: Mapping[str, Diagram], order: Collection[str], diagram: Diagram
) -> Iterator[Finding]:
    above = {id for process in order for id in diagrams[process].nodes}
    for node in diagram.nodes.values():
        for target in node.returns:
            if target not in diagram.nodes and target not in above:
                yield _about("hygiene.returns", node, f"要退回的环节“{target}”不存在")
