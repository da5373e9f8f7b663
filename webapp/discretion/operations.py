"""Keeping the benchmarks: issuing one with its grades, ending one, entering factors."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from webapp.bodies.models import Body
from webapp.database import db
from webapp.discretion.models import (
    Benchmark,
    BenchmarkClause,
    Effect,
    Factor,
    Grade,
    GradeLevel,
    RangeUnit,
)
from webapp.errors import Conflict, Invalid
from webapp.items.models import Circumstance, ClauseRole, Item, Measure
from webapp.laws.models import Provision


def issue_benchmark(
    issuer: Body,
    item: Item,
    code: str,
    *,
    title: str,
    version: str,
    effective: date,
    clauses: Sequence[Provision],
    ended: date | None = None,
    document_number: str = "",
    note: str = "",
) -> Benchmark:
    """Enter a benchmark; its clauses must be penalty clauses of the item (发布裁量基准, L2)."""
    if db.session.scalar(sa.select(Benchmark.id).where(Benchmark.code == code)) is not None:
        raise Conflict(f"裁量基准 {code} 已存在。")
    penal = {one.provision_id for one in item.clauses if one.role is ClauseRole.PENALTY}
    for provision in clauses:
        if provision.id not in penal:
            raise Invalid(f"{provision.citation}不是事项“{item.name}”的罚则。")
    if not clauses:
        raise Invalid("裁量基准应当写明所依据的罚则。", {"clauses": "不能为空"})
    benchmark = Benchmark(
        code=code,
        title=title,
        item=item,
        issuer_id=issuer.id,
        version=version,
        effective=effective,
        ended=ended,
        document_number=document_number,
        note=note,
        clauses=[BenchmarkClause(provision=provision) for provision in clauses],
    )
    db.session.add(benchmark)
    return benchmark


def add_grade(
    benchmark: Benchmark,
    level: GradeLevel,
    conditions: str,
    *,
    unit: RangeUnit | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    low_is_open: bool = False,
    high_is_open: bool = False,
    measure: Measure | None = None,
    circumstance: Circumstance = Circumstance.ORDINARY,
    other_penalties: Iterable[str] = (),
    note: str = "",
) -> Grade:
    """Add a grade below those entered so far (新增裁量阶次)."""
    if low is not None and high is not None and low > high:
        raise Invalid("幅度下限不能高于上限。", {"low": "不能高于上限"})
    if unit is RangeUnit.MULTIPLE and measure is None:
        raise Invalid("按倍数计算的阶次应当写明基数。", {"measure": "不能为空"})
    if unit is RangeUnit.SHARE and not (
        Decimal(0) <= (low or Decimal(0)) and (high or Decimal(0)) <= Decimal(1)
    ):
        raise Invalid("法定幅度占比应在 0 至 1 之间。", {"high": "应在 0 至 1 之间"})
    grade = Grade(
        benchmark=benchmark,
        position=len(benchmark.grades),
        level=level,
        circumstance=circumstance,
        conditions=conditions,
        unit=unit,
        measure=measure,
        low=low,
        high=high,
        low_is_open=low_is_open,
        high_is_open=high_is_open,
        other_penalties=list(other_penalties),
        note=note,
    )
    db.session.add(grade)
    return grade


def end_benchmark(benchmark: Benchmark, on: date) -> None:
    """End a benchmark from a day on (废止裁量基准)."""
    if benchmark.ended is not None:
        raise Conflict(f"该裁量基准已于 {benchmark.ended} 失效。")
    if on <= benchmark.effective:
        raise Invalid("失效日应晚于施行日。", {"on": "应晚于施行日"})
    benchmark.ended = on


def add_factor(
    code: str,
    title: str,
    effect: Effect,
    provision: Provision,
    evidence: str = "",
    position: int = 0,
) -> Factor:
    """Enter a factor of discretion with its source (新增裁量因素)."""
    if db.session.scalar(sa.select(Factor.id).where(Factor.code == code)) is not None:
        raise Conflict(f"裁量因素 {code} 已存在。")
    factor = Factor(
        code=code,
        title=title,
        effect=effect,
        provision=provision,
        evidence=evidence,
        position=position,
    )
    db.session.add(factor)
    return factor
