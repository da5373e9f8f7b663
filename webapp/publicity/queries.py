"""Reading decisions on publication."""

from collections.abc import Iterable

import sqlalchemy as sa

from webapp.database import db
from webapp.publicity.models import Publication, PublicationState


def latest(matter_id: int) -> Publication | None:
    """Return the decision on publication made last."""
    query = (
        sa.select(Publication)
        .where(Publication.matter_id == matter_id)
        .order_by(Publication.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def shown(matter_ids: Iterable[int]) -> dict[int, Publication]:
    """Return what the public may read of some matters, by matter (已公示)."""
    query = (
        sa.select(Publication)
        .where(
            Publication.matter_id.in_(list(matter_ids)),
            Publication.state == PublicationState.APPROVED,
        )
        .order_by(Publication.id)
    )
    return {one.matter_id: one for one in db.session.scalars(query)}
