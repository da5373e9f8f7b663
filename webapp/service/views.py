"""Pages of service (送达管理) and its part of the case page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import paging
from webapp.cases import access
from webapp.cases import queries as cases
from webapp.cases.models import Case
from webapp.http import current_officer, permission_required, signed_in_visitor
from webapp.service import queries
from webapp.service.models import AttemptState

bp = Blueprint("service", __name__, template_folder="templates")

TONES = {
    AttemptState.PLANNED: "soon",
    AttemptState.ANNOUNCED: "info",
    AttemptState.SERVED: "good",
    AttemptState.FAILED: "today",
}


@bp.get("/service")
@permission_required("service.write")
def index() -> ResponseReturnValue:
    """List attempts to serve documents in one's cases, the latest first."""
    condition = access.readable(signed_in_visitor(), current_officer())
    is_open = request.args.get("open") == "1"
    before, after = paging.requested()
    page = queries.page_attempts(condition, is_open=is_open, before=before, after=after)
    return render_template(
        "service/index.html",
        page=page,
        is_open=is_open,
        cases=cases.some_cases({one.case_id for one in page}),
        titles=queries.titles_of(page.rows),
        tones=TONES,
    )


def panel(case: Case) -> str:
    """Draw the attempts on the page of a case."""
    attempts = queries.of_case(case.id)
    return render_template(
        "service/_of_case.html",
        attempts=attempts,
        titles=queries.titles_of(attempts),
        address=queries.address_of(case.id),
        consent=queries.consent_of(case.id),
        tones=TONES,
    )
