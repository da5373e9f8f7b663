"""Two owners with several violations each, through pages and API: each row belongs to one of them.

The first sold the wire (6000 yuan of goods, fined once their value, 900 of gains) and is spared for
the lamps; the second sold 3000 yuan of the same wire (fined once, 450 of gains) and did not mark
its prices, which costs 1200 of gains alone.
"""

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

import documents
from processes.violations import blocks
from tests.journeys import stages
from tests.journeys.owners import Apart, answered, proposed, stands
from tests.journeys.violations import ThreeViolations
from webapp.cases import rulings
from webapp.cases.models import Outcome
from webapp.dossiers import queries as dossiers

pytestmark = pytest.mark.usefixtures("office")

DECISION = "penalty/penalty_decision"


class OwnersWithViolations(Apart, ThreeViolations):
    """Two owners, two violations of each."""

    def rows(self) -> list[dict[str, Any]]:
        """Return the violations with whose they are."""
        first, second = (str(party.id) for party in self.case.parties)
        wire, prices, lamps = super().rows()
        less = {
            "goods_value": "3000.00", "fine": "3000.00", "confiscation": "450.00",
            "illegal_gains": "450.00", "goods": "不合格电线10卷",
            "grade": self.grade("SJ-008", "3000.00"),
        }  # fmt: skip
        return [
            {**wire, "party": first},
            {**wire, **less, "party": second},
            {**prices, "party": second},
            {**lamps, "party": first},
        ]

    def otherwise(self, form: str, typed: dict[str, Any]) -> dict[str, Any]:
        """Return what is typed; what an owner has to pay is its own sum."""
        typed = super().otherwise(form, typed)
        if form == "penalty/payment_notice":
            mine = self.case.result_for(self.whose)
            sums = {"fine": mine.fine, "confiscation": mine.confiscation}
            sums["total"] = sum(sums.values())
            typed |= {name: f"{one:.2f}" for name, one in sums.items()}
        return typed

    def stated(self) -> list[tuple[str, str]]:
        """Return whose violations the page of the open task states, and of which item."""
        todo = next(iter(self.open_tasks().values()))
        values = self.page_of(todo, self.who(todo))
        found = []
        for at in range(9):
            if f"violations.{at}.item" in values:
                row = (values[f"violations.{at}.party"], values[f"violations.{at}.item"])
                found.append(row)
        return found


def test_two_owners_with_violations_of_their_own_are_decided_apart(office: Flask) -> None:
    j = OwnersWithViolations(office, item="SJ-008", fine="9000.00", confiscation="2550.00")
    proposed(j)
    first, second = (party.id for party in j.case.parties)

    j.party(0)
    assert j.stated() == [(str(first), "SJ-008"), (str(first), "SJ-005")]
    answered(j)
    j.party(1)
    assert j.stated() == [(str(second), "SJ-008"), (str(second), "SJ-013")]
    answered(j)
    for position in (0, 1):
        j.party(position)
        stages.decided(j)
        stages.issued(j)

    assert {whose: acts[0] for whose, acts in stands(j).items()} == {
        first: "exec.pay", second: "exec.pay",
    }  # fmt: skip
    assert [
        (one.party_id, one.outcome, one.fine, one.confiscation) for one in rulings.of_case(j.case)
    ] == [
        (first, Outcome.PENALTY, Decimal("6000.00"), Decimal("900.00")),
        (second, Outcome.PENALTY, Decimal("3000.00"), Decimal("1650.00")),
    ]
    assert (j.case.fine, j.case.confiscation) == (Decimal("9000.00"), Decimal("2550.00"))
    ours, theirs = (decision_of(j, party) for party in (first, second))
    for text, said, unsaid in (
        (ours, ("罚款人民币陆仟元整（¥6000.00）", "不予行政处罚"), ("¥3000.00", "明码标价")),
        (
            theirs,
            ("罚款人民币叁仟元整（¥3000.00）", "明码标价", "（¥1650.00）"),
            ("¥6000.00", "灯具"),
        ),
    ):
        assert all(one in text for one in said), text
        assert not any(one in text for one in unsaid), text


def test_an_owner_none_of_whose_violations_is_punished_is_told_of_no_penalty(
    office: Flask,
) -> None:
    class SecondSpared(OwnersWithViolations):
        def rows(self) -> list[dict[str, Any]]:
            """Return the wire as the first owner's and the lamps as the second's."""
            first, second = (str(party.id) for party in self.case.parties)
            wire, *_, lamps = super().rows()
            return [{**wire, "party": first}, {**lamps, "party": second}]

    j = SecondSpared(office, item="SJ-008", fine="6000.00", confiscation="900.00")
    proposed(j)
    first, second = (party.id for party in j.case.parties)
    assert stands(j) == {first: ["notice.prior"], second: ["dec.draft"]}

    j.party(1)
    j.do("dec.draft", suggestion="nopenalty")
    j.do("dec.opinion")
    j.do("dec.approve", outcome="nopenalty")
    j.steps("dec.nopenalty", "dec.sign", "dec.seal")

    spared, open_ = j.case.result_for(second), j.case.result_for(first)
    assert (spared.outcome, open_.decided_at) == (Outcome.NOPENALTY, None)
    assert j.open_tasks().keys() == {"serve.plan"}


def test_no_owner_can_be_decided_on_with_a_violation_of_the_other(office: Flask) -> None:
    j = OwnersWithViolations(office, item="SJ-008", fine="9000.00", confiscation="2550.00")
    proposed(j)
    j.party(0)
    answered(j)
    j.at("2026-04-02T09:00")
    _, theirs, *_ = [dict(row) for _, row in blocks({"violations": j.rows()})]
    own = [row for row in j.rows() if row["party"] == str(j.whose)]

    told = j.told("dec.draft", several=True, violations=[*own, theirs])

    assert told.errors or told.messages


def decision_of(j: OwnersWithViolations, party: int) -> str:
    """Return the decision about a party as text."""
    (paper,) = (
        one
        for one in dossiers.final(j.matter_id)
        if one.address == DECISION
        and dossiers.history(j.matter_id).parties[str(one.instance_id)] == str(party)
    )
    html = documents.preview(DECISION, dossiers.get_document(paper.id).context)
    return re.sub(r"<style.*?</style>|<[^>]+>|\s", "", html, flags=re.S)
