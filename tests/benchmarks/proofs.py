"""What the proofs on a drawing cost (证明): CPU, mostly beside other work of the same run."""

import time
from collections.abc import Callable

from engine.diagram import Diagram
from engine.proof.building import build
from engine.proof.soundness import judge
from processes.catalogue import PROCEDURES
from tests.benchmarks.figures import Figure
from tests.engine import large
from webapp.procedures import judging

MAIN = "main"
CHOICES = 60
"""Three hundred nodes in a row; twice as many for the growth."""
BRANCHES = 12
"""Side by side: more states than are looked at."""


def figures(rounds: int) -> list[Figure]:
    """Measure every figure so many times, all of them in turn."""
    _round()  # what is read once is not counted
    measured = [_round() for _ in range(rounds)]
    return [
        Figure("三百个节点的健全性证明", [one["proof"] for one in measured], 300, 90, " ms"),
        Figure("……相对读入同一张图", [one["proof"] / one["read"] for one in measured], 3, 1.5),
        Figure("……加倍的图相对原图", [one["double"] / one["proof"] for one in measured], 3.5, 2.2),
        Figure("普通程序按全部规则检查", [one["check"] for one in measured], 500, 250, " ms"),
        Figure("判定不完的图给出答复", [one["too_big"] for one in measured], 2000, 1000, " ms"),
    ]


def _round() -> dict[str, float]:
    drawing, doubled = large.in_a_row(CHOICES), large.in_a_row(2 * CHOICES)
    row, twice = large.read(drawing), large.read(doubled)
    wide = large.read(large.side_by_side(BRANCHES))
    penalty = PROCEDURES["penalty"]
    shipped = {key: Diagram.read(xml) for key, xml in penalty.needed().items()}
    return {
        "read": _spent(lambda: large.read(drawing)),
        "proof": _spent(lambda: judge(build(row, MAIN))),
        "double": _spent(lambda: judge(build(twice, MAIN))),
        "check": _spent(lambda: judging.judge_bundle(shipped, penalty.main)),
        "too_big": _spent(lambda: judge(build(wide, MAIN))),
    }


def _spent(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of some work."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e3
