"""The other procedures of a matter, when the whole matter rests or ends (同案其他流程)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from engine.instance import Status
from webapp.database import db
from webapp.instances import operations as instances
from webapp.instances.models import Instance
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
