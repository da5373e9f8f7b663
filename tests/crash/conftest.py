"""A platform as it is served, with web server and workers of its own, for all tests of crashes."""

from collections.abc import Iterator

import pytest

from tests.crash.records import Records
from tests.crash.striking import reading, served
from tests.databases import Pool, with_database
from webapp.demo.platform import Platform


@pytest.fixture(scope="session")
def platform(databases: Pool) -> Iterator[Platform]:
    """Serve the city of the demonstration."""
    with served(with_database(databases.url, databases.take())) as platform:
        yield platform


@pytest.fixture
def records(platform: Platform) -> Iterator[Records]:
    """Read the rows of the platform."""
    with reading(platform) as records:
        yield records
