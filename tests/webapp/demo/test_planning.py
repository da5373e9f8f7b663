"""The sixty cases as planned: spread over bodies and stages, nobody in two places at a time."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest

from webapp.demo.cases import planned
from webapp.demo.pacing import Pace
from webapp.demo.scenario import schedule

TODAY = date(2026, 11, 22)


def visits(plan):
    """Return when the officers of a plan are out, from the certificate shown to the record."""
    at, shown = schedule.morning(plan.begins), None
    for step in plan.steps:
        at = schedule.following(at, step.when)
        if step.act == "inv.id_show":
            shown = at
        elif shown is not None:
            yield shown, at
            shown = None


def test_sixty_cases_lie_in_nine_bodies():
    plans = planned(TODAY)

    assert len(plans) == 60
    assert len({plan.story.body for plan in plans}) == 9


def test_cases_stop_at_many_different_steps():
    last = Counter(plan.steps[-1].act for plan in planned(TODAY))

    assert last["arch.file"] >= 8
    assert len(last) >= 20


def test_nobody_is_in_two_places_at_a_time():
    teams = {}
    for plan in planned(TODAY):
        teams.setdefault(plan.team, []).extend(visits(plan))

    for windows in teams.values():
        for (begin, end), (other_begin, other_end) in combinations(windows, 2):
            assert end < other_begin or other_end < begin


@pytest.mark.parametrize("plan", planned(TODAY), ids=lambda plan: plan.story.party["name"])
def test_every_case_begins_before_today_but_not_years_ago(plan):
    assert TODAY - timedelta(days=330) < plan.begins < TODAY


def test_the_common_clock_moves_only_when_everybody_waits():
    moved = []
    pace = Pace(moved.append, 1)

    pace.wait("a", datetime(2026, 3, 2, 9))
    pace.wait("a", datetime(2026, 3, 2, 8))
    pace.wait("a", datetime(2026, 3, 2, 10))

    assert moved == [datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 10)]
