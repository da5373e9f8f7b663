"""Pages of the library of bodies and officers, to read (执法主体及人员库)."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.accounts.roles import ROLES
from webapp.bodies import queries
from webapp.http import permission_required

bp = Blueprint("bodies", __name__, url_prefix="/bodies", template_folder="templates")


@bp.get("/")
@permission_required("body.read")
def index() -> ResponseReturnValue:
    """Show the tree of bodies."""
    today = clock.today()
    return render_template(
        "bodies/index.html", branches=queries.tree(), figures=queries.figures(today)
    )


@bp.get("/<int:body_id>")
@permission_required("body.read")
def show(body_id: int) -> ResponseReturnValue:
    """Show one body: particulars, units, who holds which role."""
    body = queries.get_body(body_id)
    return render_template(
        "bodies/show.html",
        body=body,
        crumbs=[
            (one.short_name, url_for("bodies.show", body_id=one.id))
            for one in queries.ancestors(body)
        ],
        entrusting=queries.get_body(body.entrusted_by) if body.entrusted_by else None,
        children=queries.children(body),
        units=queries.units_of(body.id),
        held=[(ROLES[role], people) for role, people in queries.roles_in(body.id).items()],
        officers=queries.list_officers(None, body=body),
        today=clock.today(),
    )


@bp.get("/officers")
@permission_required("officer.read")
def officers() -> ResponseReturnValue:
    """List officers with their certificates."""
    word = request.args.get("q", "").strip()[:50]
    body_id = request.args.get("body", type=int)
    body = queries.get_body(body_id) if body_id else None
    before, after = paging.requested()
    page = queries.list_officers(None, word=word, body=body, before=before, after=after)
    return render_template(
        "bodies/officers.html", page=page, word=word, body=body, today=clock.today()
    )


@bp.get("/officers/<int:officer_id>")
@permission_required("officer.read")
def officer(officer_id: int) -> ResponseReturnValue:
    """Show one officer with every certificate."""
    officer = queries.get_officer(officer_id)
    return render_template("bodies/officer.html", officer=officer, today=clock.today())
