"""Counters of numbers and the register of what took them (文号序列、文号登记簿)."""

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class RegisterEvent(Enum):
    """What happened to a number (文号事项)."""

    TAKEN = "启用"
    VOIDED = "作废"


class NumberSeries(Base):
    """A counter of document numbers: body × 类别字 × year (文号序列)."""

    __tablename__ = "number_series"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class NumberEntry(Base):
    """A line of the register of numbers (文号登记簿); rows are only added."""

    __tablename__ = "number_register"
    __table_args__ = (
        sa.UniqueConstraint("body_id", "series", "year", "serial", "event"),
        sa.Index("ix_number_register_number", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    series: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str]
    event: Mapped[RegisterEvent]
    title: Mapped[str]
    """What took it: 行政处罚决定书, 立案."""
    matter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("matter.id"))
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
