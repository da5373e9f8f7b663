"""Jobs that make paper: rendering and sealing documents, binding volumes (成文、立卷任务)."""

from flask import current_app

from engine import clock
from webapp import jobs, loading
from webapp.database import transaction
from webapp.dossiers import binding, queries, rendering
from webapp.dossiers.models import Document
from webapp.instances import incidents
from webapp.instances.models import IncidentKind, IncidentState
from webapp.matters import queries as matters

IDLE = 20
"""Documents that an idle worker catches up on in one go."""


@jobs.task(rendering.RENDER, queue_name="documents")
def render(document_id: int) -> None:
    """Make the PDF of a document; a failure becomes an incident and is tried again."""
    try:
        with transaction():
            document = queries.get_document(document_id)
            if document.is_final:
                rendering.render(document)
                _resolve(document)
    except Exception as error:
        _report(document_id, error)
        raise


@jobs.task(binding.BIND, queue_name="documents", priority=-10)
def bind(matter_id: int) -> None:
    """Bind the volumes of an archived matter; a failure becomes an incident and is tried again."""
    try:
        with transaction():
            binding.bind(matter_id)
    except Exception as error:
        _report_case(matter_id, error)
        raise


@jobs.periodic("*/5 * * * *")
@jobs.task(rendering.CATCH_UP, queue_name="documents", priority=-20, lock=rendering.CATCH_UP)
def catch_up(timestamp: int = 0) -> None:
    """Render final documents that have no PDF yet, whatever became of their jobs, and bind.

    Archived matters come first, and another round follows at once while there is more to do; what
    somebody asks for now goes before it. Nothing is made of cases that are still being loaded.
    """
    if loading.under_way(current_app.extensions["faxun.settings"].home):
        return
    waiting = queries.unrendered(IDLE)
    for document_id in waiting:
        render(document_id)
    ready = queries.unbound(1)
    for matter_id in ready:
        bind(matter_id)
    if ready or len(waiting) == IDLE:
        with transaction():
            jobs.defer(jobs.queue.tasks[rendering.CATCH_UP], queueing_lock=rendering.CATCH_UP)


def _report_case(matter_id: int, error: Exception) -> None:
    with transaction():
        matter = matters.get_matter(matter_id)
        if matter.instance_id is not None:
            incidents.record(
                matter.instance_id,
                IncidentKind.RENDERING,
                f"dossier:{matter_id}",
                f"案卷未能生成：{error}",
                clock.now(),
            )


def request_again(document_id: str) -> None:
    """Try to make a document once more; the incident closes when it succeeds (重试)."""
    rendering.request_rendering(queries.get_document(int(document_id)))


def _report(document_id: int, error: Exception) -> None:
    with transaction() as session:
        document = session.get(Document, document_id)
        if document is not None:
            incidents.record(
                document.instance_id,
                IncidentKind.RENDERING,
                _subject(document_id),
                f"{document.label}未能生成：{error}",
                clock.now(),
            )


def _resolve(document: Document) -> None:
    for incident in queries.incidents_about(document.instance_id, _subject(document.id)):
        if incident.state is IncidentState.OPEN:
            incidents.resolve(incident, None, clock.now(), "文书已生成")


def _subject(document_id: int) -> str:
    return f"document:{document_id}"
