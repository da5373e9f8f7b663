"""Where running procedures stand, and which of their steps is late (所处环节、超期环节)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.instances.models import Instance, TodoRecord, TodoState
from webapp.matters import wording

WAITING = (TodoState.OPEN, TodoState.SUSPENDED)


@dataclass(frozen=True)
class Standing:
    """The step that holds an instance or what it awaits: the latest one first (所处环节)."""

    step: str
    since: datetime
    late: str
    """By how much it is late: 超期 3 天; empty when it is not."""
    others: int
    """How many more steps are open."""


def of_instances(found: Iterable[Instance], now: datetime) -> dict[UUID, Standing]:
    """Return where instances stand, with one query."""
    dues = {one.id: one.due for one in found}
    carrier = sa.func.coalesce(Instance.parent_id, Instance.id)
    query = (
        sa.select(carrier, TodoRecord)
        .join(Instance, Instance.id == TodoRecord.instance_id)
        .where(carrier.in_(dues), TodoRecord.state.in_(WAITING))
        .order_by(TodoRecord.opened_at)
    )
    opened: dict[UUID, list[TodoRecord]] = {}
    for id, todo in db.session.execute(query):
        opened.setdefault(id, []).append(todo)
    return {id: _standing(todos, dues[id], now) for id, todos in opened.items()}


def lateness(
    todos: Sequence[TodoRecord], due: datetime | None, now: datetime
) -> Mapping[UUID, str]:
    """Say which open steps are late, and by how much.

    A step has its own term or it has none. Where no step's own term is over but that of the matter
    is, every step that is open holds the matter up.
    """
    own = {one.id: wording.of_due(one.due, now).words for one in todos if one.due and one.due < now}
    if own or due is None or due >= now:
        return own
    words = f"本案{wording.of_due(due, now).words}"
    return {one.id: words for one in todos}


def _standing(todos: Sequence[TodoRecord], due: datetime | None, now: datetime) -> Standing:
    late = lateness(todos, due, now)
    overdue = [one for one in todos if one.id in late]
    shown = min(overdue, key=lambda one: one.due or now) if overdue else todos[-1]
    return Standing(shown.name, shown.opened_at, late.get(shown.id, ""), len(todos) - 1)
