"""The other procedures of a matter, when the whole matter rests or ends (同案其他流程)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from engine.instance import Status
from engine.order import matches
from processes import values as read
from processes.acts import aliases
from processes.catalogue import PROCEDURES
from processes.safeguards.closing import AFTER_ARCHIVE
from webapp.database import db
from webapp.instances import operations as instances
from webapp.instances.models import Instance, TodoRecord, TodoState
from webapp.instances.values import Actor
from webapp.matters.turn import Turn


def suspend(turn: Turn) -> None:
    """Let all other running procedures rest (中止)."""
    for instance in others(turn, Status.RUNNING):
        instances.suspend(instance, actor(turn))


def resume(turn: Turn) -> None:
    """Take up those that rest (恢复)."""
    for instance in others(turn, Status.SUSPENDED):
        instances.resume(instance, actor(turn))


def halt(turn: Turn) -> None:
    """End all others (终止)."""
    for instance in others(turn, Status.RUNNING, Status.SUSPENDED):
        instances.halt(instance, actor(turn))


def end_unfinished(turn: Turn) -> None:
    """End what was left beside the matter, as the request for closing says (结束未办结的程序)."""
    if read.text(turn.last(*aliases()["closing"]), "unfinished_reason"):
        for instance in sorted({todo.instance_id for todo in _unfinished(turn)}):
            instances.halt(instance, actor(turn))


def unfinished(turn: Turn) -> tuple[str, ...]:
    """Return what waits beside the matter and could not be done once it is archived, by name."""
    found = []
    for one in _unfinished(turn):
        procedure = db.session.get_one(Instance, one.instance_id).procedure
        found.append(f"“{PROCEDURES[procedure].title}”的“{one.name}”")
    return tuple(dict.fromkeys(found))


def _unfinished(turn: Turn) -> list[TodoRecord]:
    query = (
        sa.select(TodoRecord)
        .join(Instance, Instance.id == TodoRecord.instance_id)
        .where(
            TodoRecord.matter_id == turn.matter.id,
            TodoRecord.state == TodoState.OPEN,
            TodoRecord.instance_id != turn.instance,
            Instance.is_main.is_(False),
            Instance.parent_id.is_(None),
        )
        .order_by(TodoRecord.opened_at, TodoRecord.id)
    )
    waiting = db.session.scalars(query)
    return [one for one in waiting if not matches(one.acts, AFTER_ARCHIVE)]


def others(turn: Turn, *statuses: Status) -> Sequence[UUID]:
    """Return the other instances of the matter, or of the party alone, in some state."""
    query = (
        sa.select(Instance.id)
        .where(
            Instance.matter_id == turn.matter.id,
            Instance.id != turn.instance,
            Instance.status.in_(statuses),
            *([] if turn.party_id is None else [Instance.party_id == turn.party_id]),
        )
        .order_by(Instance.started_at, Instance.id)
    )
    return db.session.scalars(query).all()


def actor(turn: Turn) -> Actor:
    """Return the officer as the engine's records want one."""
    return Actor(turn.officer.id, turn.todo.role, turn.officer.body_id)
