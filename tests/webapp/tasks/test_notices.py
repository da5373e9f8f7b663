"""The bell: what was sent back, is late, wants a signature; how many it counts, on which page."""

import re
from datetime import timedelta

import pytest

from tests.harness import NOW
from webapp.database import db, transaction
from webapp.tasks import operations


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def bell(answer):
    """Return the number that the bell of a page shows, and where it leads."""
    page = answer.get_data(as_text=True)
    found = re.search(r'class="z-bell" href="([^"]*)" aria-label="提醒 (\d+) 条"', page)
    return (int(found[2]), found[1]) if found else None


def test_nothing_to_be_reminded_of_says_so(worked):
    browser = worked.enter("sunwang")

    assert bell(browser.get("/todo")) == (0, "/notices")
    assert "没有需要提醒的事项" in text(browser.get("/notices"))


def test_an_overdue_task_rings_until_it_is_done(worked):
    before, _ = bell(worked.enter("chenwei").get("/todo"))
    worked.todo("undecided", "proposal.draft").due = NOW - timedelta(days=2)
    db.session.commit()

    browser = worked.enter("chenwei")

    assert bell(browser.get("/todo"))[0] == before + 1
    page = text(browser.get("/notices"))
    assert "超期和将到期的任务" in page
    assert "超期 2 天" in page


def test_a_task_sent_back_comes_with_the_opinion(worked):
    j = worked.journey("undecided")
    j.do("proposal.draft")
    todo = j.open_tasks()["proposal.opinion"]
    with transaction():
        operations.send_back(j.who(todo), todo.id, "draft", "请补充裁量理由。")

    page = text(worked.enter("chenwei").get("/notices"))

    assert "被退回的任务" in page
    assert "王建：请补充裁量理由。" in page
    assert "被退回的任务" not in text(worked.enter("wangjian").get("/notices"))


@pytest.mark.parametrize(
    ("login", "address"), [("suwanqing", "/supervision/?pressing=overdue"), ("gunanqiao", None)]
)
def test_who_handles_no_cases_hears_of_what_is_his(worked, login, address):
    found = bell(worked.enter(login).get("/account"))

    assert found is None if address is None else found[1] == address
