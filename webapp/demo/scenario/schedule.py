"""When the steps of a path happen (情节时间): working days on, an hour, or minutes later."""

import re
from datetime import date, datetime, time, timedelta

from engine.clock import ZONE
from engine.workdays import NATIONAL

WHEN = re.compile(r"\+(?P<days>\d+) (?P<hour>\d\d):(?P<minute>\d\d)|\+(?P<later>\d+)m")


def following(at: datetime, when: str) -> datetime:
    """Return the moment of a step: ``+2 09:30`` is two working days on, ``+40m`` minutes later."""
    match = WHEN.fullmatch(when)
    if match is None:
        raise ValueError(f"{when!r} is no time of a step")
    if match["later"]:
        return at + timedelta(minutes=int(match["later"]))
    days = int(match["days"])
    day = NATIONAL.add_workdays(at.date(), days) if days else at.date()
    return datetime.combine(day, time(int(match["hour"]), int(match["minute"])), ZONE)


def morning(day: date) -> datetime:
    """Return the beginning of a working day, the next one if this is a day of rest."""
    return datetime.combine(NATIONAL.next_workday(day), time(8, 30), ZONE)


def length(whens: list[str]) -> int:
    """Return how many working days a path takes from its first step to its last."""
    found = (WHEN.fullmatch(when) for when in whens[1:])
    return sum(int(match["days"] or 0) for match in found if match)


def before(day: date, workdays: int) -> date:
    """Return the day so many working days earlier."""
    while workdays > 0:
        day -= timedelta(days=1)
        workdays -= NATIONAL.is_workday(day)
    return day
