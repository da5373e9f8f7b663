"""Pages of the calendar of working days: the years, one with its holidays, the form (工作日历)."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from engine.workdays import DAY, Calendar, Override
from webapp.calendars import operations, queries
from webapp.calendars.current import calendar
from webapp.calendars.reading import written
from webapp.database import transaction
from webapp.errors import Invalid, NotFound
from webapp.http import permission_required, signed_in_visitor

bp = Blueprint("calendars", __name__, url_prefix="/calendars", template_folder="templates")
FIRST = 2025


@bp.get("/")
@permission_required("parameter.read")
def index() -> ResponseReturnValue:
    """List the years, and say which one nobody has entered yet."""
    current, this = calendar(), clock.today().year
    years = [(year, current.has(year)) for year in range(this + 1, FIRST - 1, -1)]
    return render_template("calendars/index.html", years=years, this=this)


@bp.get("/<int:year>")
@permission_required("parameter.read")
def show(year: int) -> ResponseReturnValue:
    """Show the holidays of a year, who entered them, which periods they moved, and the form."""
    return _page(year)


@bp.post("/<int:year>")
@permission_required("parameter.write")
def set_year(year: int) -> ResponseReturnValue:
    """Enter the holidays of a year, or say what cannot be."""
    try:
        with transaction():
            operations.set_year(
                signed_in_visitor(),
                year,
                rests=request.form.get("rests", "")[:2000],
                workdays=request.form.get("workdays", "")[:500],
                source=request.form.get("source", "")[:200],
                reason=request.form.get("reason", "")[:500],
                at=clock.now(),
            )
    except Invalid as refused:
        return _page(year, refused), 422
    flash(f"已录入{year}年放假安排，正在重新计算受影响的期限。", "ok")
    return redirect(url_for("calendars.show", year=year))


def _page(year: int, refused: Invalid | None = None) -> str:
    this = clock.today().year
    if not FIRST <= year <= this + 1:
        raise NotFound(f"没有{year}年的工作日历。")
    current = calendar()
    days = list(_differing(current, year)) if current.has(year) else []
    rests, workdays = written(days)
    history = queries.history(year)
    return render_template(
        "calendars/show.html",
        year=year,
        is_known=current.has(year),
        days=days,
        is_open=year in (this, this + 1),
        history=history,
        moved=queries.moved(year),
        typed={"rests": rests, "workdays": workdays, **request.form},
        refused=refused,
    )


def _differing(current: Calendar, year: int) -> list[Override]:
    """Return the days of a year that are no ordinary day of the week."""
    found, on = [], date(year, 1, 1)
    while on.year == year:
        name, is_work = current.name_of(on), current.is_workday(on)
        if is_work == (on.weekday() > 4) or (name and not name.startswith("星期")):
            found.append(Override(on, is_work, name or "调休上班"))
        on += DAY
    return found
