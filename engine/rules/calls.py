"""Rules about a process together with those it calls: existing, acyclic, ending, waiting."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.diagram import Diagram, Node
from engine.rules.rule import Bundle, Fault, fault, rule
from engine.structure import Graph, cycles, passes_alone, waits_of

MAX_CALLS = 5


@rule("bundle.missing", "被调用的流程", "要用的流程“{called}”不存在")
def missing(bundle: Bundle) -> Iterator[Fault]:
    """Find calls of processes that do not exist."""
    if bundle.main not in bundle.diagrams:
        yield fault(Diagram(bundle.main, "", {}, {}, {}, {}, {}), called=bundle.main)
    for process, call, _ in _calls(bundle):
        if call.called not in bundle.diagrams:
            yield fault(call, process=process, called=call.called)


@rule("bundle.cycle", "循环调用", "调用“{called}”构成循环调用")
def cycle(bundle: Bundle) -> Iterator[Fault]:
    """Find calls that come back to where they started."""
    for process, call, path in _calls(bundle):
        if call.called in path:
            yield fault(call, process=process, called=call.called)


@rule("bundle.depth", "调用层次", "处的调用层次超过 {most} 层")
def depth(bundle: Bundle) -> Iterator[Fault]:
    """Find calls nested too deep."""
    for process, call, path in _calls(bundle):
        if len(path) == MAX_CALLS and call.called not in path:
            yield fault(call, process=process, most=MAX_CALLS)


def _calls(bundle: Bundle) -> Iterator[tuple[str, Node, tuple[str, ...]]]:
    """Iterate over the calls below the main process, each once, with the path that leads there."""
    stack: list[tuple[str, tuple[str, ...]]] = [(bundle.main, (bundle.main,))]
    seen: set[tuple[str, int]] = set()
    while stack:
        process, path = stack.pop()
        if process not in bundle.diagrams or (process, len(path)) in seen:
            continue
        seen.add((process, len(path)))
        for call in bundle.diagrams[process].calls():
            yield process, call, path
            if call.called not in path and len(path) < MAX_CALLS:
                stack.append((call.called, (*path, call.called)))


@rule("bundle.id", "子流程标识", "的标识在流程“{process}”中已经使用")
def id(bundle: Bundle) -> Iterator[Fault]:
    """Find sub-processes of one id in two files: the state knows a scope by its id."""
    owners: dict[str, Diagram] = {}
    for process in bundle.order:
        diagram = bundle.diagrams[process]
        for scope in diagram.scopes():
            owner = owners.setdefault(scope, diagram)
            if owner is not diagram:
                about = diagram.nodes.get(scope, diagram)
                yield Fault(about, {"process": owner.title or owner.process_id}, (), process)


@rule("bundle.idle", "自动空转", "等环节构成可能自动空转的循环：被调用的流程可以不经办理直接走完")
def idle(bundle: Bundle) -> Iterator[Fault]:
    """Find cycles in which nobody and no clock is waited for."""
    waiting: set[str] = set()
    for process in bundle.order:
        diagram = bundle.diagrams[process]
        for scope in diagram.scopes():
            graph = Graph(diagram, scope)
            for group in cycles(graph.next, without=waits_of(graph, waiting)):
                yield fault(graph.nodes[group[0]], *group[1:], process=process)
        if not passes_alone(diagram, process, waiting):
            waiting.add(process)


@rule("bundle.returns", "退回到上级流程", "要退回的环节“{target}”不存在")
def returns(bundle: Bundle) -> Iterator[Fault]:
    """Find targets that neither the process nor those that call it have."""
    above = {id for process in bundle.order for id in bundle.diagrams[process].nodes}
    for process in bundle.order:
        for node in bundle.diagrams[process].nodes.values():
            for target in node.returns:
                if target not in above:
                    yield fault(node, process=process, target=target)


@rule("bundle.error", "错误结束", "以错误结束，但没有边界事件处理该错误")
def error(bundle: Bundle) -> Iterator[Fault]:
    """Find error ends with a way up on which no boundary event catches the error."""
    callers = _callers(bundle.diagrams)
    for process in bundle.order:
        for node in bundle.diagrams[process].nodes.values():
            is_error = node.kind == "endEvent" and node.event == "error"
            if is_error and _escapes(bundle, callers, process, node.scope, node.code):
                yield fault(node, process=process)


def _callers(diagrams: Mapping[str, Diagram]) -> dict[str, list[tuple[str, Node]]]:
    found: dict[str, list[tuple[str, Node]]] = {}
    for process, diagram in diagrams.items():
        for call in diagram.calls():
            found.setdefault(call.called, []).append((process, call))
    return found


def _escapes(
    bundle: Bundle,
    callers: Mapping[str, Collection[tuple[str, Node]]],
    process: str,
    scope: str,
    code: str,
) -> bool:
    """Tell whether an error leaves a scope, and on some way up everything above it."""
    diagram = bundle.diagrams[process]
    if scope != process:
        around = [(process, diagram.nodes[scope])]
    else:
        around = list(callers.get(process, ()))
    uncaught = [
        (above, host)
        for above, host in around
        if not any(
            event.event == "error" and event.code in ("", code)
            for event in bundle.diagrams[above].boundary.get(host.id, ())
        )
    ]
    return not around or any(
        _escapes(bundle, callers, above, host.scope, code) for above, host in uncaught
    )
