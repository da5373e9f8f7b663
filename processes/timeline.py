"""The timeline of a case (时间线): events, and the pauses and extensions that a document proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.deadlines import Pause
from processes import values as read
from processes.entries import Entries
from processes.events import Event, events_of
from processes.parameters import (
    ANNOUNCED,
    APPRAISAL,
    HEARING,
    HEARING_DEFERRED,
    HEARING_SUSPENDED,
    SUSPENDED,
)


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
    return Timeline(events_of(entries), tuple(_pauses(entries)), tuple(_extensions(entries)))


def _pauses(entries: Entries) -> Iterator[Pause]:
    yield from _suspensions(entries)
    yield from _hearings(entries)
    for made in entries.of("serve.announce"):
        ended = entries.beside(made, "serve.announced")
        yield from _pause(
            ANNOUNCED,
            read.day(made.values, "announced_on"),
            made.document,
            read.day(ended.values, "deemed_on") if ended else None,
        )
    for told in entries.of("inv.appraise_period"):
        result = entries.beside(told, "inv.appraise_result")
        ends = [read.day(told.values, "to_date")]
        ends += [read.day(result.values, "received_on")] if result else []
        days = [end for end in ends if end]
        if days:
            start = read.day(told.values, "from_date")
            yield from _pause(APPRAISAL, start, told.document, min(days))


def _suspensions(entries: Entries) -> Iterator[Pause]:
    """中止：自批准之日起，至恢复之日止."""
    for approved in entries.of("case.suspend"):
        draft = entries.last("case.suspend_draft", until=approved.seq)
        asked = read.day(draft.values, "from_date") if draft else None
        start = max(asked or approved.at.date(), approved.at.date())
        end = None
        resumed = entries.beside(approved, "case.resume")
        if resumed:
            planned = entries.beside(approved, "case.resume_draft")
            end = read.day(planned.values, "resume_on") if planned else None
            end = min(end or resumed.at.date(), resumed.at.date())
        yield from _pause(SUSPENDED, start, approved.document, end)


def _hearings(entries: Entries) -> Iterator[Pause]:
    """听证：自收到听证要求之日起，至听证结束、终止或者不予受理之日止."""
    for asked in entries.of("hear.request"):
        if asked.values.get("hearing_claimed") != "yes":
            continue
        end = None
        for entry in entries.of("hear.hold", "hear.refuse", after=asked.seq):
            if entry.values.get("hearing_result", "ended") in ("held", "ended"):
                end = read.day(entry.values, "end_at") or entry.at.date()
                break
        yield from _pause(HEARING, asked.at.date(), asked.document, end)
    for changed in entries.of("hear.change"):
        kind = {"deferred": HEARING_DEFERRED, "suspended": HEARING_SUSPENDED}.get(
            read.text(changed.values, "kind")
        )
        if kind:
            again = next(entries.of("hear.hold", after=changed.seq), None)
            end = read.day(again.values, "start_at") if again else None
            yield from _pause(kind, changed.at.date(), changed.document, end)


def _pause(kind: str, start: date | None, document: str, end: date | None) -> Iterator[Pause]:
    if start is not None and document and (end is None or start <= end):
        yield Pause(kind, start, end, document)


def _extensions(entries: Entries) -> Iterator[Extended]:
    for act, rule in (("case.verify_extend", "DL-01"), ("case.extend", "DL-02")):
        for approved in entries.of(act):
            draft = entries.last(f"{act}_draft", until=approved.seq)
            length = read.number(draft.values, "days") if draft else None
            if length and approved.document:
                yield Extended(rule, approved.document, length)
    for granted in entries.of("exec.defer"):
        if granted.values.get("granted") != "yes":
            continue
        draft = entries.last("exec.defer_draft", until=granted.seq)
        plan = read.rows(granted.values, "plan")
        plan = plan or (read.rows(draft.values, "plan") if draft else ())
        dues = [due for row in plan if (due := read.day(row, "due"))]
        if dues and granted.document:
            yield Extended("DL-18", granted.document, until=max(dues))
