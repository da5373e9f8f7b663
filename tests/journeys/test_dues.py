"""When a wait is over: the statutory clock where one runs, else the drawn duration, to the day."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from engine.advance import Advance
from engine.clock import ZONE
from engine.todo import Timer
from tests.journeys.journey import Journey
from webapp.dossiers import queries as dossiers
from webapp.instances.values import NOBODY
from webapp.matters import clocks
from webapp.tasks import settling

SET = datetime(2026, 1, 31, 10, 20, tzinfo=ZONE)


def due(journey: Journey, duration: str, deadline: str = "") -> datetime | None:
    """Ask for the due time of a timer that has just been set."""
    timer = Timer(
        instance=journey.case.instance_id, key=uuid4(), process="penalty", node="late", name="期满",
        scope=(), set_at=SET, duration=duration, deadline=deadline,
    )  # fmt: skip
    advance = Advance(timer.instance, timers_set=(timer,))
    history = dossiers.history(journey.matter_id)
    followed = settling.follow(settling.Moment(journey.case, history, SET, NOBODY), advance)
    return followed.dues[timer.key]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("duration", "end"),
    [
        ("P2W", SET + timedelta(days=14)),
        ("P1M", datetime(2026, 2, 28, 10, 20, tzinfo=ZONE)),
        ("P1Y", datetime(2027, 1, 31, 10, 20, tzinfo=ZONE)),
        ("P1DT2H", SET + timedelta(hours=26)),
    ],
)
def test_every_duration_that_passes_the_gate_has_an_end(duration: str, end: datetime) -> None:
    journey = Journey()
    journey.register()

    assert due(journey, duration) == end


def test_a_running_statutory_clock_counts_and_not_what_is_drawn(office: Flask) -> None:
    journey = Journey()
    journey.register()
    (running,) = (one.due for one in clocks.running(journey.matter_id) if one.rule == "DL-01")

    assert running is not None
    assert due(journey, "P1D", "DL-01") == running
    assert due(journey, "P1D", "DL-18") == SET + timedelta(days=1)
