"""Journeys run on the city of the demonstration, with every procedure published."""

import pytest

from engine import clock
from processes.catalogue import PROCEDURES
from tests.databases import with_database
from tests.harness import NOW, rolled_back, settings_for
from webapp.app import create_app
from webapp.database import db, transaction
from webapp.demo.loader import load_reference
from webapp.procedures import operations as procedures


@pytest.fixture(scope="session")
def furnished(databases, tmp_path_factory):
    """Return an application on a database of its own: the city loaded, procedures published."""
    url = with_database(databases.url, databases.take())
    app = create_app(settings_for(url, tmp_path_factory.mktemp("journeys")))
    with app.app_context():
        load_reference()
        with transaction():
            procedures.publish_all(PROCEDURES.values(), NOW)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def office(furnished):
    """Yield the application inside its context; whatever the test commits is rolled back."""
    with rolled_back(furnished):
        yield furnished
    clock.set_source(None)
