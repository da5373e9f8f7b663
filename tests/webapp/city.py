"""The city of the demonstration as a fixture: loaded once per process, rolled back per test."""

import json

import pytest
import sqlalchemy as sa

from tests.databases import with_database
from tests.harness import Browser, rolled_back, settings_for
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.bodies.models import Body
from webapp.config import ROOT
from webapp.database import db
from webapp.demo.loader import load_reference

DATA = ROOT / "webapp" / "demo" / "data"


def body_named(name):
    """Return the body with this full name."""
    return db.session.scalars(sa.select(Body).where(Body.name == name)).one()


@pytest.fixture(scope="session")
def law_files():
    """Return the law files as they lie on disk, by the number of the law."""
    folders = (DATA / "laws", ROOT / "webapp" / "laws" / "texts")
    files = sorted(path for folder in folders for path in folder.glob("*.json"))
    laws = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {law["law"]: law for law in laws}


@pytest.fixture(scope="session")
def rows():
    """Return a function that reads a file of the demonstration."""

    def read(name, key=None):
        text = (DATA / f"{name}.json").read_text(encoding="utf-8")
        return json.loads(text)[key or name]

    return read


@pytest.fixture(scope="session")
def loaded_city(databases, tmp_path_factory):
    """Return an application on a database of its own with the reference records loaded."""
    url = with_database(databases.url, databases.take())
    app = create_app(settings_for(url, tmp_path_factory.mktemp("city")))
    with app.app_context():
        load_reference()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def city(loaded_city):
    """Yield the application inside its context; whatever the test writes is rolled back."""
    with rolled_back(loaded_city):
        yield loaded_city


@pytest.fixture
def enter(city):
    """Return a function that opens a browser for one of the people of the city."""

    def browser(login):
        account = db.session.scalar(sa.select(Account).where(Account.login == login))
        return Browser(city).enter(account)

    return browser
