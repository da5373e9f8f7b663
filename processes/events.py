"""What happens in a case that a clock may start or stop on (案件事件), and which act says so.

`SOURCES` is the register: act, condition and date field of every kind of event. `events_of` reads
the entries of a case by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from engine.clock import ZONE
from processes import values as read
from processes.entries import Entries, Entry, newest

#: Acts that draw up a decision document (制作决定书).
DECISIONS = ("dec.penalty", "dec.nopenalty", "dec.nofact")
PENALTY, NO_PENALTY = "penalty/penalty_decision", "penalty/no_penalty_decision"


@dataclass(frozen=True)
class Given:
    """A condition on an earlier entry: the newest of `among` is of `act` and says so."""

    among: tuple[str, ...]
    act: str
    field: str = ""
    value: str = ""
    beside: bool = False

    def holds(self, entries: Entries, entry: Entry) -> bool:
        """Tell whether it holds when an entry is made; `beside`: in the same procedure instance."""
        earlier = entries.of(*self.among, until=entry.seq)
        found = newest(e for e in earlier if not self.beside or e.instance == entry.instance)
        if found is None or not found.is_(self.act):
            return False
        return not self.field or found.values.get(self.field) == self.value


@dataclass(frozen=True)
class Source:
    """Which act produces a kind of event, on which conditions and with which date.

    `on` names the form field with the date (several: the first that is filled); without one the
    completion counts. With `serves` the act is a successful 送达 of a document of that address, and
    the legal date of service counts. `subject` ties the event to its procedure instance. `length`
    is a fixed length of the period, or act and form field that say it.
    """

    kind: str
    acts: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    when: Mapping[str, object] = field(default_factory=dict)
    given: Given | None = None
    serves: str = ""
    subject: bool = False
    length: int | tuple[str, str] | None = None

    def says(self, entry: Entry) -> bool:
        """Tell whether an entry satisfies the conditions on its own values."""
        for name, wanted in self.when.items():
            if isinstance(wanted, bool):
                if read.says(entry.values, name) is not wanted:
                    return False
            elif entry.values.get(name) != wanted:
                return False
        return True


PENALTY_DECIDED = Given(DECISIONS, "dec.penalty")
WITH_MONEY = Given(DECISIONS, "dec.penalty", "money", "yes")
WITHOUT_MONEY = Given(DECISIONS, "dec.penalty", "money", "no")
NO_FACT = Given(DECISIONS, "dec.nofact")
LETTER = Given(("inv.*",), "inv.assist", beside=True)
CHANGED = {"remedy_result": "changed"}

SOURCES: tuple[Source, ...] = (
    # 案源与立案
    Source("lead.received", ("case.intake",), on=("received_at", "found_on")),
    Source("case.filed", ("case.file",), when={"filing": "yes"}),
    Source("case.declined", ("case.file",), when={"filing": "no"}),
    Source(
        "act.ended",
        ("case.verify",),
        on=("act_ended_on",),
        length=2,
        when={"health_or_finance_harm": False},
    ),
    Source(
        "act.ended",
        ("case.verify",),
        on=("act_ended_on",),
        length=5,
        when={"health_or_finance_harm": True},
    ),
    Source("act.discovered", ("case.verify",), on=("discovered_on",)),
    # 调查
    Source("preservation.made", ("inv.preserve",), on=("start_at",), subject=True),
    Source("preservation.closed", ("inv.preserve_dispose",), subject=True),
    Source("preservation.closed", ("inv.preserve_lapse",), on=("released_at",), subject=True),
    Source("assistance.asked", ("doc.approve",), given=LETTER, subject=True),
    Source("assistance.answered", ("inv.assist_reply",), on=("received_on",), subject=True),
    Source("case.terminated", ("case.terminate",)),
    Source("case.withdrawn", ("case.withdraw",)),
    # 审核
    Source("review.submitted", ("inv.close_opinion", "hear.report")),
    Source("review.given", ("rev.case", "rev.legal_sign")),
    # 告知、听证
    Source("notice.served", serves="penalty/prior_notice", length=("notice.prior", "defense_days")),
    Source(
        "notice.served", serves="penalty/hearing_notice", length=("notice.prior", "defense_days")
    ),
    Source(
        "hearing_notice.served",
        serves="penalty/hearing_notice",
        length=("notice.prior", "hearing_days"),
    ),
    Source("defense.received", ("defense.receive",), on=("received_at",)),
    Source(
        "hearing.requested",
        ("hear.request",),
        on=("posted_on", "requested_on"),
        when={"hearing_claimed": "yes"},
    ),
    Source("hearing.waived", ("hear.request",), when={"hearing_claimed": "no"}),
    Source(
        "hearing.received",
        ("hear.request",),
        on=("requested_on",),
        when={"hearing_claimed": "yes", "way": "written"},
    ),
    Source(
        "hearing.received",
        ("hear.request",),
        on=("requested_on",),
        when={"hearing_claimed": "yes", "way": "oral"},
    ),
    Source("hearing.received", ("hear.request",), when={"hearing_claimed": "yes", "way": "mailed"}),
    Source("hearing.appointed", ("hear.panel",)),
    Source("hearing.refused", ("hear.refuse",)),
    Source("hearing.notified", serves="shared/hearing_notification"),
    Source("hearing.announced", ("hear.announce",), on=("announced_on",)),
    Source("hearing.held", ("hear.hold",), on=("start_at",), when={"hearing_result": "held"}),
    Source("hearing.closed", ("hear.hold",), on=("end_at",), when={"hearing_result": "held"}),
    Source("hearing.closed", ("hear.hold",), when={"hearing_result": "ended"}),
    # 决定与送达
    Source("case.decided", ("dec.sign",)),
    Source("penalty.decided", ("dec.sign",), given=PENALTY_DECIDED),
    Source("decision.served", serves=PENALTY),
    Source("decision.served", serves=NO_PENALTY),
    Source("fine.served", serves=PENALTY, given=WITH_MONEY),
    Source("fine.paid", ("exec.pay",), on=("paid_on",), when={"paid": "full"}),
    Source(
        "announcement.made",
        ("serve.announce",),
        on=("announced_on",),
        subject=True,
        length=("serve.announce", "days"),
    ),
    Source("announcement.ended", ("serve.announced",), on=("deemed_on",), subject=True),
    # 公示、救济
    Source("publication.decided", ("pub.approve",)),
    Source("remedy.started", ("remedy.start",), on=("received_on",)),
    Source(
        "decision.changed",
        ("remedy.result",),
        on=("result_on",),
        when=CHANGED,
        given=Given(("pub.decide", "pub.withdraw_approve"), "pub.decide", "publish", "yes"),
    ),
    Source("publication.withdrawn", ("pub.withdraw_approve",)),
    # 移送
    Source("case.referred", ("ref.approve",)),
    Source("crime.reported", ("crim.report",), on=("reported_at",)),
    Source("crime.approved", ("crim.approve",), when={"crime_approved": "yes"}),
    Source("crime.refused", ("crim.approve",), when={"crime_approved": "no"}),
    Source("crime.transferred", ("crim.transfer",), on=("transferred_at",)),
    Source("crime.receipted", ("crim.receipt",), on=("received_at",)),
    # 结案
    Source("closing.ready", ("exec.pay",), on=("paid_on",), when={"paid": "full"}),
    Source("closing.ready", serves=PENALTY, given=WITHOUT_MONEY),
    Source("closing.ready", serves=NO_PENALTY, given=NO_FACT),
    Source(
        "closing.ready",
        ("dec.educate", "ref.accept", "crim.receipt", "case.withdraw", "case.terminate"),
    ),
    Source("closing.approved", ("arch.close",)),
)

#: Every kind of event a rule may start or stop on.
EVENTS: frozenset[str] = frozenset(source.kind for source in SOURCES)


@dataclass(frozen=True)
class Event:
    """Something that happened in the case (事件); a bare day counts from its midnight."""

    kind: str
    at: datetime
    seq: int
    day_only: bool = False
    subject: str = ""
    length: int | None = None

    @property
    def when(self) -> date | datetime:
        """Return the day, or the moment where it is known."""
        return self.at.date() if self.day_only else self.at


def events_of(entries: Entries) -> tuple[Event, ...]:
    """Read every event from the entries of a case, in order."""
    return tuple(sorted(_events(entries), key=lambda e: (e.seq, e.kind)))


def _events(entries: Entries) -> Iterator[Event]:
    for source in SOURCES:
        if source.serves:
            for service in entries.services():
                if service.address == source.serves:
                    yield from _event(source, entries, service.entry, service.on)
        else:
            for entry in entries.of(*source.acts):
                if source.says(entry):
                    yield from _event(source, entries, entry, _dated(source, entry))


def _event(
    source: Source, entries: Entries, entry: Entry, on: date | datetime | None
) -> Iterator[Event]:
    if on is None or (source.given and not source.given.holds(entries, entry)):
        return
    day_only = not isinstance(on, datetime)
    at = on if isinstance(on, datetime) else datetime.combine(on, time(), ZONE)
    subject = entry.instance if source.subject else ""
    yield Event(source.kind, at, entry.seq, day_only, subject, _length(source, entries, entry))


def _dated(source: Source, entry: Entry) -> date | datetime | None:
    if not source.on:
        return entry.at
    for name in source.on:
        found = read.moment(entry.values, name) or read.day(entry.values, name)
        if found is not None:
            return found
    return None


def _length(source: Source, entries: Entries, entry: Entry) -> int | None:
    if not isinstance(source.length, tuple):
        return source.length
    act, name = source.length
    said = entries.last(act, until=entry.seq)
    return read.number(said.values, name) if said else None
