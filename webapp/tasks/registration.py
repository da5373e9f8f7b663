"""Pages on which matters are opened (启动执法事件); for a lead with a look at similar ones."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from documents import rare
from engine import clock
from forms import FormError, html
from webapp.assets import icon
from webapp.bodies import phrasing
from webapp.bodies.models import Officer
from webapp.cases.operations import KIND
from webapp.database import carry_out
from webapp.http import current_officer, new_request_key, permission_required, signed_in_visitor
from webapp.matters import access
from webapp.matters.models import Matter
from webapp.parameters import settings as parameters
from webapp.tasks import authority, intake, opening, pages, terms
from webapp.tasks.pages import Typed

BASES = {
    "verification": "《行政处罚法》第五十四条第二款；{case.verify}",
    "secrecy": "{case.secret}",
}
"""What the page for leads says of the law, filled in for the body."""

AGAIN = "_again"
"""Sent with what was typed before the session ended: the page is only drawn again with it."""

bp = Blueprint("registration", __name__, template_folder="templates")


@bp.get("/leads/new")
@permission_required("lead.write")
def show() -> ResponseReturnValue:
    """Show the form for a lead."""
    officer = current_officer()
    authority.require(officer, "intake", officer.body_id)
    return _lead_page(officer, None)


@bp.post("/leads/new")
@permission_required("lead.write")
def register() -> ResponseReturnValue:
    """Register a lead; this starts the case."""
    officer = current_officer()
    if AGAIN in request.form:
        return _lead_page(officer, Typed(pages.as_typed(request.form)))
    key = request.form.get("_key") or None
    try:
        advance = carry_out(lambda: opening.register_lead(officer, request.form, key))
    except FormError as error:
        return _lead_page(current_officer(), Typed(error.values, error.errors, key=key or "")), 422
    number = advance.answer["reference"]
    flash(f"案源已登记，编号 {number}，已送承办机构负责人分办。", "ok")
    return redirect(url_for("cases.leads"))


@bp.post("/leads/similar")
@permission_required("lead.write")
def similar() -> ResponseReturnValue:
    """Show leads and cases that may be about the same matter (疑似重复)."""
    officer, typed = current_officer(), pages.as_typed(request.form)
    authority.require(officer, "intake", officer.body_id)
    return render_template("tasks/_similar.html", **_similar(officer, typed))


@bp.get("/matters/new")
@permission_required("matter.open")
def offered() -> ResponseReturnValue:
    """List the procedures that the visitor may open a matter of (新建)."""
    officer, visitor = current_officer(), signed_in_visitor()
    return render_template(
        "tasks/offered.html", procedures=opening.openable(visitor, officer.body_id)
    )


@bp.get("/matters/new/<kind>")
@permission_required("matter.open")
def begin(kind: str) -> ResponseReturnValue:
    """Show the form with which a matter of a kind begins."""
    return _page(current_officer(), kind, None)


@bp.post("/matters/new/<kind>")
@permission_required("matter.open")
def enter(kind: str) -> ResponseReturnValue:
    """Open a matter of a kind."""
    officer, origin = current_officer(), _origin()
    if AGAIN in request.form:
        return _page(officer, kind, Typed(pages.as_typed(request.form)))
    key = request.form.get("_key") or None
    try:
        advance = carry_out(lambda: opening.open_matter(officer, kind, request.form, key, origin))
    except FormError as error:
        typed = Typed(error.values, error.errors, key=key or "")
        return _page(current_officer(), kind, typed), 422
    number = advance.answer["reference"]
    flash(f"已启动，编号 {number}。", "ok")
    return redirect(url_for("matters.show", number=number))


def _origin() -> Matter | None:
    """Return the matter from which the new one comes, if the address names one."""
    number = request.args.get("origin", "")
    return access.matter_of(number) if number else None


def _page(officer: Officer, kind: str, typed: Typed | None) -> str:
    procedure, opens = opening.get(kind)
    authority.require(officer, opens.role, officer.body_id)
    return render_template(
        "tasks/begin.html",
        procedure=procedure,
        act=opens.act,
        origin=_origin(),
        **_drawn(officer, kind, typed)[0],
    )


def _lead_page(officer: Officer, typed: Typed | None) -> str:
    drawn, values = _drawn(officer, KIND, typed)
    body, today = officer.body, clock.today()
    return render_template(
        "tasks/register.html",
        **drawn,
        **_similar(officer, values),
        verification=terms.printed(parameters.in_force(body)(today))["verification_days"],
        rules={name: phrasing.basis_for(body, basis, today) for name, basis in BASES.items()},
    )


def _drawn(
    officer: Officer, kind: str, typed: Typed | None
) -> tuple[dict[str, object], pages.Values]:
    form, now = opening.form_of(kind, officer.body), clock.now()
    values = typed.values if typed else intake.initial(form, now)
    drawn = html.render(
        form,
        values,
        errors=typed.errors if typed else (),
        choices=intake.offer(officer, form, values, now),
        now=now,
        icon=icon,
    )
    return {"form": drawn, "key": (typed.key if typed else "") or new_request_key()}, values


def _similar(officer: Officer, values: pages.Values) -> dict[str, object]:
    visitor = signed_in_visitor()
    found = intake.similar(visitor, officer, values, clock.now())
    return {
        "found": [(one, access.may_read(visitor, officer, one.case)) for one in found],
        "asked": intake.has_marks(values),
        "undrawn": rare.undrawn(json.dumps(values, ensure_ascii=False, default=str)),
    }
