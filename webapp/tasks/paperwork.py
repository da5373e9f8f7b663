"""What heads and seal keepers do with papers outside a task (手工用印、作废)."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from webapp.bodies.models import Officer
from webapp.database import transaction
from webapp.dossiers import doors, signing
from webapp.dossiers import operations as paper
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict, NotAllowed
from webapp.evidence import queries as evidence
from webapp.http import current_officer, permission_required
from webapp.process_records import operations as records
from webapp.service import queries as services
from webapp.tasks import authority

bp = Blueprint("paperwork", __name__)


@bp.post("/documents/<int:document_id>/void")
@permission_required("document.sign")
def void(document_id: int) -> ResponseReturnValue:
    """Declare a final document void; its number stays in the register (作废)."""
    doors.document(document_id)
    with transaction():
        void_document(current_officer(), document_id, request.form.get("reason", ""))
    flash("文书已作废，文号保留备查。", "ok")
    return redirect(url_for("dossiers.document", document_id=document_id))


@bp.post("/documents/<int:document_id>/seal")
@permission_required("document.seal")
def seal(document_id: int) -> ResponseReturnValue:
    """Put the seal on a document whose body seals by hand (用印)."""
    doors.document(document_id)
    with transaction():
        seal_document(current_officer(), document_id, request.form.get("digest", ""))
    flash("已用印。", "ok")
    return redirect(url_for("dossiers.document", document_id=document_id))


@bp.post("/documents/<int:document_id>/signatures/<int:signature_id>/excuse")
@permission_required("document.sign")
def excuse(document_id: int, signature_id: int) -> ResponseReturnValue:
    """Note why somebody named in a paper cannot sign it (注明不能签名的原因)."""
    doors.document(document_id)
    with transaction():
        excuse_signer(current_officer(), document_id, signature_id, request.form.get("reason", ""))
    flash("已注明。", "ok")
    return redirect(url_for("dossiers.document", document_id=document_id))


def excuse_signer(officer: Officer, document_id: int, signature_id: int, reason: str) -> None:
    """Note, as a head of unit or body, why somebody cannot sign; it is printed on the paper."""
    document = dossiers.get_document(document_id)
    _require(officer, doors.EXCUSERS, document.matter.body_id, "不能签名的原因须由负责人注明。")
    at = clock.now()
    signing.excuse(officer, document, signature_id, reason, at)
    records.record(
        "document.excuse",
        at,
        subject=f"document:{document.id}",
        body_id=document.matter.body_id,
        officer_id=officer.id,
        matter_id=document.matter_id,
        details={"signature": signature_id, "reason": reason.strip()},
    )


def seal_document(officer: Officer, document_id: int, digest: str) -> None:
    """Put the seal on a paper whose body seals by hand (用印)."""
    document = dossiers.get_document(document_id)
    _require(officer, doors.SEALERS, document.matter.body_id, "用印须由本机关印章管理员办理。")
    paper.seal_document(officer, document, digest, clock.now())


def void_document(officer: Officer, document_id: int, reason: str) -> None:
    """Declare a final paper void, as a head of the body, while the party has not got it (作废)."""
    document = dossiers.get_document(document_id)
    _require(officer, doors.VOIDERS, document.matter.body_id, "文书作废须由本机关分管负责人批准。")
    if document.matter.status.is_over:
        raise Conflict("案件已归档，文书不能作废。")
    if services.served(document.id) is not None:
        raise Conflict("文书已经送达，不能作废；确有错误的，请依法补正或者另行作出决定。")
    if evidence.is_taken_over(document.id):
        raise Conflict("文书已经作为他案的证据，不能作废；确有错误的，请依法补正。")
    at = clock.now()
    paper.void_document(officer, document, reason, at)
    records.record(
        "document.void",
        at,
        subject=f"document:{document.id}",
        body_id=document.matter.body_id,
        officer_id=officer.id,
        matter_id=document.matter_id,
        details={"number": document.number, "reason": reason.strip()},
    )


def _require(officer: Officer, roles: Iterable[str], body_id: int, refusal: str) -> None:
    if not authority.holds(officer, roles, body_id):
        raise NotAllowed(refusal)
