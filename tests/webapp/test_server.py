"""The supervisor, as a process: web and workers start together, restart, and stop together."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from webapp.config import ROOT

FAXUN = [sys.executable, "-m", "webapp.cli"]
PATIENCE = 60

pytestmark = pytest.mark.xdist_group("server")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "FAXUN_HOME": str(home), "FAXUN_WEB_WORKERS": "1", **more}


def wait_for(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds, however slow the machine."""
    pause = subprocess.Popen(["sleep", str(PATIENCE)])
    try:
        while not condition():
            assert pause.poll() is None, "it did not happen in time"
    finally:
        pause.kill()
        pause.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture
def home() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="faxun-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def serving(home: Path, clone: Callable[[], str]) -> Iterator[tuple[psutil.Process, int]]:
    """Yield a running platform: its supervisor and its port."""
    port = free_port()
    process = subprocess.Popen(
        [*FAXUN, "serve", "--no-demo"],
        cwd=ROOT,
        env=environ(home, PORT=str(port), DATABASE_URL=clone()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: answers(port))
        yield psutil.Process(process.pid), port
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)


def children(supervisor: psutil.Process, word: str) -> list[psutil.Process]:
    found = []
    for child in supervisor.children():
        try:
            if word in child.cmdline():
                found.append(child)
        except psutil.Error:
            continue
    return found


def test_everything_stops_together(serving):
    supervisor, port = serving
    wait_for(lambda: bool(children(supervisor, "worker")))
    everybody = supervisor.children(recursive=True)

    supervisor.terminate()

    assert supervisor.wait(PATIENCE) == 0
    _, alive = psutil.wait_procs(everybody, timeout=PATIENCE)
    assert alive == []
    assert not answers(port)


@pytest.mark.parametrize("word", ["gunicorn", "worker"])
def test_what_is_killed_comes_back(serving, word):
    supervisor, port = serving
    wait_for(lambda: bool(children(supervisor, word)))
    (victim,) = children(supervisor, word)

    os.kill(victim.pid, signal.SIGKILL)
    victim.wait(PATIENCE)

    wait_for(lambda: bool(children(supervisor, word)) and answers(port))


def test_when_the_supervisor_is_killed_nothing_goes_on_without_it(serving):
    supervisor, _ = serving
    everybody = supervisor.children(recursive=True)

    supervisor.kill()

    _, alive = psutil.wait_procs(everybody, timeout=PATIENCE)
    assert alive == []


def test_a_port_in_use_is_named(home, clone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = subprocess.run(
            [*FAXUN, "serve", "--no-demo"],
            cwd=ROOT,
            env=environ(home, PORT=str(port), DATABASE_URL=clone()),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    assert answer.returncode == 1
    assert f"端口 {port} 已被占用" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_that_is_away_is_one_sentence(home):
    answer = subprocess.run(
        [*FAXUN, "serve"],
        cwd=ROOT,
        env=environ(home, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert answer.returncode == 1
    assert "无法连接数据库" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unsafe_setting_is_one_sentence(home):
    answer = subprocess.run(
        [*FAXUN, "serve"],
        cwd=ROOT,
        env=environ(home, FAXUN_MODE="production"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert answer.returncode == 1
    assert "FAXUN_SECRET" in answer.stderr
