"""Pages of documents and dossiers (文书、案卷): state, PDF, signatures, seals, volumes."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

import sqlalchemy as sa
from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as Missing

import documents
from documents.errors import DocumentError
from documents.sealing import SealVerdict
from engine import clock
from webapp import paging
from webapp.database import transaction
from webapp.dossiers import (
    completeness,
    doors,
    outline,
    queries,
    rendering,
    signing,
)
from webapp.dossiers.models import (
    Document,
    DocumentState,
    SealState,
    SignatureState,
    VolumeKind,
)
from webapp.errors import Invalid
from webapp.evidence import queries as evidence
from webapp.evidence import storage
from webapp.evidence import views as evidence_views
from webapp.http import current_officer, permission_required, signed_in_visitor
from webapp.instances import queries as instances
from webapp.matters import access
from webapp.matters.models import Matter, MatterStatus
from webapp.procedures import queries as procedures

bp = Blueprint("dossiers", __name__, template_folder="templates")

MOST = 100
"""So many papers may be signed at once."""
STATES: Mapping[str, str] = {
    "draft": "制作中",
    "unsigned": "待签名",
    "unsealed": "待用印",
    "final": "已定稿",
    "void": "已作废",
}
AFTER_DECISION = (
    MatterStatus.DECIDED, MatterStatus.TERMINATED, MatterStatus.CLOSED, MatterStatus.ARCHIVED,
)  # fmt: skip


@bp.get("/dossiers")
@permission_required("dossier.read")
def index() -> ResponseReturnValue:
    """List decided matters with the state of their dossiers (案卷归档)."""
    officer, visitor = current_officer(), signed_in_visitor()
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    page = queries.page_decided(
        access.readable(visitor, officer), AFTER_DECISION, word, before=before, after=after
    )
    lines = {matter.id: completeness.check(matter, queries.of_matter(matter.id)) for matter in page}
    return render_template(
        "dossiers/index.html",
        page=page,
        word=word,
        missing={id: completeness.missing(found) for id, found in lines.items()},
    )


@bp.get("/documents")
@permission_required("document.read")
def listing() -> ResponseReturnValue:
    """List the documents of one's own matters, and those that wait for one's seal (文书中心)."""
    officer, visitor = current_officer(), signed_in_visitor()
    state = request.args.get("state", "")
    word = request.args.get("q", "").strip()[:60]
    before, after = paging.requested()
    condition = sa.or_(
        access.readable(visitor, officer) & access.handled_by(officer),
        doors.waiting_for_seal(visitor),
    )
    page = queries.page_documents(condition, state, word, before=before, after=after)
    return render_template(
        "dossiers/documents.html", page=page, word=word, state=state, states=STATES, look=look
    )


@bp.get("/cases/<number>/dossier")
@permission_required("dossier.read")
def show(number: str) -> ResponseReturnValue:
    """Show the dossier of a matter: both volumes in order, what is missing, what to download."""
    matter = access.matter_of(number)
    papers = queries.of_matter(matter.id)
    others = queries.from_others(matter.id)
    lines = completeness.check(matter, [*papers, *others])
    volumes = queries.volumes(matter.id)
    package = next((storage.get(one.package) for one in volumes if one.package), None)
    return render_template(
        "dossiers/show.html",
        matter=matter,
        outlines=outline.outlines(
            matter.id,
            [*papers, *others],
            evidence.of_matter(matter.id),
            volumes,
        ),
        lines=lines,
        missing=completeness.missing(lines),
        package=package,
        size=evidence_views.size_in_words,
        look=look,
        volumes=volumes,
        whose=whose(matter),
    )


@bp.get("/cases/<number>/dossier/<any(front,back):volume>.pdf")
@permission_required("dossier.read")
def volume(number: str, volume: str) -> ResponseReturnValue:
    """Hand out a bound volume."""
    matter = access.matter_of(number)
    kind = VolumeKind.FRONT if volume == "front" else VolumeKind.BACK
    found = next((one for one in queries.volumes(matter.id) if one.kind is kind), None)
    if found is None:
        raise Missing
    return _pdf(storage.read(found.file), f"{matter.reference}{kind.value}.pdf", found.file)


@bp.get("/cases/<number>/dossier/package.zip")
@permission_required("dossier.read")
def package(number: str) -> ResponseReturnValue:
    """Hand out the package with every paper, file and checksum (电子案卷包)."""
    matter = access.matter_of(number)
    digest = next((one.package for one in queries.volumes(matter.id) if one.package), None)
    if digest is None:
        raise Missing
    return evidence_views.hand_out(storage.get(digest), f"{matter.reference}.zip")


@bp.get("/documents/<int:document_id>")
@permission_required("document.read")
def document(document_id: int) -> ResponseReturnValue:
    """Show a document: its sheet, state, signatures, seal, earlier and voided versions."""
    found, officer = doors.document(document_id), current_officer()
    wanted = [one for one in found.signatures if one.officer_id == officer.id]
    receipts = queries.receipts_of(found)
    may_read = access.may_read(signed_in_visitor(), officer, found.matter)
    return render_template(
        "dossiers/document.html",
        document=found,
        matter=found.matter,
        look=look(found),
        verdicts=_verify(found),
        versions=queries.versions(found) if may_read else (),
        amendments=queries.amendments(found) if may_read else (),
        served=receipts if may_read else (),
        may_excuse=doors.may_excuse(signed_in_visitor(), found),
        officer_id=officer.id,
        must_sign=any(one.state is SignatureState.PENDING for one in wanted),
        may_void=doors.may_void(signed_in_visitor(), found) and not receipts,
        may_seal=doors.may_seal(signed_in_visitor(), found),
        may_amend=found.is_final
        and officer.id in found.matter.handler_ids
        and not found.matter.status.is_over,
        may_read=may_read,
    )


@bp.get("/documents/<int:document_id>/sheet")
@permission_required("document.read")
def sheet(document_id: int) -> ResponseReturnValue:
    """Show the words of a final document in a frame."""
    found = doors.document(document_id)
    if found.context is None:
        raise Missing
    page = documents.preview(
        found.address,
        rendering.printed(found),
        sources=procedures.templates_of(found.version_id),
    )
    answer = Response(page, mimetype="text/html")
    policy = documents.preview_policy().replace("sandbox", "sandbox allow-same-origin")
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'self'"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.get("/documents/<int:document_id>/pdf")
@permission_required("document.read")
def pdf(document_id: int) -> ResponseReturnValue:
    """Show the PDF of a document, made now if no worker has come to it."""
    found = doors.document(document_id)
    digest = found.pdf
    if found.is_frozen:
        try:
            with transaction():
                digest = rendering.render(queries.get_document(document_id)).digest
        except DocumentError as error:
            raise Invalid(f"文书暂时不能生成：{error}。已记入故障，请稍后再试。") from error
    if digest is None:
        raise Missing
    found = queries.get_document(document_id)
    name = f"{found.number or found.matter.reference} {found.title}.pdf"
    return _pdf(storage.read(digest), name, digest)


@bp.post("/documents/<int:document_id>/sign")
@permission_required("document.sign")
def sign(document_id: int) -> ResponseReturnValue:
    """Sign a document one was named in (签名)."""
    doors.document(document_id)
    picture = request.form.get("signature.file") or None
    with transaction():
        if picture is not None:
            storage.get(picture)
        signing.sign(current_officer(), queries.get_document(document_id), clock.now(), picture)
    flash("已签名。", "ok")
    return redirect(url_for("dossiers.document", document_id=document_id))


@bp.post("/documents/sign")
@permission_required("document.sign")
def sign_together() -> ResponseReturnValue:
    """Sign all the documents that were ticked on one's list (一并签名)."""
    ids = [int(one) for one in request.form.getlist("document") if one.isdecimal()][:MOST]
    with transaction():
        found = [doors.document(id) for id in ids]
        number = signing.sign_together(current_officer(), found, clock.now())
    flash(f"已签名 {number} 份。" if number else "没有选中等待您签名的文书。", "ok")
    return redirect(url_for("tasks.index"))


def panel(matter: Matter) -> str:
    """Draw the documents on the page of a matter."""
    return render_template(
        "dossiers/_of_matter.html",
        matter=matter,
        papers=queries.shown(matter.id),
        whose=whose(matter),
        look=look,
    )


def whose(matter: Matter) -> dict[UUID, str]:
    """Return the name of the party that a procedure is about, where there are several."""
    names = matter.names_apart
    found = instances.parties_of(matter.id) if names else {}
    return {id: names[party] for id, party in found.items() if party in names}


def look(document: Document) -> tuple[str, str]:
    """Return the state of a document in words, and their tone."""
    if document.state is DocumentState.DRAFT:
        return "草稿", "soon"
    if document.state is DocumentState.VOID:
        return "已作废", ""
    if document.state is DocumentState.SIGNING:
        return f"待签名 {len(signing.pending(document.signatures))} 人", "soon"
    if document.seal in (SealState.WANTED, SealState.REQUESTED):
        return document.seal.value, "soon"
    if document.seal is SealState.SEALED:
        return "已用印", "good"
    if any(one.state is SignatureState.REFUSED for one in document.signatures):
        return "已签名，当事人拒签", "good"
    return ("已签名", "good") if document.signatures else ("已定稿", "good")


def _verify(document: Document) -> list[SealVerdict]:
    """Check the seals on the file as it lies in the store (验章)."""
    if document.pdf is None or document.seal is not SealState.SEALED:
        return []
    try:
        return list(rendering.provider().verify(storage.read(document.pdf)))
    except (DocumentError, storage.FileDamaged) as error:
        return [SealVerdict("seal", "", None, False, str(error))]


def _pdf(content: bytes, name: str, digest: str) -> Response:
    answer = send_file(BytesIO(content), mimetype="application/pdf", download_name=name)
    answer.headers["X-Content-Digest"] = f"sha-256={digest}"
    return answer
