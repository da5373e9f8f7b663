"""Read requests and hearings from the entries of a case (听证)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from processes import values as read
from processes.acts import papers_of
from processes.entries import Entries, Entry
from processes.facts.hearing import HearingFacts, HearingRequest


def requests(entries: Entries) -> tuple[HearingRequest, ...]:
    """Read every request or waiver of a hearing (听证要求)."""
    found = []
    for entry in entries.of("hear.request"):
        mailed = read.text(entry.values, "way") == "mailed"
        on = read.day(entry.values, "posted_on" if mailed else "requested_on")
        claimed = read.text(entry.values, "hearing_claimed") == "yes"
        hindered = read.says(entry.values, "hindered")
        found.append(HearingRequest(entry.seq, claimed, on, hindered))
    return tuple(found)


SEATS = ("chair", "members", "clerk")


def seats(entries: Entries, panel: Entry) -> dict[str, tuple[str, ...]]:
    """Return who sits in a hearing: those appointed, the recused ones replaced (听证人员)."""
    sit = {seat: read.names(panel.values, seat) for seat in SEATS}
    for entry in entries.of("recuse.decide", after=panel.seq):
        gone, comes = (read.text(entry.values, one) for one in ("target", "replacement"))
        if read.text(entry.values, "granted") == "yes" and comes:
            sit = {
                seat: tuple(comes if one == gone else one for one in names)
                for seat, names in sit.items()
            }
    return sit


def hearings(entries: Entries) -> tuple[HearingFacts, ...]:
    """Read one hearing per call of the hearing procedure, from its acts in order (听证)."""
    calls: dict[int, list[Entry]] = {}
    for entry in entries.of("hear.*"):
        if not entry.is_("hear.request"):
            calls.setdefault(_call(entries, entry), []).append(entry)
    return tuple(_hearing(entries, call) for call in calls.values())


def _call(entries: Entries, entry: Entry) -> int:
    """Tell rounds apart by the claim they follow: the same call may be entered again."""
    asked = entries.last("hear.request", until=entry.seq)
    return asked.seq if asked else -1


def _hearing(entries: Entries, call: list[Entry]) -> HearingFacts:
    panel = _last(call, "hear.panel")
    accepted = _last(call, "hear.accept")
    notified = _last(call, "hear.notify")
    told = _last(
        [e for e in call if read.text(e.values, "kind") in ("", "deferred")], "hear.change"
    )
    told = told or notified
    announced = _last(call, "hear.announce")
    held = _last(call, "hear.hold")
    result = read.text(held.values, "hearing_result") if held else ""
    sit = seats(entries, panel) if panel else dict.fromkeys(SEATS, ())
    closed = held if held and result in ("held", "ended") else None
    return HearingFacts(
        at_seq=call[0].seq,
        accepted=read.text(accepted.values, "hearing_accepted") == "yes" if accepted else None,
        refused=_last(call, "hear.refuse") is not None,
        chair=next(iter(sit["chair"]), ""),
        members=sit["members"],
        clerk=next(iter(sit["clerk"]), ""),
        issued_on=told.at.date() if told else None,
        notified_on=_served(entries, told) if told else None,
        public=notified is None or read.text(notified.values, "hearing_public") != "no",
        announced_on=read.day(announced.values, "announced_on") if announced else None,
        held=result == "held",
        ended=result == "ended",
        ended_at=(read.moment(closed.values, "end_at") or closed.at) if closed else None,
        ended_seq=closed.seq if closed else 0,
        examined=frozenset(read.names(held.values, "evidence_examined")) if held else frozenset(),
    )


def _last(call: Iterable[Entry], act: str) -> Entry | None:
    found = [entry for entry in call if entry.is_(act)]
    return found[-1] if found else None


def _served(entries: Entries, told: Entry) -> date | None:
    notices = papers_of("hear.notify", "hear.change")
    for service in entries.services():
        if service.address in notices and service.entry.seq > told.seq:
            return service.on
    return None
