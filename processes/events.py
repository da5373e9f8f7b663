"""What happens in a case that a clock may start or stop on (案件事件), read from its entries.

Which act says so, on which conditions and with which date, stands in the row of the act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from engine.clock import ZONE
from processes import values as read
from processes.acts import Act, Given, Says, Tag, acts, tagged
from processes.entries import Entries, Entry, Service, newest
from processes.families import gather


@dataclass(frozen=True)
class Event:
    """Something that happened in the case (事件); a bare day counts from its midnight.

    `mark` tells apart what one entry says several times: 第1期, 第2期.
    """

    kind: str
    at: datetime
    seq: int
    day_only: bool = False
    subject: str = ""
    length: int | None = None
    mark: str = ""

    @property
    def when(self) -> date | datetime:
        """Return the day, or the moment where it is known."""
        return self.at.date() if self.day_only else self.at


@cache
def kinds() -> frozenset[str]:
    """Return every kind of event a rule may start or stop on."""
    said = {says.kind for row in acts().values() for says in row.events}
    return frozenset(said).union(gather("timeline", "KINDS"))


def events_of(entries: Entries) -> tuple[Event, ...]:
    """Read every event from the entries of a case, in order."""
    return tuple(sorted(_events(entries), key=lambda e: (e.seq, e.kind)))


def last_of(entries: Entries, kind: str) -> date | None:
    """Return the day of the newest event of a kind."""
    days = [event.at.date() for event in events_of(entries) if event.kind == kind]
    return days[-1] if days else None


def _events(entries: Entries) -> Iterator[Event]:
    for row in acts().values():
        for says in row.events:
            found = _on_service if says.served else _on_completion
            yield from found(row, says, entries)


def _on_completion(row: Act, says: Says, entries: Entries) -> Iterator[Event]:
    for entry in entries.of(row.code):
        if _is_said(says, entry) and _is_given(says.given, entries, entry):
            yield from _event(says, entry, _dated(says, entry), entry)


def _on_service(row: Act, says: Says, entries: Entries) -> Iterator[Event]:
    """Yield what happens when a paper reaches the party that this act was the last to draw up."""
    for service in entries.services():
        if service.address in row.documents:
            draft = _drawn_up(entries, service)
            if draft is not None and draft.is_(row.code) and _is_said(says, draft):
                yield from _event(says, service.entry, service.on, draft)


def _drawn_up(entries: Entries, service: Service) -> Entry | None:
    """Return the newest entry by which a paper like the served one was drawn up."""
    return entries.last(*_drawing_up(service.address), until=service.entry.seq)


@cache
def _drawing_up(address: str) -> tuple[str, ...]:
    """Return the acts that draw up a document and say what its service means."""
    return tuple(
        code
        for code, row in acts().items()
        if address in row.documents and any(says.served for says in row.events)
    )


def _is_said(says: Says, entry: Entry) -> bool:
    """Tell whether an entry satisfies the conditions on its own values."""
    for name, wanted in says.when.items():
        if isinstance(wanted, bool):
            if read.says(entry.values, name) is not wanted:
                return False
        elif read.given(entry.values, name) != wanted:
            return False
    return True


def _is_given(given: Given | None, entries: Entries, entry: Entry) -> bool:
    """Tell whether what an earlier entry must say holds when an entry is made."""
    if given is None:
        return True
    among = tagged(given.among) if isinstance(given.among, Tag) else given.among
    earlier = entries.of(*among, until=entry.seq)
    found = newest(e for e in earlier if not given.beside or e.instance == entry.instance)
    if found is None or not found.is_(given.act):
        return False
    return not given.field or read.given(found.values, given.field) == given.value


def _event(says: Says, entry: Entry, on: date | datetime | None, said: Entry) -> Iterator[Event]:
    if on is None:
        return
    day_only = not isinstance(on, datetime)
    at = on if isinstance(on, datetime) else datetime.combine(on, time(), ZONE)
    subject = entry.instance if says.subject else ""
    yield Event(says.kind, at, entry.seq, day_only, subject, _length(says, said))


def _dated(says: Says, entry: Entry) -> date | datetime | None:
    if not says.on:
        return entry.at
    for name in says.on:
        found = read.moment(entry.values, name) or read.day(entry.values, name)
        if found is not None:
            return found
    return None


def _length(says: Says, said: Entry) -> int | None:
    if isinstance(says.length, str):
        return read.number(said.values, says.length)
    return says.length
