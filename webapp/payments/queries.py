"""Reading notices, payments and installments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from webapp.database import db
from webapp.matters.models import Matter, Party
from webapp.paging import Key, Page, page
from webapp.payments.models import Installment, Payment, PaymentNotice


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


def of_matter(matter_id: int) -> Sequence[Payment]:
    """Return the payments of a matter, oldest first."""
    query = sa.select(Payment).where(Payment.matter_id == matter_id).order_by(Payment.id)
    return db.session.scalars(query).all()


def notice_of(matter_id: int) -> PaymentNotice | None:
    """Return the payment notice issued last."""
    query = (
        sa.select(PaymentNotice)
        .where(PaymentNotice.matter_id == matter_id)
        .order_by(PaymentNotice.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def installments_of(matter_id: int) -> Sequence[Installment]:
    """Return the plan granted last, by day."""
    newest = (
        sa.select(Installment.instance_id)
        .where(Installment.matter_id == matter_id)
        .order_by(Installment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(Installment)
        .where(Installment.matter_id == matter_id, Installment.instance_id == newest)
        .order_by(Installment.due_on, Installment.id)
    )
    return db.session.scalars(query).all()


def balance(matter_id: int) -> Balance:
    """Return what is owed and what has come in."""
    notice = notice_of(matter_id)
    paid = db.session.scalar(
        sa.select(sa.func.sum(Payment.amount)).where(Payment.matter_id == matter_id)
    )
    return Balance(notice.total if notice else Decimal("0.00"), paid or Decimal("0.00"))


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


def paid_by_matter(matter_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what has come in for each matter."""
    query = (
        sa.select(Payment.matter_id, sa.func.sum(Payment.amount))
        .where(Payment.matter_id.in_(list(matter_ids)))
        .group_by(Payment.matter_id)
    )
    return dict(db.session.execute(query).all())
