"""The database: base of all models, one transaction per write, migrations, the embedded server."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import alembic.command
import alembic.config
import orjson
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Session

from webapp.config import ROOT, Settings
from webapp.postgres import EmbeddedPostgres

R = TypeVar("R")

DATABASE = "faxun"
APP_ROLE = "faxun_app"
"""The application works as this role; only migrations run as the owner of the tables."""

TRIES = 4
"""How often a write is begun before its failure is told."""

NOT_PERMITTED = "42501"
ROLE_WANTED = (
    "数据库账号权限不足，升级已全部撤回。请让数据库管理员执行 create role {role} nologin; "
    "grant {role} to 该账号; 并确认该账号是数据库的所有者，然后重试。"
)

UNDONE = frozenset({"40001", "40P01"})
"""SQLSTATEs of a transaction undone for the sake of others: serialization failure, deadlock."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class TransactionOpen(RuntimeError):
    """A write was begun inside another one: views commit, operations do not."""


class MigrationRefused(Exception):
    """The owner of the database may not make the role that the application works as."""


class Base(DeclarativeBase):
    """Base of every model: times are aware, money is Decimal, enums are stored by name."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy declares it so
        datetime: sa.DateTime(timezone=True),
        Decimal: sa.Numeric(18, 2),
        Enum: sa.Enum(Enum, native_enum=False, length=40, create_constraint=False),
        str: sa.Text(),
        bytes: sa.LargeBinary(),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: ARRAY(sa.Text()),
    }


db = SQLAlchemy(metadata=Base.metadata)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit everything written inside, or nothing (一个操作一个事务)."""
    session = db.session()
    if session.info.get("writing"):
        raise TransactionOpen("transaction() does not nest")
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


def carry_out(run: Callable[[], R]) -> R:
    """Run a write in a transaction of its own, again when the database undid it for others' sake.

    Nothing of an undone transaction remains, so that beginning afresh does everything once.
    """
    for _ in range(TRIES - 1):
        try:
            with transaction():
                return run()
        except DBAPIError as error:
            if not is_undone(error):
                raise
    with transaction():
        return run()


def is_undone(error: BaseException) -> bool:
    """Tell whether the database undid a transaction for the sake of another (死锁)."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in UNDONE


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the application as the restricted role."""
    if settings.database_url is None:
        raise RuntimeError("init_app() needs an address: call provide() first")
    app.config["SQLALCHEMY_DATABASE_URI"] = sqlalchemy_url(settings.database_url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_pre_ping": True,
        "pool_timeout": 10,
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
        "connect_args": dict(connection_options()),
    }
    db.init_app(app)


def connection_options() -> Mapping[str, Any]:
    """Return what every connection of the application is opened with."""
    return {"options": f"-c role={APP_ROLE} -c timezone=Asia/Shanghai", "connect_timeout": 5}


def sqlalchemy_url(url: str) -> str:
    """Name our driver in a PostgreSQL address."""
    return url.replace("postgres://", "postgresql://", 1).replace(
        "postgresql://", "postgresql+psycopg://", 1
    )


def libpq_url(url: str) -> str:
    """Return the address as PostgreSQL's own programs understand it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def provide(settings: Settings) -> Iterator[str]:
    """Yield the address of the database, starting the embedded server when none is set."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    server = EmbeddedPostgres(settings.home / "postgres").start()
    try:
        ensure_database(server.url(), DATABASE)
        yield server.url(DATABASE)
    finally:
        server.stop()


def ensure_database(admin_url: str, name: str) -> None:
    """Create a database unless it exists."""
    engine = sa.create_engine(sqlalchemy_url(admin_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        query = sa.text("select 1 from pg_database where datname = :name")
        if connection.scalar(query, {"name": name}) is None:
            connection.exec_driver_sql(f'create database "{name}"')
    engine.dispose()


def migrate(url: str, revision: str = "heads") -> None:
    """Bring the tables up to date as their owner (升级数据库结构)."""
    engine = sa.create_engine(
        sqlalchemy_url(url), poolclass=sa.NullPool, connect_args={"connect_timeout": 5}
    )
    with engine.connect() as connection:
        # Two starting at once: the second waits and then finds nothing to do.
        connection.execute(sa.text("select pg_advisory_lock(20260115)"))
        connection.commit()
        configuration = alembic_config()
        configuration.attributes["connection"] = connection
        try:
            alembic.command.upgrade(configuration, revision)
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) != NOT_PERMITTED:
                raise
            raise MigrationRefused(ROLE_WANTED.format(role=APP_ROLE)) from error


def alembic_config() -> alembic.config.Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    configuration = alembic.config.Config()
    configuration.set_main_option("script_location", str(ROOT / "migrations"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def insert_only(*tables: str) -> list[str]:
    """Return the statements that keep the application from changing rows (只增不改).

    For migrations: ``for sql in insert_only("step"): op.execute(sql)``.
    """
    return [f'revoke update, delete on "{table}" from {APP_ROLE}' for table in tables]


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()
