"""Pages of fines and receipts (罚缴管理) and their part of the case page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.cases import queries as cases
from webapp.cases.models import Case
from webapp.http import permission_required, signed_in_visitor
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
    ids = {one.case_id for one in page}
    return render_template(
        "payments/index.html",
        page=page,
        word=word,
        cases=cases.some_cases(ids),
        paid=queries.paid_by_case(ids),
        today=clock.today(),
    )


def panel(case: Case) -> str:
    """Draw what is owed and paid on the page of a case."""
    return render_template(
        "payments/_of_case.html",
        notice=queries.notice_of(case.id),
        payments=queries.of_case(case.id),
        installments=queries.installments_of(case.id),
        balance=queries.balance(case.id),
    )
