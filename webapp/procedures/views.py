"""The diagrams of published versions, as files for the viewer (流程图)."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.http import cacheable, permission_required
from webapp.procedures import queries

bp = Blueprint("procedures", __name__, url_prefix="/procedures", template_folder="templates")

YEAR = 365 * 24 * 3600


@bp.get("/<int:version_id>/<process>.bpmn")
@permission_required("procedure.read")
@cacheable
def diagram(version_id: int, process: str) -> ResponseReturnValue:
    """Hand out one diagram of a version; a version never changes, so browsers may keep it."""
    sources = queries.version(version_id).sources
    if process not in sources:
        raise NotFound
    answer = Response(sources[process], mimetype="application/xml")
    answer.cache_control.private, answer.cache_control.max_age = True, YEAR
    answer.cache_control.immutable = True
    return answer
