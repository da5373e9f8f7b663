"""Upkeep of the tables: a partition of the trajectory for each month (轨迹分区), old keys gone."""

from datetime import date, timedelta

import sqlalchemy as sa

from engine import clock
from webapp import jobs
from webapp.database import db, transaction
from webapp.instances.models import RequestRecord

AHEAD = timedelta(days=92)
KEYS_KEPT = timedelta(days=30)
"""How long the same idempotency key gets the same answer."""


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


@jobs.periodic("40 1 * * *")
@jobs.task("instances.sweep_requests")
def sweep_requests(timestamp: int = 0) -> None:
    """Forget the answers to requests that nobody repeats any more."""
    old = sa.delete(RequestRecord).where(RequestRecord.at < clock.now() - KEYS_KEPT)
    with transaction():
        db.session.execute(old)
