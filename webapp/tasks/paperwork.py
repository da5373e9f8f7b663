"""What heads and seal keepers do with papers outside a task (手工用印、作废)."""

from engine import clock
from webapp.bodies.models import Officer
from webapp.dossiers import operations as paper
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict
from webapp.process_records import operations as records
from webapp.tasks import authority, history


def seal_document(officer: Officer, document_id: int, digest: str) -> None:
    """Put the seal on a paper whose body seals by hand (用印)."""
    document = dossiers.get_document(document_id)
    authority.require(officer, "seal_keeper", document.case.body_id)
    paper.seal_document(officer, document, digest, clock.now())


def void_document(officer: Officer, document_id: int, reason: str) -> None:
    """Declare a final paper void, as a head of the body, while the party has not got it (作废)."""
    document = dossiers.get_document(document_id)
    authority.require(officer, "deputy_head", document.case.body_id)
    if document.case.status.is_over:
        raise Conflict("案件已归档，文书不能作废。")
    services = history.of_case(document.case_id).entries.services()
    if any(service.document == str(document.id) for service in services):
        raise Conflict("文书已经送达，不能作废；确有错误的，请依法补正或者另行作出决定。")
    at = clock.now()
    paper.void_document(officer, document, reason, at)
    records.record(
        "document.void",
        at,
        subject=f"document:{document.id}",
        body_id=document.case.body_id,
        officer_id=officer.id,
        case_id=document.case_id,
        details={"number": document.number, "reason": reason.strip()},
    )
