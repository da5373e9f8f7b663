"""The register: every value explained; layers bring their rule, what stands below only tightens."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from engine.deadlines import Unit
from processes.layers import Layer, ParameterRefused, Setting, judge, settle
from processes.parameters import May, Parameters, register
from tests.processes.packs import DAY, ELSEWHERE, GUANGDONG, MARKET, settled


def body(key, value, **more):
    return Setting(Layer.BODY, key, value, **more)


def test_the_register_explains_every_value_that_the_law_uses():
    values = {each.name for each in fields(Parameters)} - {"sources"}

    assert set(register()) == values
    for parameter in register().values():
        assert parameter.title
        assert not parameter.silent or parameter.key == "pause_ends_count" or (
            parameter.default is None or parameter.basis
        )  # fmt: skip
        assert parameter.say(parameter.default)


# Test values of the field packs: days and units as the rules have them.
@pytest.mark.parametrize(
    ("field", "filing", "unit", "defense", "review", "longest", "lapses", "announced", "urgent"),
    [
        ("general", 15, Unit.WORKDAY, 5, 10, 90, False, 30, None),
        ("market", 15, Unit.WORKDAY, 5, 10, 120, True, 30, 24),
        ("urban", 15, Unit.WORKDAY, 5, 10, 90, False, 30, None),
        ("agri", 7, Unit.WORKDAY, 3, 5, 120, False, 60, 24),
        ("transport", 15, Unit.WORKDAY, 5, 10, 120, True, 60, None),
        ("housing", 15, Unit.WORKDAY, 5, 10, 180, True, 30, None),
        ("environment", 15, Unit.DAY, 5, 10, 150, True, 30, 24),
        ("emergency", 5, Unit.WORKDAY, 5, 10, 180, False, 30, 24),
    ],
)
def test_each_field_brings_the_days_of_its_rule(
    field, filing, unit, defense, review, longest, lapses, announced, urgent
):
    found = settled(field)

    assert (found.verification_days, found.verification_unit) == (filing, unit)
    assert (found.defense_days, found.review_days) == (defense, review)
    fixed = found.decision_days + found.extension_days + (found.further_extension_max or 0)
    assert fixed == longest
    assert (found.preservation_lapses, found.announcement_days) == (lapses, announced)
    assert found.preservation_backfile_hours == urgent


@pytest.mark.parametrize(
    ("field", "order"),
    [("market", "before"), ("agri", "open"), ("transport", "after"), ("housing", "after"),
     ("environment", "before")],
)  # fmt: skip
def test_the_order_of_review_and_notice_is_that_of_the_field(field, order):
    assert settled(field).review_order == order


# 粤听7: 5,000 / 100,000, and where the rule of the field has less, that.
@pytest.mark.parametrize(
    ("field", "there", "elsewhere"),
    [
        ("general", (5000, 100_000), (10_000, 100_000)),
        ("market", (5000, 100_000), (10_000, 100_000)),
        ("environment", (5000, 100_000), (5000, 200_000)),
        ("emergency", (5000, 100_000), (20_000, 100_000)),
    ],
)
def test_hearing_thresholds_are_those_of_the_province_or_else_of_the_field(field, there, elsewhere):
    for code, wanted in ((GUANGDONG, there), (ELSEWHERE, elsewhere)):
        found = settled(field, code)
        assert (found.hearing_person, found.hearing_organization) == wanted


def test_the_rule_of_one_province_does_not_bind_another():
    found = settled("market", ELSEWHERE)

    assert found.hearing_days is None
    assert (found.hearing_panel_minimum, found.hearing_panel_odd) == (1, False)
    assert "广东" not in "".join(found.sources.values())


def test_a_hearing_is_held_in_the_shorter_of_two_terms():
    assert settled("emergency").hearing_days == 15
    assert settled("market").hearing_days == 30


# 粤听38(2) does not count the time of a hearing, whatever the field: market and agriculture say so
# themselves, 应 and 交 do not count it out and do not name it.
@pytest.mark.parametrize(
    ("field", "elsewhere", "basis"),
    [
        ("market", True, "《市场监督管理行政处罚程序规定》第六十四条第一款"),
        ("transport", False, "《交通运输行政执法程序规定》第七十八条；"
                             "《广东省行政处罚听证程序实施办法》第三十八条"),
        ("emergency", False, "《安全生产违法行为行政处罚办法》第四十九条至第五十三条；"
                             "《广东省行政处罚听证程序实施办法》第三十八条"),
        ("general", False, "《广东省行政处罚听证程序实施办法》第三十八条"),
    ],
)  # fmt: skip
def test_a_hearing_stops_the_term_where_the_province_says_so(field, elsewhere, basis):
    there = settled(field, GUANGDONG)

    assert "听证" in there.decision_pauses
    assert ("听证" in settled(field, ELSEWHERE).decision_pauses) is elsewhere
    assert there.basis("decision_pauses") == f"《行政处罚法》第六十条；{basis}"
    assert settled(field, ELSEWHERE).decision_pauses <= there.decision_pauses


def test_a_rule_holds_from_its_day_on():
    before, after = date(2026, 1, 31), date(2026, 2, 1)

    assert settled("emergency", on=before).verification_days == 15
    assert settled("emergency", on=after).verification_days == 5


def test_the_law_is_cited_first_and_the_rule_of_the_field_second():
    assert MARKET.basis("defense_days") == (
        "《行政处罚法》第四十五条；《市场监督管理行政处罚程序规定》第五十七条第二款"
    )
    assert settled("urban").basis("defense_days") == "《行政处罚法》第四十五条"


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("defense_days", 7, 7),
        ("review_days", 5, 5),
        ("hearing_person", "3000", Decimal(3000)),
        ("hearing_kinds", ["0302", "0303", "0401", "0402", "0403", "0404"],
         MARKET.hearing_kinds | {"0401"}),
        ("pause_ends_count", False, False),
        ("hearing_panel_odd", True, True),
        ("panel_amount", "200000", Decimal(200_000)),
        ("seal_on_approval", False, False),
    ],
)  # fmt: skip
def test_a_body_may_tighten(key, value, read):
    assert judge(MARKET, body(key, value)) == read


@pytest.mark.parametrize(
    ("key", "value", "basis"),
    [
        ("defense_days", 4, "《市场监督管理行政处罚程序规定》第五十七条"),
        ("review_days", 11, "《市场监督管理行政处罚程序规定》第五十五条"),
        ("review_days", 0, ""),
        ("review_days", -3, ""),
        ("hearing_person", "5000.01", "《广东省行政处罚听证程序实施办法》第七条"),
        ("hearing_kinds", ["0303"], "《行政处罚法》第六十三条"),
        ("hearing_panel_odd", False, "《广东省行政处罚听证程序实施办法》第九条"),
        ("hearing_panel_minimum", 1, ""),
        ("hearing_request_days", 4, "《行政处罚法》第六十四条第一项"),
    ],
)
def test_a_body_may_not_loosen_and_is_told_the_article(key, value, basis):
    with pytest.raises(ParameterRefused, match="只能从严，不能放宽") as refused:
        judge(MARKET, body(key, value))

    assert basis in str(refused.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("nothing", 1, "没有参数“nothing”"),
        ("payment_days", 20, "不能改动.*第六十七条第三款"),
        ("defense_days", "7", "类型不对"),
        ("defense_days", True, "类型不对"),
        ("defense_days", None, "类型不对"),
        ("defense_days", 5.5, "类型不对"),
        ("seal_on_approval", 1, "类型不对"),
        ("hearing_person", 3000, "类型不对"),
        ("hearing_person", "三千", "无法识别"),
        ("hearing_person", "NaN", "不是金额"),
        ("hearing_kinds", ["0999"], "只能是"),
    ],
)
def test_what_is_unknown_fixed_or_of_the_wrong_type_is_refused(key, value, said):
    with pytest.raises(ParameterRefused, match=said):
        judge(MARKET, body(key, value))


def test_a_body_settles_what_neither_law_nor_field_does():
    general = settled("general")

    assert judge(general, body("review_days", 15)) == 15
    assert judge(general, body("review_order", "after")) == "after"
    assert judge(general, body("proposal_approved_first", False)) is False
    with pytest.raises(ParameterRefused, match="只能是先审核后告知"):
        judge(general, body("review_order", "never"))
    with pytest.raises(ParameterRefused, match="只能从严"):
        judge(general, body("hearing_request_days", 3))


def test_what_one_layer_settled_the_next_only_tightens():
    city = Setting(Layer.CITY, "review_days", 20, "《岚江市办案规程》第三条")

    looser = settle([city, body("review_days", 25)], DAY)
    tighter = settle([city, body("review_days", 12)], DAY)

    assert (looser.review_days, tighter.review_days) == (20, 12)
    assert looser.basis("review_days") == "《行政处罚法》第五十八条；《岚江市办案规程》第三条"


def test_a_value_set_for_a_field_stands_below_the_rule_of_the_field():
    rule = Setting(Layer.FIELD, "defense_days", 5, "《某规定》第一条", is_law=True)

    assert settle([rule, Setting(Layer.FIELD, "defense_days", 3)], DAY).defense_days == 5
    assert settle([Setting(Layer.FIELD, "defense_days", 8), rule], DAY).defense_days == 8


def test_a_value_holds_from_its_first_day_to_the_day_before_its_end():
    value = body("defense_days", 9, valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]

    assert [settle([value], on).defense_days for on in days] == [5, 9, 9, 5]


def test_of_two_values_the_newest_counts_and_an_empty_one_gives_way():
    values = [body("defense_days", 9), body("defense_days", 7)]

    assert settle(values, DAY).defense_days == 7
    assert settle([*values, body("defense_days", None)], DAY).defense_days == 5


def test_a_body_may_turn_the_counting_of_pause_ends_off_but_not_on_again():
    strict = settle([body("pause_ends_count", False)], DAY)

    with pytest.raises(ParameterRefused, match="只能改为否"):
        judge(strict, body("pause_ends_count", True))


def test_only_what_has_a_direction_or_is_left_open_can_be_set():
    closed = {one.key for one in register().values() if not one.is_open}

    assert {"payment_days", "reconsideration_days", "suit_months", "kind_rank"} <= closed
    for key in closed:
        assert register()[key].may is May.NOTHING
        with pytest.raises(ParameterRefused):
            judge(replace(MARKET), body(key, 1))
