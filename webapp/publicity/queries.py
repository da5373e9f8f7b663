"""Reading decisions on publication."""

import sqlalchemy as sa

from webapp.database import db
from webapp.publicity.models import Publication


def latest(case_id: int) -> Publication | None:
    """Return the decision on publication made last."""
    query = (
        sa.select(Publication)
        .where(Publication.case_id == case_id)
        .order_by(Publication.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
