"""Leads, and what only a penalty case has beside its matter (案源、处罚案件)."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.errors import NotFound
from webapp.matters.models import Matter


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


class Outcome(Enum):
    """What came of a case (处理结果)."""

    PENALTY = "行政处罚"
    NOPENALTY = "不予行政处罚"
    NOFACT = "违法事实不成立"
    REFER = "移送其他机关"
    CRIME = "移送公安机关"
    WITHDRAW = "撤销立案"
    TERMINATED = "终止调查"
    MERGED = "并入他案"


class Lead(Base):
    """What made the body look (案源线索)."""

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

    case: Mapped["PenaltyCase"] = relationship(back_populates="lead", uselist=False)


class PenaltyCase(Matter):
    """A penalty case from its lead to the archive (处罚案件)."""

    __tablename__ = "penalty_case"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("lead.id"), unique=True)
    cause: Mapped[str] = mapped_column(default="")
    """涉嫌… (案由)."""
    outcome: Mapped[Outcome | None]
    decided_on: Mapped[date | None]
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
    # What was decided stands in the rulings; what they come to is kept here for lists.

    lead: Mapped[Lead] = relationship(back_populates="case", lazy="joined")
    rulings: Mapped[list["Ruling"]] = relationship(order_by="Ruling.id")

    __mapper_args__ = {"polymorphic_identity": "penalty_case", "polymorphic_load": "inline"}  # noqa: RUF012

    @property
    def subject(self) -> str:
        """Return the cause; before one is fixed, what the item is about (涉嫌…)."""
        return self.cause or (f"涉嫌{self.item.conduct}" if self.item else "")

    @property
    def file_title(self) -> str:
        """Return the title for the dossier: what was decided is suspected no longer (题名)."""
        is_found = self.outcome in (Outcome.PENALTY, Outcome.NOPENALTY)
        return self.title.replace("涉嫌", "", 1) if is_found and self.decided_at else self.title

    @property
    def ending(self) -> str:
        """Return the name of the outcome."""
        return self.outcome.name if self.outcome else ""

    def is_undone_for(self, party_id: int | None) -> bool:
        """Tell whether a remedy changed or undid the decision about a party (变更、撤销)."""
        return bool(self.result_for(party_id).is_revoked)

    def ending_for(self, party_id: int | None) -> str:
        """Return the name of the outcome for one of several parties."""
        outcome = self.result_for(party_id).outcome
        return outcome.name if outcome else ""

    @property
    def result(self) -> str:
        """Return what was decided in a word."""
        is_known = self.decided_at is not None or self.outcome is Outcome.MERGED
        return self.outcome.value if is_known and self.outcome else ""

    def result_for(self, party_id: int | None) -> Any:
        """Return what was decided about one of several parties, else what the case says."""
        if party_id is None or len(self.parties) < 2:
            return self
        found = (one for one in reversed(self.rulings) if one.party_id == party_id)
        return next(found, Ruling())

    @classmethod
    def of(cls, matter: Matter) -> "PenaltyCase":
        """Return a matter as the penalty case that it is."""
        if not isinstance(matter, cls):
            raise NotFound("这一事项不是处罚案件。")
        return matter


class Ruling(Base):
    """What was decided about one party; rows are only added, the newest counts (当事人处理结果)."""

    __tablename__ = "ruling"
    __table_args__ = (
        sa.Index("ix_ruling_matter_id", "matter_id"),
        sa.Index("ix_ruling_party_id", "party_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    """None while whoever did it is not known."""
    outcome: Mapped[Outcome | None]
    decided_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]
    penalty_kinds: Mapped[list[str]] = mapped_column(default=list)
    """Codes of the kinds decided, ``0201``."""
    fine: Mapped[Decimal | None]
    confiscation: Mapped[Decimal | None]
    effective_on: Mapped[date | None]
    """When the decision reached the party."""
    is_revoked: Mapped[bool] = mapped_column(default=False)
    """The decision was changed or undone by reconsideration or suit."""
