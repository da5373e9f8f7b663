"""Three violations in one case, none of them punished: each has its ground (均不予处罚)."""

import re
from typing import Any

import pytest
from flask import Flask

import documents
from tests.journeys import stages
from tests.journeys.violations import ThreeViolations
from webapp.cases.models import Outcome
from webapp.matters.models import MatterStatus

pytestmark = pytest.mark.usefixtures("office")

PENALTY = ("basis", "illegal_gains", "grade", "kinds", "goods_value", "fine", "confiscation",
           "goods", "discretion_reason")  # fmt: skip
DECISION = "penalty/no_penalty_decision"


class AllSpared(ThreeViolations):
    """The same three acts, each spared for a reason of its own."""

    def rows(self) -> list[dict[str, Any]]:
        """Return the violations as the report states them."""
        wire, prices, lamps = (
            {name: one for name, one in row.items() if name not in PENALTY}
            for row in super().rows()
        )
        return [
            {
                **wire, "result": "nopenalty", "ground": "no_fault",
                "waiver_reason": "当事人索取了检验报告，有证据足以证明没有主观过错。",
            },
            {
                **prices, "result": "nopenalty", "ground": "first_violation",
                "first_search": "2026年3月18日查询行政处罚信息系统，没有记录。",
                "correction_proof": "当场补齐标价签并退还多收价款。",
                "waiver_reason": "系初次违法，危害后果轻微并及时改正。",
            },
            lamps,
        ]  # fmt: skip


@pytest.fixture
def undecided(office: Flask) -> AllSpared:
    """Return the case up to its decision."""
    j = AllSpared(office, item="SJ-008")
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    j.do("inv.close", suggestion="nopenalty", money="no", hearing_scope="no")
    j.steps("inv.close_opinion", "rev.case")
    j.at("2026-03-24T09:00")
    j.do("proposal.draft", suggestion="nopenalty")
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.at("2026-03-26T09:00")
    j.do("dec.draft", suggestion="nopenalty")
    j.do("dec.opinion")
    j.do("dec.approve", outcome="nopenalty")
    return j


def test_each_violation_is_spared_by_its_own_ground(undecided: AllSpared) -> None:
    j = undecided
    wire, prices, lamps = j.rows()
    lost = j.told("dec.nopenalty", violations=[wire, prices])
    unproved = j.told("dec.nopenalty", violations=[wire, {**prices, "first_search": ""}, lamps])
    stages.spared(j)

    assert [one for one in lost.messages if "第3项违法行为没有写入" in one]
    assert "violations.1.first_search" in unproved.errors
    assert (j.case.status, j.case.outcome) == (MatterStatus.ARCHIVED, Outcome.NOPENALTY)
    html = documents.preview(DECISION, j.paper_of(DECISION).context)
    text = re.sub(r"<style.*?</style>|<[^>]+>|\s", "", html, flags=re.S)
    for ground in (
        "没有主观过错。依据《中华人民共和国行政处罚法》第三十三条第二款的规定，对该项违法行为不予行政处罚",
        "及时改正。依据《中华人民共和国行政处罚法》第三十三条第一款的规定，对该项违法行为不予行政处罚",
        "决定对当事人的上述行为均不予行政处罚",
    ):
        assert ground in text, text
