"""Steps of the trajectory (轨迹): who did which act, when, with what result; append-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID


class Kind(Enum):
    """What kind of step it is (步骤类型)."""

    START = "启动"
    COMPLETE = "办理"
    RETURN = "退回"
    WITHDRAW = "撤回"
    TIMER = "期限届满"
    MESSAGE = "收到消息"
    HALT = "终止"
    SUSPEND = "中止"
    RESUME = "恢复"
    REPAIR = "修复"
    MIGRATE = "版本迁移"
    INCIDENT = "异常"


@dataclass(frozen=True)
class Step:
    """One step of one instance (步骤). Every command writes exactly one; `seq` counts them.

    `node` is what the step was about (empty for start, halt, suspend …), `scope` the ids of the
    call activities above it, `passed` the elements the engine went through afterwards on its own,
    each as scope and id joined by `/`. `previous` is the node whose step opened this one, `target`
    where a return went. `outcome` holds the routing values the step set, `digest` that of what was
    submitted, `state_digest` the SHA-256 of the saved state.
    """

    instance: UUID
    seq: int
    kind: Kind
    process: str
    node: str
    name: str
    acts: tuple[str, ...]
    scope: tuple[str, ...]
    at: datetime
    actor: str | None = None
    role: str = ""
    body: str = ""
    opened_at: datetime | None = None
    previous: str = ""
    target: str = ""
    todo: UUID | None = None
    outcome: Mapping[str, object] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    digest: str = ""
    state_digest: str = ""
    version: int = 0
