"""Rules about the ways through a diagram: where they start, split, wait and end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.durations import Duration
from engine.findings import WARN
from engine.rules.rule import Drawn, Fault, fault, rule
from engine.structure import FORKS, Graph, cycles


@rule("profile.start", "开始事件", "应当且只能有一个开始事件，它没有触发条件，也没有流入的连线")
def start(drawn: Drawn) -> Iterator[Fault]:
    """Find scopes without exactly one plain start, and flows into a start."""
    diagram = drawn.diagram
    for scope in diagram.scopes():
        starts = Graph(diagram, scope).of_kind("startEvent")
        if len(starts) != 1 or starts[0].event:
            about = starts[0] if starts else diagram.nodes.get(scope, diagram)
            yield fault(about, *(node.id for node in starts[1:]))
    for node in diagram.nodes.values():
        if node.kind == "startEvent" and diagram.incoming[node.id]:
            yield fault(node)


@rule("profile.end", "结束事件", "每条路都应走到一个结束事件，结束事件之后不能再有连线")
def end(drawn: Drawn) -> Iterator[Fault]:
    """Find ways that stop without an end, and flows out of an end."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        if (node.kind == "endEvent") == bool(diagram.outgoing[node.id]):
            yield fault(node)
    for scope in diagram.scopes():
        if not Graph(diagram, scope).of_kind("endEvent"):
            yield fault(diagram.nodes.get(scope, diagram))


@rule("profile.split", "分支用网关", "有多条流出的连线，请用网关分支")
def split(drawn: Drawn) -> Iterator[Fault]:
    """Find steps that several flows leave."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        if len(diagram.outgoing[node.id]) > 1 and not node.is_gateway:
            yield fault(node)


@rule("hygiene.gateway", "多余的网关", "只有一进一出，可以去掉", WARN)
def gateway(drawn: Drawn) -> Iterator[Fault]:
    """Find gateways that neither split nor join."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        ways = max(len(diagram.outgoing[node.id]), len(diagram.incoming[node.id]))
        if node.is_gateway and ways < 2:
            yield fault(node)


@rule("profile.loop", "循环与并行", "在循环上，请把整个并行块放进子流程，让循环从外面整体进入")
def loop(drawn: Drawn) -> Iterator[Fault]:
    """Find splits and joins of branches that lie on a cycle: the library joins them wrongly."""
    for scope in drawn.diagram.scopes():
        graph = Graph(drawn.diagram, scope)
        looping = {id for group in cycles(graph.next) for id in group}
        for node in graph.of_kind(*FORKS):
            if node.id in looping:
                yield fault(node)


@rule("profile.wait", "等待外部答复", "等待外部人员答复，应附有计时边界事件")
def wait(drawn: Drawn) -> Iterator[Fault]:
    """Find waits for somebody outside with no timer on them or on a block around them."""
    diagram = drawn.diagram
    for node in diagram.nodes.values():
        catches = node.kind == "intermediateCatchEvent" and node.event == "message"
        outside = any(act in drawn.outside for act in node.acts)
        if node.get("starts") or not (catches or outside or node.kind == "receiveTask"):
            continue  # what a procedure starts itself, it awaits without a term
        holders = [node.id]
        while diagram.nodes.get(holders[-1]) and diagram.nodes[holders[-1]].scope in diagram.nodes:
            holders.append(diagram.nodes[holders[-1]].scope)
        events = [event for holder in holders for event in diagram.boundary.get(holder, ())]
        if not any(event.event == "timer" for event in events):
            yield fault(node)


@rule("profile.starts", "逐一办理", "不能启动并等待“{procedure}”：没有这个流程，或者不是接收任务")
def starts(drawn: Drawn) -> Iterator[Fault]:
    """Find nodes that start what does not exist, or that cannot wait for what they start."""
    for node in drawn.diagram.nodes.values():
        for name in node.words("starts"):
            if node.kind != "receiveTask" or not drawn.exists("procedure", name):
                yield fault(node, procedure=name)


@rule(
    "profile.clock",
    "画的时长与法定期限",
    "画的时长 {drawn} 与法定期限 {deadline} 的 {length} 不一致，运行时以法定期限为准，请照此画",
)
def clock(drawn: Drawn) -> Iterator[Fault]:
    """Find timers drawn shorter or longer than the statutory clock that rules them."""
    for node in drawn.diagram.nodes.values():
        deadline = node.get("deadline")
        length = drawn.lengths.get(deadline, "")
        if node.event == "timer" and length and not _equal(node.timer, length):
            yield fault(node, drawn=node.timer, deadline=deadline, length=length)


def _equal(drawn: str, length: str) -> bool:
    """Tell whether two durations are equal, a day being 24 hours."""
    one, other = Duration.parse(drawn), Duration.parse(length)
    in_minutes = [each.days * 1440 + each.minutes for each in (one, other)]
    return one.months == other.months and in_minutes[0] == in_minutes[1]
