"""The holidays of a year as they were entered (放假安排); only ever added, the newest counts."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base


class CalendarYear(Base):
    """Rest days and make-up working days of one year, by the notice that announced them (年度)."""

    __tablename__ = "calendar_year"

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    year: Mapped[int]
    days: Mapped[list[Any]] = mapped_column(JSONB)
    """Every day that differs from the week: ``{"on", "workday", "name"}``."""
    source: Mapped[str]
    """The notice of the State Council (放假安排的通知)."""
    reason: Mapped[str] = mapped_column(default="")
    set_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    setter: Mapped[str]
    """The name of who entered it."""
    at: Mapped[datetime]


def newest() -> sa.ScalarSelect[int]:
    """Return what tells which entry is the newest; 0 while there is none."""
    return sa.select(sa.func.coalesce(sa.func.max(CalendarYear.id), 0)).scalar_subquery()
