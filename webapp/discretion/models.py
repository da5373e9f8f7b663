"""Benchmarks, their grades and the factors of discretion (裁量基准、裁量阶次、裁量因素).

《行政处罚法》第三十四条.
"""

from datetime import date
from decimal import Decimal
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.bodies.models import Body
from webapp.database import Base
from webapp.items.models import Circumstance, Item, Measure
from webapp.laws.models import Provision


class GradeLevel(Enum):
    """The grades of discretion, lightest first (裁量阶次)."""

    WAIVED = "不予处罚"
    MITIGATED = "减轻"
    LIGHTER = "从轻"
    ORDINARY = "一般"
    HEAVIER = "从重"


class RangeUnit(Enum):
    """In what the ends of a grade are given (幅度单位)."""

    SHARE = "法定幅度占比"
    """0 is the statutory minimum, 1 the maximum."""
    MULTIPLE = "倍数"
    YUAN = "元"


class Effect(Enum):
    """What a factor does to the penalty (裁量效果)."""

    MUST_NOT = "不予处罚"
    MAY_WAIVE = "可以不予处罚"
    MUST_LIGHTEN = "应当从轻或者减轻"
    MAY_LIGHTEN = "可以从轻或者减轻"
    HEAVIER = "从重"


class Benchmark(Base):
    """What a body publishes on how it weighs an item (裁量基准)."""

    __tablename__ = "benchmark"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "issuer_id", "version"),
        sa.CheckConstraint("ended is null or effective < ended", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    issuer_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    """Who issued it; it binds the issuer and the bodies below its government."""
    version: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
    effective: Mapped[date]
    ended: Mapped[date | None]
    """First day on which it no longer holds."""
    note: Mapped[str] = mapped_column(default="")

    item: Mapped[Item] = relationship()
    issuer: Mapped[Body] = relationship()
    clauses: Mapped[list["BenchmarkClause"]] = relationship(back_populates="benchmark")
    grades: Mapped[list["Grade"]] = relationship(
        back_populates="benchmark", order_by="Grade.position"
    )

    def is_in_force(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.effective <= on and (self.ended is None or on < self.ended)


class BenchmarkClause(Base):
    """A penalty clause of the item that a benchmark refines (基准所依条款)."""

    __tablename__ = "benchmark_clause"

    benchmark_id: Mapped[int] = mapped_column(sa.ForeignKey("benchmark.id"), primary_key=True)
    provision_id: Mapped[int] = mapped_column(sa.ForeignKey("provision.id"), primary_key=True)

    benchmark: Mapped[Benchmark] = relationship(back_populates="clauses")
    provision: Mapped[Provision] = relationship()


class Grade(Base):
    """One grade of a benchmark: when it fits and how far the fine goes (裁量阶次)."""

    __tablename__ = "grade"
    __table_args__ = (
        sa.UniqueConstraint("benchmark_id", "position"),
        sa.CheckConstraint("low is null or high is null or low <= high", name="ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    benchmark_id: Mapped[int] = mapped_column(sa.ForeignKey("benchmark.id"))
    position: Mapped[int]
    level: Mapped[GradeLevel]
    circumstance: Mapped[Circumstance] = mapped_column(default=Circumstance.ORDINARY)
    """Under which circumstance of the clause it divides the range."""
    conditions: Mapped[str]
    unit: Mapped[RangeUnit | None]
    measure: Mapped[Measure | None]
    low: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    high: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    low_is_open: Mapped[bool] = mapped_column(default=False)
    high_is_open: Mapped[bool] = mapped_column(default=False)
    other_penalties: Mapped[list[str]]
    """Codes of kinds of penalty that go with it besides the fine."""
    note: Mapped[str] = mapped_column(default="")

    benchmark: Mapped[Benchmark] = relationship(back_populates="grades")


class Factor(Base):
    """A circumstance that weighs for or against the party, with its source (裁量因素)."""

    __tablename__ = "factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    effect: Mapped[Effect]
    provision_id: Mapped[int] = mapped_column(sa.ForeignKey("provision.id"))
    evidence: Mapped[str] = mapped_column(default="")
    """What proves it."""
    position: Mapped[int]

    provision: Mapped[Provision] = relationship()
