"""Reading decisions on publication."""

from collections.abc import Iterable

import sqlalchemy as sa

from webapp.database import db
from webapp.publicity.models import Publication, PublicationState


def latest(case_id: int) -> Publication | None:
    """Return the decision on publication made last."""
    query = (
        sa.select(Publication)
        .where(Publication.case_id == case_id)
        .order_by(Publication.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def shown(case_ids: Iterable[int]) -> dict[int, Publication]:
    """Return what the public may read of some cases, by case (已公示)."""
    query = (
        sa.select(Publication)
        .where(
            Publication.case_id.in_(list(case_ids)),
            Publication.state == PublicationState.APPROVED,
        )
        .order_by(Publication.id)
    )
    return {one.case_id: one for one in db.session.scalars(query)}
