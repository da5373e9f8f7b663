"""The platform on a real PostgreSQL: one server for all test processes, one database for each."""

import fcntl
import os
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from webapp import database
from webapp.app import create_app
from webapp.config import Mode, Settings
from webapp.postgres import FOR_TESTS, EmbeddedPostgres

KEPT = {"alembic_version"}


@pytest.fixture(scope="session")
def database_url(worker_id, testrun_uid):
    """Start the server, or join the one another test process started, and make a database."""
    # A socket's path must be short, so the data lies directly below the system's folder.
    folder = Path(tempfile.gettempdir()) / f"faxun-tests-{testrun_uid[:12]}"
    server = EmbeddedPostgres(folder, FOR_TESTS).start()
    name = f"faxun_{worker_id}"
    database.ensure_database(server.url(), name)
    url = server.url(name)
    with (folder / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # roles are shared by all databases of a server
        database.migrate(url)
    yield url
    server.stop()


@pytest.fixture(scope="session")
def owner(database_url):
    """Connect as the owner of the tables, who may do what the application may not."""
    engine = sa.create_engine(database.sqlalchemy_url(database_url), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def settings(database_url, tmp_path):
    """Return the settings of an installation of its own."""
    return Settings(
        home=tmp_path, mode=Mode.TEST, database_url=database_url, secret="s" * 40, place="测试市"
    )


@pytest.fixture
def app(settings, owner):
    """Build the platform upon empty tables and stay in its context."""
    empty(owner)
    app = create_app(settings)
    with app.app_context():
        yield app
        database.db.session.remove()
        database.db.engine.dispose()


@pytest.fixture
def session(app):
    """Return the session of the application."""
    return database.db.session


def empty(owner):
    """Empty every table that is not empty; partitions with their table."""
    with owner.connect() as connection:
        tables = connection.execute(
            sa.text(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind in ('r', 'p') and not relispartition"
            )
        ).scalars()
        names = [name for name in tables if name not in KEPT]
        probes = " union all ".join(
            f"(select '{name}' from \"{name}\" limit 1)" for name in sorted(names)
        )
        filled = connection.execute(sa.text(probes)).scalars().all()
        if filled:
            quoted = ", ".join(f'"{name}"' for name in filled)
            connection.execute(sa.text(f"truncate {quoted} restart identity cascade"))


def pytest_configure():
    """Stay quiet about a folder that a container lacks."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
