"""The timeline of a case (时间线): events, and the pauses and extensions that a document proves.

Which acts pause or lengthen a period, and from when to when, stands in the `timeline` of a family.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.deadlines import Pause
from processes.entries import Entries
from processes.events import Event, events_of
from processes.families import gather


@dataclass(frozen=True)
class Extended:
    """A period made longer by decision (延长): so many of its units, or until a day."""

    rule: str
    document: str
    length: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Timeline:
    """Everything the clocks of a case are reckoned from (事件、扣除、延长)."""

    events: tuple[Event, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extended, ...] = ()


def timeline(entries: Entries) -> Timeline:
    """Read events, pauses and extensions from the entries of a case."""
    return Timeline(
        (
            *events_of(entries),
            *(event for read in gather("timeline", "EVENTS") for event in read(entries)),
        ),
        tuple(pause for read in gather("timeline", "PAUSES") for pause in read(entries)),
        tuple(more for read in gather("timeline", "EXTENSIONS") for more in read(entries)),
    )


def paused(kind: str, start: date | None, document: str, end: date | None) -> Iterator[Pause]:
    """Yield a pause that has a start and a document, and does not end before it begins."""
    if start is not None and document and (end is None or start <= end):
        yield Pause(kind, start, end, document)
