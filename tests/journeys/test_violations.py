"""Three violations in one case, from the lead to the archive, through the pages and the API.

One is fined as a multiple of the value of the goods, one costs the gains alone, one is not
punished. The figures are worked out by hand: 6000 yuan of goods, fined once their value; 900 and
1200 yuan of gains.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

import documents
from tests.journeys import stages
from tests.journeys.violations import PLACE, ThreeViolations
from webapp import wiring
from webapp.cases.facts import earlier_fines
from webapp.cases.models import Outcome
from webapp.database import db
from webapp.matters.models import MatterStatus
from webapp.payments import queries as payments
from webapp.process_records.verification import verify
from webapp.tasks import completing

pytestmark = pytest.mark.usefixtures("office")


def begun(app: Flask) -> ThreeViolations:
    """Return the case with its evidence taken and judged."""
    j = ThreeViolations(app, item="SJ-008", fine="6000.00", confiscation="2100.00")
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    return j


def text_of(j: ThreeViolations, address: str) -> str:
    """Return a paper of the case as text."""
    html = documents.preview(address, j.paper_of(address).context)
    return re.sub(r"<style.*?</style>|<[^>]+>|\s", "", html, flags=re.S)


PAPERS = {
    "penalty/investigation_report": "建议",
    "penalty/matter_approval": "拟",
    "penalty/hearing_notice": "拟",
}
"""The papers before the decision that state the penalty, and how they say what is meant."""


def holds_before_the_decision(j: ThreeViolations) -> None:
    """Hold that each paper states each violation and what they come to."""
    for address, verb in PAPERS.items():
        text = text_of(j, address)
        assert "罚款人民币陆仟元整（¥6000.00）" in text, address
        assert "没收违法所得人民币玖佰元整（¥900.00）" in text, address
        assert "没收违法所得人民币壹仟贰佰元整（¥1200.00）" in text, address
        whole = "2.没收违法所得人民币贰仟壹佰元整（¥2100.00）；3.罚款人民币陆仟元整（¥6000.00）"
        assert whole in text, address
        waived = f"《中华人民共和国行政处罚法》第三十三条第一款的规定，{verb}对"
        assert waived in text, address


def holds_in_the_decision(j: ThreeViolations) -> None:
    """Hold that the decision decides each apart and carries them out together."""
    text = text_of(j, "penalty/penalty_decision")
    for part in (
        "当事人有以下三项违法行为：（一）当事人以不合格电线冒充合格产品的行为",
        "对该项违法行为给予以下处罚：没收违法所得人民币壹仟贰佰元整（¥1200.00）。",
        "分别裁量、合并处罚",
        "1.没收不合格电线20卷；2.没收违法所得人民币贰仟壹佰元整（¥2100.00）；",
        "对第（三）项违法行为不予行政处罚。",
        "以上罚没款合计人民币捌仟壹佰元整（¥8100.00）",
    ):
        assert part in text, part


def holds_in_a_later_case(j: ThreeViolations) -> None:
    """Hold that S-P-27 knows what was fined: the wire, not the prices, which cost gains alone."""
    later = ThreeViolations(j.app)
    later.register()
    todo = later.open_tasks()["case.assign"]
    found = earlier_fines(completing.sit_down(later.who(todo), todo).turn({}))
    assert [(one.number, one.item) for one in found] == [(j.case.reference, "SJ-008")]
    assert (found[0].act_from, found[0].act_to) == (date(2026, 1, 10), date(2026, 3, 2))
    assert found[0].place == PLACE


@pytest.fixture
def noticed(office: Flask) -> ThreeViolations:
    """Return the case whose party was told and waives its rights."""
    j = begun(office)
    j.steps("inv.close", "inv.close_opinion", "rev.case")
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.steps("hear.request", "defense.receive")
    j.at("2026-04-02T09:00")
    return j


def test_three_violations_go_from_the_lead_to_the_dossier(noticed: ThreeViolations, tmp_path):
    j = noticed
    holds_before_the_decision(j)
    j.steps("dec.draft", "dec.opinion", "dec.approve")
    stages.issued(j)
    holds_in_the_decision(j)
    stages.published_and_paid(j)
    stages.archived(j)

    assert j.case.status is MatterStatus.ARCHIVED
    assert not j.open_tasks()
    assert j.case.outcome is Outcome.PENALTY
    assert (j.case.fine, j.case.confiscation) == (Decimal("6000.00"), Decimal("2100.00"))
    assert payments.balance(j.matter_id).is_settled

    rows = j.stated()
    for act in ("proposal.draft", "notice.prior", "dec.draft", "dec.penalty"):
        said = j.said(act)
        assert said["violations"] == rows, act
        assert (said["fine"], said["confiscation"]) == ("6000.00", "2100.00"), act
        assert said["kinds"] == ["0201", "0202", "0203"]

    closing = j.paper_of("shared/closing_approval").context
    assert closing["f"]["outcome_text"] == (
        "没收不合格电线20卷；没收违法所得人民币贰仟壹佰元整（¥2100.00）；"
        "罚款人民币陆仟元整（¥6000.00）"
    )
    assert verify(wiring.CHECKS, tmp_path, db.session()).is_clean
    holds_in_a_later_case(j)


def test_a_page_refuses_what_one_violation_does_not_bear(office: Flask):
    j = begun(office)
    wired, priced, spared = j.rows()

    high = j.told("inv.close", violations=[{**wired, "fine": "18001.00"}, priced, spared])
    wrong = j.told("inv.close", violations=[wired, {**priced, "kinds": ["0101", "0202"]}, spared])
    open_ = j.told("inv.close", violations=[wired, priced, {**spared, "result": ""}])
    unpaid = j.told("inv.close", money="no")

    assert high.messages[0].startswith("第1项违法行为：罚款高于法定幅度（3000.00元至18000.00元）")
    assert wrong.messages == ("第2项违法行为：所选处罚种类不在该事项的法定处罚种类之内，请更换",)
    assert open_.errors["violations.2.result"] == "请选择处理"
    assert unpaid.errors["money"] == "有罚款或者没收违法所得的，请选“有”"


def test_a_page_refuses_to_lose_a_violation_or_to_move_a_fine(noticed: ThreeViolations):
    j = noticed
    wired, priced, spared = j.stated()

    lost = j.told("dec.draft", violations=[wired, priced])
    moved = j.told(
        "dec.draft",
        violations=[
            {**wired, "fine": "5000.00"},
            {**priced, "kinds": ["0201", "0202"], "fine": "1000.00", "grade": "LIGHTER"},
            spared,
        ],
    )

    assert [one for one in lost.messages if "第3项违法行为没有写入" in one]
    assert [one for one in moved.messages if one.startswith("第2项违法行为：罚款数额重于")]
