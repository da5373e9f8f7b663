"""ISO 8601 durations of timers."""

from datetime import datetime

import pytest

from engine.clock import ZONE
from engine.durations import Duration, end_of

START = datetime(2026, 1, 31, 10, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("P5D", datetime(2026, 2, 5, 10, 20, tzinfo=ZONE)),
        ("PT24H", datetime(2026, 2, 1, 10, 20, tzinfo=ZONE)),
        ("P1M", datetime(2026, 2, 28, 10, 20, tzinfo=ZONE)),
        ("P1Y1W", datetime(2027, 2, 7, 10, 20, tzinfo=ZONE)),
        ("P1DT1H30M", datetime(2026, 2, 1, 11, 50, tzinfo=ZONE)),
    ],
)
def test_a_duration_is_added_to_a_time(text, end):
    assert Duration.parse(text).after(START) == end


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "5D", "P5", "P-1D", "P1.5D", "PT30S", '"P5D"', "R3/P1D"]
)
def test_anything_else_is_no_duration(text):
    with pytest.raises(ValueError, match="not a duration"):
        Duration.parse(text)


def test_a_wait_without_a_drawn_duration_has_no_end():
    assert end_of("", START) is None
    assert end_of("P2W", START) == datetime(2026, 2, 14, 10, 20, tzinfo=ZONE)
