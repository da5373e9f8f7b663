"""Reading documents, drafts, signatures still wanted, volumes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from documents.catalogue import with_purpose
from documents.metadata import Purpose
from webapp.database import db
from webapp.dossiers.models import (
    Document,
    DocumentState,
    SealState,
    Volume,
)
from webapp.errors import NotFound
from webapp.evidence.models import Evidence
from webapp.instances import queries as instances
from webapp.instances.models import Incident, Instance
from webapp.matters import done, links
from webapp.matters import queries as matters
from webapp.matters.models import Matter, MatterStatus, Party
from webapp.paging import Key, Page, page

AMENDMENTS = with_purpose(Purpose.AMENDMENT)
CONDITIONS = {
    "draft": Document.state == DocumentState.DRAFT,
    "unsigned": Document.state == DocumentState.SIGNING,
    "unsealed": sa.and_(
        Document.state == DocumentState.FINAL,
        Document.seal.in_([SealState.WANTED, SealState.REQUESTED]),
    ),
    "final": Document.state == DocumentState.FINAL,
    "void": Document.state == DocumentState.VOID,
}
"""Filters by how far a document is."""


def by_token(token: str) -> Document | None:
    """Return the frozen paper that bears a code (验真码), or None."""
    query = sa.select(Document).where(
        Document.token == token, Document.state != DocumentState.DRAFT
    )
    return db.session.scalars(query.options(joinedload(Document.matter))).one_or_none()


def is_undone(document: Document) -> bool:
    """Tell whether a remedy changed or undid what a decision says about its party (变更、撤销)."""
    party = db.session.scalar(
        sa.select(Instance.party_id).where(Instance.id == document.instance_id)
    )
    return document.matter.is_undone_for(party)


def get_document(document_id: int) -> Document:
    """Return a document with matter and signatures."""
    document = db.session.get(
        Document,
        document_id,
        options=[joinedload(Document.matter), selectinload(Document.signatures)],
    )
    if document is None:
        raise NotFound("文书不存在。")
    return document


def of_matter(matter_id: int) -> Sequence[Document]:
    """Return every document of a matter in the order of their making."""
    query = (
        sa.select(Document)
        .where(Document.matter_id == matter_id)
        .options(selectinload(Document.signatures))
        .order_by(Document.id)
    )
    return db.session.scalars(query).all()


def history(matter_id: int) -> done.History:
    """Return what was done in all procedures of a matter, with its documents (办理记录)."""
    query = sa.select(Document).where(Document.matter_id == matter_id)
    return done.of_matter(matter_id, db.session.scalars(query.options(defer(Document.context))))


def final(matter_id: int) -> list[Document]:
    """Return the final documents of a matter."""
    return [document for document in of_matter(matter_id) if document.is_final]


def from_others(matter_id: int) -> Sequence[Document]:
    """Return the papers of other matters that lie in this dossier too (共用、并案): final ones.

    All papers of what was merged into the matter, and the records that it shares as evidence.
    """
    merged = [one.id for one in links.merged_into(matter_id)]
    shared = sa.select(Evidence.document_id).where(
        Evidence.matter_id == matter_id, Evidence.origin_id.is_not(None)
    )
    query = (
        sa.select(Document)
        .where(
            sa.or_(Document.matter_id.in_(merged), Document.id.in_(shared)),
            Document.matter_id != matter_id,
            Document.state == DocumentState.FINAL,
        )
        .options(selectinload(Document.signatures), joinedload(Document.matter))
        .order_by(Document.id)
    )
    return db.session.scalars(query).all()


def latest(matter_id: int, *addresses: str, instance_id: UUID | None = None) -> Document | None:
    """Return the newest final document of some kinds, of one procedure where one is named."""
    query = sa.select(Document).where(
        Document.matter_id == matter_id,
        Document.address.in_(addresses),
        Document.state == DocumentState.FINAL,
    )
    if instance_id is not None:
        query = query.where(Document.instance_id == instance_id)
    newest = query.order_by(Document.finalized_at.desc(), Document.id.desc()).limit(1)
    return db.session.scalar(newest)


def to_serve(
    papers: Iterable[done.Paper], instance_id: UUID, scope: str, addresses: Iterable[str]
) -> list[Document]:
    """Return the newest paper of each kind that a call of 送达 is about, signed or not yet.

    `scope` is that of the call itself, ``notice/serve``: its papers lie one level above, in
    the procedures around that level, or in one called there before.
    """
    above = scope.rpartition("/")[0]
    around, below = {above, *_parents(above)}, f"{above}/" if above else ""
    newest = {
        one.address: one
        for one in sorted(papers, key=lambda paper: paper.id)
        if isinstance(one, Document)
        and one.is_frozen
        and one.instance_id == instance_id
        and one.address in addresses
        and (one.scope in around or one.scope.startswith(below))
    }
    return list(newest.values())


def drafts_below(instance_id: UUID, node: str) -> Sequence[Document]:
    """Return the open documents of an instance to which a task has contributed."""
    query = sa.select(Document).where(
        Document.instance_id == instance_id,
        Document.contributions.contains([{"node": node}]),
        Document.state != DocumentState.VOID,
    )
    return db.session.scalars(query.order_by(Document.id)).all()


def unfinished(matter_id: int) -> list[Document]:
    """Return the documents that still want a signature or the seal."""
    return [
        document
        for document in of_matter(matter_id)
        if document.state is DocumentState.SIGNING
        or (document.is_final and document.seal is SealState.WANTED)
    ]


def fixed_in(instance_id: UUID) -> Document | None:
    """Return a paper of a procedure whose words are fixed, or None."""
    query = sa.select(Document).where(
        Document.instance_id == instance_id,
        Document.state.in_([DocumentState.SIGNING, DocumentState.FINAL]),
    )
    return db.session.scalars(query.order_by(Document.id).limit(1)).first()


def shown(matter_id: int) -> list[Document]:
    """Return what the page of a matter lists: neither void nor drafts that nobody goes on with."""
    query = (
        sa.select(Document)
        .where(Document.matter_id == matter_id, Document.state != DocumentState.VOID, _goes_on())
        .options(selectinload(Document.signatures))
        .order_by(Document.id.desc())
    )
    return list(db.session.scalars(query))


def _goes_on() -> sa.ColumnElement[bool]:
    """Leave out the drafts of procedures that have ended."""
    running = sa.select(Instance.id).where(
        Instance.id == Document.instance_id, Instance.status.in_(instances.OPEN)
    )
    return sa.or_(Document.state != DocumentState.DRAFT, running.exists())


def unrendered(limit: int = 100) -> Sequence[int]:
    """Return final documents without a PDF, for idle workers: those of archived matters first."""
    is_open = Matter.status != MatterStatus.ARCHIVED
    query = (
        sa.select(Document.id)
        .join(Matter, Matter.id == Document.matter_id)
        .where(Document.state == DocumentState.FINAL, Document.pdf.is_(None))
        .order_by(is_open, Matter.archived_at, Document.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def unbound(limit: int = 100) -> Sequence[int]:
    """Return archived matters, all rendered, whose volumes are not bound yet, the oldest first."""
    bound = sa.select(Volume.id).where(Volume.matter_id == Matter.id)
    cover = sa.select(Document.id).where(
        Document.matter_id == Matter.id,
        Document.address.in_(with_purpose(Purpose.COVER)),
        Document.state == DocumentState.FINAL,
    )
    missing = sa.select(Document.id).where(
        Document.matter_id == Matter.id,
        Document.state == DocumentState.FINAL,
        Document.pdf.is_(None),
    )
    query = (
        sa.select(Matter.id)
        .where(
            Matter.status == MatterStatus.ARCHIVED,
            ~bound.exists(),
            cover.exists(),
            ~missing.exists(),
        )
        .order_by(Matter.archived_at)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def incidents_about(instance_id: UUID, subject: str) -> Sequence[Incident]:
    """Return what went wrong with a document."""
    query = sa.select(Incident).where(
        Incident.instance_id == instance_id, Incident.subject == subject
    )
    return db.session.scalars(query).all()


def versions(document: Document) -> Sequence[Document]:
    """Return the other documents of the same kind made in the same place (历次版本)."""
    query = sa.select(Document).where(
        Document.instance_id == document.instance_id,
        Document.address == document.address,
        Document.scope == document.scope,
        Document.id != document.id,
    )
    return db.session.scalars(query.order_by(Document.id.desc())).all()


def amendments(document: Document) -> list[Document]:
    """Return the final amendments of a document (补正)."""
    return [
        one
        for one in final(document.matter_id)
        if one.address in AMENDMENTS and str(one.values.get("document")) == str(document.id)
    ]


def receipts_of(document: Document) -> list[Document]:
    """Return the proofs that a document was served (送达回证)."""
    return [one for one in final(document.matter_id) if str(document.id) in one.values_served]


def page_documents(
    condition: sa.ColumnElement[bool],
    state: str = "",
    word: str = "",
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[Document]:
    """Page the documents of the matters that meet a condition, the latest change first."""
    query = (
        sa.select(Document)
        .join(Matter, Matter.id == Document.matter_id)
        .where(condition, _goes_on())
        .options(
            selectinload(Document.signatures),
            joinedload(Document.matter).options(selectinload(Matter.parties)),
        )
    )
    if state in CONDITIONS:
        query = query.where(CONDITIONS[state])
    if word:
        parties = sa.select(Party.id).where(
            Party.matter_id == Matter.id, Party.name.contains(word, autoescape=True)
        )
        columns = (Document.title, Document.number, Matter.number)
        query = query.where(
            sa.or_(*(one.contains(word, autoescape=True) for one in columns), parties.exists())
        )
    keys = [
        Key(Document.updated_at, lambda one: one.updated_at, descending=True),
        Key(Document.id, lambda one: one.id, descending=True),
    ]
    return page(db.session(), query, keys, before=before, after=after)


def page_decided(
    condition: sa.ColumnElement[bool],
    statuses: Iterable[MatterStatus],
    word: str = "",
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[Matter]:
    """Page the decided matters that meet a condition, the latest change first."""
    return matters.page_matters(condition, word=word, statuses=statuses, before=before, after=after)


def volumes(matter_id: int) -> Sequence[Volume]:
    """Return the bound volumes of a matter."""
    query = sa.select(Volume).where(Volume.matter_id == matter_id).order_by(Volume.kind)
    return db.session.scalars(query).all()


def _parents(scope: str) -> list[str]:
    parts = scope.split("/") if scope else []
    return ["/".join(parts[:count]) for count in range(len(parts))]
