"""The embedded server: shared by processes, stopped by the last, started again after a crash."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from webapp.postgres import FOR_TESTS, EmbeddedPostgres, PostgresError

ANOTHER_PROCESS = """
import sys, psycopg
from pathlib import Path
from webapp.postgres import FOR_TESTS, EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), FOR_TESTS).start()
with psycopg.connect(server.url()) as connection:
    print(connection.execute("select pg_postmaster_start_time()").fetchone()[0].isoformat())
"""


@pytest.fixture
def folder():
    """Return a folder with a short path: sockets have a limit."""
    path = Path(tempfile.mkdtemp(prefix="faxun-"))
    yield path
    shutil.rmtree(path)


def started_at(server):
    with psycopg.connect(server.url()) as connection:
        return connection.execute("select pg_postmaster_start_time()").fetchone()[0].isoformat()


def is_running(folder):
    return (folder / "data" / "postmaster.pid").exists()


def test_processes_share_one_server_and_the_last_one_stops_it(folder):
    server = EmbeddedPostgres(folder, FOR_TESTS).start()

    other = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert other.stdout.strip() == started_at(server)
    server.stop()
    assert not is_running(folder)


def test_data_survives_the_server_being_killed(folder):
    server = EmbeddedPostgres(folder, {**FOR_TESTS, "fsync": "on"}).start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table kept (id int)")
        connection.execute("set synchronous_commit = on")
        connection.execute("insert into kept values (1)")
    pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])

    os.kill(pid, signal.SIGKILL)
    again = EmbeddedPostgres(folder, FOR_TESTS).start()

    with psycopg.connect(again.url()) as connection:
        assert connection.execute("select id from kept").fetchall() == [(1,)]
    server.stop()
    again.stop()


def test_a_pid_file_that_now_names_another_program_does_not_matter(folder):
    EmbeddedPostgres(folder, FOR_TESTS).start().stop()
    file = folder / "data" / "postmaster.pid"
    lines = [str(os.getpid()), str(folder / "data"), "1", "5432", str(folder), "", "1 1", "ready"]
    file.write_text("\n".join(lines) + "\n")

    server = EmbeddedPostgres(folder, FOR_TESTS).start()

    assert started_at(server)
    server.stop()


def test_a_server_that_cannot_start_says_where_to_look(folder):
    broken = {**FOR_TESTS, "shared_buffers": "'a lot'"}

    with pytest.raises(PostgresError, match="内嵌数据库无法启动"):
        EmbeddedPostgres(folder, broken).start()
