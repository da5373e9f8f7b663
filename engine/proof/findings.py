"""What the proofs found, as findings people read: the element first, a run that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.diagram import Diagram
from engine.elements import Flow, Node
from engine.errors import LimitExceeded
from engine.findings import Finding
from engine.proof.building import build
from engine.proof.soundness import judge

UNDECIDED = "过于复杂，未完成判定，请拆分后重新检查"
MOST_DEAD = 20


def soundness(diagrams: Mapping[str, Diagram], main: str) -> list[Finding]:
    """Judge a process with everything it calls: every way must come to an end (健全性)."""
    try:
        verdict = judge(build(diagrams, main))
    except LimitExceeded:
        return [_found(diagrams, main, "undecided", (), UNDECIDED, complete=False)]
    found = []
    if verdict.deadlock is not None:
        message = "之后可能停住：还没有办完，却没有任何环节可以再办"
        found.append(_found(diagrams, main, "deadlock", verdict.deadlock, message))
    if verdict.doubled is not None:
        message = "可能同时开出两份：前面的分支没有汇合"
        found.append(_found(diagrams, main, "doubled", verdict.doubled, message))
    if verdict.endless is not None:
        message = "之后可能永远走不到结束"
        found.append(_found(diagrams, main, "endless", verdict.endless, message))
    if not verdict.complete:
        found.append(_found(diagrams, main, "undecided", (), UNDECIDED, complete=False))
    for path in sorted(verdict.dead)[:MOST_DEAD]:
        found.append(_found(diagrams, main, "dead", (path,), "永远不会走到", shown=False))
    return found


def _found(
    diagrams: Mapping[str, Diagram],
    main: str,
    rule: str,
    run: tuple[str, ...],
    message: str,
    *,
    complete: bool = True,
    shown: bool = True,
) -> Finding:
    """Make a finding about the last node of a run that is known by name."""
    places = [_element(diagrams, main, path) for path in reversed(run)]
    nodes = [place for place in places if isinstance(place[1], Node) and place[1].name]
    process, about = (nodes or places or [(main, None)])[0]
    diagram = diagrams[main]
    name = diagram.title or main if about is None else about.name or about.id
    return Finding(
        rule=f"soundness.{rule}",
        kind="soundness",
        message=f"“{name}”{message}",
        elements=(main if about is None else about.id,),
        line=None if about is None else about.line,
        run=run if shown else (),
        complete=complete,
        process=process,
    )


def _element(
    diagrams: Mapping[str, Diagram], main: str, path: str
) -> tuple[str, Node | Flow | None]:
    """Find the process and the element that a path of calls leads to."""
    process = main
    *calls, last = path.split("/")
    for call in _called(diagrams, process, calls):
        process = call
    diagram = diagrams[process]
    return process, diagram.nodes.get(last) or diagram.flows.get(last)


def _called(diagrams: Mapping[str, Diagram], process: str, calls: list[str]) -> Iterator[str]:
    for id in calls:
        node = diagrams[process].nodes.get(id)
        if node is not None and node.called in diagrams:
            process = node.called
            yield process
