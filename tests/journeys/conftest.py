"""Journeys run on the city of the demonstration, with every procedure published."""

import pytest

from engine import clock
from tests.databases import with_database
from tests.harness import rolled_back
from tests.journeys.office import furnish
from webapp.database import db


@pytest.fixture(scope="session")
def furnished(databases, tmp_path_factory):
    """Return an application on a database of its own: the city loaded, procedures published."""
    app = furnish(with_database(databases.url, databases.take()), tmp_path_factory.mktemp("office"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def office(furnished):
    """Yield the application inside its context; whatever the test commits is rolled back."""
    with rolled_back(furnished):
        yield furnished
    clock.set_source(None)
