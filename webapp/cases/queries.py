"""Reading cases, leads, duplicates and earlier penalties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from engine.counting import add_months
from processes import values as read
from webapp.cases.models import (
    Case,
    CaseStatus,
    Handler,
    Lead,
    Outcome,
    Party,
    Recusal,
)
from webapp.database import db
from webapp.errors import NotFound
from webapp.paging import Key, Page, page

DUPLICATE_WINDOW = timedelta(days=180)
"""How far back registration looks for the same matter."""


@dataclass(frozen=True)
class Duplicate:
    """A case that may be about the same matter (疑似重复)."""

    case: Case
    reasons: tuple[str, ...]


def get_case(case_id: int) -> Case:
    """Return a case with lead, parties, item and handlers."""
    case = db.session.get(Case, case_id, options=_whole())
    if case is None:
        raise NotFound("案件不存在。")
    return case


def some_cases(case_ids: Iterable[int]) -> dict[int, Case]:
    """Return several cases by id."""
    query = sa.select(Case).where(Case.id.in_(list(case_ids))).options(*_whole())
    return {case.id: case for case in db.session.scalars(query)}


def case_by_number(number: str) -> Case:
    """Return the case with this case or lead number."""
    query = (
        sa.select(Case)
        .join(Case.lead)
        .where(sa.or_(Case.number == number, Lead.number == number))
        .options(*_whole())
    )
    case = db.session.scalar(query)
    if case is None:
        raise NotFound(f"没有编号为“{number}”的案件。")
    return case


def list_cases(
    body_ids: Iterable[int],
    *,
    word: str = "",
    statuses: Iterable[CaseStatus] = (),
    officer_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
) -> Page[Case]:
    """Return the cases of some bodies, newest change first, filtered (案件列表)."""
    query = (
        sa.select(Case).join(Case.lead).where(Case.body_id.in_(list(body_ids))).options(*_whole())
    )
    if wanted := list(statuses):
        query = query.where(Case.status.in_(wanted))
    if officer_id is not None:
        query = query.where(
            sa.or_(Case.lead_officer_id == officer_id, Case.assist_officer_id == officer_id)
        )
    if word:
        query = query.where(
            sa.or_(
                Case.number.contains(word, autoescape=True),
                Lead.number.contains(word, autoescape=True),
                Case.title.contains(word, autoescape=True),
            )
        )
    keys = [
        Key(Case.updated_at, lambda case: case.updated_at, descending=True),
        Key(Case.id, lambda case: case.id, descending=True),
    ]
    return page(db.session(), query, keys, before=before, after=after)


def list_leads(
    body_ids: Iterable[int],
    *,
    word: str = "",
    before: str | None = None,
    after: str | None = None,
) -> Page[Lead]:
    """Return the leads of some bodies, newest first."""
    query = (
        sa.select(Lead)
        .where(Lead.body_id.in_(list(body_ids)))
        .options(joinedload(Lead.case).selectinload(Case.parties))
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


def duplicates(body_id: int, values: Mapping[str, Any], at: datetime) -> list[Duplicate]:
    """Return cases of the last half year that may be about the same matter (重复案源检查)."""
    block = read.block(values, "party")
    number = read.text(block, "credit_code") or read.text(block, "id_number")
    marks = {
        "证件号码相同": (Party.id_number, number),
        "当事人名称相同": (Party.name, read.text(block, "name")),
        "地点相同": (Lead.place, read.text(values, "place")),
    }
    asked = {reason: pair for reason, pair in marks.items() if pair[1]}
    if not asked:
        return []
    query = (
        sa.select(Case)
        .join(Case.lead)
        .outerjoin(Party, Party.case_id == Case.id)
        .where(
            Case.body_id == body_id,
            Lead.received_at >= at - DUPLICATE_WINDOW,
            sa.or_(*(column == value for column, value in asked.values())),
        )
        .options(*_whole())
        .order_by(Lead.received_at.desc())
        .limit(20)
    )
    found = db.session.scalars(query).unique()
    return [Duplicate(case, tuple(_reasons(case, asked, values))) for case in found]


def _reasons(
    case: Case, asked: Mapping[str, tuple[Any, str]], values: Mapping[str, Any]
) -> Iterable[str]:
    for reason, (column, value) in asked.items():
        owners: Iterable[Any] = [case.lead] if column.class_ is Lead else case.parties
        if any(getattr(owner, column.key) == value for owner in owners):
            yield reason
    item = read.text(values, "item")
    if item and case.item is not None and case.item.code == item:
        yield "事项相同"


def earlier_penalties(case: Case) -> Sequence[Case]:
    """Return decided cases with a fine against the same party that still stand (此前罚款), 罚29."""
    if case.party is None:
        return []
    query = (
        sa.select(Case)
        .join(Party, Party.case_id == Case.id)
        .where(
            _is_same(case.party),
            Case.id != case.id,
            Case.outcome == Outcome.PENALTY,
            Case.is_revoked.is_(False),
            Case.fine.is_not(None),
        )
        .options(*_whole())
        .order_by(Case.decided_on, Case.id)
    )
    return db.session.scalars(query).unique().all()


def earlier_violations(case: Case, on: date, years: int = 2) -> Sequence[Case]:
    """Return decided cases of the same kind against the same party (首违不罚 search), 罚33."""
    if case.party is None or case.item_id is None:
        return []
    query = (
        sa.select(Case)
        .join(Party, Party.case_id == Case.id)
        .where(
            _is_same(case.party),
            Case.id != case.id,
            Case.item_id == case.item_id,
            Case.outcome.in_([Outcome.PENALTY, Outcome.NOPENALTY, Outcome.CRIME]),
            Case.is_revoked.is_(False),
            Case.decided_on >= add_months(on, -12 * years),
        )
        .options(*_whole())
        .order_by(Case.decided_on, Case.id)
    )
    return db.session.scalars(query).unique().all()


def _is_same(party: Party) -> sa.ColumnElement[bool]:
    """Return the condition that a party of another case is the same person or firm."""
    if party.id_number:
        return Party.id_number == party.id_number
    return Party.name == party.name


def recusals(case_id: int) -> Sequence[Recusal]:
    """Return who must keep away from a case."""
    query = sa.select(Recusal).where(Recusal.case_id == case_id).order_by(Recusal.id)
    return db.session.scalars(query).all()


def is_recused(case_id: int, officer_id: int) -> bool:
    """Tell whether an officer must keep away from a case."""
    query = sa.select(Recusal.id).where(
        Recusal.case_id == case_id, Recusal.officer_id == officer_id
    )
    return db.session.scalar(query) is not None


def get_lead(number: str) -> Lead:
    """Return a lead by its number, with the case that came of it."""
    query = (
        sa.select(Lead)
        .where(Lead.number == number)
        .options(joinedload(Lead.case).selectinload(Case.parties))
    )
    lead = db.session.scalar(query)
    if lead is None:
        raise NotFound(f"没有编号为“{number}”的案源。")
    return lead


def page_cases(
    condition: sa.ColumnElement[bool],
    *,
    word: str = "",
    statuses: Iterable[CaseStatus] = (),
    before: str | None = None,
    after: str | None = None,
) -> Page[Case]:
    """Page the cases that meet a condition, the latest change first; the word may name a party."""
    query = sa.select(Case).join(Case.lead).where(condition).options(*_whole())
    if wanted := list(statuses):
        query = query.where(Case.status.in_(wanted))
    if word:
        parties = sa.select(Party.id).where(
            Party.case_id == Case.id, Party.name.contains(word, autoescape=True)
        )
        columns = (Case.number, Lead.number, Case.title)
        query = query.where(
            sa.or_(*(one.contains(word, autoescape=True) for one in columns), parties.exists())
        )
    keys = [
        Key(Case.updated_at, lambda case: case.updated_at, descending=True),
        Key(Case.id, lambda case: case.id, descending=True),
    ]
    return page(db.session(), query, keys, before=before, after=after)


def count_by_status(condition: sa.ColumnElement[bool]) -> dict[CaseStatus, int]:
    """Count the cases that meet a condition by their status."""
    query = sa.select(Case.status, sa.func.count()).where(condition).group_by(Case.status)
    return dict(db.session.execute(query).all())


def handled_by(case_id: int) -> set[int]:
    """Return everybody who ever handled a case."""
    return set(db.session.scalars(sa.select(Handler.officer_id).where(Handler.case_id == case_id)))


def _whole() -> list[Any]:
    return [
        joinedload(Case.lead),
        joinedload(Case.item),
        joinedload(Case.unit),
        joinedload(Case.body),
        joinedload(Case.lead_officer),
        joinedload(Case.assist_officer),
        selectinload(Case.parties),
    ]
