"""What the law looks at in penalty cases beside the matter (案件事实): reporter, earlier ones."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from processes.facts.penalty import EarlierFine
from webapp.cases import confidential, queries
from webapp.cases.models import PenaltyCase
from webapp.matters.turn import Turn


def reporter(turn: Turn) -> tuple[str, ...]:
    """Return the texts that betray who reported (举报人身份)."""
    case = _case(turn)
    return tuple(confidential.unseal(case.lead.reporter).values()) if case else ()


def earlier_fines(turn: Turn) -> tuple[EarlierFine, ...]:
    """Return earlier fines against the same party that still stand (此前罚款)."""
    case = _case(turn)
    return tuple(
        EarlierFine(
            body=one.body.name,
            number=one.reference,
            item=one.item.code if one.item else "",
            act_from=one.act_started_on or one.act_ended_on or one.lead.found_on,
            act_to=one.act_ended_on or one.lead.found_on,
            place=one.lead.place,
        )
        for one in (queries.earlier_penalties(case) if case else ())
        if one.fine and one.fine > Decimal(0)
    )


def earlier_violations(turn: Turn) -> tuple[str, ...]:
    """Name the decided cases of the same kind against the same party (此前同类违法)."""
    case = _case(turn)
    found = queries.earlier_violations(case, turn.at.date()) if case else ()
    return tuple(f"{one.body.name}{one.reference}" for one in found)


def _case(turn: Turn) -> PenaltyCase | None:
    return turn.matter if isinstance(turn.matter, PenaltyCase) else None


FACTS: Mapping[str, Callable[[Turn], Any]] = {
    "reporter": reporter,
    "earlier_fines": earlier_fines,
    "earlier_violations": earlier_violations,
    "measures": lambda turn: (),
}
