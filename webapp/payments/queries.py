"""Reading notices, payments and installments."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from engine import clock
from webapp.database import db
from webapp.matters.models import DeadlineRecord, Matter, Party
from webapp.paging import Key, Page, page
from webapp.payments.models import Installment, Payment, PaymentNotice

PAYING = "DL-18"
"""The clock of the payment (缴款期限)."""


@dataclass(frozen=True)
class Balance:
    """What is owed and what has come in (缴款情况)."""

    owed: Decimal
    paid: Decimal

    @property
    def rest(self) -> Decimal:
        """Return what is still owed."""
        return max(self.owed - self.paid, Decimal("0.00"))

    @property
    def is_settled(self) -> bool:
        """Tell whether everything was paid."""
        return self.paid >= self.owed


@dataclass(frozen=True)
class Part:
    """One part of a fine put off, and whether what came in covers it (分期)."""

    due_on: date
    amount: Decimal
    is_paid: bool


@dataclass(frozen=True)
class PartyDues:
    """What one party owes and has paid (缴款情况)."""

    name: str
    """Of the party, where there are several."""
    notice: PaymentNotice | None
    payments: Sequence[Payment]
    parts: Sequence[Part]
    balance: Balance
    due_on: date | None
    """Reckoned from the service of the decision, or the part that is due; None before (期限)."""


def dues_of(matter_id: int, party_id: int | None = None, name: str = "") -> PartyDues:
    """Return what a party of a matter owes and has paid, or its only one."""
    return PartyDues(
        name,
        notice_of(matter_id, party_id),
        of_matter(matter_id, party_id),
        parts_of(matter_id, party_id),
        balance(matter_id, party_id),
        last_days([matter_id])(matter_id, party_id),
    )


def of_matter(matter_id: int, party_id: int | None = None) -> Sequence[Payment]:
    """Return the payments of a matter or of a party, oldest first."""
    query = sa.select(Payment).where(*_about(Payment, matter_id, party_id))
    return db.session.scalars(query.order_by(Payment.id)).all()


def notice_of(matter_id: int, party_id: int | None = None) -> PaymentNotice | None:
    """Return the payment notice issued last, to a party where one is named."""
    query = sa.select(PaymentNotice).where(*_about(PaymentNotice, matter_id, party_id))
    return db.session.scalar(query.order_by(PaymentNotice.id.desc()).limit(1))


def installments_of(matter_id: int, party_id: int | None = None) -> Sequence[Installment]:
    """Return the plan granted last, by day."""
    about = _about(Installment, matter_id, party_id)
    newest = sa.select(Installment.instance_id).where(*about).order_by(Installment.id.desc())
    query = (
        sa.select(Installment)
        .where(*about, Installment.instance_id == newest.limit(1).scalar_subquery())
        .order_by(Installment.due_on, Installment.id)
    )
    return db.session.scalars(query).all()


def parts_of(matter_id: int, party_id: int | None = None) -> list[Part]:
    """Return the parts of the plan granted last; what came in since covers the earliest first."""
    plan = installments_of(matter_id, party_id)
    if not plan:
        return []
    came = [
        one.amount for one in of_matter(matter_id, party_id) if one.entered_at >= plan[0].granted_at
    ]
    covered = accumulate(one.amount for one in plan)
    paid = sum(came, Decimal("0.00"))
    return [
        Part(one.due_on, one.amount, until <= paid)
        for one, until in zip(plan, covered, strict=True)
    ]


def last_days(matter_ids: Iterable[int]) -> Callable[[int, int | None], date | None]:
    """Return when what is owed must be paid, for a party or for all, by the clock (DL-18)."""
    query = (
        sa.select(DeadlineRecord.matter_id, DeadlineRecord.party_id, DeadlineRecord.due)
        .where(
            DeadlineRecord.matter_id.in_(list(matter_ids)),
            DeadlineRecord.rule == PAYING,
            DeadlineRecord.subject == "",
        )
        .order_by(DeadlineRecord.start)
    )
    found = {(matter, party): due for matter, party, due in db.session.execute(query)}

    def of(matter_id: int, party_id: int | None) -> date | None:
        due = found.get((matter_id, party_id)) or found.get((matter_id, None))
        return clock.local(due).date() if due else None

    return of


def balance(matter_id: int, party_id: int | None = None) -> Balance:
    """Return what a party owes and has paid."""
    notice = notice_of(matter_id, party_id)
    query = sa.select(sa.func.sum(Payment.amount)).where(*_about(Payment, matter_id, party_id))
    paid = db.session.scalar(query)
    return Balance(notice.total if notice else Decimal("0.00"), paid or Decimal("0.00"))


def _about(table: Any, matter_id: int, party_id: int | None) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a row is about a party; none: about the matter with its only one.

    What concerned no party alone counts for whoever asks.
    """
    found = [table.matter_id == matter_id]
    if party_id is not None:
        found.append(sa.or_(table.party_id == party_id, table.party_id.is_(None)))
    return found


def page_notices(
    body_ids: Iterable[int],
    word: str = "",
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[PaymentNotice]:
    """Page the payment notices of some bodies, the latest first."""
    query = (
        sa.select(PaymentNotice)
        .join(Matter, Matter.id == PaymentNotice.matter_id)
        .where(Matter.body_id.in_(sorted(body_ids)))
    )
    if word:
        parties = sa.select(Party.id).where(
            Party.matter_id == Matter.id, Party.name.contains(word, autoescape=True)
        )
        columns = (Matter.number, PaymentNotice.code)
        query = query.where(
            sa.or_(*(one.contains(word, autoescape=True) for one in columns), parties.exists())
        )
    keys = [Key(PaymentNotice.id, lambda one: one.id, descending=True)]
    return page(db.session(), query, keys, before=before, after=after)


def paid_by_notice(notices: Iterable[PaymentNotice]) -> dict[int, Decimal]:
    """Return what has come in for each notice: from its party, else from the matter."""
    listed = list(notices)
    query = (
        sa.select(Payment.matter_id, Payment.party_id, sa.func.sum(Payment.amount))
        .where(Payment.matter_id.in_({one.matter_id for one in listed}))
        .group_by(Payment.matter_id, Payment.party_id)
    )
    came = {(matter, party): paid for matter, party, paid in db.session.execute(query)}
    return {one.id: came.get((one.matter_id, one.party_id), Decimal("0.00")) for one in listed}
