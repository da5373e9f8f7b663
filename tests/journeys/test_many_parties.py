"""What a step of one party costs does not grow with the others: none of their branches is read."""

from collections import Counter
from typing import Any

from flask import Flask

from engine import clock
from tests.benchmarks.weight import Weight, weighed
from tests.harness import rolled_back
from tests.journeys.owners import Apart, answered, more, proposed
from tests.journeys.web import WebJourney

FEW, MANY = 2, 20


class Weighing(Apart, WebJourney):
    """Owners whose openings and submissions are weighed."""

    def __init__(self, app: Flask, **facts: Any) -> None:
        super().__init__(app, **facts)
        self.weights: dict[str, Weight] = {}

    def afresh(self) -> None:
        """Weigh anew, with sessions so young that none is prolonged on the way."""
        self.weights.clear()
        self._browsers.clear()

    def page_of(self, todo: Any, officer: Any) -> Any:
        """Open a page and weigh it."""
        with weighed() as self.weights[f"{todo.act}，打开"]:
            return super().page_of(todo, officer)

    def send(self, act: str, by: str = "", **changes: Any) -> Any:
        """Submit a page and weigh it."""
        browser, address, written = self.write(act, by, **changes)
        with weighed() as self.weights[act]:
            return browser.post(address, data=written)


def weights(app: Flask, parties: int) -> dict[str, Weight]:
    """Tell and hear two of so many owners; return what each request about the second weighed."""
    with rolled_back(app):
        j = proposed(Weighing(app), more(parties - 1))
        assert len(j.case.parties) == parties
        for at, day in enumerate(("2026-03-24", "2026-03-26")):
            j.afresh()
            j.party(at)
            j.at(f"{day}T10:00")
            answered(j)
            j.steps("dec.draft", "dec.opinion")
    clock.set_source(None)
    return j.weights


def test_a_step_of_one_of_twenty_parties_costs_what_it_costs_with_two(furnished: Flask) -> None:
    few, many = weights(furnished, FEW), weights(furnished, MANY)

    assert few.keys() == many.keys()
    for step, weight in few.items():
        added = Counter(many[step].senders) - Counter(weight.senders)
        assert len(many[step].statements) == len(weight.statements), (step, added)
