"""Reading evidence with the verdicts that count."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from webapp.database import db
from webapp.errors import NotFound
from webapp.evidence.models import Evidence, File


def of_case(case_id: int) -> Sequence[Evidence]:
    """Return the evidence of a case by number, with verdicts."""
    query = (
        sa.select(Evidence)
        .where(Evidence.case_id == case_id)
        .options(selectinload(Evidence.verdicts))
        .order_by(Evidence.no)
    )
    return db.session.scalars(query).all()


def get_evidence(evidence_id: int) -> Evidence:
    """Return one piece of evidence."""
    evidence = db.session.get(Evidence, evidence_id)
    if evidence is None:
        raise NotFound("证据不存在。")
    return evidence


def some(case_id: int, ids: Iterable[str]) -> list[Evidence]:
    """Return pieces of a case by the ids a form holds, in the order of their numbers."""
    wanted = {int(each) for each in ids if str(each).isdigit()}
    return [each for each in of_case(case_id) if each.id in wanted]


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
