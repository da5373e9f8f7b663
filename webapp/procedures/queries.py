"""Reading published versions; each is parsed once per process and shared."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import undefer

from engine.errors import StateUnreadable
from engine.procedure import ProcedureVersion
from webapp.database import db
from webapp.errors import NotFound
from webapp.procedures.models import ProcessVersion

EXTENSION = "faxun.versions"
KEPT = 64
"""How many versions a process keeps parsed."""


@dataclass(frozen=True)
class Published:
    """A version ready to run, with the files pinned in it."""

    version: ProcedureVersion
    forms: Mapping[str, str]
    templates: Mapping[str, str]


class Shelf:
    """Keeps the versions used last (版本缓存); versions never change, so nothing goes stale."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Published] = OrderedDict()
        self._lock = Lock()

    def get(self, id: int) -> Published:
        """Return a version, reading it at first use."""
        with self._lock:
            found = self._kept.get(id)
            if found is not None:
                self._kept.move_to_end(id)
                return found
        found = _read(id)
        with self._lock:
            self._kept[id] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def init_app(app: Flask) -> None:
    """Give the application its shelf."""
    app.extensions[EXTENSION] = Shelf()


def published(id: int) -> Published:
    """Return a version with its pinned files."""
    shelf: Shelf = current_app.extensions[EXTENSION]
    return shelf.get(id)


def version(id: int) -> ProcedureVersion:
    """Return a version as the engine runs it."""
    return published(id).version


def forms_of(id: int) -> Mapping[str, str]:
    """Return the form files pinned in a version, for `forms.load`."""
    return published(id).forms


def templates_of(id: int) -> Mapping[str, str]:
    """Return the templates and styles pinned in a version, for `documents.render`."""
    return published(id).templates


def latest(key: str) -> ProcessVersion:
    """Return the version that new instances of a procedure get."""
    found = ProcessVersion.latest(key)
    if found is None:
        raise NotFound("该流程尚未发布。")
    return found


def in_force(key: str, at: datetime) -> ProcessVersion:
    """Return the version of a procedure that stood at a time, so that a matter keeps to it.

    Where none did yet, the latest.
    """
    stood = (ProcessVersion.published_at <= at).desc()
    query = sa.select(ProcessVersion).where(ProcessVersion.key == key)
    found = db.session.scalar(query.order_by(stood, ProcessVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound("该流程尚未发布。")
    return found


def _read(id: int) -> Published:
    query = sa.select(ProcessVersion).where(ProcessVersion.id == id)
    query = query.options(undefer(ProcessVersion.bundle), undefer(ProcessVersion.task_names))
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound("流程版本不存在。")
    sources = {name: xml.encode() for name, xml in row.bundle["bpmn"].items()}
    version = ProcedureVersion(row.id, row.key, row.number, row.title, row.main, sources)
    names = {name: list(tasks) for name, tasks in version.specs.names.items()}
    if names != row.task_names:
        raise StateUnreadable("流程版本的环节次序与发布时不一致，不能办理")
    return Published(version, row.bundle["forms"], row.bundle["templates"])
