"""Running procedures in tables (流程实例、待办、轨迹、提交内容、计时、异常)."""

from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.instance import Status
from engine.trajectory import Kind
from webapp.database import Base

OPEN_STATUS = sa.text("status in ('RUNNING', 'SUSPENDED')")
OPEN_TODO = sa.text("state = 'OPEN'")


class TodoState(Enum):
    """Where a to-do stands (待办状态)."""

    OPEN = "待办"
    SUSPENDED = "已中止"
    DONE = "已办"
    CANCELED = "已撤销"


class TimerState(Enum):
    """Where a timer stands (计时状态)."""

    WAITING = "计时中"
    FIRED = "已届满"
    DROPPED = "已取消"


class IncidentKind(Enum):
    """What went wrong (异常类型)."""

    CONDITION = "条件无法判断"
    LIMIT = "超出运行上限"
    STATE = "状态无法读取"
    TIMER = "计时未能执行"
    OPERATOR = "平台操作失败"
    RENDERING = "文书未能生成"
    STUCK = "流程停滞"
    OTHER = "其他异常"


class IncidentState(Enum):
    """Whether somebody has to look at an incident (异常状态)."""

    OPEN = "待处理"
    RESOLVED = "已处理"


class Instance(Base):
    """One running procedure, with all that lists filter on (流程实例)."""

    __tablename__ = "instance"
    __table_args__ = (
        sa.Index("ix_instance_matter_id", "matter_id"),
        sa.Index("ix_instance_parent_id", "parent_id"),
        sa.Index(
            "ix_instance_open",
            "body_path",
            "procedure",
            "stage",
            "due",
            "id",
            postgresql_ops={"body_path": "text_pattern_ops"},
            postgresql_where=OPEN_STATUS,
        ),
        sa.Index("ix_instance_due_id", "due", "id", postgresql_where=OPEN_STATUS),
        sa.Index("ix_instance_body_id_status", "body_id", "status"),
        sa.Index("ix_instance_updated_at_id", sa.text("updated_at desc"), sa.text("id desc")),
        sa.Index(
            "ix_instance_body_path_updated_at",
            "body_path",
            sa.text("updated_at desc"),
            sa.text("id desc"),
            postgresql_ops={"body_path": "text_pattern_ops"},
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("process_version.id"))
    procedure: Mapped[str]
    title: Mapped[str]
    menu: Mapped[str]
    """The group of the menu to which its procedure belongs, if it belongs to one."""
    is_main: Mapped[bool]
    """It is what its matter was opened with (主程序); others run beside it."""
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("instance.id"))
    """The instance that started it and awaits it (逐一办理)."""
    party_id: Mapped[int | None]
    """The party it is about; none: the whole matter (当事人)."""
    is_sent_back: Mapped[bool] = mapped_column(default=False)
    """It ended by going back to what awaits it, which will start another (补充调查)."""
    status: Mapped[Status]
    stage: Mapped[str]
    body_id: Mapped[int]
    unit_id: Mapped[int | None]
    body_path: Mapped[str]
    started_at: Mapped[datetime]
    started_by: Mapped[int | None]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    due: Mapped[datetime | None]
    """The nearest statutory deadline still running (最近期限)."""


class InstanceState(Base):
    """The engine's state of an instance, guarded by its version (运行状态)."""

    __tablename__ = "instance_state"

    instance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instance.id"), primary_key=True)
    ver: Mapped[int]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("process_version.id"))
    blob: Mapped[bytes]


class TodoRecord(Base):
    """A task waiting for an officer, or done by one (待办)."""

    __tablename__ = "todo"
    __table_args__ = (
        sa.Index("ix_todo_instance_id", "instance_id"),
        sa.Index("ix_todo_matter_id", "matter_id"),
        sa.Index("ix_todo_body_id_role", "body_id", "role", postgresql_where=OPEN_TODO),
        sa.Index("ix_todo_assignee_id", "assignee_id", postgresql_where=OPEN_TODO),
        sa.Index(
            "ix_todo_candidates",
            "candidates",
            postgresql_using="gin",
            postgresql_where=OPEN_TODO,
        ),
        sa.Index("ix_todo_due_id", "due", "id", postgresql_where=OPEN_TODO),
        sa.Index("ix_todo_done_by_done_at", "done_by", sa.text("done_at desc")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The engine's own id of the task."""
    instance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instance.id"))
    matter_id: Mapped[int]
    process: Mapped[str]
    node: Mapped[str]
    name: Mapped[str]
    acts: Mapped[list[str]]
    role: Mapped[str]
    scope: Mapped[str]
    """The call activities above the node, ``notice/serve``."""
    stage: Mapped[str]
    serves: Mapped[list[str]]
    form: Mapped[str]
    document: Mapped[str]
    is_final: Mapped[bool]
    basis: Mapped[str]
    deadline: Mapped[str]
    opinion: Mapped[str]
    returns: Mapped[list[str]]
    previous: Mapped[str]
    """The node whose step opened this one."""
    party_id: Mapped[int | None]
    """The party it alone is about, as its procedure says (当事人)."""
    body_id: Mapped[int]
    unit_id: Mapped[int | None]
    assignee_id: Mapped[int | None]
    """The officer who claimed it or to whom it was passed (认领、转办)."""
    candidates: Mapped[list[int] | None] = mapped_column(ARRAY(sa.Integer))
    """The officers who may do it; None: everyone with the role in the body and unit."""
    state: Mapped[TodoState]
    ver: Mapped[int]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    due: Mapped[datetime | None]
    done_by: Mapped[int | None]
    done_at: Mapped[datetime | None]

    @property
    def act(self) -> str:
        """Return the primary act."""
        return self.acts[0] if self.acts else ""

    @property
    def etag(self) -> str:
        """Return what names this state of the to-do in HTTP."""
        return f'"{self.id.hex}-{self.ver}"'


class StepRecord(Base):
    """A step of the trajectory as kept: insert-only, chained, partitioned by month (轨迹)."""

    __tablename__ = "step"
    __table_args__ = (
        sa.Index("ix_step_matter_id_at", "matter_id", "at"),
        sa.Index("ix_step_chain_body_chain_seq", "chain_body", "chain_seq"),
        sa.Index("ix_step_act_at", "act", "at", postgresql_include=["duration"]),
        sa.Index("ix_step_actor_id_at", "actor_id", "at"),
        {"postgresql_partition_by": "range (at)"},
    )

    instance_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    matter_id: Mapped[int]
    kind: Mapped[Kind]
    process: Mapped[str]
    node: Mapped[str]
    name: Mapped[str]
    acts: Mapped[list[str]]
    scope: Mapped[str]
    actor_id: Mapped[int | None]
    role: Mapped[str]
    body_id: Mapped[int | None]
    """The actor's body; the chain is that of the instance's body."""
    opened_at: Mapped[datetime | None]
    previous: Mapped[str]
    target: Mapped[str]
    todo_id: Mapped[UUID | None]
    outcome: Mapped[dict[str, Any]]
    passed: Mapped[list[str]]
    digest: Mapped[str]
    state_digest: Mapped[str]
    version_id: Mapped[int]
    submission_id: Mapped[UUID | None]
    document_id: Mapped[int | None]
    chain_body: Mapped[int]
    chain_seq: Mapped[int] = mapped_column(sa.BigInteger)
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]
    act: Mapped[str | None] = mapped_column(sa.Computed("acts[1]", persisted=True))
    duration: Mapped[int | None] = mapped_column(
        sa.Computed("extract(epoch from at - opened_at)::integer", persisted=True)
    )
    """Seconds from the opening of the to-do to this step (停留时间)."""

    @property
    def actor(self) -> str | None:
        """Return the officer as the history of acts wants it."""
        return None if self.actor_id is None else str(self.actor_id)


class Submission(Base):
    """What an officer submitted with a completion (提交内容); only ever added."""

    __tablename__ = "submission"
    __table_args__ = (
        sa.Index("ix_submission_matter_id_at", "matter_id", "at"),
        sa.Index("ix_submission_todo_id", "todo_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[int]
    instance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instance.id"))
    todo_id: Mapped[UUID | None]
    """None where a procedure was ended: that is about no to-do alone (结束程序)."""
    acts: Mapped[list[str]]
    form: Mapped[str]
    form_version: Mapped[str]
    values: Mapped[dict[str, Any]]
    digest: Mapped[str]
    officer_id: Mapped[int | None]
    at: Mapped[datetime]


class Timer(Base):
    """A wait of the engine: due at an instant, or paused, or for a message (计时)."""

    __tablename__ = "timer"
    __table_args__ = (
        sa.Index(
            "ix_timer_due",
            "due",
            postgresql_where=sa.text("state = 'WAITING' and due is not null"),
        ),
    )

    instance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instance.id"), primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    process: Mapped[str]
    node: Mapped[str]
    name: Mapped[str]
    scope: Mapped[str]
    deadline: Mapped[str]
    duration: Mapped[str]
    interrupting: Mapped[bool]
    host: Mapped[str]
    task_id: Mapped[UUID | None]
    set_at: Mapped[datetime]
    due: Mapped[datetime | None]
    state: Mapped[TimerState]
    ended_at: Mapped[datetime | None]


class RequestRecord(Base):
    """A command already answered: the same key gets the same answer (幂等键)."""

    __tablename__ = "request"

    key: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int | None]
    instance_id: Mapped[UUID]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Incident(Base):
    """Something that needs a repair (流程异常): cause and suggestion in Chinese."""

    __tablename__ = "incident"
    __table_args__ = (
        sa.Index("ix_incident_instance_id", "instance_id"),
        sa.Index("ix_incident_at_id", "at", "id", postgresql_where=OPEN_TODO),
        sa.Index(
            "uq_incident_open",
            "instance_id",
            "kind",
            "subject",
            unique=True,
            postgresql_where=OPEN_TODO,
        ),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(sa.ForeignKey("instance.id"))
    matter_id: Mapped[int]
    body_id: Mapped[int]
    kind: Mapped[IncidentKind]
    subject: Mapped[str]
    """What failed: ``timer:…``, ``document:12``; one open incident for each."""
    cause: Mapped[str]
    hint: Mapped[str]
    state: Mapped[IncidentState] = mapped_column(default=IncidentState.OPEN)
    at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None]
    resolution: Mapped[str] = mapped_column(default="")
