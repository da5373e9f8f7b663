"""Rules about values (流转变量): written in two branches, or inside what a timer interrupts.

The rule they hold people to is that of `engine.scope`.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagram import Diagram, Node
from engine.findings import WARN
from engine.gate_structure import matching_join
from engine.rules.rule import Bundle, Fault, fault, rule
from engine.structure import FORKS, Graph
from engine.variables import Path, Ways, both

NOWHERE: tuple[Node | None, frozenset[str]] = (None, frozenset())


@rule(
    "values.branches",
    "并行分支填写同一项",
    "汇合的分支都填写“{name}”，之后还要用它：请只在一个分支填写，"
    "或在汇合处用 latest 写明以最后填写的为准",
)
def branches(bundle: Bundle) -> Iterator[Fault]:
    """Find values that two branches write, that are read behind the join, and nobody settled."""
    for process in bundle.order:
        for path, _ in bundle.ways.places(process):
            join, names = _joined(bundle, path, process)
            if join is not None:
                behind = bundle.ways.wanted_after((*path[:-1], join.id))
                for name in sorted(names & behind - set(join.words("latest"))):
                    yield fault(join, process=process, name=name)


def _joined(bundle: Bundle, path: Path, process: str) -> tuple[Node | None, frozenset[str]]:
    """Return where what a node parts comes together, and what is written more than once there."""
    node = bundle.ways.points[path].node
    if node.is_task and _has_inside(node):
        return node, bundle.ways.written_at(path)
    return _of_split(bundle.ways, bundle, path, process) if node.kind in FORKS else NOWHERE


def _of_split(
    ways: Ways, bundle: Bundle, path: Path, process: str
) -> tuple[Node | None, frozenset[str]]:
    """Return where the branches of a split join, and what more than one of them writes."""
    split = ways.points[path].node
    graph = Graph(bundle.diagrams[process], split.scope)
    starts = graph.main[split.id]
    join = matching_join(graph, split) if len(starts) > 1 else None
    if join is None:
        return NOWHERE
    regions = [
        graph.reach([start], without={join.id}) if start != join.id else set() for start in starts
    ]
    written = [
        frozenset().union(*(ways.written_at((*path[:-1], id)) for id in region))
        for region in regions
    ]
    return join, both(written)


@rule(
    "values.interrupted",
    "中断的活动中填写的项",
    "中断“{host}”之后要用“{name}”，而在其中已经填写的“{name}”随中断作废，仍是进入之前的值",
    WARN,
)
def interrupted(bundle: Bundle) -> Iterator[Fault]:
    """Find values written inside an activity and wanted behind the timer that interrupts it."""
    ways = bundle.ways
    for process in bundle.order:
        for path, point in ways.places(process):
            event = point.node
            if not event.interrupting or event.event not in ("timer", "message"):
                continue  # an error carries its values along
            host = ways.points.get((*path[:-1], event.attached_to))
            if host is not None and _has_inside(host.node):
                lost = ways.written_at((*path[:-1], event.attached_to)) & point.wanted
                for name in sorted(lost):
                    said = host.node.name or host.node.id
                    yield fault(event, host.node.id, process=process, host=said, name=name)


@rule(
    "values.unread",
    "填写的结果没有去向",
    "填写的“{name}”决定去向，而其后没有任何分支看它：不论填什么都一样往下走，"
    "请在其后画出分支，或者换用不问“{name}”的表单",
)
def unread(bundle: Bundle) -> Iterator[Fault]:
    """Find answers that part the ways by their form and that no way behind looks at."""
    known = bundle.diagrams
    if any(bundle.main in _called(one) for one in known.values()):
        return  # its answers may be read by whoever calls it
    if any(each not in known for process in bundle.order for each in _called(known[process])):
        return  # or by what it starts, which is not here
    for process in bundle.order:
        for path, point in bundle.ways.places(process):
            for name in sorted(point.writes.keys() - bundle.ways.wanted_after(path)):
                yield fault(point.node, process=process, name=name)


def _called(diagram: Diagram) -> Iterator[str]:
    """Return the processes that hand their answers back to a diagram, or begin with its own."""
    yield from (node.called for node in diagram.calls())
    yield from (node.get("starts") for node in diagram.nodes.values() if node.get("starts"))


def _has_inside(node: Node) -> bool:
    """Tell whether an activity works on a copy of its own."""
    return node.kind in ("callActivity", "subProcess") or node.instances not in ("", "1")
