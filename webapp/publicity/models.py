"""The decision to show a matter to the public or not, and its takedown (公示审批、撤回)."""

from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class PublicationState(Enum):
    """How far a publication is (公示状态)."""

    PREPARED = "待审批"
    APPROVED = "准予公示"
    WITHHELD = "不予公示"
    WITHDRAWN = "已撤回"


class Publication(Base):
    """Whether and how the result of a matter is shown to the public (公示), 罚48."""

    __tablename__ = "publication"
    __table_args__ = (sa.Index("ix_publication_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    is_shown: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    """Why it is not shown."""
    summary: Mapped[str]
    redactions: Mapped[str]
    until: Mapped[date | None]
    channel: Mapped[str] = mapped_column(default="")
    state: Mapped[PublicationState] = mapped_column(default=PublicationState.PREPARED)
    decided_by: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    decided_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    approved_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    withdraw_on: Mapped[date | None]
    withdrawn_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    withdrawn_at: Mapped[datetime | None]
