"""The clocks of one case (期限): the register applied to what has happened in it.

This is what case pages, badges, timers and supervision show, and what safeguards look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.clock import local
from engine.deadlines import Deadline, Extension, Pause, State, Unit, earliest_after
from engine.errors import CalendarMissing
from engine.workdays import Calendar
from processes.deadlines import Kind, Rule, rules
from processes.events import Event
from processes.parameters import Parameters
from processes.timeline import Extended


@dataclass(frozen=True)
class Clock:
    """One running or finished clock of a case (期限): its rule, what started it, when it was met.

    `key` names the occurrence for storing (rule, part and the place in the case that started it);
    `subject` is the procedure instance of a clock that repeats, `party` whom it concerns alone.
    """

    rule: Rule
    deadline: Deadline
    key: str
    started: Event
    met_on: date | datetime | None = None
    party: str = ""

    @property
    def id(self) -> str:
        """Return the id of the rule (DL-02)."""
        return self.rule.id

    @property
    def title(self) -> str:
        """Return the title as officers know it."""
        return f"{self.started.mark}{self.rule.title}"

    @property
    def subject(self) -> str:
        """Return the procedure instance, for a clock that repeats."""
        return self.started.subject

    @property
    def alarms(self) -> bool:
        """Tell whether an overrun is the agency's fault: only then may a light turn red."""
        return self.rule.kind is Kind.LATEST

    def due(self, calendar: Calendar) -> datetime | None:
        """Return the last instant, or None while paused; may raise `CalendarMissing`."""
        return self.deadline.due(calendar)

    def opens_on(self, calendar: Calendar) -> date:
        """Return the first day on which what an EARLIEST clock guards may happen."""
        start = self.deadline.start.date()
        if self.deadline.unit is Unit.WORKDAY:
            return earliest_after(start, self.deadline.length, calendar)
        due = self.deadline.due(calendar)
        last = due.date() if due else self.deadline.earliest(calendar)
        return date.fromordinal(last.toordinal() + 1)

    def status(self, calendar: Calendar, at: datetime) -> State:
        """Tell where it stands at a time; only a duty can be late (期限状态)."""
        found = self.deadline.status(calendar, at, self.met_on)
        if self.alarms or found is State.UNKNOWN:
            return found
        if self.rule.kind is Kind.EARLIEST and self.met_on is not None:
            return State.MET_EARLY if self._is_early(self.met_on, calendar) else State.MET
        return State.LAPSED if found is State.OVERDUE else found

    def _is_early(self, met_on: date | datetime, calendar: Calendar) -> bool:
        """Tell whether what an EARLIEST clock guards came too soon; 视为送达 is its last day."""
        on = local(met_on).date() if isinstance(met_on, datetime) else met_on
        try:
            due = self.due(calendar)
            is_deemed = self.deadline.unit is not Unit.WORKDAY and due is not None
            return on < (due.date() if is_deemed and due else self.opens_on(calendar))
        except CalendarMissing:
            return on <= self.deadline.earliest(calendar)

    def over(self, calendar: Calendar, at: datetime) -> bool:
        """Tell whether its last instant has passed; without a calendar, whether it may have."""
        try:
            due = self.deadline.due(calendar)
        except CalendarMissing:
            return at.date() > self.deadline.earliest(calendar)
        return due is not None and at > due


def clocks(
    events: Iterable[Event],
    pauses: Iterable[Pause],
    extensions: Iterable[Extended],
    in_force: Callable[[date], Parameters],
    calendar: Calendar,
) -> list[Clock]:
    """Return one clock per rule and start of it, oldest start first.

    A clock is counted by the parameters in force on the day it starts.
    """
    ordered = sorted(events, key=lambda e: e.seq)
    kept, added = tuple(pauses), tuple(extensions)
    found = [
        _extend(clock, added, calendar)
        for rule in rules()
        for clock in _of_rule(rule, ordered, kept, in_force)
    ]
    return sorted(found, key=lambda c: (c.started.seq, c.key))


def current(found: Iterable[Clock], id: str, subject: str | None = None) -> Clock | None:
    """Return the newest clock of a rule (and of a procedure instance), or None."""
    newest = None
    for clock in found:
        if clock.id == id and subject in (None, clock.subject):
            newest = clock
    return newest


def _of_rule(
    rule: Rule,
    events: list[Event],
    pauses: tuple[Pause, ...],
    in_force: Callable[[date], Parameters],
) -> list[Clock]:
    starts = [e for e in events if e.kind == rule.start]
    found = []
    for position, start in enumerate(starts):
        stop = _stop(rule, start, events)
        if not rule.repeats and position + 1 < len(starts):
            following = starts[position + 1]
            if stop is None or stop.seq >= following.seq:
                continue  # a new start replaces the open one
        parameters = in_force(start.at.date())
        kinds = pauses_of(rule.pauses, parameters)
        counted = tuple(p for p in pauses if p.kind in kinds)
        length = length_of(rule, parameters)
        if length is not None:
            found.append(_clock(rule, start, stop, counted, parameters, length))
    return found


def length_of(rule: Rule, parameters: Parameters) -> int | None:
    """Return how long a rule runs, or None where no layer settles it."""
    if isinstance(rule.length, int):
        return rule.length
    length: int | None = getattr(parameters, rule.length)
    return length


def basis_of(rule: Rule, parameters: Parameters) -> str:
    """Return the basis of a rule: its own, or that of the parameter which is its length."""
    return rule.basis if isinstance(rule.length, int) else parameters.basis(rule.length)


def pauses_of(names: str | tuple[str, ...], parameters: Parameters) -> Iterable[str]:
    """Return the kinds of pauses a rule counts: listed, or by the parameter of that name."""
    if isinstance(names, tuple):
        return names
    kinds: frozenset[str] = getattr(parameters, names)
    return kinds


def _stop(rule: Rule, start: Event, events: list[Event]) -> Event | None:
    for event in events:
        same = not rule.repeats or event.subject == start.subject
        if event.kind in rule.stops and event.seq >= start.seq and same:
            return event
    return None


def _clock(
    rule: Rule,
    start: Event,
    stop: Event | None,
    pauses: tuple[Pause, ...],
    parameters: Parameters,
    least: int,
) -> Clock:
    unit = getattr(parameters, rule.unit) if isinstance(rule.unit, str) else rule.unit
    deadline = Deadline(
        id=rule.id,
        title=rule.title,
        start=start.at,
        length=max(least, start.length or 0),
        unit=unit,
        basis=basis_of(rule, parameters),
        pauses=pauses,
        roll_over=rule.roll_over,
        pause_ends_count=parameters.pause_ends_count,
        event=rule.event,
        near_days=rule.near_days,
    )
    key = ":".join(filter(None, (rule.id, rule.part, str(start.seq), start.mark)))
    return Clock(rule, deadline, key, start, stop.when if stop else None)


def _extend(clock: Clock, extensions: tuple[Extended, ...], calendar: Calendar) -> Clock:
    """Add the extensions granted for this rule; one until a day reaches exactly that day."""
    deadline = clock.deadline
    for granted in extensions:
        if granted.rule != clock.id or clock.started.mark:
            continue  # a part of a plan has its own end
        length = granted.length
        if granted.until is not None:
            length = (granted.until - deadline.earliest(calendar)).days
        if length and length > 0:
            unit = Unit.DAY if granted.until else deadline.unit
            extension = Extension(length, unit, granted.document)
            deadline = replace(deadline, extensions=(*deadline.extensions, extension))
    return replace(clock, deadline=deadline)
