"""The officer's way has no dead end (`processes/TRUTH.md`), through the pages."""

import re

import pytest

from tests.journeys import stages
from tests.journeys.web import WebJourney
from tests.webapp.tasks.test_task_page import page_of, text

pytestmark = pytest.mark.usefixtures("office")


def test_an_investigation_tells_what_it_wants_and_begins_it(office):
    journey = WebJourney(office)
    stages.opened(journey)
    journey.at("2026-03-06T09:00")
    browser = journey.browser("officer_lead")
    page = page_of(browser, journey.todo("inv.collect"))
    assert "还没有取得证据" in page
    start = re.search(r'action="([^"]*/start/interview)"', page)[1]
    begun = browser.send(start, {"_key": "once"})
    assert begun.location == f"/tasks/{journey.todo('inv.id_show').id}"
    journey.do("inv.id_show")
    journey.later(hours=1)
    assert "办理中：" in page_of(browser, journey.todo("inv.collect"))
    journey.sign_all = lambda: None

    answer = journey.do("inv.interview")

    onward = browser.get(answer.location)
    assert onward.location == f"/tasks/{journey.todo('inv.collect').id}"
    page = text(browser.get(onward.location))
    assert "已取得证据 1 项" in page
    assert "询问笔录尚待李敏签名" in page
    assert "还没有取得证据" not in page
