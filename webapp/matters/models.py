"""Matters with their parties, handlers and deadlines (执法事件、当事人、承办人、期限).

A matter is what every procedure has; what only one kind of matter has stands in a table of its
own, one to one beside it, and its class derives from `Matter` (`webapp/cases/models.py`).
"""

from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.clock import ZONE
from engine.deadlines import State
from webapp.bodies.models import Body, Officer, Unit
from webapp.database import Base
from webapp.items.models import Item


class MatterStatus(Enum):
    """How far a matter is (办理状态)."""

    LEAD = "线索"
    OPEN = "办理中"
    SUSPENDED = "已中止"
    DECIDED = "已决定"
    TERMINATED = "已终止"
    MERGED = "已并案"
    CLOSED = "已结案"
    ARCHIVED = "已归档"
    DECLINED = "不予立案"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more may be written into the matter."""
        return self in (MatterStatus.ARCHIVED, MatterStatus.DECLINED, MatterStatus.MERGED)


class Secrecy(Enum):
    """Who may know of a matter (知悉范围)."""

    ORDINARY = "一般"
    RESTRICTED = "限制知悉"
    SECRET = "涉密"


class LinkKind(Enum):
    """How a matter is bound to another (关联类型): seen from the first, then from the second."""

    ORIGIN = "由此产生"
    MERGED = "并入"
    SPLIT = "分出"
    REFERRED = "移送后由其办理"

    @property
    def reverse(self) -> str:
        """Return it as the second matter says it."""
        return {"ORIGIN": "来源", "MERGED": "并案", "SPLIT": "另案自", "REFERRED": "移送自"}[
            self.name
        ]


class PartyKind(Enum):
    """What kind of person a party is (当事人类型)."""

    PERSON = "自然人"
    SOLE_TRADER = "个体工商户"
    ORGANIZATION = "法人或者其他组织"


class PartyRole(Enum):
    """What part a party has in the matter (当事人责任): 共同违法, 处罚到人."""

    ALONE = "单独责任"
    PRINCIPAL = "主要责任"
    JOINT = "共同违法行为人"
    UNIT = "违法单位"
    SUPERVISOR = "直接负责的主管人员"
    STAFF = "其他直接责任人员"


class Capacity(Enum):
    """In what capacity an officer handles a matter (承办身份)."""

    LEAD = "主办"
    ASSIST = "协办"


class Matter(Base):
    """One thing handled under a procedure, from its opening to the archive (执法事件)."""

    __tablename__ = "matter"
    __table_args__ = (
        sa.Index("ix_matter_body_id_status", "body_id", "status"),
        sa.Index("ix_matter_body_id_updated_at", "body_id", "updated_at"),
        sa.Index("ix_matter_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """The key of its main procedure, ``penalty``."""
    record: Mapped[str]
    """The table that stands beside it, one to one; ``matter`` when none does."""
    entry_number: Mapped[str] = mapped_column(unique=True)
    """登记编号, taken when it is opened."""
    number: Mapped[str | None] = mapped_column(unique=True)
    """案号, taken when it is taken up (立案、受理)."""
    title: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    instance_id: Mapped[UUID | None] = mapped_column(unique=True)
    """The main procedure; others are linked by their own matter id."""
    status: Mapped[MatterStatus] = mapped_column(default=MatterStatus.OPEN)
    stage: Mapped[str] = mapped_column(default="")
    secrecy: Mapped[Secrecy] = mapped_column(default=Secrecy.ORDINARY)
    lead_officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    assist_officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    filed_on: Mapped[date | None]
    """The day it was taken up (立案、受理)."""
    decided_at: Mapped[datetime | None]
    """When what was to be decided was decided; until then art. 37 keeps its content closed."""
    closed_on: Mapped[date | None]
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    body: Mapped[Body] = relationship()
    unit: Mapped[Unit | None] = relationship()
    item: Mapped[Item | None] = relationship()
    lead_officer: Mapped[Officer | None] = relationship(foreign_keys=[lead_officer_id])
    assist_officer: Mapped[Officer | None] = relationship(foreign_keys=[assist_officer_id])
    parties: Mapped[list["Party"]] = relationship(
        primaryjoin="and_(Party.matter_id == Matter.id, Party.left_at.is_(None))",
        back_populates="matter",
        order_by="Party.position",
    )
    handlers: Mapped[list["Handler"]] = relationship(back_populates="matter", order_by="Handler.id")

    __mapper_args__ = {"polymorphic_on": "record", "polymorphic_identity": "matter"}  # noqa: RUF012

    @property
    def reference(self) -> str:
        """Return the number, or the one of the entry before there is one."""
        return self.number or self.entry_number

    @property
    def subject(self) -> str:
        """Return what it is about in a few words (事由)."""
        return self.item.conduct if self.item else ""

    @property
    def file_title(self) -> str:
        """Return the title under which it is filed away (题名)."""
        return self.title

    def is_undone_for(self, party_id: int | None) -> bool:
        """Tell whether what was decided about a party holds no longer (变更、撤销)."""
        return False

    @property
    def ending(self) -> str:
        """Return the name of what came of it, by which its dossier is judged; empty until then."""
        return ""

    @property
    def result(self) -> str:
        """Return what came of it in a word, empty until it is decided (处理结果)."""
        return ""

    def ending_for(self, party_id: int | None) -> str:
        """Return the same for one of several parties."""
        return self.ending

    def result_for(self, party_id: int | None) -> Any:
        """Return what came of it for a party: what is written of the matter, or of that party."""
        return self

    @property
    def party(self) -> "Party | None":
        """Return the main party (当事人)."""
        return self.parties[0] if self.parties else None

    @property
    def names_apart(self) -> dict[int, str]:
        """Return the names of several parties by id; nothing where there is one to tell apart."""
        several = self.parties if len(self.parties) > 1 else ()
        return {party.id: party.name for party in several}

    def called(self, party_id: int | None = None) -> str:
        """Return what lists call it by: the party, the main one with a word for the others."""
        if self.party is None:
            return "当事人待查"
        if party_id in self.names_apart:
            return self.names_apart[party_id]
        return f"{self.party.name}等" if self.names_apart else self.party.name

    @property
    def handler_ids(self) -> tuple[int, ...]:
        """Return the officers in charge, the lead first (主办、协办)."""
        return tuple(each for each in (self.lead_officer_id, self.assist_officer_id) if each)


class Party(Base):
    """A person or organization the matter is about (当事人)."""

    __tablename__ = "party"
    __table_args__ = (
        sa.UniqueConstraint("matter_id", "position"),
        sa.Index("ix_party_name", "name"),
        sa.Index("ix_party_id_number", "id_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[PartyKind]
    role: Mapped[PartyRole] = mapped_column(default=PartyRole.ALONE)
    name: Mapped[str]
    id_kind: Mapped[str] = mapped_column(default="")
    id_number: Mapped[str] = mapped_column(default="")
    """Credit code or licence of an organization or trader, identity number of a person."""
    legal_rep: Mapped[str] = mapped_column(default="")
    operator: Mapped[str] = mapped_column(default="")
    operator_number: Mapped[str] = mapped_column(default="")
    """Identity number of the operator of a trader (经营者)."""
    gender: Mapped[str] = mapped_column(default="")
    birth: Mapped[date | None]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]
    """When its part went into a matter of its own (另案)."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The whole block as it was typed: posts, guardian, agents."""

    matter: Mapped[Matter] = relationship(back_populates="parties")


class Handler(Base):
    """Who handled a matter in which capacity, from when to when (承办人变更)."""

    __tablename__ = "handler"
    __table_args__ = (sa.Index("ix_handler_matter_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    capacity: Mapped[Capacity]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    matter: Mapped[Matter] = relationship(back_populates="handlers")
    officer: Mapped[Officer] = relationship()


class Recusal(Base):
    """An officer kept away from a matter by a granted 回避, 《行政处罚法》第四十三条."""

    __tablename__ = "recusal"
    __table_args__ = (sa.UniqueConstraint("matter_id", "officer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    since: Mapped[datetime]
    reason: Mapped[str]


class DeadlineRecord(Base):
    """A deadline of a matter as last counted, with its explanation (期限)."""

    __tablename__ = "deadline"
    __table_args__ = (
        sa.UniqueConstraint("matter_id", "key"),
        sa.Index("ix_deadline_due_open", "due", "id", postgresql_where=sa.text("met_on is null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    rule: Mapped[str]
    """``DL-02``."""
    key: Mapped[str]
    """The occurrence: rule, part and what started it."""
    subject: Mapped[str] = mapped_column(default="")
    """The procedure instance of a clock that repeats."""
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    """Whom it concerns alone, where a matter has several parties."""
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

    @hybrid_property
    def pressing(self) -> datetime | None:
        """Return when it ends, or before which day it cannot end while holidays are unknown."""
        if self.due is not None or self.earliest is None:
            return self.due
        return datetime.combine(self.earliest, time(), ZONE)

    @pressing.inplace.expression
    @classmethod
    def _pressing(cls) -> sa.ColumnElement[datetime | None]:
        waiting = sa.func.timezone(ZONE.key, sa.cast(cls.earliest, sa.DateTime()))
        return sa.func.coalesce(cls.due, waiting)


class MatterLink(Base):
    """That one matter has to do with another; only ever added (事件关联)."""

    __tablename__ = "matter_link"
    __table_args__ = (
        sa.UniqueConstraint("from_id", "to_id", "kind"),
        sa.Index("ix_matter_link_to_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    kind: Mapped[LinkKind]
    at: Mapped[datetime]

    source: Mapped[Matter] = relationship(foreign_keys=[from_id])
    target: Mapped[Matter] = relationship(foreign_keys=[to_id])
