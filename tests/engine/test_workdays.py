"""The working-day calendar of the library and its overrides."""

from datetime import date

import pytest

from engine.errors import CalendarMissing
from engine.workdays import NATIONAL, Calendar, Override

# 《国务院办公厅关于2026年部分节假日安排的通知》
REST = [(1, 1), (1, 3), (2, 15), (2, 23), (4, 6), (5, 5), (6, 19), (9, 27), (10, 1), (10, 7)]
MAKE_UP = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


@pytest.mark.parametrize(("month", "day"), REST)
def test_holidays_are_rest_days(month, day):
    assert not NATIONAL.is_workday(date(2026, month, day))


@pytest.mark.parametrize(("month", "day"), MAKE_UP)
def test_make_up_days_are_working_days(month, day):
    assert NATIONAL.is_workday(date(2026, month, day))


def test_an_unknown_year_is_refused_by_name():
    with pytest.raises(CalendarMissing, match="2027年放假安排尚未录入"):
        NATIONAL.is_workday(date(2027, 1, 4))


def test_one_override_does_not_make_a_year_known():
    local = Calendar("v2", (Override(date(2027, 1, 4), workday=True),))

    assert local.is_workday(date(2027, 1, 4))
    assert not local.has(2027)
    with pytest.raises(CalendarMissing):
        local.is_workday(date(2027, 1, 5))


def test_an_override_beats_the_library():
    typhoon = Calendar("v2", (Override(date(2026, 7, 8), workday=False, name="台风停工"),))

    assert typhoon.next_workday(date(2026, 7, 8)) == date(2026, 7, 9)
    assert typhoon.name_of(date(2026, 7, 8)) == "台风停工"


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 10, 4), "国庆节"),
        (date(2026, 2, 20), "春节"),
        (date(2026, 10, 11), "星期日"),
        (date(2026, 10, 10), ""),
    ],
)
def test_rest_days_have_names(on, name):
    assert NATIONAL.name_of(on) == name


def test_next_workday_is_the_day_itself_on_a_working_day():
    assert NATIONAL.next_workday(date(2026, 10, 8)) == date(2026, 10, 8)
    assert NATIONAL.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="negative"):
        NATIONAL.add_workdays(date(2026, 3, 2), -1)
