"""Many timers due at once, four workers at them, two of those killed: each fires exactly once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import psycopg
import pytest
from flask import Flask

from engine import clock
from tests.crash.eight import GLANCE
from tests.engine.drawing import Drawing
from tests.webapp.instances.desk import Desk
from webapp.config import ROOT
from webapp.instances import door, operations, timers
from webapp.instances.values import Prepared

pytestmark = pytest.mark.xdist_group("crash")

TIMERS = int(os.environ.get("BENCH_TIMERS", "100"))
WORKERS, KILLED = 4, 2

FIRED = "select count(*) from timer where state = 'FIRED'"
TWICE = """
select instance_id from step where kind = 'TIMER' group by instance_id having count(*) <> 1
"""


@pytest.fixture
def desk(own_app: Flask) -> Iterator[Desk]:
    """Return an office on a database of its own whose clock runs."""
    door.init_app(own_app, operations.wake)
    yield Desk(own_app)
    clock.set_source(None)


def waiting() -> dict[str, bytes]:
    """Return a diagram in which nothing happens but that time passes."""
    drawing = Drawing()
    drawing.start(), drawing.catch("wait", deadline="DL-17"), drawing.end()
    drawing.chain("start", "wait", "end")
    return {"main": drawing.xml()}


def worker(app: Flask) -> subprocess.Popen[bytes]:
    """Start a worker that ends when no job is left."""
    settings = app.extensions["faxun.settings"]
    environ = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "FAXUN_HOME": str(settings.home),
        "FAXUN_MODE": "test",
    }
    command = [sys.executable, "-m", "webapp.cli", "worker", "--once"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=quiet, stderr=quiet)


def test_every_timer_fires_once_though_workers_are_killed(desk: Desk, own_app: Flask) -> None:
    version = desk.publish(waiting())
    at_once = clock.now() - timedelta(seconds=1)
    for case in range(TIMERS):
        desk.start(
            version,
            matter_id=case,
            prepare=lambda advance: Prepared(
                dues={timer.key: at_once for timer in advance.timers_set}
            ),
        )

    workers, glance = [worker(own_app) for _ in range(WORKERS)], Event()
    with psycopg.connect(own_app.extensions["faxun.settings"].database_url) as watcher:
        watcher.autocommit = True
        for number in range(KILLED):
            while watcher.execute(FIRED).fetchone() < ((number + 1) * TIMERS // 4,):
                assert any(one.poll() is None for one in workers)
                glance.wait(GLANCE)
            workers[number].kill()
        for one in workers:
            one.wait()
        timers.fire_due()

        assert watcher.execute(FIRED).fetchone() == (TIMERS,)
        assert watcher.execute(TWICE).fetchall() == []
        assert watcher.execute("select count(*) from incident").fetchone() == (0,)
        ended = "select count(*) from instance where status = 'COMPLETED'"
        assert watcher.execute(ended).fetchone() == (TIMERS,)
