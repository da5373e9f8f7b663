"""To-dos (待办) and timers (计时): what an instance waits for, with all the platform needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Todo:
    """A task waiting for a role (待办).

    `role` is the lane, `scope` the call activities above the node, `stage` and `serves` come from
    the nearest of them that names one, `returns` are the nodes 退回 may go to, `previous` the node
    whose step opened the task.
    """

    id: UUID
    instance: UUID
    process: str
    node: str
    name: str
    acts: tuple[str, ...]
    role: str
    scope: tuple[str, ...]
    opened_at: datetime
    form: str = ""
    document: str = ""
    final: bool = False
    basis: str = ""
    deadline: str = ""
    opinion: str = ""
    returns: tuple[str, ...] = ()
    stage: str = ""
    serves: tuple[str, ...] = ()
    previous: str = ""

    @property
    def act(self) -> str:
        """Return the primary act."""
        return self.acts[0] if self.acts else ""


@dataclass(frozen=True)
class Timer:
    """A wait of the engine: a timer or a named message (`kind`).

    `key` is the waiting task. `deadline` (DL-…) or `duration` (ISO 8601) say how long; `due` is
    filled in by the platform from its due-table and stays None while a clock is paused. `host` is
    the activity a boundary event is attached to, `task` the waiting task of that activity.
    """

    instance: UUID
    key: UUID
    process: str
    node: str
    name: str
    scope: tuple[str, ...]
    set_at: datetime
    kind: str = "timer"
    deadline: str = ""
    duration: str = ""
    interrupting: bool = True
    host: str = ""
    task: UUID | None = None
    due: datetime | None = None
