"""The pages of the parameters: everybody reads, the keeper of the registers sets."""

import re

import pytest

from tests.factories import make_body, make_officer
from tests.harness import Browser
from webapp.parameters import queries

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def bureau(app):
    return make_body("岚江市市场监督管理局")


@pytest.fixture
def keeper(app, bureau):
    return Browser(app).enter(make_officer(bureau, "registry_admin").account)


def text(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def send(keeper, body, key="defense_days", **values):
    data = {"for": f"BODY:{body.id}", "valid_from": "2026-05-18", "reason": "从严", **values}
    return keeper.send(f"/parameters/{key}", data)


def test_the_list_shows_every_group_with_the_values_of_the_body(keeper, bureau):
    page = text(keeper.get("/parameters/", query_string={"for": f"BODY:{bureau.id}"}))

    for group in ("立案与办案期限", "听证", "送达与公示", "履行、救济与结案"):
        assert group in page
    assert "5,000 元" in page
    assert "《广东省行政处罚听证程序实施办法》第七条" in page


def test_the_country_has_no_rule_of_a_field(keeper):
    page = text(keeper.get("/parameters/"))

    assert "市场监督管理行政处罚程序规定" not in page
    assert "60 日" in page


def test_a_tighter_value_is_set_and_shown_in_the_history(keeper, bureau):
    answer = send(keeper, bureau, value="7", basis="《岚江市办案规程》第三条")
    assert answer.status_code == 302

    page = text(keeper.get(answer.location))

    assert "已设置“陈述申辩期限”" in page
    assert "7 个工作日" in page
    assert "《岚江市办案规程》第三条" in page
    assert "从严" in page


def test_a_looser_value_comes_back_with_the_reason_and_what_was_typed(keeper, bureau):
    answer = send(keeper, bureau, value="3", reason="加快办理")

    assert "只能从严，不能放宽" in text(answer, 422)
    assert 'value="加快办理"' in answer.get_data(as_text=True)
    assert not queries.history("defense_days")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("hearing_person", "3,000", "3,000 元"),
        ("hearing_kinds", ["0301", "0302", "0303", "0402", "0403", "0404"], "暂扣许可证件"),
        ("seal_on_approval", "no", "否"),
        ("panel_amount", "200000", "200,000 元"),
    ],
)
def test_each_kind_of_value_can_be_typed(keeper, bureau, key, value, shown):
    answer = send(keeper, bureau, key, value=value)

    assert answer.status_code == 302
    assert shown in text(keeper.get(answer.location))


@pytest.mark.parametrize(
    ("values", "said"),
    [({"value": "七"}, "应为整数"), ({"value": "7", "valid_from": "明天"}, "日期无法识别")],
)
def test_what_cannot_be_read_is_refused(keeper, bureau, values, said):
    assert said in text(send(keeper, bureau, **values), 422)


def test_a_value_is_taken_back(keeper, bureau):
    send(keeper, bureau, value="9")
    answer = send(keeper, bureau, value="", act="withdraw")

    assert answer.status_code == 302
    assert [one.value for one in queries.history("defense_days")] == [None, 9]


def test_an_officer_reads_but_finds_no_form(app, bureau):
    officer = Browser(app).enter(make_officer(bureau, "officer_lead").account)
    address = f"/parameters/defense_days?for=BODY:{bureau.id}"

    assert 'name="reason"' not in officer.get(address).get_data(as_text=True)


def test_what_the_law_fixes_has_no_form(keeper, bureau):
    page = keeper.get(f"/parameters/payment_days?for=BODY:{bureau.id}").get_data(as_text=True)

    assert "不能改动" in page
    assert 'name="reason"' not in page


def test_the_page_of_a_body_leads_to_its_values(keeper, bureau):
    page = keeper.get(f"/bodies/{bureau.id}").get_data(as_text=True)

    assert f"/parameters/?for=BODY:{bureau.id}" in page.replace("%3A", ":")


def test_an_unknown_parameter_is_not_found(keeper):
    assert keeper.get("/parameters/nothing").status_code == 404
