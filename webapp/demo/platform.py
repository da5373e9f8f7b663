"""A platform of its own for a demonstration (独立平台): home, database, server and workers."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from documents import worker
from engine import clock
from engine.clock import FileClock
from webapp import database
from webapp.accounts import tokens
from webapp.accounts.logbook import wall_clock
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.config import ROOT, Mode, Settings, load
from webapp.database import db, transaction
from webapp.demo.loader import load_reference
from webapp.procedures import operations as procedures

READY_SECONDS = 90
STOP_SECONDS = 40


class NotReady(Exception):
    """The server did not come up."""


@dataclass
class Platform:
    """Where it lives and how to reach it."""

    home: Path
    url: str
    port: int
    workers: int = 1
    web_workers: int = 2
    tokens: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    @property
    def clock(self) -> FileClock:
        """Return the movable clock that server and workers read."""
        return FileClock(self.home / "clock")

    @property
    def environ(self) -> Mapping[str, str]:
        """Return the environment of every program of the platform."""
        return {
            **os.environ,
            "FAXUN_MODE": "demo",
            "FAXUN_HOME": str(self.home),
            "FAXUN_CLOCK": str(self.home / "clock"),
            "FAXUN_FONTS": str(worker.fonts_folder().resolve()),
            "LD_LIBRARY_PATH": worker.library_path(),
            "FAXUN_JOB_WORKERS": str(self.workers),
            "FAXUN_WEB_WORKERS": str(self.web_workers),
            "DATABASE_URL": self.url,
            "PORT": str(self.port),
        }

    @property
    def settings(self) -> Settings:
        """Return the settings of this process for the same platform."""
        return replace(load(self.environ), mode=Mode.DEMO)

    def move(self, at: datetime) -> None:
        """Set the clock of the platform."""
        self.clock.move(at - clock.real())

    def furnish(self, at: datetime) -> None:
        """Make the tables, load the reference records, publish, give everybody a token."""
        self.move(at)
        database.migrate(self.url)
        app = create_app(self.settings)
        with app.app_context():
            load_reference()
            with transaction() as session:
                procedures.publish_shipped(clock.now())
                for account in session.scalars(sa.select(Account)):
                    life = timedelta(days=7)
                    _, secret = tokens.issue_token(account, "演示", wall_clock(), life)
                    self.tokens[account.login] = secret
            db.session.remove()
            db.engine.dispose()
        clock.set_source(None)

    def start(self) -> None:
        """Start web server and workers and wait until they serve."""
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "webapp.cli", "serve", "--no-demo"],
                env=dict(self.environ),
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until_ready()

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until pages are served."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.server is not None and self.server.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        log = (self.home / "server.log").read_text(encoding="utf-8", errors="replace")
        raise NotReady(f"演示服务没有就绪：\n{log[-3000:]}")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `faxun` on this platform."""
        return subprocess.run(
            [sys.executable, "-m", "webapp.cli", *command],
            env=dict(self.environ),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self) -> None:
        """Stop web server and workers."""
        if self.server is None or self.server.poll() is not None:
            return
        self.server.terminate()
        try:
            self.server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()


@contextmanager
def fresh(at: datetime, *, workers: int = 1, keep: bool = False) -> Iterator[Platform]:
    """Yield a furnished platform that serves, and take it down afterwards."""
    home = Path(tempfile.mkdtemp(prefix="faxun-demo-"))
    try:
        with database.provide(Settings(home=home)) as url:
            platform = Platform(home, url, free_port(), workers)
            platform.furnish(at)
            try:
                platform.start()
                yield platform
            finally:
                platform.stop()
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """Return a port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
