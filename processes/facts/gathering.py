"""Gather the facts of a case (汇集案件事实): what the registers say, and what the entries tell.

The platform hands over a `Registered` that knows what only registers know; the rest is read from
the completed submissions of the case, so that every reading of a form by the law stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from processes import values as read
from processes.acts import Tag, acts, tagged
from processes.clocks import Clock
from processes.entries import Entries
from processes.facts import hearings, money, papers, steps
from processes.facts.case import CaseFacts, Registered, TimesFacts
from processes.facts.evidence import PreservationFacts, RecordFacts, VisitFacts, record_of
from processes.facts.people import RecusalFacts
from processes.reckoning import reckon


def gather(
    registered: Registered, entries: Entries, instance: str = "", scope: tuple[str, ...] = ()
) -> CaseFacts:
    """Return all that the law may look at for a step in a procedure instance of the case."""
    return CaseFacts(registered, READERS, entries, instance, scope)


def _clocks(facts: CaseFacts) -> tuple[Clock, ...]:
    parties = [one.id for one in facts.parties]
    return tuple(reckon(facts.entries, facts.in_force, facts.calendar, parties))


def _archived(facts: CaseFacts) -> bool:
    filed_away = facts.entries.last(*tagged(Tag.ARCHIVING)) is not None
    return facts.registered.archived or filed_away


def _filed(entries: Entries) -> bool:
    filed = entries.last("case.file")
    return filed is not None and read.text(filed.values, "filing") == "yes"


def _times(entries: Entries) -> TimesFacts:
    verified = entries.last("case.verify")
    return TimesFacts.read(verified.values) if verified else TimesFacts()


def _place(facts: CaseFacts) -> str:
    lead = facts.entries.last("case.intake")
    return facts.registered.place or (read.text(lead.values, "place") if lead else "")


def _handlers(facts: CaseFacts) -> frozenset[str]:
    return facts.registered.handlers or _named_handlers(facts.entries)


def _named_handlers(entries: Entries) -> frozenset[str]:
    """Return lead and assisting officer as last named, granted recusals replaced."""
    named: list[str] = []
    for entry in entries.of("case.assign", "case.file", "recuse.decide"):
        if entry.is_("recuse.decide"):
            target = read.text(entry.values, "target")
            if read.text(entry.values, "granted") == "yes" and target in named:
                named.remove(target)
                named.append(read.text(entry.values, "replacement"))
            continue
        pair = [read.text(entry.values, f) for f in ("lead_officer", "assist_officer")]
        named = pair if all(pair) else named
    return frozenset(named) - {""}


def _investigators(facts: CaseFacts) -> frozenset[str]:
    entries, found = facts.entries, {*facts.registered.investigators, *facts.handlers}
    for entry in entries.of(*tagged(Tag.INVESTIGATION)):
        found.update(read.names(entry.values, "officers"))
    for entry in entries.of("case.assign", "case.file"):
        found.update(read.text(entry.values, f) for f in ("lead_officer", "assist_officer"))
    return frozenset(found) - {""}


def _recusals(entries: Entries) -> tuple[RecusalFacts, ...]:
    return tuple(
        RecusalFacts(
            officer=read.text(entry.values, "target"),
            granted=read.text(entry.values, "granted") == "yes",
            at=entry.at,
        )
        for entry in entries.of("recuse.decide")
    )


def _challenged(facts: CaseFacts) -> str:
    asked = [e for e in facts.here if e.is_("recuse.request")]
    return read.text(asked[-1].values, "target") if asked else ""


def _records(facts: CaseFacts) -> tuple[RecordFacts, ...]:
    found, case = {}, facts.number or "本案"
    for entry in facts.entries.of(*tagged(Tag.RECORD)):
        title = next(acts()[act].title for act in entry.acts if act in tagged(Tag.RECORD))
        record = record_of(entry.instance, case, entry.acts, title, entry.values)
        if record is not None:
            found[entry.place] = record  # a record made again replaces the returned one
    return (*facts.registered.records, *found.values())


def _visits(facts: CaseFacts) -> tuple[VisitFacts, ...]:
    shown = ((e, read.moment(e.values, "shown_at")) for e in facts.here if e.is_("inv.id_show"))
    return tuple(
        VisitFacts(frozenset(read.names(entry.values, "officers")), at)
        for entry, at in shown
        if at is not None
    )


def _preservations(entries: Entries) -> tuple[PreservationFacts, ...]:
    found = []
    for made in entries.of("inv.preserve"):
        closed = [
            e
            for e in entries.of("inv.preserve_dispose", "inv.preserve_lapse", after=made.seq)
            if e.instance == made.instance
        ]
        start = read.moment(made.values, "start_at") or made.at
        kept = read.rows(closed[-1].values, "items") if closed else ()
        pending = any(read.text(one, "disposal") == "seized" for one in kept)
        at = closed[0].at if closed else None
        found.append(PreservationFacts(made.instance, start, at, pending))
    return tuple(found)


def _serious(entries: Entries) -> bool:
    draft = entries.last("dec.draft", "inv.close")
    return draft is not None and read.text(draft.values, "serious") == "yes"


def _said(reader: Callable[[Entries], Any]) -> Callable[[CaseFacts], Any]:
    """Read a fact from the entries alone."""
    return lambda facts: reader(facts.entries)


READERS: Mapping[str, Callable[[CaseFacts], Any]] = {
    "history": lambda facts: facts.entries.all,
    "archived": _archived,
    "location_waived": lambda facts: facts.done("case.location_off"),
    "filed": _said(_filed),
    "times": _said(_times),
    "place": _place,
    "handlers": _handlers,
    "investigators": _investigators,
    "recusals": _said(_recusals),
    "challenged": _challenged,
    "records": _records,
    "visits": _visits,
    "preservations": _said(_preservations),
    "report": _said(steps.report),
    "crime": _said(steps.crime),
    "proposal": _said(steps.proposal),
    "decision_proposal": _said(steps.decision_proposal),
    "reviews": _said(steps.reviews),
    "notices": _said(steps.notices),
    "defenses": _said(steps.defenses),
    "hearing_requests": _said(hearings.requests),
    "hearings": _said(hearings.hearings),
    "serious": _said(_serious),
    "panel": lambda facts: steps.panel(facts.entries, facts.registered.panel),
    "decision": _said(papers.decision),
    "corrections": _said(papers.corrections),
    "services": _said(papers.services),
    "consents": _said(papers.consents),
    "publication": _said(papers.publication),
    "changed_at": _said(papers.changed_at),
    "balance": _said(money.balance),
    "clocks": _clocks,
}
"""Facts that the entries tell, alone or together with the registers; all others are registered."""
