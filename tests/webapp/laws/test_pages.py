"""The pages of the library of laws: what holds, what no longer does, and what a search finds."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("frozen_clock")


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))


def test_the_list_says_which_version_holds(enter):
    page = text(enter("chenwei").get("/laws/"))

    assert "中华人民共和国行政处罚法" in page
    assert "食安法" in page
    for state in ("现行有效", "已修改", "已废止", "尚未生效"):
        assert state in page


def test_a_law_shows_its_text_and_contents(enter):
    answer = enter("chenwei").get("/laws/LAW-0017")

    page = text(answer)
    assert "调查终结，行政机关负责人应当对调查结果进行审查" in page
    assert "第五章 行政处罚的决定" in page
    assert "全文" in page
    assert 'id="a57.p1.i1"' in answer.get_data(as_text=True)


def test_without_a_version_the_one_in_force_is_shown(enter):
    browser = enter("chenwei")

    assert "婴幼儿配方液态乳" in text(browser.get("/laws/LAW-0001"))
    old = text(browser.get("/laws/LAW-0001/2021"))
    assert "婴幼儿配方液态乳" not in old
    assert "起失效" in old


def test_a_search_shows_the_clause(enter):
    page = text(enter("chenwei").get("/laws/", query_string={"q": "食安法 122"}))

    assert "《食品安全法》第一百二十二条" in page
    assert "未取得食品生产经营许可从事食品生产经营活动" in page


def test_a_clause_field_gets_its_answers_as_data(enter):
    browser = enter("chenwei")

    now = browser.get("/laws/provisions", query_string={"q": "食安法 122"}).get_json()
    then = browser.get(
        "/laws/provisions", query_string={"q": "食安法 122", "on": "2025-06-01"}
    ).get_json()
    odd = browser.get("/laws/provisions", query_string={"q": "食安法 122", "on": "昨天"}).get_json()

    assert now[0]["key"] == "LAW-0001@2025#a122"
    assert now[0]["citation"] == "《食品安全法》第一百二十二条"
    assert now[0]["text"].startswith("违反本法规定，未取得食品生产经营许可")
    assert then[0]["key"] == "LAW-0001@2021#a122"
    assert odd == now


@pytest.mark.parametrize("path", ["/laws/LAW-0000", "/laws/LAW-0017/1996", "/laws/x/y"])
def test_an_unknown_law_is_not_found(enter, path):
    assert enter("chenwei").get(path).status_code == 404


def test_the_library_is_closed_to_strangers_and_to_those_without_the_right(city, enter):
    assert enter("yunfan").get("/laws/").status_code == 403
    assert enter("yunfan").get("/items/").status_code == 403
    assert enter("yunfan").get("/discretion/").status_code == 403
    assert city.test_client().get("/laws/").status_code == 302
