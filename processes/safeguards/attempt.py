"""What safeguards ask of a submission: who takes part, what is at stake, what came in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.errors import CalendarMissing
from engine.order import matches
from engine.safeguards import Submission
from processes import values as read
from processes.acts import Tag, tagged
from processes.clocks import current
from processes.facts.case import CaseFacts
from processes.facts.hearing import HearingRequest
from processes.facts.law import ItemFacts
from processes.facts.penalty import PenaltyContent, ViolationFacts
from processes.violations import named

Attempt = Submission[CaseFacts]

PENALTY = "penalty"

#: Acts of investigation toward the party, each a visit or meeting with a record (调查取证行为).
VISITS = tagged(Tag.VISIT)
#: Acts whose form itself states an intended or decided penalty (载明处罚内容).
STATING = tagged(Tag.STATING)
#: Acts by which a penalty is decided, drawn up and signed (作出处罚决定).
DECIDING = tagged(Tag.DECIDING)
#: Acts that draw up a decision document (制作决定书).
DECISIONS = tagged(Tag.DECISION)
#: Acts that decide, less what declarations of order already judge at the decision itself.
APPROVING = tuple(act for act in DECIDING if act not in DECISIONS)


def is_(attempt: Attempt, *patterns: str) -> bool:
    """Tell whether the submission is of one of these acts."""
    return matches(attempt.acts, patterns)


def named_officers(attempt: Attempt) -> tuple[str, ...]:
    """Return the officers the form names as taking part (执法人员), or as handlers."""
    named = read.names(attempt.values, "officers")
    pair = (read.text(attempt.values, "lead_officer"), read.text(attempt.values, "assist_officer"))
    return named or tuple(officer for officer in pair if officer)


def day_of(attempt: Attempt) -> date:
    """Return the day of the act itself: of the visit, else of the submission."""
    for name in ("start_at", "shown_at", "taught_at"):
        on = read.day(attempt.values, name)
        if on is not None:
            return on
    return attempt.at.date()


def stated(attempt: Attempt) -> PenaltyContent | None:
    """Return the penalty that the form itself states, or None where none is intended."""
    if not is_(attempt, *STATING):
        return None
    if read.text(attempt.values, "suggestion") not in ("", PENALTY):
        return None
    return PenaltyContent.read(attempt.values)


def decides_penalty(attempt: Attempt) -> bool:
    """Tell whether completing the step decides on a penalty (作出处罚决定)."""
    if is_(attempt, "dec.approve"):
        return bool(read.text(attempt.values, "outcome") == PENALTY)
    if is_(attempt, "dec.sign"):
        decision = attempt.facts.decision
        return decision is not None and decision.kind == PENALTY
    return is_(attempt, "dec.penalty")


def at_stake(attempt: Attempt) -> PenaltyContent | None:
    """Return the penalty that the form states or that completing the step decides on."""
    if is_(attempt, *STATING) or not decides_penalty(attempt):
        return stated(attempt)
    facts = attempt.facts
    drawn_up = facts.decision_proposal if is_(attempt, "dec.approve") else facts.decision
    return drawn_up.content if drawn_up else None


@dataclass(frozen=True)
class Charge:
    """What is imposed for one violation (一项违法行为的处罚), with its item; `path` in the form."""

    content: PenaltyContent
    item: ItemFacts | None
    path: str = ""
    violation: ViolationFacts | None = None

    @property
    def which(self) -> str:
        """Return how a refusal names the violation; the only one needs no name."""
        return named(self.path)

    def at(self, *names: str) -> tuple[str, ...]:
        """Return fields of the violation as the form calls them."""
        return tuple(f"{self.path}{name}" for name in names)


def apart(attempt: Attempt, content: PenaltyContent | None) -> Iterator[Charge]:
    """Yield what is imposed for each violation that is punished (分别裁量)."""
    if content is None:
        return
    if not content.violations:
        yield Charge(content, attempt.facts.item)
        return
    items = dict(enumerate(attempt.facts.items))
    for place, one in enumerate(content.violations):
        if one.punished:
            yield Charge(one.content, items.get(place), one.path, one)


def weighs(content: PenaltyContent | None, amount: Decimal | None, kinds: frozenset[str]) -> str:
    """Say what of a penalty reaches an amount or is of a kind; empty where nothing does.

    Fine and confiscation (gains and goods at their value) count each for itself.
    """
    if content is None:
        return ""
    taken = content.confiscation + content.goods
    for words, sum in (("罚款", content.fine), ("没收", taken)):
        if amount is not None and sum >= amount:
            return f"拟{words}{sum:,.2f}元，达到{amount:,.2f}元"
    return "拟给予较重种类的处罚" if content.kinds & kinds else ""


def in_time(attempt: Attempt, request: HearingRequest) -> bool:
    """Tell whether a request came inside the term; without a known end it counts as in time."""
    clock = current(attempt.facts.clocks, "DL-10")
    if clock is None or request.on is None:
        return True
    try:
        due = clock.due(attempt.facts.calendar)
    except CalendarMissing:
        return True
    return due is None or request.on <= due.date()


def entitled(attempt: Attempt, request: HearingRequest) -> bool:
    """Tell whether a request must be heard: made in time, or late with a cause that counts.

    A waiver may be taken back inside the term, unless the rule of the field forbids it.
    """
    facts, parameters = attempt.facts, attempt.facts.parameters
    if not in_time(attempt, request):
        return request.hindered and parameters.hearing_late_with_cause
    since = facts.notice.served_seq if facts.notice else -1
    waived = any(
        not one.claimed and since < one.at_seq < request.at_seq for one in facts.hearing_requests
    )
    return parameters.hearing_waiver_revocable or not waived


def cited(attempt: Attempt, basis: str) -> str:
    """Return a basis as it binds this body: the law, then the rules of field and province."""
    return attempt.facts.rules.cite(basis, attempt.at.date())


def say(on: date) -> str:
    """Write a date."""
    return f"{on.year}年{on.month}月{on.day}日"


def name_of(attempt: Attempt, officer: str) -> str:
    """Name an officer for a message."""
    known = attempt.facts.officers.get(officer)
    return known.name if known else officer
