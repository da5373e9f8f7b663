"""Pages of the library of bodies and officers, and what is noted on them (执法主体及人员库)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.accounts.roles import ROLES
from webapp.bodies import operations, queries
from webapp.bodies.models import CertificateStatus, Officer
from webapp.database import transaction
from webapp.errors import Invalid
from webapp.http import permission_required, signed_in_visitor
from webapp.process_records import operations as records

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
    return render_template(
        "bodies/officer.html",
        officer=officer,
        today=clock.today(),
        statuses=CertificateStatus,
        may_write=signed_in_visitor().may("officer.write"),
    )


@bp.post("/officers/<int:officer_id>/leave")
@permission_required("officer.write")
def leave(officer_id: int) -> ResponseReturnValue:
    """Note that somebody no longer works in the body (离岗)."""
    officer = queries.get_officer(officer_id)
    with transaction():
        operations.leave(officer, clock.now())
        _record("officer.leave", officer, {})
    flash(f"已登记{officer.name}离岗，证件随之注销。", "ok")
    return redirect(url_for("bodies.officer", officer_id=officer_id))


@bp.post("/certificates/<int:certificate_id>")
@permission_required("officer.write")
def note_certificate(certificate_id: int) -> ResponseReturnValue:
    """Suspend, cancel, report lost or give back a certificate (暂扣、注销、挂失、解除暂扣)."""
    certificate = queries.get_certificate(certificate_id)
    officer, reason = queries.get_officer(certificate.officer_id), request.form.get("reason", "")
    try:
        status = CertificateStatus[request.form.get("status", "")]
    except KeyError:
        raise Invalid("请选择证件状态。", {"status": "请选择证件状态"}) from None
    with transaction():
        if status is CertificateStatus.ACTIVE:
            operations.restore_certificate(certificate, clock.now())
        else:
            operations.end_certificate(certificate, status, reason, clock.now())
        details = {"number": certificate.number, "status": status.name, "reason": reason.strip()}
        _record("certificate.note", officer, details)
    flash(f"证件状态已改为“{status.value}”。", "ok")
    return redirect(url_for("bodies.officer", officer_id=officer.id))


def _record(action: str, officer: Officer, details: dict[str, str]) -> None:
    """Record who noted what about an officer (记入审计)."""
    records.record(
        action,
        clock.now(),
        subject=f"officer:{officer.id}",
        body_id=officer.body_id,
        account_id=signed_in_visitor().account_id,
        details=details,
    )
