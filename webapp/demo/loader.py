"""Loads the reference records of the demonstration in one transaction (演示要素数据)."""

from webapp.database import transaction
from webapp.demo import people, registers


def load_reference() -> dict[str, int]:
    """Add the bodies, people, laws, items and benchmarks that are missing; count them by title."""
    with transaction():
        added = {"执法主体": people.load_bodies(), "执法人员": people.load_officers()}
        added.update(registers.parts())
    return added
