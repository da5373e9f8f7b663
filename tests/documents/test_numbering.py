"""Document numbers (文号) are written and read back."""

import pytest

from documents.errors import NumberRefused
from documents.numbering import DocumentNumber, format_number, parse_number


def test_a_number_has_six_corner_brackets_and_no_leading_zeros():
    assert format_number("岚市监", "罚决", 2026, 156) == "岚市监罚决〔2026〕156号"


def test_a_number_reads_back():
    assert parse_number("岚市监罚先告〔2026〕128号", "岚市监") == DocumentNumber(
        "岚市监", "罚先告", 2026, 128
    )


@pytest.mark.parametrize(
    "text",
    [
        "岚市监罚决[2026]1号",
        "岚市监罚决〔2026〕01号",
        "岚市监罚决〔2026〕第1号",
        "岚市监〔2026〕1号",
        "岚市监罚决〔26〕1号",
        "望海综执罚决〔2026〕1号",
        "",
    ],
)
def test_a_malformed_number_is_refused(text):
    with pytest.raises(NumberRefused):
        parse_number(text, "岚市监")


@pytest.mark.parametrize(("series", "serial"), [("", 1), ("罚决", 0), ("罚-决", 1)])
def test_a_number_that_could_not_be_read_back_is_not_made(series, serial):
    with pytest.raises(NumberRefused):
        format_number("岚市监", series, 2026, serial)
