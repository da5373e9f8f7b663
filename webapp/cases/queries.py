"""Reading cases, leads, duplicates and earlier penalties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engine.counting import add_months
from processes import values as read
from processes.acts import Tag, tagged
from webapp.cases import rulings
from webapp.cases.models import Lead, Outcome, PenaltyCase, Ruling
from webapp.database import db
from webapp.errors import NotFound
from webapp.instances.models import Instance, Submission
from webapp.matters import parties
from webapp.matters.models import Party
from webapp.matters.queries import whole
from webapp.paging import Key, Page, page

DUPLICATE_WINDOW = timedelta(days=180)
"""How far back registration looks for the same matter."""


@dataclass(frozen=True)
class Duplicate:
    """A case that may be about the same matter (疑似重复)."""

    case: PenaltyCase
    reasons: tuple[str, ...]


def list_leads(
    body_ids: Iterable[int],
    closed: sa.ColumnElement[bool],
    *,
    word: str = "",
    before: str | None = None,
    after: str | None = None,
) -> Page[Lead]:
    """Return the leads of some bodies, newest first, but for those of closed matters."""
    query = (
        sa.select(Lead)
        .where(Lead.body_id.in_(list(body_ids)), ~is_of(closed))
        .options(joinedload(Lead.case).selectinload(PenaltyCase.parties))
    )
    if word:
        query = query.where(
            sa.or_(
                Lead.number.contains(word, autoescape=True),
                Lead.content.contains(word, autoescape=True),
            )
        )
    keys = [
        Key(Lead.received_at, lambda lead: lead.received_at, descending=True),
        Key(Lead.id, lambda lead: lead.id, descending=True),
    ]
    return page(db.session(), query, keys, before=before, after=after)


def is_of(closed: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the condition that a lead belongs to a matter that meets a condition."""
    return sa.select(PenaltyCase.id).where(PenaltyCase.lead_id == Lead.id, closed).exists()


def duplicates(
    body_id: int, values: Mapping[str, Any], at: datetime, closed: sa.ColumnElement[bool]
) -> list[Duplicate]:
    """Return cases of the last half year that may be about the same matter (重复案源检查)."""
    block = read.block(values, "party")
    number = parties.number_of(block)
    marks = {
        "证件号码相同": (Party.id_number, number),
        "当事人名称相同": (Party.name, read.text(block, "name")),
        "地点相同": (Lead.place, read.text(values, "place")),
    }
    asked = {reason: pair for reason, pair in marks.items() if pair[1]}
    if not asked:
        return []
    query = (
        sa.select(PenaltyCase)
        .join(PenaltyCase.lead)
        .outerjoin(Party, Party.matter_id == PenaltyCase.id)
        .where(
            PenaltyCase.body_id == body_id,
            Lead.received_at >= at - DUPLICATE_WINDOW,
            ~closed,
            sa.or_(*(column == value for column, value in asked.values())),
        )
        .options(*_whole())
        .order_by(Lead.received_at.desc())
        .limit(20)
    )
    found = db.session.scalars(query).unique()
    return [Duplicate(case, tuple(_reasons(case, asked, values))) for case in found]


def _reasons(
    case: PenaltyCase, asked: Mapping[str, tuple[Any, str]], values: Mapping[str, Any]
) -> Iterable[str]:
    for reason, (column, value) in asked.items():
        owners: Iterable[Any] = [case.lead] if column.class_ is Lead else case.parties
        if any(getattr(owner, column.key) == value for owner in owners):
            yield reason
    item = read.text(values, "item")
    if item and case.item is not None and case.item.code == item:
        yield "事项相同"


def earlier_penalties(case: PenaltyCase, party: Party | None) -> Sequence[PenaltyCase]:
    """Return decided cases with a fine against the same party that still stand (此前罚款), 罚29."""
    if party is None:
        return []
    query = _ruled(case, party).where(
        Ruling.outcome == Outcome.PENALTY, Ruling.is_revoked.is_(False), Ruling.fine.is_not(None)
    )
    return db.session.scalars(query).unique().all()


def decided(cases: Iterable[PenaltyCase], party: Party | None) -> dict[int, Mapping[str, Any]]:
    """Return what the newest decision of each matter about a person states (决定内容)."""
    ids = [one.id for one in cases]
    if not ids or party is None:
        return {}
    query = (
        sa.select(Submission.matter_id, Submission.values)
        .join(Instance, Instance.id == Submission.instance_id)
        .outerjoin(Party, Party.id == Instance.party_id)
        .where(
            Submission.matter_id.in_(ids),
            Submission.acts.overlap(tagged(Tag.DECISION)),
            sa.or_(Instance.party_id.is_(None), _is_same(party)),
        )
        .order_by(Submission.at, Submission.id)
    )
    found: dict[int, Mapping[str, Any]] = {}
    for matter, values in db.session.execute(query):
        found[matter] = values
    return found


def earlier_violations(
    case: PenaltyCase, on: date, party: Party | None, years: int = 2
) -> Sequence[PenaltyCase]:
    """Return decided cases of the same kind against the same party (首违不罚 search), 罚33."""
    if party is None or case.item_id is None:
        return []
    query = _ruled(case, party).where(
        PenaltyCase.item_id == case.item_id,
        Ruling.outcome.in_([Outcome.PENALTY, Outcome.NOPENALTY, Outcome.CRIME]),
        Ruling.is_revoked.is_(False),
        Ruling.decided_on >= add_months(on, -12 * years),
    )
    return db.session.scalars(query).unique().all()


def _ruled(case: PenaltyCase, party: Party) -> sa.Select[Any]:
    """Return the query for other cases in which something was decided about the same person."""
    return (
        sa.select(PenaltyCase)
        .join(Ruling, Ruling.matter_id == PenaltyCase.id)
        .join(Party, Party.id == Ruling.party_id)
        .where(
            _is_same(party),
            PenaltyCase.id != case.id,
            Ruling.decided_at.is_not(None),
            rulings.is_newest(),
        )
        .options(*_whole())
        .order_by(PenaltyCase.decided_on, PenaltyCase.id)
    )


def _is_same(party: Party) -> sa.ColumnElement[bool]:
    """Return the condition that a party of another case is the same person or firm.

    A trader and its operator are one; where either has no number, the name tells.
    """
    own = [one for one in (party.id_number, party.operator_number) if one]
    named = sa.and_(Party.name == party.name, sa.literal(not party.id_number) | _is_numberless())
    return sa.or_(Party.id_number.in_(own), Party.operator_number.in_(own), named)


def _is_numberless() -> sa.ColumnElement[bool]:
    return Party.id_number == ""


def get_lead(number: str) -> Lead:
    """Return a lead by its number, with the case that came of it."""
    query = (
        sa.select(Lead)
        .where(Lead.number == number)
        .options(joinedload(Lead.case).selectinload(PenaltyCase.parties))
    )
    lead = db.session.scalar(query)
    if lead is None:
        raise NotFound(f"没有编号为“{number}”的案源。")
    return lead


def _whole() -> list[Any]:
    return [joinedload(PenaltyCase.lead), *whole(PenaltyCase)]
