"""Leads, cases, parties, handlers, deadlines (案源、案件、当事人、承办人、期限)."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.deadlines import State
from webapp.bodies.models import Body, Officer, Unit
from webapp.database import Base
from webapp.items.models import Item


class Source(Enum):
    """Where a lead comes from (案件来源)."""

    INSPECTION = "监督检查"
    COMPLAINT = "投诉举报"
    ASSIGNED = "上级交办"
    REFERRED = "其他机关移送"
    REVERSE = "行刑反向移送"
    MONITOR = "监测监控"
    MEDIA = "媒体报道"
    OTHER = "其他"


class ReporterKind(Enum):
    """Who reported (举报人类型)."""

    REAL = "实名"
    ANONYMOUS = "匿名"
    NONE = "无举报人"


class CaseStatus(Enum):
    """How far a case is (案件状态)."""

    LEAD = "线索"
    OPEN = "办理中"
    SUSPENDED = "已中止"
    DECIDED = "已决定"
    TERMINATED = "已终止"
    CLOSED = "已结案"
    ARCHIVED = "已归档"
    DECLINED = "不予立案"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more may be written into the case."""
        return self in (CaseStatus.ARCHIVED, CaseStatus.DECLINED)


class Outcome(Enum):
    """What came of a case (处理结果)."""

    PENALTY = "行政处罚"
    NOPENALTY = "不予行政处罚"
    NOFACT = "违法事实不成立"
    REFER = "移送其他机关"
    CRIME = "移送公安机关"
    WITHDRAW = "撤销立案"
    TERMINATED = "终止调查"


class PartyKind(Enum):
    """What kind of person a party is (当事人类型)."""

    PERSON = "自然人"
    SOLE_TRADER = "个体工商户"
    ORGANIZATION = "法人或者其他组织"


class Capacity(Enum):
    """In what capacity an officer handles a case (承办身份)."""

    LEAD = "主办"
    ASSIST = "协办"


class Lead(Base):
    """What made the body look (案源线索), 《市场监督管理行政处罚程序规定》第十八条."""

    __tablename__ = "lead"
    __table_args__ = (sa.Index("ix_lead_body_id_received_at", "body_id", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    source: Mapped[Source]
    received_at: Mapped[datetime]
    found_on: Mapped[date]
    content: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    reporter_kind: Mapped[ReporterKind] = mapped_column(default=ReporterKind.NONE)
    reporter: Mapped[bytes | None]
    """Name and contact, encrypted: 《行政处罚法》第五十条 and S-G-22."""
    attachments: Mapped[list[str]] = mapped_column(default=list)
    """Digests of the files that came with it."""
    registered_by: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    registered_at: Mapped[datetime]
    disposal: Mapped[str] = mapped_column(default="")

    case: Mapped["Case"] = relationship(back_populates="lead", uselist=False)


class Case(Base):
    """A case from its lead to the archive (案件)."""

    __tablename__ = "case"
    __table_args__ = (
        sa.Index("ix_case_body_id_status", "body_id", "status"),
        sa.Index("ix_case_body_id_updated_at", "body_id", "updated_at"),
        sa.Index("ix_case_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("lead.id"), unique=True)
    instance_id: Mapped[UUID | None] = mapped_column(unique=True)
    """The main procedure; others are linked by their own case id."""
    number: Mapped[str | None] = mapped_column(unique=True)
    """案号, taken at 立案; before that the lead's number stands for it."""
    title: Mapped[str]
    cause: Mapped[str] = mapped_column(default="")
    """涉嫌… (案由)."""
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.LEAD)
    outcome: Mapped[Outcome | None]
    stage: Mapped[str] = mapped_column(default="立案")
    lead_officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    assist_officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    filed_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    archived_at: Mapped[datetime | None]
    act_started_on: Mapped[date | None]
    act_ended_on: Mapped[date | None]
    discovered_on: Mapped[date | None]
    has_grave_harm: Mapped[bool] = mapped_column(default=False)
    """Life, health or finance was harmed: five years instead of two, 《行政处罚法》第三十六条."""
    is_crime_suspected: Mapped[bool] = mapped_column(default=False)
    penalty_kinds: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the kinds decided, ``0201``."""
    fine: Mapped[Decimal | None]
    confiscation: Mapped[Decimal | None]
    effective_on: Mapped[date | None]
    """When the decision reached the party."""
    is_revoked: Mapped[bool] = mapped_column(default=False)
    """The decision was changed or undone by reconsideration or suit."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    lead: Mapped[Lead] = relationship(back_populates="case")
    body: Mapped[Body] = relationship()
    unit: Mapped[Unit | None] = relationship()
    item: Mapped[Item | None] = relationship()
    lead_officer: Mapped[Officer | None] = relationship(foreign_keys=[lead_officer_id])
    assist_officer: Mapped[Officer | None] = relationship(foreign_keys=[assist_officer_id])
    parties: Mapped[list["Party"]] = relationship(back_populates="case", order_by="Party.position")
    handlers: Mapped[list["Handler"]] = relationship(back_populates="case", order_by="Handler.id")

    @property
    def reference(self) -> str:
        """Return the case number, or the lead's before 立案."""
        return self.number or self.lead.number

    @property
    def suspicion(self) -> str:
        """Return the cause; before one is fixed, what the item is about (涉嫌…)."""
        return self.cause or (f"涉嫌{self.item.conduct}" if self.item else "")

    @property
    def party(self) -> "Party | None":
        """Return the main party (当事人)."""
        return self.parties[0] if self.parties else None

    @property
    def handler_ids(self) -> tuple[int, ...]:
        """Return the officers in charge, the lead first (主办、协办)."""
        return tuple(each for each in (self.lead_officer_id, self.assist_officer_id) if each)


class Party(Base):
    """A person or organization the case is about (当事人)."""

    __tablename__ = "party"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "position"),
        sa.Index("ix_party_name", "name"),
        sa.Index("ix_party_id_number", "id_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[PartyKind]
    name: Mapped[str]
    id_kind: Mapped[str] = mapped_column(default="")
    id_number: Mapped[str] = mapped_column(default="")
    """Credit code of an organization or trader, identity number of a person."""
    legal_rep: Mapped[str] = mapped_column(default="")
    operator: Mapped[str] = mapped_column(default="")
    gender: Mapped[str] = mapped_column(default="")
    birth: Mapped[date | None]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The whole block as it was typed."""

    case: Mapped[Case] = relationship(back_populates="parties")


class Handler(Base):
    """Who handled a case in which capacity, from when to when (承办人变更)."""

    __tablename__ = "handler"
    __table_args__ = (sa.Index("ix_handler_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    capacity: Mapped[Capacity]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship(back_populates="handlers")
    officer: Mapped[Officer] = relationship()


class Recusal(Base):
    """An officer kept away from a case by a granted 回避, 《行政处罚法》第四十三条."""

    __tablename__ = "recusal"
    __table_args__ = (sa.UniqueConstraint("case_id", "officer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    since: Mapped[datetime]
    reason: Mapped[str]


class CaseDeadline(Base):
    """A deadline of a case as last counted, with its explanation (期限)."""

    __tablename__ = "deadline"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "key"),
        sa.Index("ix_deadline_due_open", "due", "id", postgresql_where=sa.text("met_on is null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    rule: Mapped[str]
    """``DL-02``."""
    key: Mapped[str]
    """The occurrence: rule, part and what started it."""
    subject: Mapped[str] = mapped_column(default="")
    """The procedure instance of a clock that repeats."""
    title: Mapped[str]
    basis: Mapped[str]
    alarms: Mapped[bool]
    """An overrun is the body's own fault."""
    start: Mapped[datetime]
    due: Mapped[datetime | None]
    earliest: Mapped[date | None]
    """The day before which it cannot end, while holidays are not announced yet (待日历)."""
    state: Mapped[State]
    met_on: Mapped[date | None]
    sentence: Mapped[str]
    """How it was counted, in one sentence (期限说明)."""
    rows: Mapped[list[Any]] = mapped_column(default=list)
    """The same as rows of text and amount."""
    counted_at: Mapped[datetime]
