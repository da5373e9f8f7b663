"""What anybody may ask without signing in: whether the paper in his hand is genuine (文书验真)."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from documents.catalogue import get as type_of
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import Document, DocumentState, SealState
from webapp.http import public
from webapp.limits import Buckets

bp = Blueprint("publicity", __name__, template_folder="templates")

ASKING = Buckets(rate=0.5, burst=20)
"""What one address may ask: a person checks a paper, a program tries codes."""

VALID, PENDING, VOID, UNDONE = "有效", "尚未生效", "已作废", "已被变更或者撤销"
TONES = {VALID: "good", PENDING: "soon", VOID: "late", UNDONE: "late"}


@bp.get("/verify/<token>")
@public
def verify(token: str) -> ResponseReturnValue:
    """Tell what paper stands behind a code, and whether it is in force: no party, no content."""
    ASKING.take(request.remote_addr)
    found = dossiers.by_token(token)
    standing = standing_of(found) if found else ""
    page = render_template(
        "publicity/verify.html", paper=found, standing=standing, tone=TONES.get(standing, "")
    )
    answer = make_response(page, 200 if found else 404)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def standing_of(document: Document) -> str:
    """Say whether a paper is in force: signed, sealed, neither void nor undone by a remedy."""
    if document.state is DocumentState.VOID:
        return VOID
    if type_of(document.address).decides and dossiers.is_undone(document):
        return UNDONE
    is_sealed = document.seal in (SealState.NONE, SealState.SEALED)
    return VALID if document.state is DocumentState.FINAL and is_sealed else PENDING
