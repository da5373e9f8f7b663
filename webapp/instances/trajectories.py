"""Reading what happened (轨迹、办案记录、停留时间、提交内容)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.instances import queries
from webapp.instances.models import Instance, StepRecord, Submission


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


def submission_for(todo_id: UUID) -> Submission | None:
    """Return what was submitted last for a to-do."""
    query = sa.select(Submission).where(Submission.todo_id == todo_id)
    return db.session.scalar(query.order_by(Submission.at.desc()).limit(1))
