"""What is owed, what was paid, what was put off (缴款通知、缴款、延期分期)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class PaymentNotice(Base):
    """A slip that tells how much to pay where and until when (缴款通知)."""

    __tablename__ = "payment_notice"
    __table_args__ = (sa.Index("ix_payment_notice_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    total: Mapped[Decimal]
    due_on: Mapped[date]
    bank: Mapped[str]
    code: Mapped[str]
    has_surcharge: Mapped[bool]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    issued_at: Mapped[datetime]


class Payment(Base):
    """Money that reached the collecting bank (缴款); rows are only added."""

    __tablename__ = "payment"
    __table_args__ = (
        sa.Index("ix_payment_matter_id", "matter_id"),
        sa.UniqueConstraint("voucher", "matter_id"),
        sa.CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    paid_on: Mapped[date]
    payer: Mapped[str]
    amount: Mapped[Decimal]
    bank: Mapped[str]
    voucher: Mapped[str]
    treasury_voucher: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    entered_at: Mapped[datetime]


class Installment(Base):
    """One part of a fine put off by an approval (延期、分期), 《行政处罚法》第六十六条."""

    __tablename__ = "installment"
    __table_args__ = (sa.Index("ix_installment_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    instance_id: Mapped[UUID]
    due_on: Mapped[date]
    amount: Mapped[Decimal]
    granted_at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
