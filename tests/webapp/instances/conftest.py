"""An office with real commits."""

import pytest

from tests.webapp.instances.desk import Desk


@pytest.fixture
def desk(own_app, frozen_clock):
    """Return an office on a database of its own, its clock stopped."""
    return Desk(own_app)
