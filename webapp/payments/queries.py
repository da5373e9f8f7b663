"""Reading notices, payments and installments."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from webapp.database import db
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
