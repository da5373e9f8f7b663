"""What officers cannot mean is refused at the real doors, page and API, by the name of the field.

Every row is sent both ways: the answer is 422, the message names what is wrong, what was typed is
still on the page, and nothing has changed in the database.
"""

from html import unescape

import pytest

from engine import clock
from tests.harness import Browser
from tests.journeys.untouched import picture
from tests.webapp.tasks.test_task_page import flat, text
from webapp.accounts import tokens
from webapp.database import transaction

PERSON = {
    "kind": "person",
    "name": "沈砚秋",
    "id_kind": "居民身份证",
    "id_number": "445902197906182948",
    "gender": "女",
    "address": "岚江市城东区榕荫路88号",
    "phone": "0799-5550218",
}
LEADS = {
    "credit code with a wrong check digit": (
        {"party": {"credit_code": "92445902MA5A1B2C14"}}, "party.credit_code", "校验",
    ),
    "credit code too short": (
        {"party": {"credit_code": "92445902"}}, "party.credit_code", "18 位",
    ),
    "identity number with a wrong check digit": (
        {"party": {**PERSON, "id_number": "445902197906182949"}}, "party.id_number", "校验",
    ),
    "identity number with an impossible birthday": (
        {"party": {**PERSON, "id_number": "445902197913182948"}}, "party.id_number", "日期",
    ),
    "received in the future": ({"received_at": "2026-05-19T09:00"}, "received_at", "不得晚于现在"),
    "found in the future": ({"found_on": "2026-05-20"}, "found_on", "不得晚于"),
    "no such day": ({"found_on": "2026-02-30"}, "found_on", "有效"),
    "over-long text": ({"content": "举" * 10_001}, "content", "不得超过"),
    "unknown choice": ({"source": "rumour"}, "source", "没有这个选项"),
    "nothing at all": ({"content": ""}, "content", "请填写"),
}  # fmt: skip
TASKS = {
    "more than two decimals": ({"fine": "8000.005"}, "fine", "两位小数"),
    "negative": ({"fine": "-8000.00"}, "fine", ""),
    "no number": ({"confiscation": "一千"}, "confiscation", ""),
    "unknown clause": ({"basis": ["cn/unknown/1"]}, "basis", ""),
    "the same kind twice": ({"kinds": ["0201", "0201"]}, "kinds", "重复"),
    "unknown kind": ({"kinds": ["9999"]}, "kinds", "没有这个选项"),
    "over-long text": ({"content": "处" * 5000}, "content", "不得超过"),
}


def merged(values, changes):
    """Return values with some changed, blocks field by field."""
    found = dict(values)
    for name, value in changes.items():
        is_part = isinstance(value, dict) and "kind" not in value
        found[name] = {**values[name], **value} if is_part else value
    return found


def api(worked, login):
    """Return a browser of a program, and the headers it sends."""
    with transaction():
        _, secret = tokens.issue_token(worked.account(login), "测试", clock.real())
    return Browser(worked.app), {"Authorization": f"Bearer {secret}"}


def check_page(answer, message, typed):
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in text(answer)
    assert str(typed)[:60] in unescape(page)


def check_api(answer, field, message):
    assert answer.status_code == 422
    found = {one["path"]: one["message"] for one in answer.json["errors"]}
    assert field in found or field in {name.split(".")[0] for name in found}
    assert message in " ".join(found.values())


@pytest.mark.parametrize("name", sorted(LEADS))
def test_a_wrong_lead_is_refused_by_its_field_at_both_doors(worked, name):
    changes, field, message = LEADS[name]
    values = merged(worked.journey("lead").values("penalty/lead", {}), changes)
    typed = values["content"] or values["place"]
    browser, (program, headers) = worked.enter("hejing"), api(worked, "hejing")
    sent = {**flat(values).to_dict(), "csrf_token": browser.csrf_token()}
    before = picture()

    page = browser.post("/leads/new", data=sent)
    answer = program.post("/api/v1/cases", json={"data": values}, headers=headers)

    check_page(page, message, typed)
    check_api(answer, field, message)
    assert quiet(picture()) == quiet(before)


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_wrong_value_of_a_task_is_refused_by_its_field_at_both_doors(worked, name):
    changes, field, message = TASKS[name]
    todo = worked.todo("undecided", "proposal.draft")
    values = merged(worked.journey("undecided").submission(todo), changes)
    browser, (program, headers) = worked.enter("chenwei"), api(worked, "chenwei")
    sent = flat(values)
    sent["csrf_token"] = browser.csrf_token()
    before = picture()

    page = browser.post(f"/tasks/{todo.id}", data=sent)
    answer = program.post(
        f"/api/v1/todos/{todo.id}/complete", json={"data": values}, headers=headers
    )

    check_page(page, message, values["discretion_reason"])
    check_api(answer, field, message)
    assert quiet(picture()) == quiet(before)


def quiet(tables):
    """Leave out what every request touches: when a session or a token was seen last."""
    return {name: one for name, one in tables.items() if name not in ("api_token", "session")}


def test_a_term_that_ends_before_the_order_is_given_is_refused(worked):
    j = worked.journey("undecided", "2026-05-18T15:00")
    j.start("correction")
    todo = j.open_tasks()["order.correct"]
    values = j.submission(todo, at_once=False, due_on="2026-05-01")
    program, headers = api(worked, "chenwei")

    answer = program.post(
        f"/api/v1/todos/{todo.id}/complete", json={"data": values}, headers=headers
    )

    check_api(answer, "due_on", "不得早于")
