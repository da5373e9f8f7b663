"""Reading what is settled for a body on a day, and who settled it (参数取值)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from processes.layers import settle
from processes.parameters import Parameters
from webapp.bodies.models import Body
from webapp.database import db, once
from webapp.parameters.models import ParameterValue
from webapp.parameters.settings import settings_for, targets_of


@once(ParameterValue)
def in_force(body: Body) -> Callable[[date], Parameters]:
    """Return how a body's parameters stand on any day, read in one query (参数取值)."""
    settings = settings_for(targets_of(body))

    @cache
    def on(day: date) -> Parameters:
        return settle(settings, day)

    return on


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
