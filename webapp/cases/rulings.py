"""What was decided about each party, and what that makes of the case (当事人处理结果)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.cases.models import Outcome, PenaltyCase, Ruling
from webapp.matters.models import MatterStatus

CONTENT = ("outcome", "decided_at", "decided_on", "penalty_kinds", "fine", "confiscation",
           "effective_on", "is_revoked")  # fmt: skip
"""The columns of a ruling that later rows change."""

FRESH: Mapping[str, Any] = {"penalty_kinds": [], "is_revoked": False}
"""What is true of a party about whom nothing was decided."""

SUMS = ("fine", "confiscation")


def rule(case: PenaltyCase, party_id: int | None, **changes: Any) -> Ruling:
    """Add what is now true of a party's result; rows are only ever added, the newest counts."""
    whom = party_id if party_id is not None else _only(case)
    before = next((one for one in of_case(case) if one.party_id == whom), None)
    kept = {name: getattr(before, name) for name in CONTENT} if before else FRESH
    ruling = Ruling(party_id=whom, **{**kept, **changes})
    case.rulings.append(ruling)
    _sum_up(case)
    return ruling


def rule_all(case: PenaltyCase, **changes: Any) -> None:
    """Add the same to the results of all parties (全案处理)."""
    for party in case.parties if len(case.parties) > 1 else (None,):
        rule(case, party.id if party else None, **changes)


def of_case(case: PenaltyCase) -> Sequence[Ruling]:
    """Return what counts now about each party, in the order of the parties."""
    newest = {one.party_id: one for one in case.rulings}
    if len(newest) > 1:  # what was noted before there was a party is what the first took over
        newest.pop(None, None)
    return sorted(newest.values(), key=lambda one: one.party_id or 0)


def is_newest() -> sa.ColumnElement[bool]:
    """Return the condition that a ruling is the one that counts."""
    later = aliased(Ruling)
    after = sa.select(later.id).where(
        later.matter_id == Ruling.matter_id,
        later.party_id.is_not_distinct_from(Ruling.party_id),
        later.id > Ruling.id,
    )
    return ~after.exists()


def _only(case: PenaltyCase) -> int | None:
    return case.party.id if case.party is not None and len(case.parties) == 1 else None


def _sum_up(case: PenaltyCase) -> None:
    """Let the case say what its parties' results come to; it is decided with the last of them."""
    for name, value in summed_up(case).items():
        setattr(case, name, value)
    if case.decided_at is None and case.status is MatterStatus.DECIDED:
        case.status = MatterStatus.OPEN
    elif case.decided_at is not None and case.status is MatterStatus.OPEN:
        case.status = MatterStatus.DECIDED


def summed_up(case: PenaltyCase) -> dict[str, Any]:
    """Return what the results of the parties come to (全案处理结果)."""
    chosen = [one for one in of_case(case) if one.outcome is not None]
    decided = [one for one in chosen if one.decided_at is not None]
    punished = [one for one in decided if one.outcome is Outcome.PENALTY]
    leading = next(iter(punished or decided or chosen), None)
    is_whole = len(decided) >= max(len(case.parties), 1)
    has_reached_all = all(one.effective_on for one in decided)
    return {
        "outcome": leading.outcome if leading else None,
        "penalty_kinds": sorted({kind for one in punished for kind in one.penalty_kinds or ()}),
        **{name: _sum(getattr(one, name) for one in punished) for name in SUMS},
        "is_revoked": bool(decided) and all(one.is_revoked for one in decided),
        "effective_on": _latest(one.effective_on for one in decided) if has_reached_all else None,
        "decided_at": _latest(one.decided_at for one in decided) if is_whole else None,
        "decided_on": _latest(one.decided_on for one in decided) if is_whole else None,
    }


def _latest(days: Iterable[Any]) -> Any:
    return max((one for one in days if one), default=None)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
