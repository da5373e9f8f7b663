"""Incidents (流程异常): nothing fails in silence, nothing waits for nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from engine import clock, errors
from engine.errors import EngineError
from webapp import jobs
from webapp.database import db, transaction
from webapp.instances.models import Incident, IncidentKind, IncidentState, Instance

HINTS = {
    IncidentKind.CONDITION: "请核对流程图该环节的条件与表单取值，更正流转变量后重试。",
    IncidentKind.LIMIT: "请检查流程图是否存在不经办理环节的循环，修订流程后重试。",
    IncidentKind.STATE: "请用核验命令检查数据，并从备份恢复该实例的运行状态。",
    IncidentKind.TIMER: "请查看原因，处理后重试；期限本身不受影响。",
    IncidentKind.OPERATOR: "请检查流程图引用的平台操作，处理后重试。",
    IncidentKind.RENDERING: "请检查文书模板和填写内容，处理后重新生成。",
    IncidentKind.STUCK: "请检查流程图走向，由管理员更正流转变量或退回办理。",
    IncidentKind.OTHER: "请联系系统管理员查看日志，处理后重试。",
}
"""What to try for each kind."""

FAULTS: tuple[tuple[type[EngineError], IncidentKind], ...] = (
    (errors.ConditionFailed, IncidentKind.CONDITION),
    (errors.ExpressionError, IncidentKind.CONDITION),
    (errors.LimitExceeded, IncidentKind.LIMIT),
    (errors.StateUnreadable, IncidentKind.STATE),
    (errors.StateNotStorable, IncidentKind.STATE),
    (errors.OperatorFailed, IncidentKind.OPERATOR),
    (errors.ScriptRefused, IncidentKind.OPERATOR),
    (errors.InstanceStuck, IncidentKind.STUCK),
    (errors.ErrorUncaught, IncidentKind.STUCK),
    (errors.RunFailed, IncidentKind.OTHER),
    (errors.CalendarMissing, IncidentKind.TIMER),
)
"""Errors of the engine that are nobody's mistake in what was typed."""

UNMOVED = sa.text(
    """
    select i.id from instance i
    where i.status = 'RUNNING'
      and not exists (select 1 from todo w where w.instance_id = i.id and w.state = 'OPEN')
      and not exists (select 1 from timer t where t.instance_id = i.id and t.state = 'WAITING'
                      and (t.due is not null or t.kind = 'message'))
      and not exists (select 1 from incident n where n.instance_id = i.id and n.state = 'OPEN')
    """
)
"""Running instances that nobody and no clock will ever move, and nobody knows of."""


def kind_of(error: BaseException) -> IncidentKind | None:
    """Return what kind of incident an error is, or None where it concerns what was typed."""
    return next((kind for fault, kind in FAULTS if isinstance(error, fault)), None)


@contextmanager
def recording(instance_id: UUID, subject: str) -> Iterator[None]:
    """Record an incident when a command fails by no fault of the officer.

    Put it around the transaction of the command: the incident gets one of its own.
    """
    try:
        yield
    except EngineError as error:
        kind = kind_of(error)
        if kind is not None:
            with transaction():
                record(instance_id, kind, subject, str(error), clock.now())
        raise


def record(
    instance_id: UUID,
    kind: IncidentKind,
    subject: str,
    cause: str,
    at: datetime,
    hint: str = "",
) -> None:
    """Open an incident (登记异常), or count it once more while it is open."""
    of = sa.select(
        Instance.id,
        Instance.matter_id,
        Instance.body_id,
        *(
            sa.literal(value, type_)
            for value, type_ in (
                (kind, Incident.kind.type),
                (subject, sa.Text),
                (cause, sa.Text),
                (hint or HINTS[kind], sa.Text),
                (IncidentState.OPEN, Incident.state.type),
                (at, sa.DateTime(timezone=True)),
                (1, sa.Integer),
                ("", sa.Text),
            )
        ),
    ).where(Instance.id == instance_id)
    columns = ["instance_id", "matter_id", "body_id", "kind", "subject", "cause", "hint", "state"]
    fresh = insert(Incident).from_select([*columns, "at", "times", "resolution"], of)
    db.session.execute(
        fresh.on_conflict_do_update(
            index_elements=["instance_id", "kind", "subject"],
            index_where=sa.text("state = 'OPEN'"),
            set_={"times": Incident.times + 1, "cause": fresh.excluded.cause},
        )
    )


def resolve(incident: Incident, officer_id: int | None, at: datetime, resolution: str) -> None:
    """Close an incident with what was done about it (处理完毕)."""
    incident.state = IncidentState.RESOLVED
    incident.resolved_by, incident.resolved_at = officer_id, at
    incident.resolution = resolution


@jobs.periodic("*/10 * * * *")
@jobs.task("instances.find_unmoved")
def find_unmoved(timestamp: int = 0) -> None:
    """Open an incident for every running instance that waits for nothing."""
    with transaction() as session:
        for id in session.scalars(UNMOVED).all():
            cause = "流程既无待办也无计时，不会自行继续"
            record(id, IncidentKind.STUCK, "instance", cause, clock.now())
