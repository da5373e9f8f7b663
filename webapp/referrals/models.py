"""A matter handed over, and what the receiver answered (移送、回执)."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class ReferralKind(Enum):
    """To whom a matter goes (移送类型)."""

    AGENCY = "移送其他行政机关"
    CRIME = "涉嫌犯罪移送"


class ReferralState(Enum):
    """How far a hand-over is (移送状态)."""

    PREPARED = "拟移送"
    REFUSED = "不批准移送"
    APPROVED = "已批准"
    SENT = "已移送"
    RECEIVED = "已签收"
    DISPUTED = "有异议"
    FILED = "公安机关已立案"
    UNFILED = "公安机关不予立案"
    HANDED_OVER = "已移交"


class Referral(Base):
    """One hand-over (移送)."""

    __tablename__ = "referral"
    __table_args__ = (sa.Index("ix_referral_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    instance_id: Mapped[UUID]
    kind: Mapped[ReferralKind]
    receiver: Mapped[str] = mapped_column(default="")
    state: Mapped[ReferralState] = mapped_column(default=ReferralState.PREPARED)
    prepared_at: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    """When the written report reached the head: the three days of 移5 run from here."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    reason: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str] = mapped_column(default="")
    receipt_number: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answer_number: Mapped[str] = mapped_column(default="")
    handed_over_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
