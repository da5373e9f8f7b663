"""One storm: eight clients handle cases while processes are killed; then the books are read."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.crash import eight
from tests.crash.eight import Clients
from tests.crash.reaper import KINDS, Reaper
from tests.crash.records import DOUBLED, FORGOTTEN, GAPS, Records
from webapp.database import sqlalchemy_url
from webapp.demo.platform import Platform, free_port
from webapp.demo.scenario.schedule import morning

WRITES = 580
"""So many of the writes of all cases, some 620, are answered when the last blow falls."""

ENDED = "select count(*) from matter where status = 'ARCHIVED' and id = any(:cases)"


@dataclass(frozen=True)
class Storm:
    """What one storm came to: kills, answered writes, requests that lost their server."""

    kills: int
    writes: int
    broken: int


@contextmanager
def served(url: str) -> Iterator[Platform]:
    """Serve the city of the demonstration; everybody has a token, the clock can be moved."""
    home = Path(tempfile.mkdtemp(prefix="faxun-crash-"))
    platform = Platform(home, url, free_port())
    platform.furnish(morning(eight.BEGIN))
    try:
        platform.start()
        yield platform
    finally:
        platform.stop()
        shutil.rmtree(home)


@contextmanager
def reading(platform: Platform) -> Iterator[Records]:
    """Read the rows of a platform as the owner of its tables."""
    engine = sa.create_engine(sqlalchemy_url(platform.url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield Records(connection.execution_options(isolation_level="AUTOCOMMIT"))


def strike(platform: Platform, records: Records, seed: int) -> Storm:
    """Kill fifty processes while all cases are handled; nothing answered is lost or doubled."""
    clients = Clients(platform)
    reaper = Reaper(platform, clients.acknowledged, WRITES, seed)

    clients.run(beside=reaper.look)

    assert [one.failure for one in clients.all] == [None] * 8
    assert reaper.killed == KINDS
    assert clients.broken() > 0, "some requests lost their server"
    for one in clients.all:
        assert records.answers(one.desk.label) == dict(one.desk.acknowledged)
    assert records.commands(clients.cases) == clients.commands()
    assert records.rows(DOUBLED) == []
    assert records.rows(GAPS) == []
    assert records.rows(FORGOTTEN) == []
    assert records.number(ENDED, cases=clients.cases) == 8
    done = platform.run("verify")
    assert done.returncode == 0, done.stdout
    return Storm(sum(reaper.killed.values()), clients.acknowledged(), clients.broken())
