"""Pages of the library of items, and the end of a power over one (执法事项库)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.database import transaction
from webapp.formats import typed_day
from webapp.http import current_officer_or_none, permission_required, signed_in_visitor
from webapp.items import operations, queries
from webapp.items.models import ClauseRole, ItemStatus
from webapp.laws import queries as laws
from webapp.process_records import operations as records

bp = Blueprint("items", __name__, url_prefix="/items", template_folder="templates")


@bp.get("/")
@permission_required("item.read")
def index() -> ResponseReturnValue:
    """List the items with their penalty clauses."""
    word = request.args.get("q", "").strip()[:60]
    field = request.args.get("field", "").strip()[:20]
    status = next((one for one in ItemStatus if one.name == request.args.get("status")), None)
    basis = request.args.get("basis", "").strip()[:40]
    before, after = paging.requested()
    today = clock.today()
    return render_template(
        "items/index.html",
        page=queries.list_items(
            word=word, field=field, status=status, basis=basis, before=before, after=after
        ),
        clauses=queries.clauses,
        PENALTY=ClauseRole.PENALTY,
        lost=queries.without_basis(today),
        fields=queries.fields(),
        word=word,
        field=field,
        status=status,
        basis=basis,
        statuses=list(ItemStatus),
        today=today,
    )


@bp.get("/<code>")
@permission_required("item.read")
def show(code: str) -> ResponseReturnValue:
    """Show an item: clauses by role, what they allow, who exercises it."""
    item, officer = queries.item_by_code(code), current_officer_or_none()
    today = clock.today()
    return render_template(
        "items/show.html",
        item=item,
        holding=[
            (role, place) for role in ClauseRole for place in queries.clauses(item, role, today)
        ],
        ended=[
            (clause.role, clause.provision)
            for clause in item.clauses
            if not clause.provision.is_in_force(today)
        ],
        penalties=queries.penalties(item, today),
        bodies=queries.bodies_exercising(item.id, today),
        may_write=signed_in_visitor().may("item.write"),
        has_basis=bool(queries.clauses(item, ClauseRole.PENALTY, today)),
        reason_against=officer and queries.reason_against(officer.body_id, item.id, today),
        passage=laws.passage,
        same_place=laws.same_place,
        today=today,
    )


@bp.post("/<code>/bodies/<int:link_id>")
@permission_required("item.write")
def withdraw(code: str, link_id: int) -> ResponseReturnValue:
    """End the power of a body over an item from a day on (收回事项)."""
    link = queries.get_assignment(queries.item_by_code(code), link_id)
    last_day = typed_day("last_day")
    with transaction():
        operations.withdraw_item(link, last_day)
        records.record(
            "item.withdraw",
            clock.now(),
            subject=f"item:{code}",
            body_id=link.body_id,
            account_id=signed_in_visitor().account_id,
            details={"last_day": last_day.isoformat()},
        )
    flash("已收回，最后一日起不再行使。", "ok")
    return redirect(url_for("items.show", code=code))
