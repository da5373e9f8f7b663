"""What somebody types does not outweigh the record (`processes/TRUTH.md`): values that once passed.

Through the pages, as an officer would try it; each is refused with the article that binds.
"""

from datetime import date

import pytest

from tests.journeys import stages
from tests.journeys.web import WebJourney

pytestmark = pytest.mark.usefixtures("office")


def test_nobody_dates_a_service_before_its_paper_nor_a_decision_before_its_approval(office) -> None:
    j = WebJourney(office)
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j, "2026-03-18")
    j.at("2026-03-19T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal", "notice.prior", "notice.approve")
    j.later(hours=2)
    j.do("serve.plan")
    j.later(minutes=30)

    refused = j.told("serve.deliver", served_at="2026-03-04T10:00")

    (said,), (article,) = refused.messages, refused.articles
    assert "于2026-03-19 09:40定稿" in said
    assert "2026-03-04 10:00" in said
    assert article == "《行政处罚法》第四十四条、第六十一条第一款"
    j.do("serve.deliver")

    j.at("2026-03-30T09:00")
    if "hear.request" in j.open_tasks():
        j.do("hear.request")
    other = j.told("defense.receive", told_on="2026-03-04")
    assert "记录为“2026-03-19”，填写的是“2026-03-04”" in other.errors["told_on"]
    j.do("defense.receive")
    j.at("2026-06-20T09:00")
    late = {"overdue_reason": "当事人住院，经其请求推迟听取意见。"}
    j.do("dec.draft")
    j.do("dec.opinion")
    j.do("dec.approve", **late)

    answer = j.send("dec.penalty", decided_on="2026-06-06", **late)

    assert answer.status_code == 422
    assert "表单中没有「decided_on」这一项" in answer.text
    j.do("dec.penalty", **late)
    j.at("2026-06-22T10:00")
    j.do("dec.sign")
    paper = j.paper_of("penalty/penalty_decision")
    assert (paper.dated, paper.context["date"]) == (date(2026, 6, 22), "2026年6月22日")
