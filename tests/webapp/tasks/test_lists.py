"""我的待办 and 已办: whose they are, how they are found, who takes them."""

import re
from datetime import timedelta

import pytest

from engine.deadlines import State
from tests.harness import NOW
from webapp.database import db, transaction
from webapp.instances.models import TodoRecord
from webapp.matters import clocks


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_both_handlers_see_the_task_and_nobody_else(worked):
    number = worked.case("undecided").number

    assert number in text(worked.enter("chenwei").get("/todo"))
    assert number in text(worked.enter("limin").get("/todo"))
    for login in ("zhouhang", "wutong", "tangtang", "qianshuning", "cg-chengye"):
        assert number not in text(worked.enter(login).get("/todo")), login


def test_a_line_names_party_cause_document_and_deadline(worked):
    page = text(worked.enter("chenwei").get("/todo"))

    assert "岚江市禾记食品有限公司" in page
    assert "拟处意见呈报" in page
    assert "行政处罚案件有关事项审批表" in page
    assert re.search(r"剩 \d+ 天", page)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "禾记"}, True),
        ({"q": "拟处意见"}, True),
        ({"q": "%"}, False),
        ({"q": "无此当事人"}, False),
        ({"stage": "审核"}, True),
        ({"stage": "送达"}, False),
        ({"group": "main"}, True),
        ({"group": "evidence"}, False),
        ({"pressing": "overdue"}, False),
        ({"sort": "NEWEST"}, True),
        ({"sort": "nonsense", "group": "nonsense"}, True),
    ],
)
def test_search_and_filters(worked, query, is_found):
    page = worked.enter("chenwei").get("/todo", query_string=query)

    assert ("拟处意见呈报" in text(page)) is is_found


def test_an_overdue_task_is_said_in_words_and_found_by_the_filter(worked):
    worked.todo("undecided", "proposal.draft").due = NOW - timedelta(days=2)
    db.session.commit()

    page = text(worked.enter("chenwei").get("/todo?pressing=overdue"))

    assert "超期 2 天" in page


def test_whoever_claims_a_task_has_it_alone(worked):
    todo = worked.todo("undecided", "proposal.draft")
    chenwei, limin = worked.enter("chenwei"), worked.enter("limin")

    answer = chenwei.send(f"/tasks/{todo.id}/claim")

    assert answer.status_code == 302
    number = worked.case("undecided").number
    assert "已认领" in text(chenwei.get("/todo"))
    assert number not in text(limin.get("/todo"))
    assert limin.send(f"/tasks/{todo.id}/claim").status_code == 403
    chenwei.send(f"/tasks/{todo.id}/release")
    assert number in text(limin.get("/todo"))


def test_an_empty_list_says_what_to_do_next(worked):
    page = worked.enter("hejing").get("/todo")

    assert "没有待办任务" in text(page)
    assert 'href="/leads/new"' in page.get_data(as_text=True)


def test_what_was_done_is_listed_and_may_be_taken_back_until_it_was_opened(worked):
    j = worked.journey("undecided")
    j.start("onsite")
    todo = worked.todo("undecided", "inv.id_show")
    j.do("inv.id_show")
    chenwei = worked.enter("chenwei")

    page = chenwei.get("/done")
    assert f"/tasks/{todo.id}/withdraw" in page.get_data(as_text=True)
    assert worked.enter("limin").send(f"/tasks/{todo.id}/withdraw").status_code == 404

    answer = chenwei.send(f"/tasks/{todo.id}/withdraw")
    assert answer.status_code == 302
    assert worked.todo("undecided", "inv.id_show").id


def test_once_somebody_has_opened_what_followed_nothing_is_taken_back(worked):
    j = worked.journey("undecided")
    j.start("onsite")
    todo = worked.todo("undecided", "inv.id_show")
    j.do("inv.id_show")
    worked.enter("limin").get(f"/tasks/{worked.todo('undecided', 'inv.onsite').id}")

    answer = worked.enter("chenwei").send(f"/tasks/{todo.id}/withdraw")

    assert answer.status_code == 409
    assert db.session.get(TodoRecord, todo.id).done_by is not None


def test_reminders_name_what_ends_soon(worked):
    page = text(worked.enter("chenwei").get("/todo"))

    assert "期限提醒" in page
    assert "待签名文书" in page


def test_a_limit_whose_holidays_are_not_announced_stays_in_every_list(worked):
    """The last day of ninety may lie in a year of which only weekends are known."""
    case = worked.case("undecided")
    with transaction():
        for line in clocks.of_matter(case.id):
            if line.met_on is None and line.rule == "DL-02":
                line.due, line.state = None, State.UNKNOWN
                line.earliest = (NOW + timedelta(days=2)).date()

    told = f"不早于 {(NOW + timedelta(days=2)):%m-%d}"
    assert told in text(worked.enter("chenwei").get("/cases"))
    assert "至少剩 2 天" in text(worked.enter("suwanqing").get("/supervision/"))
    reminded = text(worked.enter("chenwei").get("/todo")).split("期限提醒")[1]
    assert "至少剩 2 天" in reminded
