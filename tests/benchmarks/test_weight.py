"""The weight of the ordinary case stays within its bounds: statements and modules of a request."""

import pytest

from tests.benchmarks.bounds import bounds
from tests.benchmarks.weighing import in_database
from tests.databases import with_database


@pytest.fixture(scope="module")
def scales(databases, tmp_path_factory):
    """Return what the ordinary case weighs, in a database of its own where commits stay."""
    url = with_database(databases.url, databases.take())
    return in_database(url, tmp_path_factory.mktemp("weighed"))


def test_no_request_of_the_ordinary_case_is_heavier_than_its_bound(scales):
    assert [one.line() for one in bounds(scales) if not one.holds] == []


def test_every_task_of_the_ordinary_case_was_weighed(scales):
    assert set(scales.submitted) == set(scales.opened)
    assert len(scales.submitted) >= 40
    assert {act: one.commits for act, one in scales.submitted.items() if one.commits != 1} == {}
