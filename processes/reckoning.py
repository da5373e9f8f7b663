"""All clocks of a matter with one or more parties (期限计算): common ones once, others for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from engine.workdays import Calendar
from processes.clocks import Clock, clocks
from processes.entries import Entries
from processes.parameters import Parameters
from processes.timeline import timeline


def reckon(
    entries: Entries,
    in_force: Callable[[date], Parameters],
    calendar: Calendar,
    parties: Sequence[str] = (),
) -> list[Clock]:
    """Return the clocks of a matter; one that runs alike for all its parties stands there once."""
    if len(parties) < 2:
        return _of(entries, in_force, calendar)
    views = dict(_views(entries, in_force, calendar, parties))
    return sorted(_merged(views), key=lambda clock: (clock.started.seq, clock.key))


def _views(
    entries: Entries,
    in_force: Callable[[date], Parameters],
    calendar: Calendar,
    parties: Sequence[str],
) -> Iterator[tuple[str, list[Clock]]]:
    """Yield the clocks as each party sees them; counted once for those who see the same."""
    seen: dict[tuple[int, ...], tuple[Entries, list[Clock]]] = {}
    for party in parties:
        own = entries.of_party(party)
        mark = tuple(map(id, own.all))
        if mark not in seen:
            seen[mark] = own, _of(own, in_force, calendar)
        yield party, seen[mark][1]


def _of(
    entries: Entries, in_force: Callable[[date], Parameters], calendar: Calendar
) -> list[Clock]:
    line = timeline(entries)
    return clocks(line.events, line.pauses, line.extensions, in_force, calendar)


def _merged(views: dict[str, list[Clock]]) -> Iterator[Clock]:
    by_key: dict[str, dict[str, Clock]] = {}
    for party, found in views.items():
        for clock in found:
            by_key.setdefault(_place(clock), {})[party] = clock
    for own in by_key.values():
        first, *others = own.values()
        is_everybodys = len(own) == len(views)
        if first.rule.joint:
            if is_everybodys:
                yield max(own.values(), key=lambda clock: clock.started.seq)
        elif is_everybodys and all(clock == first for clock in others):
            yield first
        else:
            for party, clock in own.items():
                yield replace(clock, key=f"{clock.key}@{party}", party=party)


def _place(clock: Clock) -> str:
    """Return what clocks of several parties have in common if they are one."""
    return clock.id if clock.rule.joint else clock.key
