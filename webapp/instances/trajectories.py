"""Reading what happened (轨迹、办案记录、停留时间、提交内容)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.trajectory import Kind
from webapp.database import db
from webapp.instances import queries
from webapp.instances.models import Instance, StepRecord, Submission


@dataclass(frozen=True)
class Act:
    """A completed act of a matter, as safeguards read it (办案记录)."""

    acts: tuple[str, ...]
    outcome: Mapping[str, Any]
    actor: str | None
    at: datetime
    kind: Kind
    instance_id: UUID
    seq: int
    process: str
    node: str
    scope: str
    role: str
    submission_id: UUID | None
    document_id: int | None


@dataclass(frozen=True)
class Trail:
    """One instance of a matter with its steps (一条轨迹)."""

    instance: Instance
    steps: Sequence[StepRecord]


def trajectory(instance_id: UUID) -> Sequence[StepRecord]:
    """Return the steps of an instance, oldest first (轨迹)."""
    query = sa.select(StepRecord).where(StepRecord.instance_id == instance_id)
    return db.session.scalars(query.order_by(StepRecord.seq)).all()


def matter_trajectory(matter_id: int) -> list[Trail]:
    """Return every instance of a matter with its steps (案件轨迹)."""
    query = sa.select(StepRecord).where(StepRecord.matter_id == matter_id)
    steps: dict[UUID, list[StepRecord]] = {}
    for step in db.session.scalars(query.order_by(StepRecord.at, StepRecord.seq)):
        steps.setdefault(step.instance_id, []).append(step)
    return [Trail(one, steps.get(one.id, [])) for one in queries.instances_of(matter_id)]


def history(matter_id: int) -> list[Act]:
    """Return the completed acts of a matter over all its instances, oldest first."""
    query = (
        sa.select(
            StepRecord.acts,
            StepRecord.outcome,
            StepRecord.actor_id,
            StepRecord.at,
            StepRecord.kind,
            StepRecord.instance_id,
            StepRecord.seq,
            StepRecord.process,
            StepRecord.node,
            StepRecord.scope,
            StepRecord.role,
            StepRecord.submission_id,
            StepRecord.document_id,
        )
        .where(StepRecord.matter_id == matter_id, StepRecord.kind == Kind.COMPLETE)
        .order_by(StepRecord.at, StepRecord.chain_seq)
    )
    return [
        Act(tuple(acts), outcome, None if actor is None else str(actor), *rest)
        for acts, outcome, actor, *rest in db.session.execute(query)
    ]


def submissions(matter_id: int) -> Sequence[Submission]:
    """Return what was submitted in a matter, oldest first."""
    query = sa.select(Submission).where(Submission.matter_id == matter_id)
    return db.session.scalars(query.order_by(Submission.at, Submission.id)).all()


def submission_for(todo_id: UUID) -> Submission | None:
    """Return what was submitted last for a to-do."""
    query = sa.select(Submission).where(Submission.todo_id == todo_id)
    return db.session.scalar(query.order_by(Submission.at.desc()).limit(1))
