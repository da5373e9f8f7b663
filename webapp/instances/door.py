"""The door to the engine: one engine for each command, what outlives commands beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from flask import Flask, current_app

from engine.errors import (
    Conflict,
    EngineError,
    InstanceMissing,
    InstanceNotRunning,
    TaskNotOpen,
)
from engine.runner import Engine
from engine.store import Store
from engine.warm import Warm
from webapp import errors
from webapp.procedures import queries as procedures

EXTENSION = "faxun.instances"

Fire = Callable[[UUID, UUID], object]
"""Fires the timer of an instance: `operations.wake` with the platform's part."""


@dataclass
class Door:
    """What commands share within a process."""

    fire: Fire
    warm: Warm | None = field(default_factory=Warm)


STATUSES: tuple[tuple[type[EngineError], int], ...] = (
    (EngineError, 422),
    (Conflict, 409),
    (TaskNotOpen, 409),
    (InstanceNotRunning, 409),
    (InstanceMissing, 404),
)
"""How errors of the engine are answered; their sentences are written for people."""


def init_app(app: Flask, fire: Fire) -> None:
    """Open the door; wired once."""
    app.extensions[EXTENSION] = Door(fire)
    for error, status in STATUSES:
        errors.declare(error, status)


def current() -> Door:
    """Return the door of the application."""
    door: Door = current_app.extensions[EXTENSION]
    return door


def engine(store: Store) -> Engine:
    """Return an engine for one command."""
    return Engine(store, procedures.version, warm=current().warm)
