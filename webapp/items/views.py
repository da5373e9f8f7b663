"""Pages of the library of items, to read (执法事项库)."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.http import permission_required
from webapp.items import queries
from webapp.items.models import ClauseRole, ItemStatus

bp = Blueprint("items", __name__, url_prefix="/items", template_folder="templates")


@bp.get("/")
@permission_required("item.read")
def index() -> ResponseReturnValue:
    """List the items with their penalty clauses."""
    word = request.args.get("q", "").strip()[:60]
    field = request.args.get("field", "").strip()[:20]
    status = next((one for one in ItemStatus if one.name == request.args.get("status")), None)
    before, after = paging.requested()
    today = clock.today()
    return render_template(
        "items/index.html",
        page=queries.list_items(word=word, field=field, status=status, before=before, after=after),
        clauses=queries.clauses,
        PENALTY=ClauseRole.PENALTY,
        lost=queries.without_basis(today),
        fields=queries.fields(),
        word=word,
        field=field,
        status=status,
        statuses=list(ItemStatus),
        today=today,
    )


@bp.get("/<code>")
@permission_required("item.read")
def show(code: str) -> ResponseReturnValue:
    """Show an item: clauses by role, what they allow, who exercises it."""
    item = queries.item_by_code(code)
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
        has_basis=bool(queries.clauses(item, ClauseRole.PENALTY, today)),
        today=today,
    )
