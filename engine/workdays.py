"""Working days (工作日): State Council holidays and make-up days, with versioned overrides.

《国务院办公厅关于部分节假日安排的通知》, year by year, from the library chinese_calendar; a year
that neither the library nor the calendar version covers is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants

from engine.errors import CalendarMissing

DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
LIBRARY_YEARS = frozenset(range(min(constants.holidays).year, max(constants.holidays).year + 1))
HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


@dataclass(frozen=True)
class Override:
    """One day that differs from the library: a rest day or a make-up working day."""

    on: date
    workday: bool
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """A version of the working-day calendar (工作日历).

    `years` names the years beyond the library whose notice has been imported: inside them a day is
    a working day from Monday to Friday unless an override says otherwise. One stray override does
    not make a year known.
    """

    version: str = "library"
    overrides: tuple[Override, ...] = ()
    years: frozenset[int] = frozenset()
    source: str = "chinese_calendar"
    _days: dict[date, Override] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_days", {o.on: o for o in self.overrides})

    def has(self, year: int) -> bool:
        """Tell whether the year has data."""
        return year in LIBRARY_YEARS or year in self.years

    def is_workday(self, on: date) -> bool:
        """Tell whether people work on this day."""
        override = self._days.get(on)
        if override is not None:
            return override.workday
        if on.year in self.years:
            return on.weekday() < 5
        if on.year not in LIBRARY_YEARS:
            raise CalendarMissing(on.year)
        return bool(chinese_calendar.is_workday(on))

    def next_workday(self, on: date) -> date:
        """Return the day itself if it is a working day, else the first one after it."""
        while not self.is_workday(on):
            on += DAY
        return on

    def add_workdays(self, start: date, days: int) -> date:
        """Return the last of `days` working days after `start`, which is not counted."""
        if days < 0:
            raise ValueError("a period has no negative length")
        while days:
            start += DAY
            days -= self.is_workday(start)
        return start

    def workdays_between(self, first: date, second: date) -> int:
        """Count the full working days strictly between two days."""
        return sum(map(self.is_workday, days_between(first, second)))

    def name_of(self, on: date) -> str:
        """Name a rest day in Chinese: 国庆节, 星期日; a working day has no name."""
        if self.is_workday(on):
            return ""
        override = self._days.get(on)
        if override is not None:
            return override.name or "休息日"
        if on.year in LIBRARY_YEARS and on.year not in self.years:
            name = chinese_calendar.get_holiday_detail(on)[1]
            if name:
                return HOLIDAY_NAMES.get(name, "法定节假日")
        return f"星期{WEEKDAYS[on.weekday()]}"


def days_between(first: date, second: date) -> Iterable[date]:
    """Yield the days strictly between two days."""
    on = first + DAY
    while on < second:
        yield on
        on += DAY


NATIONAL = Calendar()
