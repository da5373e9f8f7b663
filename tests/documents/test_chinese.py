"""Dates, amounts in capitals and ordinals, by hand-computed vectors."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from documents import chinese
from documents.errors import NumberRefused

AMOUNTS = {
    "0": "零元整",
    "0.01": "壹分",
    "0.10": "壹角整",
    "0.67": "陆角柒分",
    "1": "壹元整",
    "10": "壹拾元整",
    "10.05": "壹拾元零伍分",
    "15": "壹拾伍元整",
    "100": "壹佰元整",
    "101": "壹佰零壹元整",
    "110": "壹佰壹拾元整",
    "325.04": "叁佰贰拾伍元零肆分",
    "1000": "壹仟元整",
    "1005": "壹仟零伍元整",
    "1050": "壹仟零伍拾元整",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "5000": "伍仟元整",
    "8640": "捌仟陆佰肆拾元整",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10030.50": "壹万零叁拾元伍角整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "30600": "叁万零陆佰元整",
    "60000": "陆万元整",
    "100000": "壹拾万元整",
    "101000": "壹拾万壹仟元整",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "429120": "肆拾贰万玖仟壹佰贰拾元整",
    "1000000": "壹佰万元整",
    "10000000": "壹仟万元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010001": "壹亿零壹万零壹元整",
    "1000000010": "壹拾亿零壹拾元整",
    "20000000000": "贰佰亿元整",
    "123456789012.34": "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
DIGITS = {character: value for value, character in enumerate(chinese.CAPITALS)}
UNITS = {"仟": 1000, "佰": 100, "拾": 10}


def read_back(text: str) -> Decimal:
    """Read capitals back into an amount, by another road than they were written."""
    yuan, _, rest = text.partition("元")
    if not _:
        yuan, rest = "", text
    total = group = digit = 0
    for character in yuan:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in UNITS:
            group, digit = group + digit * UNITS[character], 0
        else:
            factor = {"万": 10**4, "亿": 10**8}[character]
            total, group, digit = total + (group + digit) * factor, 0, 0
    cents = 0
    for place, value in (("角", 10), ("分", 1)):
        if place in rest:
            cents += DIGITS[rest[rest.index(place) - 1]] * value
    return Decimal(total + group + digit) + Decimal(cents) / 100


@pytest.mark.parametrize(("amount", "written"), AMOUNTS.items())
def test_amounts_are_written_as_the_payment_rules_show(amount, written):
    assert chinese.capitals(amount) == written


def test_every_amount_reads_back_to_itself():
    yuan = {
        *range(2048),
        *(n * 10**p + d for p in range(4, 11) for n in range(1, 12) for d in (0, 1, 10, 5001)),
    }
    amounts = [Decimal(y) + Decimal(c) / 100 for y in yuan for c in (0, 5, 30, 99)]

    wrong = [a for a in amounts if read_back(chinese.capitals(a)) != a]

    assert wrong == []


def test_capitals_never_double_or_end_with_a_zero():
    written = [chinese.capitals(n) for n in range(1, 120000, 7)]

    assert not [w for w in written if "零零" in w or "零元" in w or "零万" in w]


def test_full_amount_has_capitals_then_figures():
    assert chinese.full_amount("5000") == "人民币伍仟元整（¥5000.00）"


@pytest.mark.parametrize("amount", ["-1", "1.001", "abc", "", "NaN", "1e30", "1000000000000"])
def test_an_impossible_amount_is_refused_by_name(amount):
    with pytest.raises(NumberRefused, match="金额"):
        chinese.capitals(amount)


def test_dates_have_no_leading_zeros_and_times_two_digit_minutes():
    assert chinese.print_date(date(2026, 1, 5)) == "2026年1月5日"
    assert chinese.print_datetime(datetime(2026, 1, 5, 9, 5)) == "2026年1月5日9时05分"


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_ordinals(number, written):
    assert chinese.ordinal(number) == written
