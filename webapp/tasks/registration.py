"""The page on which a lead is registered (案源登记), with a look at similar ones while typing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from forms import FormError, html
from webapp.assets import icon
from webapp.bodies.models import Officer
from webapp.database import carry_out
from webapp.http import current_officer, new_request_key, permission_required, signed_in_visitor
from webapp.matters import access
from webapp.tasks import authority, intake, operations, pages
from webapp.tasks.pages import Typed

bp = Blueprint("registration", __name__, url_prefix="/leads", template_folder="templates")


@bp.get("/new")
@permission_required("lead.write")
def show() -> ResponseReturnValue:
    """Show the form for a lead."""
    officer = current_officer()
    authority.require(officer, "intake", officer.body_id)
    return _page(officer, None)


@bp.post("/new")
@permission_required("lead.write")
def register() -> ResponseReturnValue:
    """Register a lead; this starts the matter."""
    officer = current_officer()
    key = request.form.get("_key") or None
    try:
        advance = carry_out(lambda: operations.register_lead(officer, request.form, key))
    except FormError as error:
        return _page(current_officer(), Typed(error.values, error.errors, key=key or "")), 422
    number = advance.answer["reference"]
    flash(f"案源已登记，编号 {number}，已送承办机构负责人分办。", "ok")
    return redirect(url_for("cases.leads"))


@bp.post("/similar")
@permission_required("lead.write")
def similar() -> ResponseReturnValue:
    """Show leads and matters that may be about the same matter (疑似重复)."""
    officer, typed = current_officer(), pages.as_typed(request.form)
    authority.require(officer, "intake", officer.body_id)
    return render_template("tasks/_similar.html", **_similar(officer, typed))


def _similar(officer: Officer, values: pages.Values) -> dict[str, object]:
    visitor = signed_in_visitor()
    found = intake.similar(officer, values, clock.now())
    return {
        "found": [(one, access.may_read(visitor, officer, one.case)) for one in found],
        "asked": intake.has_marks(values),
    }


def _page(officer: Officer, typed: Typed | None) -> str:
    form, now = intake.form(), clock.now()
    values = typed.values if typed else intake.initial(form, now)
    drawn = html.render(
        form,
        values,
        errors=typed.errors if typed else (),
        choices=intake.offer(officer, form, values, now),
        now=now,
        icon=icon,
    )
    return render_template(
        "tasks/register.html",
        form=drawn,
        key=(typed.key if typed else "") or new_request_key(),
        **_similar(officer, values),
    )
