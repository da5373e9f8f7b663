"""Reading evidence with the verdicts that count."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from processes.acts import Tag, tagged
from webapp.bodies.models import Officer
from webapp.cases.models import PenaltyCase
from webapp.database import db, once
from webapp.evidence.models import Evidence, File, Verdict
from webapp.instances.models import Submission
from webapp.matters import access
from webapp.matters.models import Matter, Party, Secrecy
from webapp.paging import Key, Page, page

MOST_OFFERED = 200
# The slice of documents stands above this one: only what a list needs is read, by name.
_document = sa.table("document", sa.column("id"), sa.column("title"), sa.column("state"))


@once(Evidence, Verdict)
def of_matter(matter_id: int) -> Sequence[Evidence]:
    """Return the evidence of a matter by number, with verdicts."""
    query = (
        sa.select(Evidence)
        .where(Evidence.matter_id == matter_id)
        .options(joinedload(Evidence.verdicts))
        .order_by(Evidence.no)
    )
    return db.session.scalars(query).unique().all()


def get_piece(evidence_id: int) -> Evidence:
    """Return a piece of evidence with its matter."""
    return db.session.get_one(Evidence, evidence_id, options=[joinedload(Evidence.matter)])


def shareable(officer: Officer, matter: Matter) -> Sequence[Evidence]:
    """Return what an officer may take over into a matter: records of other matters (证据共用).

    Records, final, of visits that the officer took part in, in matters of the same body which the
    officer is in charge of too and which anybody in the body may know of; each only once.
    """
    here = sa.select(Evidence.origin_id).where(
        Evidence.matter_id == matter.id, Evidence.origin_id.is_not(None)
    )
    query = (
        sa.select(Evidence)
        .join(Matter, Matter.id == Evidence.matter_id)
        .join(_document, _document.c.id == Evidence.document_id)
        .where(
            Matter.id != matter.id,
            Matter.body_id == matter.body_id,
            Matter.secrecy == Secrecy.ORDINARY,
            access.in_charge(officer),
            Evidence.origin_id.is_(None),
            Evidence.id.not_in(here),
            Evidence.act.in_(tagged(Tag.VISIT)),
            sa.literal(officer.id) == sa.any_(Evidence.officers),
            _document.c.state == "FINAL",
        )
        .options(joinedload(Evidence.matter))
        .order_by(Evidence.created_at.desc(), Evidence.id.desc())
        .limit(MOST_OFFERED)
    )
    return db.session.scalars(query).all()


def is_taken_over(document_id: int) -> bool:
    """Tell whether a record serves another matter too as evidence."""
    query = sa.select(Evidence.id).where(
        Evidence.document_id == document_id, Evidence.origin_id.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def of_instance(instance_id: UUID) -> Sequence[Evidence]:
    """Return what one evidence procedure brought in."""
    query = sa.select(Evidence).where(Evidence.instance_id == instance_id).order_by(Evidence.no)
    return db.session.scalars(query).all()


def files(digests: Iterable[str]) -> list[File]:
    """Return the records of several files, in the order asked for; unknown ones are left out."""
    wanted = list(dict.fromkeys(digests))
    query = sa.select(File).where(File.digest.in_(wanted))
    found = {file.digest: file for file in db.session.scalars(query)}
    return [found[digest] for digest in wanted if digest in found]


def page_evidence(
    condition: sa.ColumnElement[bool],
    word: str = "",
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[Evidence]:
    """Page the evidence of the matters that meet a condition, the latest first."""
    query = (
        sa.select(Evidence)
        .join(Matter, Matter.id == Evidence.matter_id)
        .where(condition)
        .options(
            selectinload(Evidence.verdicts),
            joinedload(Evidence.matter).options(selectinload(Matter.parties)),
        )
    )
    if word:
        parties = sa.select(Party.id).where(
            Party.matter_id == Matter.id, Party.name.contains(word, autoescape=True)
        )
        query = query.where(
            sa.or_(
                Evidence.name.contains(word, autoescape=True),
                Matter.number.contains(word, autoescape=True),
                parties.exists(),
            )
        )
    keys = [Key(Evidence.id, lambda one: one.id, descending=True)]
    return page(db.session(), query, keys, before=before, after=after)


def people_of(pieces: Sequence[Evidence]) -> dict[int, str]:
    """Return the names of the officers who obtained or judged some evidence."""
    ids = {id for one in pieces for id in one.officers}
    ids |= {verdict.officer_id for one in pieces for verdict in one.verdicts}
    query = sa.select(Officer.id, Officer.name).where(Officer.id.in_(ids))
    return dict(db.session.execute(query).all())


def document_titles(pieces: Sequence[Evidence]) -> dict[int, str]:
    """Return the titles of the records that evidence stands in."""
    ids = [one.document_id for one in pieces if one.document_id is not None]
    query = sa.select(_document.c.id, _document.c.title).where(_document.c.id.in_(ids))
    return dict(db.session.execute(query).all())


def belongs_to(matter: Matter, digest: str) -> bool:
    """Tell whether a file is part of a matter: evidence, came with the lead, or was submitted."""
    if isinstance(matter, PenaltyCase) and digest in matter.lead.attachments:
        return True
    held = sa.select(Evidence.id).where(
        Evidence.matter_id == matter.id, sa.any_(Evidence.files) == digest
    )
    if db.session.scalar(held.limit(1)) is not None:
        return True
    submitted = sa.select(Submission.id).where(
        Submission.matter_id == matter.id,
        sa.cast(Submission.values, sa.Text).contains(digest, autoescape=True),
    )
    return db.session.scalar(submitted.limit(1)) is not None
