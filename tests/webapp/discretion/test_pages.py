"""The pages of the benchmarks, with the bands worked out for the amounts of a case."""

import re

import pytest

from webapp.discretion import queries

pytestmark = pytest.mark.usefixtures("frozen_clock")


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))


def number_of(code):
    return next(one.id for one in queries.list_benchmarks() if one.code == code)


def test_the_list_shows_benchmarks_and_factors(enter):
    page = text(enter("chenwei").get("/discretion/"))

    assert "未经许可从事食品经营裁量基准" in page
    assert "初次违法且危害后果轻微并及时改正" in page
    assert "《行政处罚法》第三十三条第一款" in page


def test_without_amounts_a_benchmark_asks_for_them(enter):
    number = number_of("岚市监裁-食品012-2025")

    assert "填写上面的金额后算出" in text(enter("chenwei").get(f"/discretion/{number}"))


def test_the_bands_are_worked_out_for_the_amounts(enter):
    number = number_of("岚市监裁-食品012-2025")

    page = text(enter("chenwei").get(f"/discretion/{number}", query_string={"goods_value": "9260"}))

    assert "50,000.00 至 100,000.00 元" in page
    assert "罚款 50000 元以上 65000 元以下" in page
    assert "罚款 65000 元以上（不含） 85000 元以下（不含）" in page


def test_the_bands_follow_the_party(enter):
    number = number_of("岚城管裁-环卫001-2026")

    page = text(enter("chenwei").get(f"/discretion/{number}", query_string={"party": "PERSON"}))

    assert "个人" in page


@pytest.mark.parametrize("amount", ["abc", "-1", "1e99", "NaN", "Infinity"])
def test_an_amount_that_is_none_is_refused_in_words(enter, amount):
    number = number_of("岚市监裁-食品012-2025")

    answer = enter("chenwei").get(f"/discretion/{number}", query_string={"goods_value": amount})

    assert answer.status_code == 422
    assert "货值金额" in answer.get_data(as_text=True)


def test_an_ended_benchmark_shows_what_it_said_on_its_last_day(enter):
    number = number_of("岚市监裁-食品012-2024")

    page = text(enter("chenwei").get(f"/discretion/{number}", query_string={"goods_value": "9260"}))

    assert "已失效" in page
    assert "罚款 50000 元以上 65000 元以下" in page


def test_an_unknown_benchmark_is_not_found(enter):
    assert enter("chenwei").get("/discretion/999999").status_code == 404
