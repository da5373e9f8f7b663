"""What the law looks at in penalty cases beside the matter (案件事实): reporter, earlier ones."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from processes import values as read
from processes.facts.penalty import FINE, EarlierFine, PenaltyContent
from processes.facts.people import MatterFacts
from processes.values import Values
from webapp.cases import confidential, queries
from webapp.cases.models import PenaltyCase
from webapp.database import db
from webapp.matters.facts import under_way
from webapp.matters.models import MatterStatus
from webapp.matters.turn import Turn


def reporter(turn: Turn) -> tuple[str, ...]:
    """Return the texts that betray who reported (举报人身份)."""
    case = _case(turn)
    return tuple(confidential.unseal(case.lead.reporter).values()) if case else ()


def earlier_fines(turn: Turn) -> tuple[EarlierFine, ...]:
    """Return earlier fines against the same party that still stand, by violation (此前罚款)."""
    case = _case(turn)
    found = queries.earlier_penalties(case, turn.party) if case else ()
    fined = [one for one in found if one.fine and one.fine > Decimal(0)]
    stated = queries.decided(fined, turn.party)
    return tuple(fine for one in fined for fine in _fines(one, stated.get(one.id, {})))


def _fines(case: PenaltyCase, decision: Values) -> Iterator[EarlierFine]:
    """Yield the fine of an earlier case, of several violations one for each that was fined."""
    whole = EarlierFine(
        body=case.body.name,
        number=case.reference,
        item=case.item.code if case.item else "",
        act_from=case.act_started_on or case.act_ended_on or case.lead.found_on,
        act_to=case.act_ended_on or case.lead.found_on,
        place=case.lead.place,
        violated=(content := PenaltyContent.read(decision)).violated,
    )
    violations = content.violations
    if not violations:
        yield whole
    for one in violations:
        if one.punished and FINE in one.content.kinds:
            yield replace(
                whole,
                item=one.item or whole.item,
                act_from=one.started_on or one.ended_on or whole.act_from,
                act_to=one.ended_on or whole.act_to,
                place=one.place or whole.place,
                violated=one.content.violated,
                conduct=one.conduct,
            )


def earlier_violations(turn: Turn) -> tuple[str, ...]:
    """Name the decided cases of the same kind against the same party (此前同类违法)."""
    case = _case(turn)
    found = queries.earlier_violations(case, turn.at.date(), turn.party) if case else ()
    return tuple(f"{one.body.name}{one.reference}" for one in found)


def joined(turn: Turn) -> MatterFacts | None:
    """Return the case that this one is to go on in, as the draft names it (并案)."""
    named = read.text(turn.values, "into") or read.text(turn.last("case.merge_draft"), "into")
    found = db.session.get(PenaltyCase, int(named)) if named.isdigit() else None
    if found is None or found.secrecy is not turn.matter.secrecy:
        return None
    return MatterFacts(
        number=found.reference,
        body=str(found.body_id),
        filed_on=found.filed_on,
        is_open=found.status is MatterStatus.OPEN and not under_way(found.id),
    )


def _case(turn: Turn) -> PenaltyCase | None:
    return turn.matter if isinstance(turn.matter, PenaltyCase) else None


FACTS: Mapping[str, Callable[[Turn], Any]] = {
    "reporter": reporter,
    "earlier_fines": earlier_fines,
    "earlier_violations": earlier_violations,
    "joined": joined,
    "measures": lambda turn: (),
}
