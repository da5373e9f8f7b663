"""Reading notices, payments and installments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from webapp.cases.models import Case, Party
from webapp.database import db
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


def of_case(case_id: int) -> Sequence[Payment]:
    """Return the payments of a case, oldest first."""
    query = sa.select(Payment).where(Payment.case_id == case_id).order_by(Payment.id)
    return db.session.scalars(query).all()


def notice_of(case_id: int) -> PaymentNotice | None:
    """Return the payment notice issued last."""
    query = (
        sa.select(PaymentNotice)
        .where(PaymentNotice.case_id == case_id)
        .order_by(PaymentNotice.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def installments_of(case_id: int) -> Sequence[Installment]:
    """Return the plan granted last, by day."""
    newest = (
        sa.select(Installment.instance_id)
        .where(Installment.case_id == case_id)
        .order_by(Installment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(Installment)
        .where(Installment.case_id == case_id, Installment.instance_id == newest)
        .order_by(Installment.due_on, Installment.id)
    )
    return db.session.scalars(query).all()


def balance(case_id: int) -> Balance:
    """Return what is owed and what has come in."""
    notice = notice_of(case_id)
    paid = db.session.scalar(
        sa.select(sa.func.sum(Payment.amount)).where(Payment.case_id == case_id)
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
        .join(Case, Case.id == PaymentNotice.case_id)
        .where(Case.body_id.in_(sorted(body_ids)))
    )
    if word:
        parties = sa.select(Party.id).where(
            Party.case_id == Case.id, Party.name.contains(word, autoescape=True)
        )
        columns = (Case.number, PaymentNotice.code)
        query = query.where(
            sa.or_(*(one.contains(word, autoescape=True) for one in columns), parties.exists())
        )
    keys = [Key(PaymentNotice.id, lambda one: one.id, descending=True)]
    return page(db.session(), query, keys, before=before, after=after)


def paid_by_case(case_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what has come in for each case."""
    query = (
        sa.select(Payment.case_id, sa.func.sum(Payment.amount))
        .where(Payment.case_id.in_(list(case_ids)))
        .group_by(Payment.case_id)
    )
    return dict(db.session.execute(query).all())
