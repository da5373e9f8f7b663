"""Service counts from the log of whoever carries the paper (`processes/TRUTH.md`).

Through the pages, as an officer would try it; each is refused with the article that binds, or the
way on is taken.
"""

from datetime import datetime, timedelta

import pytest

from engine import clock
from tests.journeys import stages
from tests.journeys.web import WebJourney
from webapp.database import db
from webapp.service import carriers
from webapp.service import queries as service
from webapp.service.models import AttemptState, Carriage

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ordered(office) -> WebJourney:
    """Return a case with an order to hand over material that waits to be served."""
    j = WebJourney(office)
    stages.opened(j)
    j.start("service_consent")
    j.do("serve.consent")
    j.start("material_order")
    j.steps("inv.demand", "doc.approve")
    return j


def number(j: WebJourney) -> str:
    return service.of_matter(j.matter_id)[-1].number


def tell(j: WebJourney, state: Carriage, at: str, words: str = "") -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=clock.ZONE)
    carriers.local(number(j)).tell(number(j), state, moment, j.now, words)
    db.session.commit()


def test_only_the_log_dates_what_is_sent_and_a_plan_may_be_changed(ordered) -> None:
    j = ordered
    j.do("serve.plan", method="electronic")
    tell(j, Carriage.BOUNCED, f"{j.now:%Y-%m-%dT%H:%M}", "邮箱已停用")
    j.later(minutes=40)
    page = j.page_of(j.todo("serve.electronic"), j.office["officer_lead"])
    assert (page["served"], page["refusal_reason"]) == ("no", "邮箱已停用")

    lied = j.told("serve.electronic", served="yes", arrived_at=f"{j.now:%Y-%m-%dT%H:%M}")
    assert "《民事诉讼法》第九十条" in lied.articles[0]
    assert number(j) in lied.messages[0]
    j.do("serve.electronic", served="no", arrived_at=...)

    j.do("serve.plan", method="mail", reason="改为邮寄")
    tell(j, Carriage.DELIVERED, f"{j.now + timedelta(days=9):%Y-%m-%dT%H:%M}", "派送延误")
    j.later(days=3)
    waiting = j.told("serve.mail", received_on=f"{j.now:%Y-%m-%d}")
    assert "没有到达，目前为交付投递" in waiting.messages[0]
    assert "《民事诉讼法》第九十一条" in waiting.articles[0]

    lead = j.browser("officer_lead")
    task = j.todo("serve.mail").id
    given = {"target": "plan", "opinion": "受送达人来电称已搬离，改为上门送达。"}
    token = lead.csrf_token()
    answer = lead.post(f"/tasks/{task}/return", data={**given, "csrf_token": token})
    assert answer.status_code == 302
    j.do("serve.plan", method="deliver")
    j.do("serve.deliver")

    states = [one.state for one in service.of_matter(j.matter_id)]
    assert states == [AttemptState.FAILED, AttemptState.CHANGED, AttemptState.SERVED]
    listed = lead.get("/service").get_data(as_text=True)
    assert "已改用其他方式" in listed
    assert "邮箱已停用" in listed


def test_an_announcement_waits_for_an_attempt_on_file(ordered) -> None:
    j = ordered
    j.do("serve.plan", method="announce", reason="受送达人下落不明")
    refused = j.told("serve.announce", reason="unknown")
    assert "案卷中没有送达未成功的记录" in refused.messages[0]
    assert "《民事诉讼法》第九十五条" in refused.articles[0]
