"""What a step of one party costs does not grow with the others: none of their branches is read."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from tests.benchmarks.weight import Weight, weighed
from tests.journeys.owners import SECOND, Apart, proposed, told
from tests.journeys.web import WebJourney

pytestmark = pytest.mark.usefixtures("office")

FEW, MANY = 2, 20


class Weighing(Apart, WebJourney):
    """Owners whose openings and submissions are weighed."""

    def __init__(self, app: Flask, **facts: Any) -> None:
        super().__init__(app, **facts)
        self.weights: dict[str, Weight] = {}

    def page_of(self, todo: Any, officer: Any) -> Any:
        """Open a page and weigh it."""
        with weighed() as self.weights[f"{todo.act}，打开"]:
            return super().page_of(todo, officer)

    def send(self, act: str, by: str = "", **changes: Any) -> Any:
        """Submit a page and weigh it with its opening."""
        with weighed() as self.weights[act]:
            return super().send(act, by, **changes)


def owners(number: int) -> list[dict[str, Any]]:
    """Return so many other owners."""
    plain = {name: one for name, one in SECOND.items() if name != "credit_code"}
    return [
        {**plain, "name": f"第{at}家副食店", "licence_kind": "无登记证照"} for at in range(number)
    ]


def weights(app: Flask, parties: int) -> dict[str, Weight]:
    """Tell and hear one of so many owners; return what each request weighed."""
    j = proposed(Weighing(app), owners(parties - 1))
    assert len(j.case.parties) == parties
    j.weights.clear()
    j.party(0)
    told(j)
    j.do("hear.request")
    j.do("defense.receive")
    j.at("2026-04-02T09:00")
    j.steps("dec.draft", "dec.opinion")
    return j.weights


def test_a_step_of_one_of_twenty_parties_costs_what_it_costs_with_two(office: Flask) -> None:
    weights(office, FEW)  # what is read once
    few, many = weights(office, FEW), weights(office, MANY)

    assert few.keys() == many.keys()
    for step, weight in few.items():
        more = Counter(many[step].senders) - Counter(weight.senders)
        assert len(many[step].statements) == len(weight.statements), (step, more)
