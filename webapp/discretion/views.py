"""Pages of the benchmarks, to read, with a calculator for the amounts of a case (裁量权基准库)."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp.database import transaction
from webapp.discretion import banding, operations, queries
from webapp.errors import Invalid
from webapp.formats import typed_day
from webapp.http import permission_required, signed_in_visitor
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import Measure, PartyScope
from webapp.process_records import operations as records

bp = Blueprint("discretion", __name__, url_prefix="/discretion", template_folder="templates")

LARGEST = Decimal("1e12")


@bp.get("/")
@permission_required("discretion.read")
def index() -> ResponseReturnValue:
    """List the benchmarks and the factors."""
    word = request.args.get("q", "").strip()[:60]
    field = request.args.get("field", "").strip()[:20]
    basis = request.args.get("basis", "").strip()[:40]
    today = clock.today()
    return render_template(
        "discretion/index.html",
        benchmarks=queries.list_benchmarks(word, field, basis),
        lost={one.id for one in queries.without_basis(today)},
        factors=queries.list_factors(),
        fields=items.fields(),
        word=word,
        field=field,
        basis=basis,
        today=today,
    )


@bp.get("/<int:benchmark_id>")
@permission_required("discretion.read")
def show(benchmark_id: int) -> ResponseReturnValue:
    """Show a benchmark, its grades in yuan once the amounts are given."""
    benchmark = queries.get_benchmark(benchmark_id)
    item = items.get_item(benchmark.item_id)
    today = clock.today()
    on = min(today, benchmark.ended - timedelta(days=1)) if benchmark.ended else today
    measures = sorted(
        {row.measure for row in item.ranges if row.measure is not None},
        key=list(Measure).index,
    )
    parties = [one for one in PartyScope if any(row.party is one for row in item.ranges)]
    party = next((one for one in parties if one.name == request.args.get("party")), None)
    amounts, typed = _amounts(measures)
    fines = items.statutory_ranges(item, amounts, on, party or next(iter(parties), None))
    return render_template(
        "discretion/show.html",
        benchmark=benchmark,
        item=item,
        fines=fines,
        bands={grade.id: banding.band_of(grade, fines, amounts) for grade in benchmark.grades},
        measures=measures,
        typed=typed,
        parties=parties,
        party=party,
        today=today,
        may_write=signed_in_visitor().may("discretion.write"),
    )


@bp.post("/<int:benchmark_id>/end")
@permission_required("discretion.write")
def end(benchmark_id: int) -> ResponseReturnValue:
    """End a benchmark from a day on (废止裁量基准)."""
    benchmark, on = queries.get_benchmark(benchmark_id), typed_day("on")
    with transaction():
        operations.end_benchmark(benchmark, on)
        records.record(
            "benchmark.end",
            clock.now(),
            subject=f"benchmark:{benchmark.code}",
            body_id=benchmark.issuer_id,
            account_id=signed_in_visitor().account_id,
            details={"on": on.isoformat()},
        )
    flash("已登记失效日。", "ok")
    return redirect(url_for("discretion.show", benchmark_id=benchmark_id))


def _amounts(measures: list[Measure]) -> tuple[Amounts, dict[str, str]]:
    values: dict[str, Decimal] = {}
    typed: dict[str, str] = {}
    for measure in measures:
        name = measure.name.lower()
        typed[name] = raw = request.args.get(name, "").strip()[:20]
        if not raw:
            continue
        try:
            values[name] = Decimal(raw)
        except InvalidOperation:
            raise Invalid(f"{measure.value}应为数字。", {name: "应为数字"}) from None
        if not (values[name].is_finite() and 0 <= values[name] <= LARGEST):
            raise Invalid(f"{measure.value}应在 0 至一万亿元之间。", {name: "超出范围"})
    return Amounts(**values), typed
