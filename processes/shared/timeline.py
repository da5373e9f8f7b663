"""What pauses the periods of any procedure (听证、公告送达、检测鉴定)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.deadlines import Pause
from processes import values as read
from processes.acts import papers_of
from processes.entries import Entries, Entry
from processes.parameters import (
    ANNOUNCED,
    APPRAISAL,
    HEARING,
    HEARING_DEFERRED,
    HEARING_SUSPENDED,
)
from processes.timeline import paused


def hearings(entries: Entries) -> Iterator[Pause]:
    """听证：自收到听证要求之日起，至听证结束、终止或者不予受理之日止."""
    for asked in entries.of("hear.request"):
        if read.text(asked.values, "hearing_claimed") != "yes":
            continue
        end = None
        for entry in entries.of("hear.hold", "hear.refuse", after=asked.seq):
            if (read.text(entry.values, "hearing_result") or "ended") in ("held", "ended"):
                end = read.day(entry.values, "end_at") or entry.at.date()
                break
        yield from paused(HEARING, asked.at.date(), asked.document, end)


def postponements(entries: Entries) -> Iterator[Pause]:
    """听证延期、中止：自变更之日起，至再次举行之日止."""
    kinds = {"deferred": HEARING_DEFERRED, "suspended": HEARING_SUSPENDED}
    for changed in entries.of("hear.change"):
        kind = kinds.get(read.text(changed.values, "kind"))
        if kind:
            again = next(entries.of("hear.hold", after=changed.seq), None)
            end = read.day(again.values, "start_at") if again else None
            yield from paused(kind, changed.at.date(), changed.document, end)


def announcements(entries: Entries) -> Iterator[Pause]:
    """公告送达：自公告之日起，至视为送达之日止."""
    for made in entries.of("serve.announce"):
        ended = entries.beside(made, "serve.announced")
        start = read.day(made.values, "announced_on")
        end = read.day(ended.values, "deemed_on") if ended else None
        yield from paused(ANNOUNCED, start, made.document, end)


def appraisals(entries: Entries) -> Iterator[Pause]:
    """检测鉴定：自告知书送达当事人之日起，至期满或者收到结果之日止."""
    for told in entries.of("inv.appraise_period"):
        result = entries.beside(told, "inv.appraise_result")
        ends = [read.day(told.values, "to_date")]
        ends += [read.day(result.values, "received_on")] if result else []
        days = [end for end in ends if end]
        if days:
            asked, reached = read.day(told.values, "from_date"), _reached(entries, told)
            start = max(asked or reached, reached) if reached else None
            yield from paused(APPRAISAL, start, told.document, min(days))


def _reached(entries: Entries, told: Entry) -> date | None:
    """Return the day on which the paper of an entry reached the party in its procedure (送达)."""
    papers = papers_of(*told.acts)
    return next(
        (
            service.on
            for service in entries.services()
            if service.address in papers
            and service.entry.instance == told.instance
            and service.entry.seq > told.seq
        ),
        None,
    )


PAUSES = (hearings, postponements, announcements, appraisals)
