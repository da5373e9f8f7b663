"""What tests of the platform share beyond `tests/conftest.py`."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engine import clock
from tests.journeys.office import load_city
from tests.webapp.turns import CaseInHand
from tests.webapp.worked import worked, worked_app
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

__all__ = ["owner", "worked", "worked_app"]


@pytest.fixture
def own_office(own_app: Flask) -> Iterator[Flask]:
    """Yield an application on a database of its own, furnished, where commits stay."""
    load_city()
    yield own_app
    clock.set_source(None)


@pytest.fixture
def owner(own_app):
    """Run SQL as the owner of the tables of `own_app`, who may do what the application may not."""
    engine = _owner(own_app)

    def run(statement, **values):
        with engine.connect() as connection:
            return connection.execute(sa.text(statement), values)

    yield run
    engine.dispose()


@pytest.fixture
def desk(worked):
    """Return a case ready for any act."""
    return CaseInHand(worked)


@pytest.fixture
def home(own_app):
    """Return the folder of the installation."""
    return own_app.extensions["faxun.settings"].home


@pytest.fixture
def spoil(own_app, home):
    """Return a function that alters rows, verifies, takes the change back, and returns the report.

    Statements run as the owner in one transaction, without the checks of foreign keys.
    """
    engine = _owner(own_app)

    @contextmanager
    def altered(statements, values):
        with engine.connect().execution_options(isolation_level="READ COMMITTED") as connection:
            connection.execute(sa.text("set session_replication_role = replica"))
            for statement in statements:
                connection.execute(sa.text(statement), values)
            yield connection
            connection.rollback()
            connection.execute(sa.text("set session_replication_role = origin"))
            connection.rollback()

    def run(*statements, checks=CHECKS, **values):
        with altered(statements, values) as connection, Session(connection) as session:
            return verify(checks, home, session)

    yield run
    engine.dispose()


def _owner(app):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
