"""A small process supervisor: web server and workers side by side, stopped together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import FrameType

import click

from webapp.config import PRODUCT, TITLE, Settings

GRACE_SECONDS = 25
"""How long everything may take to finish what it is doing."""

BURST = 5
BURST_SECONDS = 20
"""A program that ends this often in so short a time will not recover by itself."""

PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """The platform cannot be served here."""


@dataclass
class Program:
    """One program that must keep running, or run to its end once."""

    name: str
    command: list[str]
    runs_once: bool = False
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self, environ: Mapping[str, str]) -> None:
        """Start it, in a session of its own, to end when we end."""
        now = time.monotonic()
        self.starts = [*(at for at in self.starts if now - at < BURST_SECONDS), now]
        if len(self.starts) > BURST:
            raise ServerError(f"{self.name}反复退出，已停止。原因见上面的日志。")
        self.process = subprocess.Popen(
            self.command, env=dict(environ), start_new_session=True, preexec_fn=_end_with_parent
        )

    def has_ended(self) -> bool:
        """Tell whether it is no longer running."""
        return self.process is None or self.process.poll() is not None

    def is_missing(self) -> bool:
        """Tell whether it has ended but should run."""
        return self.has_ended() and not self.runs_once


def run(
    settings: Settings, introduction: Iterable[str] = (), beside: Iterable[Program] = ()
) -> int:
    """Serve until a signal comes, with some programs beside; return the exit code."""
    _check_port(settings)
    environ = {**os.environ, "DATABASE_URL": settings.database_url or ""}
    programs = [Program("网页服务", _web_command(settings))]
    programs += [Program("后台任务", command("worker")) for _ in range(settings.job_workers)]
    stop = _Stop()
    code = 0
    try:
        for program in programs:
            program.start(environ)
        _announce(settings, stop, introduction)
        for program in beside:
            programs.append(program)
            program.start(environ)
        while not stop.wanted:
            for program in programs:
                if program.is_missing():
                    click.echo(f"{program.name}退出，正在重新启动。", err=True)
                    program.start(environ)
            time.sleep(0.2)
    except ServerError as error:
        click.echo(str(error), err=True)
        code = 1
    finally:
        _end(programs)
    return code


class _Stop:
    """Remembers that a signal asked to stop."""

    def __init__(self) -> None:
        self.wanted = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.wanted = True


def command(*words: str) -> list[str]:
    """Return how a command of `faxun` is started as a program of its own."""
    return [sys.executable, "-m", "webapp.cli", *words]


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "webapp.app:create_app()",
        f"--bind={settings.host}:{settings.port}",
        f"--workers={settings.web_workers}",
        "--worker-class=gthread",
        "--threads=8",
        "--timeout=60",
        "--graceful-timeout=20",
        "--preload",
        "--log-level=warning",
    ]


def _announce(settings: Settings, stop: _Stop, introduction: Iterable[str]) -> None:
    """Wait until pages are served, then say where and as whom to enter."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host
    address = f"http://{host}:{settings.port}"
    deadline = time.monotonic() + 60
    while not stop.wanted:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                break
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > deadline:
                raise ServerError("网页服务在 60 秒内没有就绪，原因见上面的日志。") from error
            time.sleep(0.1)
    if stop.wanted:
        return
    click.echo(f"{PRODUCT} {TITLE}已就绪：{address}")
    for line in introduction:
        click.echo(line)
    click.echo("按 Ctrl-C 停止。")
    sys.stdout.flush()


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError:
            raise ServerError(
                f"没有权限使用端口 {settings.port}，请用 PORT 指定 1024 以上的端口。"
            ) from None
        except OSError:
            raise ServerError(
                f"端口 {settings.port} 已被占用，请停止占用它的程序，或用 PORT=其他端口 启动。"
            ) from None


def _end(programs: list[Program]) -> None:
    running = [p.process for p in programs if p.process is not None and p.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """Ask the kernel to end this program when the supervisor is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
