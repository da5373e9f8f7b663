"""Instances (流程实例): one running procedure, as its state shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from engine.todo import Timer, Todo


class Status(Enum):
    """How far an instance is (实例状态)."""

    RUNNING = "办理中"
    SUSPENDED = "已中止"
    COMPLETED = "已办结"
    TERMINATED = "已终止"
    WITHDRAWN = "已撤销"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing can happen any more."""
        return self in (Status.COMPLETED, Status.TERMINATED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Instance:
    """One running procedure (流程实例) and what it waits for, read from its state.

    The platform keeps to-dos and timers in rows; this is what the rows must agree with.
    """

    id: UUID
    version_id: int
    status: Status
    ver: int
    stage: str = ""
    todos: tuple[Todo, ...] = ()
    timers: tuple[Timer, ...] = ()
