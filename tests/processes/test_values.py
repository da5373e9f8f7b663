"""Reading typed values: unreadable is missing, never an error."""

from datetime import date
from decimal import Decimal

import pytest

from processes import values as read
from tests.processes.people import moment


@pytest.mark.parametrize("value", [None, "", "abc", "2026-13-01", 5, ["2026-01-01"], True])
def test_what_is_no_date_is_missing(value):
    assert read.day({"on": value}, "on") is None
    assert read.moment({"on": value}, "on") is None


def test_dates_and_moments_are_read_in_local_time():
    assert read.day({"on": "2026-03-05T09:12"}, "on") == date(2026, 3, 5)
    assert read.moment({"at": "2026-03-05T09:12"}, "at") == moment("2026-03-05T09:12")
    assert read.moment({"at": "2026-03-05T01:12:00+00:00"}, "at") == moment("2026-03-05T09:12")
    assert read.moment({"at": "2026-03-05"}, "at") is None
    assert read.moment({"at": "2026-03-05T99:99"}, "at") is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [("12.50", Decimal("12.50")), (3, Decimal(3)), ("", None), (None, None), (True, None),
     ("abc", None), ("NaN", None), ("Infinity", None)],
)  # fmt: skip
def test_amounts_are_read_exactly(value, amount):
    assert read.money({"fine": value}, "fine") == amount


@pytest.mark.parametrize(("value", "number"), [("5", 5), (7, 7), ("5.5", None), ("x", None)])
def test_whole_numbers_are_read(value, number):
    assert read.number({"days": value}, "days") == number


@pytest.mark.parametrize(
    ("value", "ids"),
    [("a", ("a",)), (["a", "", None, "b"], ("a", "b")), (("a",), ("a",)), (None, ()), (5, ())],
)
def test_ids_are_read_from_one_or_many(value, ids):
    assert read.names({"officers": value}, "officers") == ids


def test_tables_and_blocks_leave_out_what_is_none():
    assert read.rows({"items": [{"a": 1}, "x", None]}, "items") == ({"a": 1},)
    assert read.rows({"items": "x"}, "items") == ()
    assert read.block({"signature": {"method": "pad"}}, "signature") == {"method": "pad"}
    assert read.block({"signature": "pad"}, "signature") == {}


@pytest.mark.parametrize(
    ("value", "yes", "no"),
    [
        (True, True, False),
        ("yes", True, False),
        (False, False, True),
        ("no", False, True),
        (None, False, False),
        ("是", False, False),
    ],
)
def test_yes_and_no_are_read_from_either_form(value, yes, no):
    assert read.says({"told": value}, "told") is yes
    assert read.denies({"told": value}, "told") is no


def test_texts_are_found_however_deep():
    values = {"a": "x", "b": [{"c": "y"}, ("z", 5)], "d": None}

    assert list(read.texts(values)) == ["x", "y", "z"]
