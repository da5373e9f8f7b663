"""Which step is late, and by how many days: in the list, in the trajectory and on the drawing."""

import json
import re
from datetime import timedelta

import pytest

from engine import clock
from tests.webapp.supervision.test_article_37 import text
from webapp.database import db
from webapp.instances import queries as instances


@pytest.fixture
def step(worked):
    """Return the open step of the undecided case."""
    return worked.todo("undecided", "proposal.draft")


def drawn(worked, step):
    page = worked.enter("suwanqing").get(f"/supervision/instances/{step.instance_id}")
    track = re.search(r'<script type="application/json" id="track">(.*?)</script>', page.text, re.S)
    return text(page), [one for one in json.loads(track[1])["open"] if one["node"] == step.node]


def test_a_step_late_by_its_own_term_is_named(worked, step):
    step.due = clock.now() - timedelta(days=3)
    db.session.flush()

    assert "拟处意见呈报 超期 3 天" in text(worked.enter("suwanqing").get("/supervision/"))
    page, (mark,) = drawn(worked, step)
    assert re.search(r"拟处意见呈报 \S+待办 超期 3 天", page)
    assert mark["late"]
    assert mark["words"].endswith("超期 3 天")


def test_where_the_term_of_the_matter_is_over_the_open_step_holds_it_up(worked, step):
    step.due = None
    instances.get_instance(step.instance_id).due = clock.now() - timedelta(days=8)
    db.session.flush()

    assert "拟处意见呈报 本案超期 8 天" in text(worked.enter("suwanqing").get("/supervision/"))
    _, (mark,) = drawn(worked, step)
    assert mark["words"].endswith("本案超期 8 天")


def test_nothing_is_late_in_time(worked, step):
    _, (mark,) = drawn(worked, step)

    assert not mark["late"]
    assert "超期" not in mark["words"]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("since=2026-05-01&until=2026-01-01", "截止日早于起始日"),
        ("since=2031-01-01", "起始日在今天之后"),
    ],
)
def test_a_period_that_cannot_be_is_named(worked, period, words):
    browser = worked.enter("suwanqing")

    assert words in text(browser.get(f"/supervision/?{period}"))
    assert words not in text(browser.get("/supervision/?since=2026-01-01&until=2026-05-01"))
