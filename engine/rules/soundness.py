"""Rules of soundness (健全性): every way through a process and all it calls comes to an end.

What they say is proven by the token game (`engine.proof`); each but the last shows a shortest run.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagram import Diagram
from engine.elements import Flow, Node
from engine.rules.rule import Bundle, Fault, fault, rule

MOST_DEAD = 20


@rule("soundness.deadlock", "停住", "之后可能停住：还没有办完，却没有任何环节可以再办")
def deadlock(bundle: Bundle) -> Iterator[Fault]:
    """Find a way to where tokens are left and nothing can move them."""
    if bundle.verdict is not None and bundle.verdict.deadlock is not None:
        yield _behind(bundle, bundle.verdict.deadlock)


@rule("soundness.doubled", "开出两份", "可能同时开出两份：前面的分支没有汇合")
def doubled(bundle: Bundle) -> Iterator[Fault]:
    """Find a way on which a second token comes to where one is."""
    if bundle.verdict is not None and bundle.verdict.doubled is not None:
        yield _behind(bundle, bundle.verdict.doubled)


@rule("soundness.endless", "走不到结束", "之后可能永远走不到结束")
def endless(bundle: Bundle) -> Iterator[Fault]:
    """Find a way to where no end can be reached any more."""
    if bundle.verdict is not None and bundle.verdict.endless is not None:
        yield _behind(bundle, bundle.verdict.endless)


@rule("soundness.dead", "走不到的环节", "永远不会走到")
def dead(bundle: Bundle) -> Iterator[Fault]:
    """Find nodes that take part in no run."""
    places = [
        _element(bundle, path) for path in sorted(bundle.verdict.dead if bundle.verdict else ())
    ]
    nodes = [(process, about) for process, about in places if isinstance(about, Node)]
    for process, about in nodes[:MOST_DEAD]:
        yield fault(about, process=process)


@rule("soundness.undecided", "未完成判定", "过于复杂，未完成判定，请拆分后重新检查")
def undecided(bundle: Bundle) -> Iterator[Fault]:
    """Find processes that could not be judged in time: these are never passed."""
    if bundle.verdict is None or not bundle.verdict.complete:
        yield Fault(bundle.diagrams[bundle.main], {}, complete=False, process=bundle.main)


def _behind(bundle: Bundle, run: tuple[str, ...]) -> Fault:
    """Blame the last node of a run that people know by name."""
    places = [_element(bundle, path) for path in reversed(run)]
    nodes = [place for place in places if isinstance(place[1], Node) and place[1].name]
    process, about = (nodes or places)[0]
    return Fault(about, {}, process=process, run=run)


def _element(bundle: Bundle, path: str) -> tuple[str, Node | Flow | Diagram]:
    """Find the process and the element that a path of calls leads to."""
    process = bundle.main
    *calls, last = path.split("/")
    for id in calls:
        node = bundle.diagrams[process].nodes.get(id)
        if node is not None and node.called in bundle.diagrams:
            process = node.called
    diagram = bundle.diagrams[process]
    return process, diagram.nodes.get(last) or diagram.flows.get(last) or diagram
