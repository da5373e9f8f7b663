"""Read decision, corrections, services, consents and publicity from the entries of a case."""

from __future__ import annotations

from datetime import date

from engine.counting import add_months
from processes import values as read
from processes.acts import Tag, papers_of, serving, tagged
from processes.entries import Entries, Entry
from processes.facts.documents import (
    ConsentFacts,
    CorrectionFacts,
    PublicationFacts,
    ServiceFacts,
)
from processes.facts.penalty import FINE, DecisionFacts, PenaltyContent
from processes.facts.people import MAJORITY, PERSON, PartyFacts
from processes.parameters import Parameters

#: Kinds that are shown shortly: 警告, 通报批评.
LIGHT = frozenset({"0101", "0102"})


def decision(entries: Entries) -> DecisionFacts | None:
    """Read the newest decision document: drawn up, signed, sealed, served (决定书)."""
    decisions = tagged(Tag.DECISION)
    entry = entries.last(*decisions)
    if entry is None:
        return None
    papers = papers_of(*decisions)
    served = [s for s in entries.services() if s.address in papers and s.entry.seq > entry.seq]
    kind = next(act for act in entry.acts if act in decisions)
    signed = entries.last("dec.sign", after=entry.seq)
    return DecisionFacts(
        at_seq=entry.seq,
        kind=kind.removeprefix("dec."),
        content=PenaltyContent.read(entry.values),
        signed=signed is not None,
        signed_on=signed.at.date() if signed else None,
        sealed=entries.last("dec.seal", after=entry.seq) is not None,
        served_on=served[-1].on if served else None,
    )


def corrections(entries: Entries) -> tuple[CorrectionFacts, ...]:
    """Read every order to correct (责令改正)."""
    return tuple(_correction(entries, entry) for entry in entries.of("order.correct"))


def _correction(entries: Entries, entry: Entry) -> CorrectionFacts:
    """Read an order with its service and the re-check of the same procedure (责令改正及复查)."""
    served = [
        one.on
        for one in entries.services()
        if one.address in papers_of("order.correct")
        and one.entry.instance == entry.instance
        and one.entry.seq > entry.seq
    ]
    served_on = min(served, default=None)
    due_on = read.day(entry.values, "due_on") or served_on
    over_on = max(served_on, due_on) if served_on and due_on else None
    return CorrectionFacts(
        at_seq=entry.seq,
        approved=entries.beside(entry, "order.approve") is not None,
        cites=frozenset(
            (*read.names(entry.values, "violated"), *read.names(entry.values, "basis"))
        ),
        served_on=served_on,
        due_on=due_on,
        unmet_on=_unmet(entries, entry, over_on, at_once=read.says(entry.values, "at_once")),
    )


def _unmet(entries: Entries, order: Entry, over_on: date | None, *, at_once: bool) -> date | None:
    """Return when a re-check found the order not met, once it was served and its term over."""
    for entry in entries.of("order.recheck", after=order.seq):
        on = read.day(entry.values, "start_at")
        if entry.instance != order.instance or on is None or over_on is None:
            continue
        over = on >= over_on if at_once else on > over_on
        if over and read.text(entry.values, "conclusion") in ("partly", "not_fixed"):
            return on
    return None


def services(entries: Entries) -> tuple[ServiceFacts, ...]:
    """Read every attempt to serve, successful or not (送达)."""
    found = []
    for entry in entries.of(*serving()):
        on = entry.served_on()
        way = next(act for act in entry.acts if act in serving())
        documents = frozenset(entry.documents)
        found.append(ServiceFacts(documents, way.removeprefix("serve."), on is not None, on))
    return tuple(found)


def consents(entries: Entries) -> tuple[ConsentFacts, ...]:
    """Read every consent to electronic service (电子送达确认)."""
    return tuple(
        ConsentFacts(
            at=entry.at,
            channel=read.text(entry.values, "channel"),
            address=read.text(entry.values, "address"),
            consents=read.says(entry.values, "consent"),
            except_decision=read.text(entry.values, "scope") == "except_decision",
            signed=read.block(entry.values, "signature").get("method") in ("pad", "paper"),
        )
        for entry in entries.of("serve.consent")
    )


def publication(entries: Entries) -> PublicationFacts | None:
    """Read the newest decision on publicity (公示)."""
    entry = entries.last("pub.decide")
    if entry is None:
        return None
    return PublicationFacts(
        at_seq=entry.seq,
        publish=read.says(entry.values, "publish"),
        approved=entries.last("pub.approve", after=entry.seq) is not None,
        withdrawn=entries.last("pub.withdraw_approve", after=entry.seq) is not None,
    )


def shown_until(decision: DecisionFacts, parameters: Parameters) -> date | None:
    """Return how long a decision stays public, counted from its date (公示期限).

    Warnings, 通报批评 and fines that the body's rules call low are shown shortly.
    """
    if decision.signed_on is None:
        return None
    content, low = decision.content, parameters.publication_low_fine
    small = {FINE} if low is not None and content.fine < low else set()
    light = content.kinds <= LIGHT | small
    months = parameters.publication_months_light if light else parameters.publication_months
    return add_months(decision.signed_on, months)


def is_minor(party: PartyFacts, acted_on: date | None, on: date) -> bool:
    """Tell whether a party was under age at the act or is today: its name is never shown."""
    ages = (party.age_on(day) for day in (acted_on or on, on))
    return any(age is not None and age < MAJORITY for age in ages)


def masked(party: PartyFacts) -> str:
    """Return the name under which the public reads of a party: persons by their surname alone."""
    return f"{party.name[:1]}某某" if party.kind == PERSON else party.name


def changed_at(entries: Entries) -> int | None:
    """Return where a review or suit last changed the decision (决定被变更)."""
    changed = [
        e for e in entries.of("remedy.result") if read.text(e.values, "remedy_result") == "changed"
    ]
    return changed[-1].seq if changed else None
