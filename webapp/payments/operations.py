"""Telling what is owed, entering what was paid, putting payments off (缴款通知、缴款、延期分期)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from processes import values as read
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.errors import Invalid
from webapp.payments.models import Installment, Payment, PaymentNotice


def issue_notice(
    matter_id: int,
    party_id: int | None,
    values: Mapping[str, Any],
    document_id: int | None,
    at: datetime,
) -> PaymentNotice:
    """Tell the party how much to pay, where and until when (缴款通知)."""
    notice = PaymentNotice(
        matter_id=matter_id,
        party_id=party_id,
        total=Decimal(values["total"]),
        due_on=read.day(values, "due_on") or at.date(),
        bank=values["bank"],
        code=values["payment_code"],
        has_surcharge=read.says(values, "late_surcharge"),
        document_id=document_id,
        issued_at=at,
    )
    db.session.add(notice)
    return notice


def enter_payment(
    officer: Officer,
    matter_id: int,
    party_id: int | None,
    values: Mapping[str, Any],
    document_id: int | None,
    at: datetime,
) -> Payment:
    """Enter money that reached the collecting bank (缴款登记)."""
    voucher = values["voucher"]
    known = sa.select(Payment.id).where(Payment.matter_id == matter_id, Payment.voucher == voucher)
    if db.session.scalar(known) is not None:
        raise Invalid(f"缴款凭证 {voucher} 已登记。", {"voucher": "该凭证已登记"})
    payment = Payment(
        matter_id=matter_id,
        party_id=party_id,
        paid_on=read.day(values, "paid_on") or at.date(),
        payer=read.text(values, "payer"),
        amount=Decimal(values["amount"]),
        bank=values["bank"],
        voucher=voucher,
        treasury_voucher=read.text(values, "treasury_voucher"),
        document_id=document_id,
        entered_by=officer.id,
        entered_at=at,
    )
    db.session.add(payment)
    return payment


def grant_deferral(
    matter_id: int,
    party_id: int | None,
    instance_id: UUID,
    plan: Iterable[Mapping[str, Any]],
    document_id: int | None,
    at: datetime,
) -> list[Installment]:
    """Put the payment off, at once or in parts (准予延期、分期缴纳)."""
    parts = [
        Installment(
            matter_id=matter_id,
            party_id=party_id,
            instance_id=instance_id,
            due_on=read.day(row, "due") or at.date(),
            amount=Decimal(row["amount"]),
            granted_at=at,
            document_id=document_id,
        )
        for row in plan
    ]
    db.session.add_all(parts)
    return parts
