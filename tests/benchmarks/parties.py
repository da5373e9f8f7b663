"""What a hundred parties cost beside one (百名当事人): their branches, the page, a step of one."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from engine import clock
from tests.benchmarks.figures import Figure
from tests.harness import rolled_back
from tests.journeys.owners import TwoOwnersAtTheDoor, drafted, more

MANY, ROUNDS = 100, 3
START, PAGE, STEP = "启动各当事人的分支", "打开案件页面", "在一名当事人的分支中办理一环节"
BOUNDS = {START: (100.0, 60.0), PAGE: (100.0, 20.0), STEP: (2.0, 1.2)}
"""What each may cost at most and should, as a multiple of one party: never more than the rows."""


def figures(app: Flask) -> list[Figure]:
    """Measure matters of one and of a hundred parties in turn."""
    spent(app, 2)  # what is read once
    pairs = [(spent(app, 1), spent(app, MANY)) for _ in range(ROUNDS)]
    return [
        Figure(title, [many[title] / one[title] for one, many in pairs], must, aim)
        for title, (must, aim) in BOUNDS.items()
    ]


def spent(app: Flask, parties: int) -> dict[str, float]:
    """Return the CPU seconds of each request in a matter of so many parties."""
    try:
        with rolled_back(app):
            j = drafted(TwoOwnersAtTheDoor(app), more(parties - 1))
            found = {START: submitted(j, "appr.proposal")}
            browser = j.browser("officer_lead")
            address = f"/cases/{j.case.reference}"
            found[PAGE] = statistics.median(timed(lambda: browser.get(address)) for _ in range(3))
            j.party(0)
            found[STEP] = submitted(j, "notice.prior")
            return found
    finally:
        clock.set_source(None)


def submitted(j: TwoOwnersAtTheDoor, act: str) -> float:
    """Return the CPU seconds of submitting the page of a task."""
    browser, address, written = j.write(act)
    return timed(lambda: browser.post(address, data=written), 302)


def timed(send: Callable[[], Any], status: int = 200) -> float:
    """Return the CPU seconds of a request that succeeds."""
    begun = time.process_time()
    answer = send()
    seconds = time.process_time() - begun
    assert answer.status_code == status, answer.get_data(as_text=True)
    return seconds
