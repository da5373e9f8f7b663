"""Reading who settled which parameter when (参数设置记录)."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.database import db
from webapp.parameters.models import ParameterValue


def history(key: str) -> Sequence[ParameterValue]:
    """Return every value ever set for a parameter, newest first (设置记录)."""
    query = (
        sa.select(ParameterValue)
        .where(ParameterValue.key == key)
        .order_by(ParameterValue.id.desc())
        .options(joinedload(ParameterValue.setter), joinedload(ParameterValue.body))
        .limit(200)
    )
    return db.session.scalars(query).all()
