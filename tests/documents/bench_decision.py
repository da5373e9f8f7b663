"""Measure the rendering of a decision; run as ``python -m tests.documents.bench_decision``."""

from statistics import median
from time import perf_counter

from documents.printer import _request
from documents.worker import Renderer
from webapp.demo import examples

MUST = 1.5
"""Seconds for a two-page decision, warm, on two cores."""


def bench_decision(rounds: int = 20) -> dict[str, float]:
    """Return seconds: the first document of a fresh child, then the median of warm ones."""
    renderer = Renderer()
    request = _request(
        "pdf", "penalty/penalty_decision", examples.context("penalty/penalty_decision"), None
    )
    times = []
    try:
        for _ in range(rounds + 1):
            start = perf_counter()
            renderer.ask(request)
            times.append(perf_counter() - start)
    finally:
        renderer.close()
    return {"cold": times[0], "warm": median(times[1:]), "worst": max(times[1:]), "must": MUST}


if __name__ == "__main__":
    print({name: round(value, 3) for name, value in bench_decision().items()})
