"""Which documents somebody may open (文书权限): of cases he may read, or to be signed by him."""

from webapp.cases import access
from webapp.dossiers import queries
from webapp.dossiers.models import Document
from webapp.errors import NotFound
from webapp.http import current_officer, signed_in_visitor

READ = "document.read"


def document(document_id: int) -> Document:
    """Return a document that the officer may read, or pretend that there is none."""
    found = queries.get_document(document_id)
    officer, visitor = current_officer(), signed_in_visitor()
    is_signer = any(one.officer_id == officer.id for one in found.signatures)
    in_body = found.case.body_id in visitor.bodies_with(READ)
    if in_body and (is_signer or access.may_read(visitor, officer, found.case)):
        return found
    raise NotFound("文书不存在。")
