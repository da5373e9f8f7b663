"""The pages of the library of items."""

import re

import pytest

from engine import clock

pytestmark = pytest.mark.usefixtures("frozen_clock")


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))


def test_the_list_shows_items_with_their_clauses_and_warns_of_none_today(enter):
    page = text(enter("chenwei").get("/items/", query_string={"field": "城市管理"}))

    assert "擅自占用城市道路" in page
    assert "《城市道路管理条例》第四十二条" in page
    assert "未经许可从事食品经营" not in page
    assert "依据已失效，不能据以立案" not in page


def test_an_item_shows_what_may_be_imposed_and_who_exercises_it(enter):
    page = text(enter("chenwei").get("/items/SJ-001"))

    assert "货值金额不足 10000 元的，处 50000 元以上 100000 元以下罚款" in page
    assert "《食品安全法》第三十五条第一款" in page
    assert "岚江市市场监督管理局" in page
    assert "法定职权" in page


def test_a_repealed_basis_is_announced(enter):
    browser = enter("chenwei")
    clock.set_source(lambda: clock.datetime(2026, 9, 1, 9, tzinfo=clock.ZONE))

    item, index = text(browser.get("/items/CG-007")), text(browser.get("/items/"))

    assert "处罚依据已失效，不能据以立案或者作出决定" in item
    assert "没有有效的罚则" in item
    assert "有 1 个在用事项的处罚依据已失效" in index


def test_a_canceled_item_says_why(enter):
    assert "自2021年1月1日起废止" in text(enter("chenwei").get("/items/SJ-021"))


def test_an_unknown_item_is_not_found(enter):
    assert enter("chenwei").get("/items/SJ-999").status_code == 404


def test_a_list_without_hits_says_so(enter):
    page = text(enter("chenwei").get("/items/", query_string={"q": "没有这个", "status": "ACTIVE"}))

    assert "没有符合条件的事项" in page


def test_the_list_shows_what_rests_on_a_law_that_links_to_it(enter):
    browser = enter("chenwei")
    law = browser.get("/laws/LAW-0014").get_data(as_text=True)
    link = re.search(r'"(/items/\?basis=LAW-0014[^"]*)"', law).group(1)

    page = text(browser.get(link))

    assert set(re.findall(r"\b[A-Z]{2}-\d{3}\b", page)) == {"NY-007", "NY-008", "NY-009", "NY-010"}
    assert "依据 LAW-0014" in page
    rest = text(browser.get("/discretion/", query_string={"basis": "LAW-0030@2020#a111"}))
    assert "岚城管裁-环卫001-2022" in rest
    assert "SJ-001" not in rest


def test_an_item_says_whether_the_body_of_the_visitor_may_use_it(enter):
    browser = enter("chenwei")

    assert "本机关不能据以立案" not in text(browser.get("/items/SJ-001"))
    assert "本机关不能据以立案：本机关当日没有行使" in text(browser.get("/items/CG-001"))


def test_a_point_is_led_by_its_paragraph_and_an_old_text_names_the_new_one(enter):
    page = text(enter("chenwei").get("/items/SJ-002"))

    assert "违反本法规定，有下列情形之一" in page
    assert "（五）生产经营标注虚假生产日期" in page
    now = page.partition("其他时期的依据")
    assert "文本的同一条" not in now[0]
    assert "2025 年文本的同一条" in now[2]
