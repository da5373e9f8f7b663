"""Puts the platform together: which slices there are, who looks up whom."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import sqlalchemy as sa
from flask import Flask

import webapp
from engine import clock
from engine.clock import FileClock
from webapp import errors, http, menus
from webapp.accounts import administration, sessions
from webapp.accounts import queries as account_queries
from webapp.accounts import views as accounts
from webapp.accounts.models import Account
from webapp.api import once as api_once
from webapp.api import views as api
from webapp.bodies import queries as body_queries
from webapp.bodies import views as bodies
from webapp.calendars import views as calendars
from webapp.cases import views as cases
from webapp.config import Settings
from webapp.database import Base
from webapp.discretion import views as discretion
from webapp.dossiers import jobs as dossier_jobs
from webapp.dossiers import views as dossiers
from webapp.evidence import views as evidence
from webapp.http import Visitor
from webapp.instances import door, incidents, timers, upkeep
from webapp.instances import views as instances
from webapp.items import views as items
from webapp.laws import views as laws
from webapp.matters import panels
from webapp.matters import views as matters
from webapp.parameters import views as parameters
from webapp.payments import views as payments
from webapp.procedures import queries as procedures
from webapp.procedures import views as diagrams
from webapp.process_records import anchors
from webapp.process_records.verification import Check
from webapp.publicity import queries as publicity
from webapp.publicity import views as public
from webapp.service import views as service
from webapp.supervision import views as supervision
from webapp.tasks import (
    faces,
    handover,
    lists,
    notices,
    opening,
    paperwork,
    recounting,
    registration,
)
from webapp.tasks import operations as tasks
from webapp.tasks import views as task_views


def _brought(kind: str) -> Iterator[faces.Face]:
    """Yield the tables of a kind, ``effects.EFFECTS``, of all slices that have one."""
    for package in sorted(found.name for found in iter_modules(webapp.__path__) if found.ispkg):
        name = f"webapp.{package}.{kind}"
        table = getattr(import_module(name), kind.upper(), None) if find_spec(name) else None
        if table is not None:
            yield name, table


SLICES: tuple[ModuleType, ...] = (
    accounts,
    administration,
    calendars,
    bodies,
    laws,
    items,
    discretion,
    parameters,
    diagrams,
    instances,
    matters,
    cases,
    evidence,
    dossiers,
    service,
    payments,
    task_views,
    registration,
    handover,
    notices,
    paperwork,
    supervision,
    public,
    api,
)
"""The views of every slice; each module has a blueprint named ``bp``."""

FACES: Mapping[str, tuple[faces.Face, ...]] = {
    kind: tuple(_brought(kind)) for kind in (*faces.KINDS, "checks")
}
"""What every slice brings to to-dos and to `faxun verify`, found by looking into its folder."""

FIRST = ("process_records", "procedures", "instances")
"""The record itself, which the checks of all other slices rest on."""


def _rank(face: faces.Face) -> int:
    slice_name = face[0].split(".")[1]
    return FIRST.index(slice_name) if slice_name in FIRST else len(FIRST)


CHECKS: tuple[Check, ...] = tuple(
    check for _, table in sorted(FACES["checks"], key=_rank) for check in table
)
"""What `faxun verify` runs: first the record, then what was built on it."""

JOBS: tuple[ModuleType, ...] = (
    anchors,
    incidents,
    timers,
    upkeep,
    dossier_jobs,
    recounting,
    api_once,
)
"""The jobs of every slice; importing them lets a worker know them."""


PANELS: dict[str, panels.Panel] = {
    "menu": handover.menu_panel,
    "ending": handover.ending_panel,
    "facts": cases.facts_panel,
    "rights": cases.rights_panel,
    "documents": dossiers.panel,
    "evidence": evidence.panel,
    "service": service.panel,
    "payments": payments.panel,
    "publicity": lambda matter: cases.publication_panel(matter, publicity.of_matter(matter.id)),
}
"""The parts of the matter page, drawn by the slices that keep the records."""


def register(app: Flask, settings: Settings) -> None:
    """Register every slice and connect them."""
    clock.set_source(FileClock(settings.clock_file) if settings.clock_file else None)
    errors.init_app(app)
    http.init_app(app, http.Lookup(sessions.visitor, body_queries.officer_of))
    sessions.init_app(app, settings)
    procedures.init_app(app)
    faces.init_app(app, faces.gather(FACES))
    opening.init_app(app)
    door.init_app(app, tasks.wake)
    instances.init_app(app, {"document": dossier_jobs.request_again})
    panels.init_app(app, PANELS)
    supervision.init_app(app, publicity.shown)
    for slice_views in SLICES:
        app.register_blueprint(slice_views.bp)
    menus.init_app(app)
    notices.init_app(app, (supervision.bell,))
    menus.count(app, "tasks.index", _waiting)
    app.extensions[accounts.NOTES] = _waiting_words


def _waiting(visitor: Visitor) -> int | None:
    """Count the to-dos of a visitor, for the menu."""
    officer = body_queries.officer_of(visitor.account_id)
    return lists.count(officer, visitor.held) if officer is not None else None


def _waiting_words(account: Account) -> str:
    """Say what waits for a person of the demonstration panel."""
    number = _waiting(account_queries.visitor_of(account))
    return f"{number} 件待办" if number else ""


def metadata() -> sa.MetaData:
    """Return the tables of every slice, for migrations."""
    return Base.metadata
