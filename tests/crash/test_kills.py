"""`kill -9` of web and worker processes while eight clients handle cases: nothing is lost."""

import pytest

from tests.crash.eight import Clients
from tests.crash.reaper import KINDS, Reaper
from tests.crash.records import DOUBLED, FORGOTTEN, GAPS, Records
from webapp.demo.platform import Platform

pytestmark = pytest.mark.xdist_group("crash")

SEED = 20260302
WRITES = 560
"""So many of the six hundred writes of all cases are answered when the last blow falls."""


def test_nothing_acknowledged_is_lost_or_doubled_by_fifty_kills(
    platform: Platform, records: Records
) -> None:
    clients = Clients(platform)
    reaper = Reaper(platform, clients.acknowledged, WRITES, SEED)

    clients.run(beside=reaper.look)

    assert [one.failure for one in clients.all] == [None] * 8
    assert reaper.killed == KINDS
    assert sum(KINDS.values()) == 50
    assert clients.broken() > 0, "some requests lost their server"
    for one in clients.all:
        assert records.answers(one.desk.label) == dict(one.desk.acknowledged)
    assert records.commands(clients.cases) == clients.commands()
    assert records.rows(DOUBLED) == []
    assert records.rows(GAPS) == []
    assert records.rows(FORGOTTEN) == []
    ended = "select count(*) from \"case\" where status = 'ARCHIVED' and id = any(:cases)"
    assert records.number(ended, cases=clients.cases) == 8
    done = platform.run("verify")
    assert done.returncode == 0, done.stdout
