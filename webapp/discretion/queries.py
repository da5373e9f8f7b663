"""Reading the benchmarks: which one holds, its grades in yuan, what the factors suggest."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webapp.bodies.models import Body
from webapp.database import db, once
from webapp.discretion import banding
from webapp.discretion.banding import Band
from webapp.discretion.models import Benchmark, BenchmarkClause, Factor, Grade, GradeLevel
from webapp.errors import NotFound
from webapp.items import queries as items
from webapp.items.fines import Amounts, FineRange
from webapp.items.models import Circumstance, Item, PartyScope
from webapp.laws.models import LawVersion, Provision

ORDINARY = Circumstance.ORDINARY


def get_benchmark(benchmark_id: int) -> Benchmark:
    """Return a benchmark with grades and clauses."""
    benchmark = db.session.get(Benchmark, benchmark_id, options=_with_grades())
    if benchmark is None:
        raise NotFound("没有这个裁量基准。")
    return benchmark


@once(Grade, Benchmark)
def get_grade(grade_id: int | str) -> Grade:
    """Return a grade with its benchmark; forms hold its id as text."""
    grade = db.session.get(Grade, _id(grade_id, "裁量阶次"), options=[joinedload(Grade.benchmark)])
    if grade is None:
        raise NotFound("没有这个裁量阶次。")
    return grade


def list_benchmarks(word: str = "", field: str = "", basis: str = "") -> Sequence[Benchmark]:
    """Return the benchmarks by code, filtered by a word, field and a law or place they rest on."""
    query = (
        sa.select(Benchmark)
        .join(Benchmark.item)
        .options(*_with_grades(), joinedload(Benchmark.item), joinedload(Benchmark.issuer))
        .order_by(Benchmark.code)
    )
    if word:
        query = query.where(
            sa.or_(
                Benchmark.title.contains(word, autoescape=True),
                Benchmark.code.contains(word, autoescape=True),
                Item.name.contains(word, autoescape=True),
            )
        )
    if field:
        query = query.where(Item.field == field)
    if basis:
        query = query.where(items.rests_on(basis))
    return db.session.scalars(query).all()


@once(Benchmark, Grade, Body)
def benchmark_for(item_id: int, on: date, body: Body | None = None) -> Benchmark | None:
    """Return the benchmark that binds a body for an item on a day: its own, else a superior's."""
    query = (
        sa.select(Benchmark)
        .join(Body, Body.id == Benchmark.issuer_id)
        .where(
            Benchmark.item_id == item_id,
            Benchmark.effective <= on,
            sa.or_(Benchmark.ended.is_(None), Benchmark.ended > on),
        )
        .options(joinedload(Benchmark.grades), joinedload(Benchmark.issuer))
        .order_by(sa.func.length(Body.path).desc(), Benchmark.effective.desc())
    )
    benchmarks = db.session.scalars(query).unique().all()
    if body is None:
        return benchmarks[0] if benchmarks else None
    return next((one for one in benchmarks if binds(one, body)), None)


def binds(benchmark: Benchmark, body: Body) -> bool:
    """Tell whether a benchmark holds for a body: its issuer, or any body under its government."""
    issuer = benchmark.issuer
    above = issuer.path.rstrip("/").rpartition("/")[0] + "/"
    return body.id == issuer.id or body.path.startswith(above)


def every_band(
    item: Item,
    amounts: Amounts,
    on: date,
    *,
    body: Body | None = None,
    party: PartyScope | None = None,
) -> list[Band]:
    """Return the grades that an officer may choose from, those of special circumstances last.

    Without a benchmark only the first circumstance that the clauses fine is divided.
    """
    benchmark = benchmark_for(item.id, on, body)
    fines = items.statutory_ranges(item, amounts, on, party)
    found = [_bands(benchmark, fines, amounts, one) for one in Circumstance]
    if benchmark is None:
        return next((some for some in found if some), [])
    return [band for some in found for band in some]


def _bands(
    benchmark: Benchmark | None,
    fines: Sequence[FineRange],
    amounts: Amounts,
    circumstance: Circumstance,
) -> list[Band]:
    if benchmark is not None:
        found = (
            banding.band_of(grade, fines, amounts)
            for grade in benchmark.grades
            if grade.circumstance is circumstance
        )
        bands = [band for band in found if band is not None]
        return [*_mitigated(bands, fines), *bands] if circumstance is ORDINARY else bands
    fine = next((one for one in fines if one.circumstance is circumstance), None)
    return banding.default_bands(fine) if fine else []


def _mitigated(bands: Sequence[Band], fines: Sequence[FineRange]) -> list[Band]:
    """Return the band below the minimum where a benchmark has none: law allows it (减轻)."""
    if any(band.level is GradeLevel.MITIGATED for band in bands):
        return []
    fine = next((one for one in fines if one.circumstance is ORDINARY), None)
    every = banding.default_bands(fine) if fine else []
    return [band for band in every if band.level is GradeLevel.MITIGATED]


@once(Factor)
def list_factors() -> Sequence[Factor]:
    """Return the factors in their order, with their sources (裁量因素)."""
    query = sa.select(Factor).options(_factor_source()).order_by(Factor.position)
    return db.session.scalars(query).all()


def get_factors(ids: Sequence[int | str]) -> list[Factor]:
    """Return several factors in the order asked for; forms hold their ids as text."""
    wanted = [_id(one, "裁量因素") for one in ids]
    query = sa.select(Factor).where(Factor.id.in_(wanted)).options(_factor_source())
    found = {factor.id: factor for factor in db.session.scalars(query)}
    if missing := [one for one in wanted if one not in found]:
        raise NotFound(f"没有编号为 {missing[0]} 的裁量因素。")
    return [found[one] for one in wanted]


def without_basis(on: date) -> list[Benchmark]:
    """Return the benchmarks in force none of whose clauses holds on a day (基准依据失效, L8)."""
    return [
        one
        for one in list_benchmarks()
        if one.is_in_force(on)
        and not any(clause.provision.is_in_force(on) for clause in one.clauses)
    ]


def _id(raw: int | str, kind: str) -> int:
    try:
        return int(raw)
    except ValueError:
        raise NotFound(f"没有编号为 {raw} 的{kind}。") from None


def _with_grades() -> list[sa.orm.interfaces.ORMOption]:
    law = joinedload(Provision.version).joinedload(LawVersion.law)
    return [
        selectinload(Benchmark.grades),
        joinedload(Benchmark.issuer),
        selectinload(Benchmark.clauses).joinedload(BenchmarkClause.provision).options(law),
    ]


def _factor_source() -> sa.orm.interfaces.ORMOption:
    return joinedload(Factor.provision).joinedload(Provision.version).joinedload(LawVersion.law)
