"""Pages of cases and leads (案件、案源): lists, one case with its path, one lead."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
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
from webapp.matters import access, clocks, wording
from webapp.matters import queries as matters
from webapp.matters import views as matter_views
from webapp.matters.models import Matter, MatterStatus
from webapp.parameters import settings as parameters
from webapp.process_records import operations as records

bp = Blueprint("cases", __name__, template_folder="templates")

STATUSES = {
    "open": ("办理中", (MatterStatus.LEAD, MatterStatus.OPEN)),
    "suspended": ("已中止", (MatterStatus.SUSPENDED,)),
    "decided": ("已决定", (MatterStatus.DECIDED, MatterStatus.TERMINATED)),
    "closed": ("已结案", (MatterStatus.CLOSED, MatterStatus.DECLINED, MatterStatus.MERGED)),
    "archived": ("已归档", (MatterStatus.ARCHIVED,)),
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
        tones=matter_views.TONES,
        badges={case.id: _badge(case) for case in page},
    )  # fmt: skip


@bp.get("/leads")
@permission_required("lead.read")
def leads() -> ResponseReturnValue:
    """List the leads of one's body (案源线索)."""
    officer, visitor = current_officer(), signed_in_visitor()
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    closed = access.closed_to(visitor, officer)
    page = queries.list_leads(_lead_bodies(visitor), closed, word=word, before=before, after=after)
    return render_template(
        "cases/leads.html",
        page=page,
        word=word,
        open_cases={
            lead.id for lead in page if lead.case and access.may_read(visitor, officer, lead.case)
        },
        tones=matter_views.TONES,
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
    return matter_views.page(access.matter_of(number))


def facts_panel(matter: Matter) -> str:
    """Draw what only a penalty case has, among the facts of the page."""
    return render_template("cases/_facts.html", case=matter) if _is_case(matter) else ""


def rights_panel(matter: Matter) -> str:
    """Draw the rights of the party as they stand in a penalty case."""
    if not _is_case(matter):
        return ""
    now = clock.now()
    found = rights.of_matter(
        clocks.of_matter(matter.id),
        matters.recusals(matter.id),
        parameters.in_force(matter.body)(now.date()),
        now,
        matter.names_apart,
    )
    return render_template("cases/_rights.html", rights=found)


def _is_case(matter: Matter) -> bool:
    return isinstance(matter, PenaltyCase)


def publication_panel(matter: Matter, publications: Sequence[Any]) -> str:
    """Draw what became of the publication; the records come from the slice above."""
    return render_template(
        "cases/_publication.html", publications=publications, names=matter.names_apart
    )


def _badge(case: PenaltyCase) -> wording.Badge | None:
    """Return the badge of the most pressing deadline of a case."""
    running = [one for one in clocks.running(case.id) if one.alarms and one.pressing]
    return wording.of_deadline(running[0], clock.now()) if running else None


def _lead(number: str) -> Lead:
    """Return a lead of the visitor's bodies, or pretend that there is none."""
    found, visitor = queries.get_lead(number), signed_in_visitor()
    is_hidden = found.case is not None and access.is_closed_to(
        visitor, current_officer(), found.case
    )
    if found.body_id not in _lead_bodies(visitor) or is_hidden:
        raise NotFound(f"没有编号为“{number}”的案源。")
    return found


def _lead_bodies(visitor: Visitor) -> frozenset[int]:
    return visitor.bodies_with("lead.read")


def _may_unseal(visitor: Visitor, lead: Lead) -> bool:
    return lead.reporter is not None and visitor.has_role("intake", lead.body_id)
