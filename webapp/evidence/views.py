"""Pages of evidence (证据材料), uploads and downloads of files."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import (
    Blueprint,
    Response,
    jsonify,
    render_template,
    request,
    send_file,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp import paging
from webapp.database import transaction
from webapp.errors import Invalid
from webapp.evidence import pictures, queries, storage
from webapp.evidence.models import Evidence, File
from webapp.http import current_officer, permission_required, signed_in_visitor
from webapp.matters import access
from webapp.matters.models import Matter

bp = Blueprint("evidence", __name__, template_folder="templates")

ACCEPTED = {"image": ("image/",), "media": ("image/", "audio/", "video/")}


@bp.get("/evidence")
@permission_required("evidence.read")
def index() -> ResponseReturnValue:
    """List the evidence of one's own matters, the latest first (证据材料)."""
    officer, visitor = current_officer(), signed_in_visitor()
    word = request.args.get("q", "").strip()[:60]
    condition = access.readable(visitor, officer) & access.handled_by(officer)
    before, after = paging.requested()
    page = queries.page_evidence(condition, word, before=before, after=after)
    return render_template("evidence/index.html", page=page, word=word)


@bp.get("/cases/<number>/evidence")
@permission_required("evidence.read")
def show(number: str) -> ResponseReturnValue:
    """Show the evidence of a matter with its verdicts, past ones included."""
    matter = access.matter_of(number)
    pieces = queries.of_matter(matter.id)
    return render_template(
        "evidence/show.html",
        matter=matter,
        pieces=pieces,
        files={one.id: queries.files(one.files) for one in pieces},
        people=queries.people_of(pieces),
        titles=queries.document_titles(pieces),
        pictures=pictures.KINDS,
        size=size_in_words,
    )


@bp.post("/evidence/files")
@permission_required("task.complete", "lead.write")
def upload() -> ResponseReturnValue:
    """Take a file in; what it is follows from its bytes, its name from its content."""
    current_officer()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("没有收到文件。")
    accepted = ACCEPTED.get(request.form.get("kind", ""), ())
    with transaction():
        file = storage.store(cast(BinaryIO, sent.stream), sent.filename, accepted=accepted)
        answer = {
            "digest": file.digest,
            # The same bytes may have come before under another name: say the one just used.
            "name": sent.filename,
            "size": file.size,
            "media_type": file.media_type,
        }
    return jsonify(answer)


@bp.get("/cases/<number>/files/<digest>")
@permission_required("evidence.read")
def download(number: str, digest: str) -> ResponseReturnValue:
    """Hand out a file of a matter, always as a download with its original bytes."""
    matter = access.matter_of(number)
    if not queries.belongs_to(matter, digest):
        raise NotFound
    return hand_out(storage.get(digest))


@bp.get("/cases/<number>/files/<digest>/picture")
@permission_required("evidence.read")
def picture(number: str, digest: str) -> ResponseReturnValue:
    """Show a picture of a matter small, whatever kind it is (缩略图)."""
    matter = access.matter_of(number)
    if not queries.belongs_to(matter, digest):
        raise NotFound
    shown = pictures.small(storage.get(digest))
    if shown is None:
        raise NotFound
    return Response(shown, mimetype="image/jpeg")


def hand_out(file: File, name: str = "") -> Response:
    """Return a file as an attachment that no browser will guess about."""
    problem = storage.recount(file.digest)
    if problem is not None:
        raise storage.FileDamaged(file.digest, problem)
    answer = send_file(
        storage.path_of(file.digest),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=name or file.name,
        etag=False,
        conditional=True,
    )
    answer.headers["X-Content-Digest"] = f"sha-256={file.digest}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def panel(matter: Matter) -> str:
    """Draw the evidence on the page of a matter."""
    pieces = queries.of_matter(matter.id)
    return render_template(
        "evidence/_of_matter.html", matter=matter, pieces=pieces, counts=_counts(pieces)
    )


def size_in_words(size: int) -> str:
    """Return the size of a file: 320 KB, 4.2 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _counts(pieces: Sequence[Evidence]) -> dict[str, int]:
    verdicts = [one.verdict for one in pieces]
    return {
        "采信": sum(one is not None and one.is_admissible for one in verdicts),
        "不予采信": sum(one is not None and not one.is_admissible for one in verdicts),
        "待审查": sum(one is None for one in verdicts),
    }
