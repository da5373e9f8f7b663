"""The page of incidents for administrators (流程故障): cause, suggestion, retry."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from engine.errors import EngineError
from webapp import paging
from webapp.bodies import queries as bodies
from webapp.database import db, transaction
from webapp.errors import Conflict, NotFound
from webapp.http import current_officer, permission_required
from webapp.instances import incidents, operations, queries
from webapp.instances.models import Incident, IncidentState
from webapp.instances.values import Actor

bp = Blueprint("instances", __name__, template_folder="templates")

REPAIR = "incident.repair"
EXTENSION = "faxun.repairs"
LENGTH = 500

Repair = Callable[[str], None]
"""Tries again what failed, named by the part of the subject behind the colon."""


def init_app(app: Flask, repairs: Mapping[str, Repair]) -> None:
    """Take the repairs of the slices above, by the first word of an incident's subject."""
    app.extensions[EXTENSION] = dict(repairs)


@bp.get("/incidents")
@permission_required(REPAIR)
def incidents_page() -> ResponseReturnValue:
    """List what waits for a repair, the oldest first."""
    _, after = paging.requested()
    page = queries.open_incidents(after=after)
    return render_template(
        "instances/incidents.html",
        page=page,
        titles={one.instance_id: queries.get_instance(one.instance_id).title for one in page},
        bodies={one.body_id: bodies.get_body(one.body_id).short_name for one in page},
    )


@bp.post("/incidents/<int:incident_id>/retry")
@permission_required(REPAIR)
def retry(incident_id: int) -> ResponseReturnValue:
    """Try again what failed (重试)."""
    incident, officer = _open(incident_id), current_officer()
    kind, _, rest = incident.subject.partition(":")
    repairs: Mapping[str, Repair] = current_app.extensions[EXTENSION]
    try:
        with transaction():
            if kind in repairs:
                repairs[kind](rest)
            else:
                operations.retry(incident.instance_id, Actor(officer.id, "system_admin",
                                                             officer.body_id))  # fmt: skip
                incidents.resolve(incident, officer.id, clock.now(), "重试成功")
    except EngineError as error:
        flash(f"重试没有成功：{error}", "err")
    else:
        flash("已重试。" if kind not in repairs else "已交后台重新办理，成功后自动销项。", "ok")
    return redirect(url_for("instances.incidents_page"))


@bp.post("/incidents/<int:incident_id>/resolve")
@permission_required(REPAIR)
def resolve(incident_id: int) -> ResponseReturnValue:
    """Close an incident by saying what was done about it (销项)."""
    incident, officer = _open(incident_id), current_officer()
    words = request.form.get("resolution", "").strip()[:LENGTH]
    if not words:
        flash("请写明处理情况后再销项。", "err")
        return redirect(url_for("instances.incidents_page"))
    with transaction():
        incidents.resolve(incident, officer.id, clock.now(), words)
    flash("已销项。", "ok")
    return redirect(url_for("instances.incidents_page"))


def _open(incident_id: int) -> Incident:
    found = db.session.get(Incident, incident_id)
    if found is None:
        raise NotFound("没有这条故障记录。")
    if found.state is not IncidentState.OPEN:
        raise Conflict("该故障已处理。")
    return found
