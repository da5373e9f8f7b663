"""Pages of cases and leads (案件、案源): lists, one case with its path, one lead."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.bodies.models import Officer
from webapp.cases import confidential, queries, rights
from webapp.cases.models import Lead, PenaltyCase
from webapp.database import transaction
from webapp.errors import NotAllowed, NotFound
from webapp.http import (
    Visitor,
    current_officer,
    permission_required,
    signed_in_visitor,
)
from webapp.instances import queries as instances
from webapp.instances import tracks
from webapp.instances.models import Instance
from webapp.matters import access, clocks, history, wording
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus
from webapp.parameters import queries as parameters
from webapp.procedures import queries as procedures
from webapp.process_records import operations as records

bp = Blueprint("cases", __name__, template_folder="templates")

STATUSES = {
    "open": ("办理中", (MatterStatus.LEAD, MatterStatus.OPEN)),
    "suspended": ("已中止", (MatterStatus.SUSPENDED,)),
    "decided": ("已决定", (MatterStatus.DECIDED, MatterStatus.TERMINATED)),
    "closed": ("已结案", (MatterStatus.CLOSED, MatterStatus.DECLINED)),
    "archived": ("已归档", (MatterStatus.ARCHIVED,)),
}
TONES = {
    MatterStatus.LEAD: "info",
    MatterStatus.OPEN: "soon",
    MatterStatus.SUSPENDED: "",
    MatterStatus.DECIDED: "info",
    MatterStatus.CLOSED: "good",
    MatterStatus.ARCHIVED: "good",
}


@bp.get("/cases")
@permission_required("case.read")
def index() -> ResponseReturnValue:
    """List one's own cases, or all that one may read (我的案件)."""
    officer, visitor = current_officer(), signed_in_visitor()
    whole = request.args.get("all") == "1"
    condition = access.readable(visitor, officer)
    if not whole:
        condition = condition & access.handled_by(officer)
    status = request.args.get("status", "")
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    _, wanted = STATUSES.get(status, ("", ()))
    page = matters.page_matters(condition, word=word, statuses=wanted, before=before, after=after)
    counts = matters.count_by_status(condition)
    return render_template(
        "cases/index.html",
        page=page,
        word=word,
        status=status,
        whole=whole,
        tabs=[(key, title, sum(counts.get(one, 0) for one in group))
              for key, (title, group) in STATUSES.items()],
        total=sum(counts.values()),
        tones=TONES,
        badges={case.id: _badge(case) for case in page},
    )  # fmt: skip


@bp.get("/leads")
@permission_required("lead.read")
def leads() -> ResponseReturnValue:
    """List the leads of one's body (案源线索)."""
    officer, visitor = current_officer(), signed_in_visitor()
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    page = queries.list_leads(_lead_bodies(visitor), word=word, before=before, after=after)
    return render_template(
        "cases/leads.html",
        page=page,
        word=word,
        open_cases={
            lead.id for lead in page if lead.case and access.may_read(visitor, officer, lead.case)
        },
        tones=TONES,
        may_register=visitor.has_role("intake", officer.body_id),
    )


@bp.get("/leads/<number>")
@permission_required("lead.read")
def lead(number: str) -> ResponseReturnValue:
    """Show a lead; who reported stays sealed."""
    found = _lead(number)
    officer, visitor = current_officer(), signed_in_visitor()
    return render_template(
        "cases/lead.html",
        lead=found,
        reporter=None,
        may_unseal=_may_unseal(visitor, found),
        may_read=found.case is not None and access.may_read(visitor, officer, found.case),
    )


@bp.post("/leads/<number>/reporter")
@permission_required("lead.write")
def reporter(number: str) -> ResponseReturnValue:
    """Show who reported, to the intake desk only; each look is recorded (举报人信息)."""
    found, officer, visitor = _lead(number), current_officer(), signed_in_visitor()
    if not _may_unseal(visitor, found):
        raise NotAllowed("举报人信息只有案源登记员可以查看。")
    with transaction():
        records.record(
            "lead.reporter_read",
            clock.now(),
            subject=f"lead:{found.id}",
            body_id=found.body_id,
            officer_id=officer.id,
            matter_id=found.case.id if found.case else None,
        )
    return render_template(
        "cases/lead.html",
        lead=found,
        reporter=confidential.unseal(found.reporter),
        may_unseal=True,
        may_read=found.case is not None and access.may_read(visitor, officer, found.case),
    )


@bp.get("/cases/<number>")
@permission_required("case.read")
def show(number: str) -> ResponseReturnValue:
    """Show a case: its path on the diagram, documents, trajectory, clocks, the party's rights."""
    officer, now = current_officer(), clock.now()
    case = access.matter_of(number)
    running = instances.instances_of(case.id)
    shown = _chosen(running, request.args.get("instance"))
    lines = clocks.of_matter(case.id)
    waiting = history.waiting(case)
    return render_template(
        "cases/show.html",
        case=case,
        tone=TONES.get(case.status, ""),
        instances=running,
        shown=shown,
        version=procedures.version(shown.version_id) if shown else None,
        track=_track(shown, waiting, now) if shown else None,
        events=history.events(case),
        waiting=waiting,
        mine=[one for one in waiting if _is_mine(one, officer)],
        clocks=wording.all_printed(lines, now),
        rights=rights.of_matter(
            lines, matters.recusals(case.id), parameters.in_force(case.body)(now.date()), now
        ),
        now=now,
    )


def publication_panel(publication: Any) -> str:
    """Draw what became of the publication; the record comes from the slice above."""
    return render_template("cases/_publication.html", publication=publication)


def _track(instance: Instance, waiting: list[history.WaitingTodo], now: Any) -> dict[str, Any]:
    """Return the path on the diagram for the browser, with who is at it and how late."""
    track = tracks.track(instance)
    open_now = []
    for one in waiting:
        if one.todo.instance_id == instance.id:
            badge = wording.of_due(one.todo.due, now, one.todo.deadline)
            words = [one.who, badge.words if one.todo.due else ""]
            open_now.append(
                {
                    "scope": one.todo.scope,
                    "node": one.todo.node,
                    "words": " · ".join(filter(None, words)),
                    "late": badge.tone == "late",
                }
            )
    return {
        **track.to_json(),
        "open": open_now,
        "notes": history.stamps(instance.id),
        "files": url_for("procedures.diagram", version_id=instance.version_id, process="PROCESS"),
        "now": int(now.timestamp()),
        "at": request.args.get("at", ""),
    }


def _chosen(running: Any, wanted: str | None) -> Instance | None:
    """Return the instance to draw: the one asked for, else the main procedure."""
    try:
        id = UUID(wanted or "")
    except ValueError:
        return running[0] if running else None
    found = next((one for one in running if one.id == id), None)
    if found is None:
        raise NotFound("本案没有这个流程实例。")
    return found


def _is_mine(one: history.WaitingTodo, officer: Officer) -> bool:
    todo = one.todo
    if todo.assignee_id is not None:
        return todo.assignee_id == officer.id
    return officer.id in (todo.candidates or ())


def _badge(case: PenaltyCase) -> wording.Badge | None:
    """Return the badge of the most pressing deadline of a case."""
    running = [one for one in clocks.running(case.id) if one.alarms and one.due]
    return wording.of_deadline(running[0], clock.now()) if running else None


def _lead(number: str) -> Lead:
    """Return a lead of the visitor's bodies, or pretend that there is none."""
    found = queries.get_lead(number)
    if found.body_id not in _lead_bodies(signed_in_visitor()):
        raise NotFound(f"没有编号为“{number}”的案源。")
    return found


def _lead_bodies(visitor: Visitor) -> frozenset[int]:
    return visitor.bodies_with("lead.read")


def _may_unseal(visitor: Visitor, lead: Lead) -> bool:
    return lead.reporter is not None and visitor.has_role("intake", lead.body_id)
