"""One clock for everybody: fixed, shifted by a file, always aware."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine import clock

NOON = datetime(2026, 3, 2, 12, tzinfo=clock.ZONE)


def test_the_time_is_aware_and_local():
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_fixed_clock_stands_still_inside_the_block_only():
    with clock.fixed(NOON):
        assert clock.now() == NOON
        assert clock.today() == date(2026, 3, 2)

    assert clock.now() != NOON


def test_a_source_in_another_zone_is_told_in_ours():
    clock.set_source(lambda: datetime(2026, 3, 2, 17, tzinfo=UTC))
    try:
        assert clock.today() == date(2026, 3, 3)
    finally:
        clock.set_source(None)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="naive"), clock.fixed(datetime(2026, 3, 2)):
        pass


def test_a_file_moves_the_clock_for_everybody(tmp_path):
    mine, theirs = clock.FileClock(tmp_path / "offset"), clock.FileClock(tmp_path / "offset")
    assert mine.offset() == timedelta()

    mine.move(timedelta(days=5))

    assert theirs.offset() == timedelta(days=5)
    assert theirs() - clock.real() > timedelta(days=4, hours=23)


@pytest.mark.parametrize("text", ["soon", "1e400", ""])
def test_a_damaged_file_means_real_time(tmp_path, text):
    path = tmp_path / "offset"
    path.write_text(text)

    assert clock.FileClock(path).offset() == timedelta()
