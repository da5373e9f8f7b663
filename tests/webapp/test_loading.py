"""What loads the demonstration: its progress is told, a start that was cut off goes on."""

import os
import time

import pytest

from webapp import loading
from webapp.demo import cases
from webapp.instances import timers


@pytest.fixture
def home(worked):
    """Return the folder of the platform, left as it was found."""
    folder = worked.app.extensions["faxun.settings"].home
    yield folder
    (folder / loading.NAME).unlink(missing_ok=True)


def test_progress_is_told_while_somebody_is_at_it(home):
    assert loading.under_way(home) is None
    state = loading.begin(home, 60)
    state.begun.update({0, 1})
    state.steps, state.taken = 1000, 125
    state.keep()

    found = loading.under_way(home)
    assert (found.total, found.percent, found.missing[0]) == (60, 12, 2)
    long_ago = time.time() - 600
    os.utime(home / loading.NAME, (long_ago, long_ago))
    assert loading.under_way(home) is None
    state.is_done = True
    state.keep()
    assert loading.under_way(home) is None


def test_no_timer_rings_for_cases_whose_clock_stands_in_the_past(home, monkeypatch):
    rung = []
    monkeypatch.setattr(timers, "fire_due", lambda: rung.append(1))
    state = loading.begin(home, 60)
    timers.scan_timers()
    assert rung == []

    state.is_done = True
    state.keep()
    timers.scan_timers()
    assert rung == [1]


def test_a_start_that_was_cut_off_goes_on_with_what_had_not_begun(home, monkeypatch):
    state = loading.begin(home, 60, begun=set(range(58)))
    handled = []

    def handle(plans, until, heard):
        handled.extend(plans)
        for plan in plans:
            heard(plan)

    monkeypatch.setattr(cases, "handle", handle)
    everything = cases.planned(cases._anchor(cases.clock.today()))

    assert cases.load_cases(cases.clock.today()) == 2
    assert [one.story.matter for one in handled] == [one.story.matter for one in everything[58:]]
    found = loading.read(home)
    assert (found.is_done, found.missing) == (True, [])
    assert cases.load_cases(cases.clock.today()) == 0
    assert state.missing == [58, 59]


def test_what_was_loaded_into_another_database_is_loaded_here_too(app, monkeypatch):
    home = app.extensions["faxun.settings"].home
    elsewhere = loading.begin(home, 60, begun=range(60))
    elsewhere.is_done = True
    elsewhere.keep()
    handled = []
    monkeypatch.setattr(cases, "handle", lambda plans, until, heard: handled.extend(plans))

    try:
        assert cases.load_cases(cases.clock.today()) == len(handled) == 60
    finally:
        (home / loading.NAME).unlink()
