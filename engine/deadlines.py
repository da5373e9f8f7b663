"""Deadlines (期限): start, length, unit, pauses and extensions give a due instant and its reasons.

Counting as 《行政处罚法》第八十五条, 《行政强制法》第六十九条 and
《市场监督管理行政处罚程序规定》第八十条 have it: the day or hour of the start is not counted;
hours run on through rest days; a period in days, months or years that ends on a rest day ends on
the next working day; paused days are not counted, and overlapping pauses count once. Time under
way by post (在途时间) is recorded as a pause; a document posted in time is met on the day it was
posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from engine.clock import ZONE, local
from engine.counting import Count, Extension, Pause, PauseOpen, Unit, days_after
from engine.errors import CalendarMissing
from engine.explanation import AddedTime, Explanation, PausedTime, Reckoning, explain
from engine.workdays import Calendar

__all__ = ["Deadline", "Extension", "Pause", "State", "Unit", "earliest_after"]

LAST_SECOND = time(23, 59, 59)


class State(Enum):
    """Where a deadline stands (期限状态)."""

    RUNNING = "进行中"
    PAUSED = "已暂停"
    NEAR = "将届满"
    DUE_TODAY = "今日届满"
    OVERDUE = "已超期"
    MET = "按期完成"
    MET_LATE = "逾期完成"
    MET_EARLY = "提前办理"
    LAPSED = "已届满"
    UNKNOWN = "待日历"


@dataclass(frozen=True)
class Deadline:
    """A statutory clock (期限). `event` names what starts it, for the explanation.

    `roll_over` moves an end on a rest day to the next working day (not for every period: 查封扣押);
    `pause_ends_count` says whether the first and last day of a pause are paused;
    `counts_first_hour` starts an hour clock at the very minute instead of the next full hour;
    `near_days` is when it turns 将届满 (None: a fifth of the length, one to ten days).
    """

    id: str
    title: str
    start: datetime
    length: int
    unit: Unit
    basis: str
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    roll_over: bool = True
    pause_ends_count: bool = True
    event: str = ""
    counts_first_hour: bool = False
    near_days: int | None = None

    def __post_init__(self) -> None:
        if self.length < 1 or any(e.length < 1 for e in self.extensions):
            raise ValueError("a period is at least one unit long")
        mixed = {e.unit is Unit.HOUR for e in self.extensions} | {self.unit is Unit.HOUR}
        if len(mixed) > 1:
            raise ValueError("hours and days do not mix in one period")
        object.__setattr__(self, "start", local(self.start))

    def due(self, calendar: Calendar) -> datetime | None:
        """Return the last instant of the period, or None while a pause is open.

        Raises `CalendarMissing` when the year of the last day has no data.
        """
        return self._reckon(calendar).due

    def earliest(self, calendar: Calendar) -> date:
        """Return a day before which the period cannot end, whatever a missing year will hold."""
        count = self._count(calendar, guess=True)
        if self.unit is Unit.HOUR:
            return count.hours(self._first_hour(), self._total_hours()).date()
        return self._last_day(count)

    def status(
        self, calendar: Calendar, at: datetime, met_on: datetime | date | None = None
    ) -> State:
        """Tell where the deadline stands at a time; `met_on` is when the duty was done."""
        at = local(at)
        try:
            due = self.due(calendar)
        except CalendarMissing:
            if met_on is not None and _as_date(met_on) <= self.earliest(calendar):
                return State.MET
            return State.UNKNOWN
        if met_on is not None:
            return State.MET if due is None or _in_time(met_on, due) else State.MET_LATE
        if due is not None and at > due:
            return State.OVERDUE
        if any(p.covers(at.date(), ends=self.pause_ends_count) for p in self.pauses):
            return State.PAUSED
        if due is None:
            return State.RUNNING
        if due.date() == at.date():
            return State.DUE_TODAY
        return State.NEAR if due - at <= self._near() else State.RUNNING

    def remaining(self, calendar: Calendar, at: datetime) -> int | None:
        """Count the days to the last day (negative: overdue); None while paused or unknown."""
        try:
            due = self.due(calendar)
        except CalendarMissing:
            return None
        return None if due is None else (due.date() - local(at).date()).days

    def spent(self, at: datetime) -> tuple[int, int]:
        """Count the natural days used and paused from the start up to a time."""
        days = list(days_after(self.start.date(), local(at).date()))
        paused = sum(
            any(p.covers(on, ends=self.pause_ends_count) for p in self.pauses) for on in days
        )
        return len(days) - paused, paused

    def explain(self, calendar: Calendar) -> Explanation:
        """Explain the count to a person."""
        try:
            reckoning = self._reckon(calendar)
        except CalendarMissing as missing:
            count = self._count(calendar, guess=True)
            self._last_day(count)
            reckoning = self._story(
                count, not_before=self.earliest(calendar), missing_year=missing.year
            )
        return explain(reckoning)

    def _count(self, calendar: Calendar, *, guess: bool = False) -> Count:
        return Count(calendar, self.pauses, self.pause_ends_count, guess)

    def _reckon(self, calendar: Calendar) -> Reckoning:
        count = self._count(calendar)
        try:
            if self.unit is Unit.HOUR:
                return self._story(count, due=count.hours(self._first_hour(), self._total_hours()))
            last = self._last_day(count)
        except PauseOpen:
            return self._story(count)
        end = calendar.next_workday(last) if self.roll_over else last
        rest = calendar.name_of(last) if end != last else ""
        return self._story(count, last=last, rest=rest, due=_end_of(end))

    def _last_day(self, count: Count) -> date:
        on = count.advance(self.start.date(), self.length, self.unit)
        for extension in self.extensions:
            on = count.advance(on, extension.length, extension.unit)
        return on

    def _first_hour(self) -> datetime:
        if self.counts_first_hour:
            return self.start
        return self.start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

    def _total_hours(self) -> int:
        return self.length + sum(e.length for e in self.extensions)

    def _near(self) -> timedelta:
        if self.near_days is not None:
            return timedelta(days=self.near_days)
        if self.unit is Unit.HOUR:
            return timedelta(hours=max(1, self.length // 4))
        return timedelta(days=max(1, min(10, _about_days(self.length, self.unit) // 5)))

    def _story(
        self,
        count: Count,
        *,
        last: date | None = None,
        rest: str = "",
        due: datetime | None = None,
        not_before: date | None = None,
        missing_year: int | None = None,
    ) -> Reckoning:
        pauses = zip(self.pauses, count.taken, strict=True)
        return Reckoning(
            start=self.start,
            event=self.event,
            amount=_amount(self.length, self.unit),
            pause_unit="个工作日" if self.unit is Unit.WORKDAY else "日",
            pauses=tuple(PausedTime(p.kind, p.start, p.end, p.document, n) for p, n in pauses),
            additions=tuple(
                AddedTime(_amount(e.length, e.unit), e.document) for e in self.extensions
            ),
            basis=self.basis,
            hours=self.unit is Unit.HOUR,
            first_hour=self.counts_first_hour,
            last=last,
            rest=rest,
            due=due,
            not_before=not_before,
            missing_year=missing_year,
        )


def least_after(start: date, workdays: int, calendar: Calendar) -> date:
    """Return a day before which so many working days cannot be over, whatever a year will hold."""
    return Count(calendar, (), ends=True, guess=True).advance(start, workdays, Unit.WORKDAY)


def earliest_after(start: date, workdays: int, calendar: Calendar) -> date:
    """Return the first working day with so many full working days between it and `start`.

    通知七日前 means the eighth working day at the earliest (DL-13, DL-14, DL-25).
    """
    return calendar.add_workdays(start, workdays + 1)


def _end_of(on: date) -> datetime:
    return datetime.combine(on, LAST_SECOND, ZONE)


def _as_date(when: datetime | date) -> date:
    return local(when).date() if isinstance(when, datetime) else when


def _in_time(when: datetime | date, due: datetime) -> bool:
    return local(when) <= due if isinstance(when, datetime) else when <= due.date()


def _about_days(length: int, unit: Unit) -> int:
    return length * {Unit.MONTH: 30, Unit.YEAR: 365}.get(unit, 1)


def _amount(length: int, unit: Unit) -> str:
    return f"{length} {unit.value}"
