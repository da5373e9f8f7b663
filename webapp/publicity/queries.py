"""Reading decisions on publication."""

from collections.abc import Iterable

import sqlalchemy as sa

from webapp.database import db
from webapp.publicity.models import Publication, PublicationState


def latest(matter_id: int, party_id: int | None = None) -> Publication | None:
    """Return the decision on publication made last, about a party where one is named."""
    query = sa.select(Publication).where(Publication.matter_id == matter_id)
    if party_id is not None:
        query = query.where(Publication.party_id == party_id)
    return db.session.scalar(query.order_by(Publication.id.desc()).limit(1))


def of_matter(matter_id: int) -> list[Publication]:
    """Return the decision on publication made last about each party."""
    query = sa.select(Publication).where(Publication.matter_id == matter_id)
    newest = {one.party_id: one for one in db.session.scalars(query.order_by(Publication.id))}
    return list(newest.values())


def shown(matter_ids: Iterable[int]) -> dict[int, list[Publication]]:
    """Return what the public may read of some matters, the newest of each party (已公示)."""
    query = (
        sa.select(Publication)
        .where(
            Publication.matter_id.in_(list(matter_ids)),
            Publication.state == PublicationState.APPROVED,
        )
        .order_by(Publication.id)
    )
    newest = {(one.matter_id, one.party_id): one for one in db.session.scalars(query)}
    found: dict[int, list[Publication]] = {}
    for (matter_id, _), one in newest.items():
        found.setdefault(matter_id, []).append(one)
    return found
