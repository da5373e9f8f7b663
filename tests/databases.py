"""Databases for tests: a migrated template, clones of it, used again once they are empty.

Making and dropping a database costs more than emptying one, so a clone goes back to the pool when
its test is over: if its tables still have the template's shape, whatever rows it has are removed.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from webapp import database
from webapp.config import ROOT

SERVER = ROOT / ".faxun" / "test-postgres"
PREFIX = "faxun_test"

SHAPE = """
select md5(string_agg(line, e'\\n' order by line)) from (
    select concat_ws(' ', 'relation', relname, relkind, relacl) as line
    from pg_class where relnamespace = 'public'::regnamespace
    union all
    select concat_ws(' ', 'column', attrelid::regclass, attname, atttypid, attnotnull, attisdropped)
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and attnum > 0
    union all
    select concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled) from pg_trigger
    where not tgisinternal
    union all
    select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select concat_ws(' ', 'function', oid::regprocedure, md5(prosrc)) from pg_proc
    where pronamespace = 'public'::regnamespace
) as lines
"""

TABLES = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and not relispartition and relname <> 'alembic_version'
"""


class Pool:
    """The databases of one test process (测试数据库)."""

    def __init__(self, url: str):
        self.url = url
        self._numbers = count()
        self._free: list[str] = []
        self._all: list[str] = []
        self._template = self._migrated()
        with _connected(with_database(url, self._template)) as connection:
            self._shape = _scalar(connection, SHAPE)
            self._is_seeded = bool(_full_tables(connection))

    def take(self) -> str:
        """Return the name of a migrated database without rows."""
        if self._free:
            return self._free.pop()
        name = f"{PREFIX}_{os.getpid()}_{next(self._numbers)}"
        with _connected(self.url) as admin:
            _create(admin, name, self._template)
        self._all.append(name)
        return name

    def give_back(self, name: str) -> None:
        """Empty a database for the next test, or drop it when it is no longer like the others."""
        try:
            with _connected(with_database(self.url, name)) as connection:
                connection.execute("set lock_timeout = '5s'")
                reusable = not self._is_seeded and _scalar(connection, SHAPE) == self._shape
                if reusable:
                    _empty(connection)
        except psycopg.Error:
            reusable = False
        if reusable:
            self._free.append(name)
        else:
            self._drop(name)

    def close(self) -> None:
        """Drop every database of this process."""
        for name in list(self._all):
            self._drop(name)

    def _drop(self, name: str) -> None:
        with _connected(self.url) as admin:
            _drop(admin, name)
        self._all.remove(name)

    def _migrated(self) -> str:
        """Return the template for the present migrations; the first process to come makes it."""
        digest = hashlib.sha256(version("procrastinate").encode())
        for path in sorted((ROOT / "migrations").rglob("*.py")):
            digest.update(path.read_bytes())
        name = f"faxun_template_{digest.hexdigest()[:16]}"
        SERVER.mkdir(parents=True, exist_ok=True)
        with (SERVER / "template").open("w") as lock, _connected(self.url) as admin:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _drop_forgotten(admin)
            found = admin.execute("select 1 from pg_database where datname = %s", [name])
            if found.fetchone() is None:
                half = f"{name}_building"
                _drop(admin, half)
                _create(admin, half, "template1")
                database.migrate(with_database(self.url, half))
                admin.execute(_names("alter database {} rename to {}", half, name))
        return name


def with_database(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    host, user = str(parts.get("host", "localhost")), parts.get("user", "postgres")
    if host.startswith("/"):
        return f"postgresql://{user}@/{name}?host={host}"
    password = f":{parts['password']}" if parts.get("password") else ""
    return f"postgresql://{user}{password}@{host}:{parts.get('port', 5432)}/{name}"


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def _scalar(connection: psycopg.Connection[Any], query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _names(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*(sql.Identifier(name) for name in names))


def _create(admin: psycopg.Connection[Any], name: str, template: str) -> None:
    admin.execute(_names("create database {} template {}", name, template))


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(_names("drop database if exists {} with (force)", name))


def _full_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the tables that have rows."""
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    questions = [_names("exists (select 1 from {})", name) for name in tables]
    answers = connection.execute(sql.SQL("select ") + sql.SQL(", ").join(questions)).fetchone()
    return [name for name, full in zip(tables, answers or (), strict=True) if full]


def _empty(connection: psycopg.Connection[Any]) -> None:
    """Remove every row, however it is guarded."""
    full = sql.SQL(", ").join(sql.Identifier(name) for name in _full_tables(connection))
    if full.as_string():
        connection.execute(sql.SQL("truncate {} restart identity cascade").format(full))


def _drop_forgotten(admin: psycopg.Connection[Any]) -> None:
    """Drop the databases of runs that were killed."""
    query = "select datname from pg_database where starts_with(datname, %s)"
    for (name,) in admin.execute(query, [PREFIX]).fetchall():
        process = name.removeprefix(f"{PREFIX}_").split("_")[0]
        if not Path(f"/proc/{process}").exists():
            _drop(admin, name)
