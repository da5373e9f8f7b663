"""Where instances are kept: the Store protocol and its twin in memory for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from engine.errors import Conflict, InstanceMissing
from engine.instance import Status
from engine.todo import Timer, Todo
from engine.trajectory import Step


@dataclass(frozen=True)
class Stored:
    """An instance as it lies in the store; `answer` is that of the request asked for, if any."""

    instance: UUID
    ver: int
    version_id: int
    status: Status
    blob: bytes
    stage: str = ""
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Change:
    """All that one command writes, in one transaction.

    `expected_ver` 0 creates the instance; the new ver is one more. `stage` None leaves it as it
    is. `request` is the idempotency key with the answer to keep.
    """

    instance: UUID
    expected_ver: int
    version_id: int
    status: Status
    stage: str | None
    blob: bytes
    steps: tuple[Step, ...]
    opened: tuple[Todo, ...] = ()
    closed: tuple[UUID, ...] = ()
    timers_set: tuple[Timer, ...] = ()
    timers_dropped: tuple[UUID, ...] = ()
    request: tuple[str, Mapping[str, Any]] | None = None


class Store(Protocol):
    """What the runner needs of a store."""

    def load(self, instance: UUID, *, lock: bool = True, request: str | None = None) -> Stored:
        """Load an instance, locked until the transaction ends; raise `InstanceMissing`."""

    def answer(self, request: str) -> Mapping[str, Any] | None:
        """Return the answer once given to an idempotency key."""

    def save(self, change: Change) -> None:
        """Write a change if the ver still matches, else raise `Conflict` and write nothing."""

    def steps(self, instance: UUID) -> Sequence[Step]:
        """Return the trajectory, oldest first."""

    def closing(self, instance: UUID, todo: UUID) -> Step | None:
        """Return the step that closed a to-do."""


class MemoryStore:
    """A store in memory (测试用)."""

    def __init__(self) -> None:
        self.instances: dict[UUID, Stored] = {}
        self.trajectory: dict[UUID, list[Step]] = {}
        self.todos: dict[UUID, Todo] = {}
        self.timers: dict[UUID, Timer] = {}
        self.answers: dict[str, Mapping[str, Any]] = {}
        self.closed_by: dict[UUID, Step] = {}

    def load(self, instance: UUID, *, lock: bool = True, request: str | None = None) -> Stored:
        """Load an instance."""
        stored = self.instances.get(instance)
        if stored is None:
            raise InstanceMissing(instance)
        answer = self.answers.get(request) if request else None
        return Stored(**{**vars(stored), "answer": answer})

    def answer(self, request: str) -> Mapping[str, Any] | None:
        """Return the answer once given to an idempotency key."""
        return self.answers.get(request)

    def save(self, change: Change) -> None:
        """Write a change if the ver still matches."""
        known = self.instances.get(change.instance)
        if (known.ver if known else 0) != change.expected_ver:
            raise Conflict(self.trajectory[change.instance][-1] if known else None)
        if change.request and change.request[0] in self.answers:
            raise Conflict
        stage = change.stage if change.stage is not None else known.stage if known else ""
        self.instances[change.instance] = Stored(
            change.instance,
            change.expected_ver + 1,
            change.version_id,
            change.status,
            change.blob,
            stage,
        )
        self.trajectory.setdefault(change.instance, []).extend(change.steps)
        for todo in change.closed:
            self.todos.pop(todo, None)
            self.closed_by[todo] = change.steps[-1]
        self.todos.update((todo.id, todo) for todo in change.opened)
        for key in change.timers_dropped:
            self.timers.pop(key, None)
        self.timers.update((timer.key, timer) for timer in change.timers_set)
        if change.request:
            self.answers[change.request[0]] = change.request[1]

    def steps(self, instance: UUID) -> Sequence[Step]:
        """Return the trajectory, oldest first."""
        return tuple(self.trajectory.get(instance, ()))

    def closing(self, instance: UUID, todo: UUID) -> Step | None:
        """Return the step that closed a to-do."""
        return self.closed_by.get(todo)
