"""Attempts to serve documents, confirmed addresses, consents (送达、地址确认、电子送达确认)."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class ServiceMethod(Enum):
    """How a document reaches the party (送达方式), 《民事诉讼法》第八十八条至第九十五条."""

    DELIVER = "直接送达"
    LEAVE = "留置送达"
    ELECTRONIC = "电子送达"
    MAIL = "邮寄送达"
    ENTRUST = "委托或者转交送达"
    ANNOUNCE = "公告送达"


class AttemptState(Enum):
    """How an attempt went (送达结果)."""

    PLANNED = "待送达"
    ANNOUNCED = "公告中"
    SERVED = "已送达"
    FAILED = "未送达"
    CHANGED = "已改用其他方式"


class ServiceAttempt(Base):
    """One attempt to serve some documents on one recipient (送达)."""

    __tablename__ = "service_attempt"
    __table_args__ = (
        sa.Index("ix_service_attempt_matter_id", "matter_id"),
        sa.Index("ix_service_attempt_open", "instance_id", "scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    instance_id: Mapped[UUID]
    scope: Mapped[str]
    documents: Mapped[list[int]] = mapped_column(sa.ARRAY(sa.Integer))
    recipient: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    method: Mapped[ServiceMethod]
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.PLANNED)
    served_on: Mapped[date | None]
    """The day on which it counts as served (送达日期)."""
    announced_on: Mapped[date | None]
    received_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    receipt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    """The 送达回证 that proves it."""
    number: Mapped[str] = mapped_column(default="")
    """Under which its carrier keeps a log (邮件号、投递编号)."""
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    planned_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Carriage(Enum):
    """What became of something handed to a carrier (投递状态)."""

    HANDED_OVER = "交付投递"
    DELIVERED = "送达"
    BOUNCED = "退回"
    LOST = "遗失"


class CarrierEntry(Base):
    """A line in the log of the local carrier; only ever added (本地投递登记)."""

    __tablename__ = "carrier_entry"
    __table_args__ = (sa.Index("ix_carrier_entry_number", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[Carriage]
    at: Mapped[datetime]
    """When it happened, or will unless something else is entered first."""
    entered_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")


class ServiceAddress(Base):
    """An address the party confirmed (送达地址确认)."""

    __tablename__ = "service_address"
    __table_args__ = (sa.Index("ix_service_address_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    person: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    agent: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))


class ServiceConsent(Base):
    """A signed consent to electronic service, or its refusal (电子送达确认), 罚61."""

    __tablename__ = "service_consent"
    __table_args__ = (sa.Index("ix_service_consent_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    person: Mapped[str]
    channel: Mapped[str]
    address: Mapped[str]
    excepts_decision: Mapped[bool]
    is_given: Mapped[bool]
    is_signed: Mapped[bool]
    given_at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
