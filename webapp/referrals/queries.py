"""Reading hand-overs."""

from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.referrals.models import Referral


def latest(matter_id: int, instance_id: UUID) -> Referral | None:
    """Return the hand-over under way in one procedure."""
    query = (
        sa.select(Referral)
        .where(Referral.matter_id == matter_id, Referral.instance_id == instance_id)
        .order_by(Referral.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
