"""What all tests share: a database of their own, a fixed clock, no network.

One embedded PostgreSQL serves every test run on this machine. Its template database is migrated
once per state of ``migrations/``; each process of a run clones it, and each test either works in a
transaction that is rolled back (fixtures ``app`` and ``client``) or gets a clone of its own
(``own_app``), when commits, jobs, threads or other processes matter.
"""

import fcntl
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from engine import clock
from tests.harness import NOW, Browser, settings_for
from webapp import database
from webapp.app import create_app
from webapp.config import ROOT
from webapp.database import db
from webapp.postgres import FOR_TESTS, EmbeddedPostgres

SERVER = ROOT / ".faxun" / "test-postgres"
NAMES = "faxun_test"


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
def template(postgres: str) -> str:
    """Return the name of a migrated database to clone, made anew when a migration changes."""
    digest = hashlib.sha256(version("procrastinate").encode())
    for path in sorted((ROOT / "migrations").rglob("*.py")):
        digest.update(path.read_bytes())
    name = f"faxun_template_{digest.hexdigest()[:16]}"
    SERVER.mkdir(parents=True, exist_ok=True)
    with (SERVER / "template").open("w") as lock, _admin(postgres) as admin:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_forgotten(admin)
        if not _exists(admin, name):
            half = f"{name}_building"
            _drop(admin, half)
            admin.execute(sql.SQL("create database {}").format(sql.Identifier(half)))
            database.migrate(_with_database(postgres, half))
            admin.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(half), sql.Identifier(name)
                )
            )
    return name


@pytest.fixture(scope="session")
def clone(postgres: str, template: str) -> Iterator[Callable[[], str]]:
    """Return a function that makes a fresh migrated database and returns its address."""
    numbers = count()
    names = []

    def make() -> str:
        name = f"{NAMES}_{os.getpid()}_{next(numbers)}"
        with _admin(postgres) as admin:
            admin.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        names.append(name)
        return _with_database(postgres, name)

    yield make
    with _admin(postgres) as admin:
        for name in names:
            _drop(admin, name)


@pytest.fixture(scope="session")
def shared_app(
    clone: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Yield one application per process, on a database that never keeps anything."""
    app = create_app(settings_for(clone(), tmp_path_factory.mktemp("home")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """Yield the application inside its context; whatever the test commits is rolled back."""
    with shared_app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        engines: dict[Any, Any] = db.engines  # type: ignore[assignment]
        engine, engines[None] = engines[None], connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield shared_app
        finally:
            db.session.remove()
            engines[None] = engine
            outer.rollback()


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


# --- helpers --------------------------------------------------------------------------------------


@contextmanager
def _admin(url: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def _with_database(url: str, name: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(url)
    host, user = parts.get("host", "localhost"), parts.get("user", "postgres")
    password = f":{parts['password']}" if parts.get("password") else ""
    if str(host).startswith("/"):
        return f"postgresql://{user}@/{name}?host={host}"
    return f"postgresql://{user}{password}@{host}:{parts.get('port', 5432)}/{name}"


def _exists(admin: psycopg.Connection[Any], name: str) -> bool:
    found = admin.execute("select 1 from pg_database where datname = %s", [name])
    return found.fetchone() is not None


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _drop_forgotten(admin: psycopg.Connection[Any]) -> None:
    """Drop the databases of runs that were killed."""
    found = admin.execute("select datname from pg_database where starts_with(datname, %s)", [NAMES])
    for (name,) in found.fetchall():
        process = name.removeprefix(f"{NAMES}_").split("_")[0]
        if not Path(f"/proc/{process}").exists():
            _drop(admin, name)
