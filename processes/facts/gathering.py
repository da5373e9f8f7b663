"""Gather the facts of a case (汇集案件事实): what the registers say, and what the entries tell.

The platform fills a `CaseFacts` with what only registers know; `gather` adds the rest from the
completed submissions of the case, so that every reading of a form by the law stands here.
"""

from __future__ import annotations

from dataclasses import replace

from processes import values as read
from processes.acts import Tag, acts, tagged
from processes.entries import Entries, Entry
from processes.facts import hearings, papers, steps
from processes.facts.case import CaseFacts, TimesFacts
from processes.facts.evidence import PreservationFacts, RecordFacts, VisitFacts, record_of
from processes.facts.people import RecusalFacts
from processes.reckoning import reckon


def gather(
    registered: CaseFacts, entries: Entries, instance: str = "", scope: tuple[str, ...] = ()
) -> CaseFacts:
    """Return all that the law may look at for a step in a procedure instance of the case."""
    found = reckon(entries, registered.parameters, registered.calendar)
    handlers = registered.handlers or _handlers(entries)
    here = [e for e in entries.all if e.instance == instance]
    return replace(
        registered,
        history=entries.all,
        instance=instance,
        scope=scope,
        archived=registered.archived or entries.last(*tagged(Tag.ARCHIVING)) is not None,
        location_waived=entries.last("case.location_off") is not None,
        filed=_filed(entries),
        times=_times(entries),
        place=registered.place or _place(entries),
        handlers=handlers,
        investigators=registered.investigators | handlers | _investigators(entries),
        recusals=tuple(_recusals(entries)),
        challenged=_challenged(here),
        records=(*registered.records, *_records(entries, registered.number)),
        visits=tuple(_visits(here)),
        preservations=tuple(_preservations(entries)),
        report=steps.report(entries),
        proposal=steps.proposal(entries),
        decision_proposal=steps.decision_proposal(entries),
        reviews=steps.reviews(entries),
        notices=steps.notices(entries),
        defenses=steps.defenses(entries),
        hearing_requests=hearings.requests(entries),
        hearings=hearings.hearings(entries),
        serious=_serious(entries),
        panel=steps.panel(entries, registered.panel),
        decision=papers.decision(entries),
        corrections=papers.corrections(entries),
        services=papers.services(entries),
        consents=papers.consents(entries),
        publication=papers.publication(entries),
        changed_at=papers.changed_at(entries),
        clocks=tuple(found),
    )


def _filed(entries: Entries) -> bool:
    filed = entries.last("case.file")
    return filed is not None and filed.values.get("filing") == "yes"


def _times(entries: Entries) -> TimesFacts:
    verified = entries.last("case.verify")
    return TimesFacts.read(verified.values) if verified else TimesFacts()


def _place(entries: Entries) -> str:
    lead = entries.last("case.intake")
    return read.text(lead.values, "place") if lead else ""


def _handlers(entries: Entries) -> frozenset[str]:
    """Return lead and assisting officer as last named, granted recusals replaced."""
    named: list[str] = []
    for entry in entries.of("case.assign", "case.file", "recuse.decide"):
        if entry.is_("recuse.decide"):
            target = read.text(entry.values, "target")
            if entry.values.get("granted") == "yes" and target in named:
                named.remove(target)
                named.append(read.text(entry.values, "replacement"))
            continue
        pair = [read.text(entry.values, f) for f in ("lead_officer", "assist_officer")]
        named = pair if all(pair) else named
    return frozenset(named) - {""}


def _investigators(entries: Entries) -> frozenset[str]:
    found: set[str] = set()
    for entry in entries.of(*tagged(Tag.INVESTIGATION)):
        found.update(read.names(entry.values, "officers"))
    for entry in entries.of("case.assign", "case.file"):
        found.update(read.text(entry.values, f) for f in ("lead_officer", "assist_officer"))
    return frozenset(found) - {""}


def _recusals(entries: Entries) -> list[RecusalFacts]:
    return [
        RecusalFacts(
            officer=read.text(entry.values, "target"),
            granted=entry.values.get("granted") == "yes",
            at=entry.at,
        )
        for entry in entries.of("recuse.decide")
    ]


def _challenged(here: list[Entry]) -> str:
    asked = [e for e in here if e.is_("recuse.request")]
    return read.text(asked[-1].values, "target") if asked else ""


def _records(entries: Entries, case: str) -> list[RecordFacts]:
    found = {}
    for entry in entries.of(*tagged(Tag.RECORD)):
        title = next(acts()[act].title for act in entry.acts if act in tagged(Tag.RECORD))
        record = record_of(entry.instance, case or "本案", entry.acts, title, entry.values)
        if record is not None:
            found[entry.place] = record  # a record made again replaces the returned one
    return list(found.values())


def _visits(here: list[Entry]) -> list[VisitFacts]:
    shown = ((e, read.moment(e.values, "shown_at")) for e in here if e.is_("inv.id_show"))
    return [
        VisitFacts(frozenset(read.names(entry.values, "officers")), at)
        for entry, at in shown
        if at is not None
    ]


def _preservations(entries: Entries) -> list[PreservationFacts]:
    found = []
    for made in entries.of("inv.preserve"):
        closed = [
            e
            for e in entries.of("inv.preserve_dispose", "inv.preserve_lapse", after=made.seq)
            if e.instance == made.instance
        ]
        start = read.moment(made.values, "start_at") or made.at
        found.append(PreservationFacts(made.instance, start, closed[0].at if closed else None))
    return found


def _serious(entries: Entries) -> bool:
    draft = entries.last("dec.draft", "inv.close")
    return draft is not None and draft.values.get("serious") == "yes"
