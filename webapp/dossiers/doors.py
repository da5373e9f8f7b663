"""Which documents somebody may open (文书权限): of matters he may read, or to be signed by him.

A seal keeper also opens what waits for the seal of his body.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import queries
from webapp.dossiers.models import Document, DocumentState, SealState
from webapp.errors import NotFound
from webapp.evidence.models import Evidence
from webapp.http import Visitor, current_officer, signed_in_visitor
from webapp.matters import access
from webapp.matters.models import Matter

READ = "document.read"
SEAL = "document.seal"
SEALERS = ("seal_keeper",)
"""Who puts the seal on papers that are not sealed by themselves (用印)."""

EXCUSERS = ("unit_head", "deputy_head", "agency_head")
"""Who may note why somebody cannot sign."""

VOIDERS = ("deputy_head", "agency_head")
"""Who may declare a final document void (作废审批)."""


def document(document_id: int) -> Document:
    """Return a document that the officer may read, or pretend that there is none."""
    found = queries.get_document(document_id)
    officer, visitor = current_officer(), signed_in_visitor()
    is_signer = any(one.officer_id == officer.id for one in found.signatures)
    in_body = found.matter.body_id in visitor.bodies_with(READ)
    if in_body and (
        is_signer
        or may_seal(visitor, found)
        or access.may_read(visitor, officer, found.matter)
        or _is_shared(visitor, officer, found)
    ):
        return found
    raise NotFound("文书不存在。")


def _is_shared(visitor: Visitor, officer: Officer, found: Document) -> bool:
    """Tell whether a record is evidence in another matter that somebody may read (证据共用)."""
    query = (
        sa.select(Evidence.id)
        .join(Matter, Matter.id == Evidence.matter_id)
        .where(
            Evidence.document_id == found.id,
            Evidence.origin_id.is_not(None),
            access.readable(visitor, officer),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def may_seal(visitor: Visitor, found: Document) -> bool:
    """Tell whether somebody is the one for whose seal a document waits (待用印)."""
    waits = found.is_final and found.seal is SealState.WANTED
    return waits and _has_one(visitor, SEALERS, found.matter)


def may_void(visitor: Visitor, found: Document) -> bool:
    """Tell whether somebody may declare a document void (作废)."""
    is_open = found.is_final and not found.matter.status.is_over
    return is_open and _has_one(visitor, VOIDERS, found.matter)


def may_excuse(visitor: Visitor, found: Document) -> bool:
    """Tell whether somebody may note why another cannot sign (注明不能签名)."""
    return found.state is DocumentState.SIGNING and _has_one(visitor, EXCUSERS, found.matter)


def waiting_for_seal(visitor: Visitor) -> sa.ColumnElement[bool]:
    """Return the condition that a document waits for a seal that somebody keeps, for lists."""
    return sa.and_(
        Document.state == DocumentState.FINAL,
        Document.seal == SealState.WANTED,
        Matter.body_id.in_(sorted(visitor.bodies_with(SEAL))),
    )


def _has_one(visitor: Visitor, roles: Iterable[str], matter: Matter) -> bool:
    return any(visitor.has_role(one, matter.body_id) for one in roles)
