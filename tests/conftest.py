"""What all tests share: a database of their own, a fixed clock, no network.

One embedded PostgreSQL serves every test run on this machine. Its template database is migrated
once per state of ``migrations/``; each process of a run clones it, and each test either works in a
transaction that is rolled back (fixtures ``app`` and ``client``) or gets a clone of its own
(``own_app``), when commits, jobs, threads or other processes matter.
"""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engine import clock
from tests.databases import SERVER, Pool, with_database
from tests.harness import NOW, Browser, rolled_back, settings_for
from webapp import database
from webapp.app import create_app
from webapp.config import ROOT
from webapp.database import db
from webapp.postgres import FOR_TESTS, EmbeddedPostgres


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to leave the browser tests out; otherwise a missing browser fails them."""
    parser.addoption("--no-browser", action="store_true", help="leave tests/browser out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out when asked to, and say how many."""
    if config.getoption("--no-browser"):
        folder = ROOT / "tests" / "browser"
        left_out = [item for item in items if item.path.is_relative_to(folder)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


# --- the outside world ----------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise PermissionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture
def frozen_clock() -> Iterator[datetime]:
    """Stop the clock of the law at NOW, in every thread."""
    clock.set_source(lambda: NOW)
    yield NOW
    clock.set_source(None)


# --- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the address of a server on which tests may create databases."""
    outside = os.environ.get("FAXUN_TEST_DATABASE_URL")
    if outside:
        yield database.libpq_url(outside)
        return
    server = EmbeddedPostgres(SERVER, FOR_TESTS).start()
    yield server.url()
    server.stop()


@pytest.fixture(scope="session")
def databases(postgres: str) -> Iterator[Pool]:
    """Yield the databases of this process."""
    pool = Pool(postgres)
    yield pool
    pool.close()


@pytest.fixture
def clone(databases: Pool) -> Iterator[Callable[[], str]]:
    """Return a function that answers with the address of a migrated database without rows."""
    taken = []

    def take() -> str:
        taken.append(databases.take())
        return with_database(databases.url, taken[-1])

    yield take
    for name in taken:
        databases.give_back(name)


@pytest.fixture(scope="session")
def shared_app(databases: Pool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield one application per process, on a database that never keeps anything."""
    url = with_database(databases.url, databases.take())
    app = create_app(settings_for(url, tmp_path_factory.mktemp("home")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """Yield the application inside its context; whatever the test commits is rolled back."""
    with rolled_back(shared_app):
        yield shared_app


@pytest.fixture
def client(app: Flask) -> Browser:
    """Return a browser on the application; sign in with ``client.enter(account)``."""
    return Browser(app)


@pytest.fixture
def build_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Return a function that builds an application: ``build_app(url, mode=Mode.DEMO)``."""
    apps = []

    def build(url: str, **changes: Any) -> Flask:
        apps.append(create_app(settings_for(url, tmp_path, **changes)))
        return apps[-1]

    yield build
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def own_app(clone: Callable[[], str], build_app: Callable[..., Flask]) -> Iterator[Flask]:
    """Yield an application on a database of its own, where commits stay."""
    app = build_app(clone())
    with app.app_context():
        yield app
