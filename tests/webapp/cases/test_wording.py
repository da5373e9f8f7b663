"""How far away a deadline is, in words: near, late, a right that has run out, holidays unknown."""

from datetime import date, datetime, timedelta

import pytest

from engine import clock
from engine.deadlines import State
from tests.harness import NOW
from webapp.matters import wording
from webapp.matters.models import DeadlineRecord


def line(**changes):
    """Return a deadline of ninety days that began ten days ago."""
    values = {
        "rule": "DL-02",
        "key": "DL-02",
        "title": "办案期限",
        "basis": "《行政处罚法》第六十条",
        "alarms": True,
        "start": NOW - timedelta(days=10),
        "due": NOW + timedelta(days=80),
        "state": State.RUNNING,
        "sentence": "",
        "rows": [],
    }
    return DeadlineRecord(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({}, "剩 80 天", "good"),
        ({"due": NOW + timedelta(days=2)}, "剩 2 天", "soon"),
        ({"due": NOW + timedelta(hours=3)}, "今日到期", "today"),
        ({"due": NOW - timedelta(days=2)}, "超期 2 天", "late"),
        ({"due": NOW - timedelta(days=2), "alarms": False}, "已届满", ""),
        ({"due": None, "state": State.PAUSED}, "已暂停", "soon"),
        ({"state": State.MET, "met_on": date(2026, 5, 15)}, "按期完成", "good"),
    ],
)
def test_a_deadline_says_what_is_left(changes, words, tone):
    badge = wording.of_deadline(line(**changes), NOW)

    assert (badge.words, badge.tone) == (words, tone)


def test_while_holidays_are_not_announced_the_earliest_day_is_told():
    unknown = line(due=None, state=State.UNKNOWN, earliest=date(2026, 8, 6))

    printed = wording.printed(unknown, NOW)

    assert printed.badge.words == "至少剩 80 天"
    assert printed.badge.note == "不早于 08-06"
    assert printed.used == 11  # ten of ninety days


def test_a_right_that_has_run_out_stands_below_what_still_runs():
    expired = line(title="要求听证期", due=NOW - timedelta(days=1), alarms=False)
    running = line(title="办案期限")
    met = line(title="立案期限", state=State.MET, met_on=date(2026, 5, 15))

    titles = [one.title for one in wording.all_printed([met, expired, running], NOW)]

    assert titles == ["办案期限", "要求听证期", "立案期限"]


def test_the_last_day_counts_from_local_midnight():
    late = datetime(2026, 5, 18, 23, 59, 59, tzinfo=clock.ZONE)

    assert wording.of_due(late, NOW).words == "今日到期"
