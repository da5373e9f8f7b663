"""The partitions of the trajectory (轨迹分区): a table for each month, made before it begins."""

from datetime import date, timedelta

import sqlalchemy as sa

from engine import clock
from webapp import jobs
from webapp.database import db, transaction

AHEAD = timedelta(days=92)


def ensure(first: date, last: date) -> None:
    """Make the partitions of these months; steps written before move into theirs."""
    make = sa.select(sa.func.ensure_step_partitions(first, last))
    with transaction():
        db.session.execute(make)


@jobs.periodic("20 1 * * *")
@jobs.task("instances.ensure_partitions")
def ensure_partitions(timestamp: int = 0) -> None:
    """See every night that the next three months have their partitions."""
    ensure(clock.today(), clock.today() + AHEAD)
