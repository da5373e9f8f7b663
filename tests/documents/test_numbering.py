"""Document numbers (文号) are written so that they can be read."""

import pytest

from documents.errors import NumberRefused
from documents.numbering import format_number


def test_a_number_has_six_corner_brackets_and_no_leading_zeros():
    assert format_number("岚市监", "罚决", 2026, 156) == "岚市监罚决〔2026〕156号"


@pytest.mark.parametrize(("series", "serial"), [("", 1), ("罚决", 0), ("罚-决", 1)])
def test_a_number_that_could_not_be_read_back_is_not_made(series, serial):
    with pytest.raises(NumberRefused):
        format_number("岚市监", series, 2026, serial)
