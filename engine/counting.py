"""Walking over the days of a period: which count, which are paused, where it ends."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from engine.clock import ZONE
from engine.errors import CalendarMissing
from engine.workdays import DAY, Calendar


class Unit(Enum):
    """What a length counts (期限单位)."""

    WORKDAY = "个工作日"
    DAY = "日"
    HOUR = "小时"
    MONTH = "个月"
    YEAR = "年"


@dataclass(frozen=True)
class Pause:
    """Days that are not counted (扣除): kind, first and last day, document; None is still open."""

    kind: str
    start: date
    end: date | None
    document: str = ""

    def covers(self, on: date, *, ends: bool = True) -> bool:
        """Tell whether a day is paused; `ends` says whether the first and last day are."""
        if ends:
            return self.start <= on and (self.end is None or on <= self.end)
        return self.start < on and (self.end is None or on < self.end)


@dataclass(frozen=True)
class Extension:
    """A length added by decision (延长), with its document."""

    length: int
    unit: Unit
    document: str = ""


class PauseOpen(Exception):
    """The count ran into a pause that is still open."""


@dataclass
class Count:
    """The walk over the days of a period and what each pause took away."""

    calendar: Calendar
    pauses: tuple[Pause, ...]
    ends: bool
    guess: bool = False  # a year without data counts as if every day were a working day

    def __post_init__(self) -> None:
        self.taken = [0] * len(self.pauses)

    def is_workday(self, on: date) -> bool:
        """Tell whether a day is a working day; a guess takes an unknown one for one."""
        try:
            return self.calendar.is_workday(on)
        except CalendarMissing:
            if self.guess:
                return True
            raise

    def paused(self, on: date) -> bool:
        """Tell whether a day is paused, and note which pause took it."""
        for position, pause in enumerate(self.pauses):
            if pause.covers(on, ends=self.ends):
                if pause.end is None and not self.guess:
                    raise PauseOpen
                if pause.end is not None:
                    self.taken[position] += 1
                    return True
        return False

    def advance(self, start: date, length: int, unit: Unit) -> date:
        """Return the last day of a period that starts on the day after `start`."""
        if unit in (Unit.MONTH, Unit.YEAR):
            end = add_months(start, length * (12 if unit is Unit.YEAR else 1))
            paused = sum(map(self.paused, days_after(start, end)))
            return self._walk(end, paused, self._always)
        return self._walk(start, length, self.is_workday if unit is Unit.WORKDAY else self._always)

    @staticmethod
    def _always(on: date) -> bool:
        return True

    def _walk(self, on: date, days: int, counts: Callable[[date], bool]) -> date:
        while days:
            on += DAY
            if counts(on) and not self.paused(on):
                days -= 1
        return on

    def hours(self, at: datetime, length: int) -> datetime:
        """Return the instant `length` hours after `at`, paused days left out."""
        left = timedelta(hours=length)
        while True:
            midnight = datetime.combine(at.date() + DAY, time(), ZONE)
            if self.paused(at.date()):
                at = midnight
            elif at + left <= midnight:
                return at + left
            else:
                left -= midnight - at
                at = midnight


def add_months(start: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def days_after(first: date, last: date) -> list[date]:
    """List the days after the first up to and including the last."""
    return [first + DAY * n for n in range(1, (last - first).days + 1)]
