"""Pages of service (送达管理) and its part of the matter page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine import clock
from webapp import paging
from webapp.http import current_officer, permission_required, signed_in_visitor
from webapp.matters import access
from webapp.matters import queries as matters
from webapp.matters.models import Matter
from webapp.service import queries
from webapp.service.models import AttemptState

bp = Blueprint("service", __name__, template_folder="templates")

TONES = {
    AttemptState.PLANNED: "soon",
    AttemptState.ANNOUNCED: "info",
    AttemptState.SERVED: "good",
    AttemptState.FAILED: "today",
    AttemptState.CHANGED: "",
}


@bp.get("/service")
@permission_required("service.write")
def index() -> ResponseReturnValue:
    """List attempts to serve documents in one's matters, the latest first."""
    condition = access.readable(signed_in_visitor(), current_officer())
    is_open = request.args.get("open") == "1"
    before, after = paging.requested()
    page = queries.page_attempts(condition, is_open=is_open, before=before, after=after)
    return render_template(
        "service/index.html",
        page=page,
        is_open=is_open,
        matters=matters.some_matters({one.matter_id for one in page}),
        titles=queries.titles_of(page.rows),
        tones=TONES,
        logs=queries.logs_of(page.rows, clock.now()),
    )


def panel(matter: Matter) -> str:
    """Draw the attempts on the page of a matter."""
    attempts = queries.of_matter(matter.id)
    return render_template(
        "service/_of_matter.html",
        attempts=attempts,
        titles=queries.titles_of(attempts),
        addresses=queries.addresses_of(matter.id),
        consents=queries.consents_of(matter.id),
        logs=queries.logs_of(attempts, clock.now()),
        tones=TONES,
    )
