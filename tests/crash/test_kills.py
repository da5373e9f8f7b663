"""`kill -9` of web and worker processes while eight clients handle cases: nothing is lost.

The long form, storm after storm, is `make soak ARGS=kills`.
"""

import pytest

from tests.crash.records import Records
from tests.crash.striking import strike
from webapp.demo.platform import Platform

pytestmark = pytest.mark.xdist_group("crash")

SEED = 20260302


def test_nothing_acknowledged_is_lost_or_doubled_by_fifty_kills(
    platform: Platform, records: Records
) -> None:
    storm = strike(platform, records, SEED)

    assert storm.kills == 50
