"""A platform as it is served, with web server and workers of its own, for all tests of crashes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.crash import eight
from tests.crash.records import Records
from tests.databases import Pool, with_database
from webapp.database import sqlalchemy_url
from webapp.demo.platform import Platform, free_port
from webapp.demo.scenario.schedule import morning


@pytest.fixture(scope="session")
def platform(databases: Pool) -> Iterator[Platform]:
    """Serve the city of the demonstration; everybody has a token, the clock can be moved."""
    home = Path(tempfile.mkdtemp(prefix="faxun-crash-"))
    url = with_database(databases.url, databases.take())
    platform = Platform(home, url, free_port())
    platform.furnish(morning(eight.BEGIN))
    try:
        platform.start()
        yield platform
    finally:
        platform.stop()
        shutil.rmtree(home)


@pytest.fixture
def records(platform: Platform) -> Iterator[Records]:
    """Read the rows of the platform as the owner of its tables."""
    engine = sa.create_engine(sqlalchemy_url(platform.url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield Records(connection.execution_options(isolation_level="AUTOCOMMIT"))
