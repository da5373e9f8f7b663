"""Pages of fines and receipts (罚缴管理) and their part of the matter page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.http import permission_required, signed_in_visitor
from webapp.matters import queries as matters
from webapp.matters.models import Matter
from webapp.payments import queries

bp = Blueprint("payments", __name__, template_folder="templates")

MANAGE = "payment.write"


@bp.get("/payments")
@permission_required(MANAGE)
def index() -> ResponseReturnValue:
    """List what is owed to the body and what has come in."""
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    bodies = signed_in_visitor().bodies_with(MANAGE)
    page = queries.page_notices(bodies, word, before=before, after=after)
    ids, page_rows = {one.matter_id for one in page}, list(page)
    return render_template(
        "payments/index.html",
        page=page,
        word=word,
        matters=matters.some_matters(ids),
        paid=queries.paid_by_notice(page_rows),
        last_day=queries.last_days(ids),
        today=clock.today(),
    )


def panel(matter: Matter) -> str:
    """Draw what is owed and paid on the page of a matter."""
    names = matter.names_apart
    return render_template(
        "payments/_of_matter.html",
        accounts=[queries.dues_of(matter.id, party, name) for party, name in names.items()]
        or [queries.dues_of(matter.id)],
        today=clock.today(),
    )
