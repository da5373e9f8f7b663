"""What a command brought about (推进), and what the platform answers before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.instance import Status
from engine.procedure import ProcedureVersion
from engine.todo import Timer, Todo
from engine.trajectory import Step


@dataclass(frozen=True)
class Advance:
    """The result of one command (推进).

    `opened` and `closed` are to-dos, `timers_set` and `timers_dropped` waits, `messages` the names
    of thrown messages nobody in the instance waited for. `replayed` means the request had been
    answered before: nothing was done, and only `answer` is filled.
    """

    instance: UUID
    ver: int = 0
    version: ProcedureVersion | None = None
    status: Status = Status.RUNNING
    stage: str | None = None
    step: Step | None = None
    opened: tuple[Todo, ...] = ()
    closed: tuple[UUID, ...] = ()
    timers_set: tuple[Timer, ...] = ()
    timers_dropped: tuple[UUID, ...] = ()
    messages: tuple[str, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    replayed: bool = False

    @property
    def is_completed(self) -> bool:
        """Tell whether the instance came to its end."""
        return self.status is Status.COMPLETED


@dataclass(frozen=True)
class Prepared:
    """What the platform settled before saving: dues by timer key, and the answer to keep."""

    dues: Mapping[UUID, datetime | None] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)


Prepare = Callable[[Advance], Prepared | None]
Before = Callable[[Todo], None]
