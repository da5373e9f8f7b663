"""Puts the platform together: which slices there are, who looks up whom."""

from types import ModuleType

import sqlalchemy as sa
from flask import Flask

from engine import clock
from engine.clock import FileClock
from webapp import errors, http, menus
from webapp.accounts import administration, sessions
from webapp.accounts import views as accounts
from webapp.bodies import queries as body_queries
from webapp.bodies import views as bodies
from webapp.bodies.models import Officer
from webapp.config import Settings
from webapp.database import Base
from webapp.discretion import views as discretion
from webapp.dossiers import checks as dossier_checks
from webapp.dossiers import jobs as dossier_jobs
from webapp.evidence import checks as evidence_checks
from webapp.http import Visitor
from webapp.instances import checks as instance_checks
from webapp.instances import door, incidents, timers
from webapp.items import views as items
from webapp.laws import views as laws
from webapp.procedures import checks as procedure_checks
from webapp.procedures import queries as procedures
from webapp.process_records import anchors
from webapp.process_records import checks as record_checks
from webapp.process_records.verification import Check
from webapp.publicity import effects as publicity_effects
from webapp.tasks import checks as task_checks
from webapp.tasks import effects
from webapp.tasks import operations as tasks

SLICES: tuple[ModuleType, ...] = (accounts, administration, bodies, laws, items, discretion)
"""The views of every slice; each module has a blueprint named ``bp``."""

CHECKS: tuple[Check, ...] = (
    *record_checks.CHECKS,
    *procedure_checks.CHECKS,
    *instance_checks.CHECKS,
    *evidence_checks.CHECKS,
    *dossier_checks.CHECKS,
    *task_checks.CHECKS,
)
"""What `faxun verify` runs, from the bottom slice up."""

JOBS: tuple[ModuleType, ...] = (anchors, incidents, timers, dossier_jobs)
"""The jobs of every slice; importing them lets a worker know them."""


class _Lookup:
    """Who is asking: accounts know the account, bodies know the officer."""

    def visitor(self) -> Visitor | None:
        return sessions.visitor()

    def officer(self, visitor: Visitor) -> Officer | None:
        return body_queries.officer_of(visitor.account_id)


def register(app: Flask, settings: Settings) -> None:
    """Register every slice and connect them."""
    clock.set_source(FileClock(settings.clock_file) if settings.clock_file else None)
    errors.init_app(app)
    http.init_app(app, _Lookup())
    sessions.init_app(app, settings)
    procedures.init_app(app)
    effects.init_app(app, publicity_effects.EFFECTS)
    door.init_app(app, tasks.wake)
    for slice_views in SLICES:
        app.register_blueprint(slice_views.bp)
    menus.init_app(app)


def metadata() -> sa.MetaData:
    """Return the tables of every slice, for migrations."""
    return Base.metadata
