"""What `faxun verify` checks of payments: they say what was submitted."""

from collections.abc import Iterator
from decimal import Decimal

import sqlalchemy as sa

from processes import values as read
from webapp.instances import vouching
from webapp.payments.models import Payment
from webapp.process_records.verification import Check, Flaw, Inspection


def check_payments(inspection: Inspection) -> Iterator[Flaw]:
    """Compare payments with what was submitted."""
    for (payment,) in inspection.rows(sa.select(Payment).order_by(Payment.id)):
        inspection.count("payment")
        forms = vouching.said(inspection, payment.matter_id, "penalty/payment")
        same = [one for one in forms if one.get("voucher") == payment.voucher]
        if not same:
            yield Flaw("payment", str(payment.id), "没有对应的提交记录", "voucher")
        elif Decimal(same[-1]["amount"]) != payment.amount:
            yield Flaw("payment", str(payment.id), "金额与提交记录不符", "amount")
        elif read.day(same[-1], "paid_on") != payment.paid_on:
            yield Flaw("payment", str(payment.id), "缴款日期与提交记录不符", "paid_on")


CHECKS: tuple[Check, ...] = (check_payments,)
