"""One transaction per write, the restricted role, migrations that agree with the models."""

import importlib
import shutil
import threading
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from tests.databases import with_database
from tests.factories import LONG_AGO, make_account, make_body
from webapp import database
from webapp.accounts.models import Account
from webapp.database import (
    APP_ROLE,
    MigrationRefused,
    TablesDiffer,
    TransactionOpen,
    db,
    transaction,
)
from webapp.numbers.models import NumberSeries

NEXT = sa.text("update number_series set last = last + 1 where series = :series")


def accounts() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Account))


def fail_halfway():
    with transaction():
        make_account(login="lost")
        raise RuntimeError("halfway")


def test_a_transaction_keeps_all_or_nothing(own_app):
    with transaction():
        make_account(login="kept")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()

    db.session.remove()
    assert accounts() == 1


def test_transactions_do_not_nest(app):
    with pytest.raises(TransactionOpen), transaction(), transaction():
        pass


def test_a_request_reads_once_until_what_it_read_may_have_changed(app):
    read = database.once(Account)(accounts)

    with app.test_request_context():
        db.session.begin_nested()
        before = read()
        unseen = sa.insert(Account.__table__).values(
            login="unseen", name="陈伟", password_hash="", password_changed_at=LONG_AGO
        )
        db.session.connection().execute(unseen)
        make_body()  # a flush of other tables
        assert read() == before

        make_account(login="seen")
        assert read() == before + 2

        db.session.connection().execute(unseen.values(login="unseen too"))
        database.forget()
        assert read() == before + 3
        db.session.rollback()


def test_what_was_read_inside_a_savepoint_is_forgotten_with_it(app):
    read = database.once(Account)(accounts)

    with app.test_request_context():
        before = read()
        point = db.session.begin_nested()
        make_account(login="undone")
        assert read() == before + 1
        point.rollback()

        assert read() == before


def test_a_transaction_can_follow_one_that_failed(app):
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError

    with transaction():
        make_account()

    assert accounts() == 1


def test_writes_that_wait_for_each_other_both_happen_once(own_app):
    """Each holds one counter and asks for the other's: the database undoes one of them."""
    with transaction() as session:
        body = make_body()
        for word in "ab":
            session.add(NumberSeries(body_id=body.id, series=word, year=2026, last=0))
    gate, tries, failures = threading.Barrier(2), [], []

    def count_both(first, second):
        def write():
            tries.append(first)
            db.session.execute(NEXT, {"series": first})
            if tries.count(first) == 1:
                gate.wait()
            db.session.execute(NEXT, {"series": second})

        with own_app.app_context():
            try:
                database.carry_out(write)
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=count_both, args=pair) for pair in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(tries) >= 3, "one of them was begun again, perhaps twice"
    assert db.session.scalars(sa.text("select last from number_series")).all() == [2, 2]


def test_what_is_wrong_by_itself_is_not_tried_again(app):
    tries = []

    def write():
        tries.append(1)
        db.session.execute(sa.text("select 1 / 0"))

    with pytest.raises(sa.exc.DataError):
        database.carry_out(write)

    assert len(tries) == 1


def test_the_application_works_as_the_restricted_role(app):
    role = db.session.scalar(sa.text("select current_user"))

    assert role == database.APP_ROLE
    with pytest.raises(sa.exc.ProgrammingError, match="must be owner"):
        db.session.execute(sa.text("drop table account"))


def test_the_tables_are_those_of_the_models(clone):
    for path in sorted((database.ROOT / "webapp").glob("*/models.py")):
        importlib.import_module(f"webapp.{path.parent.name}.models")

    database.check_tables(clone())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("alter table account add column nickname text", "nickname"),
        ("alter table account drop column name", "name"),
        ("create table forgotten (id integer primary key)", "forgotten"),
        ("create index ix_forgotten on account (name)", "ix_forgotten"),
        ("alter table account alter column name type integer using 0", "INTEGER"),
    ],
)
def test_tables_that_differ_from_the_models_are_named(clone, change, named):
    url = clone()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(change)

    with pytest.raises(TablesDiffer, match=named):
        database.check_tables(url)


@pytest.fixture
def copied_migrations(monkeypatch, tmp_path):
    """Let revisions be written into a copy of the migrations; return its folder of versions."""
    shutil.copytree(database.ROOT / "migrations", tmp_path / "migrations")
    monkeypatch.setattr(database, "ROOT", tmp_path)
    return tmp_path / "migrations" / "versions"


def test_a_revision_without_changes_drops_nothing(clone, copied_migrations):
    database.write_revision(clone(), "nothing", "9999_nothing")

    written = (copied_migrations / "9999_nothing_nothing.py").read_text()
    assert "op." not in written.replace("from alembic import op", "")


def test_a_revision_holds_the_change_and_no_partition(clone, copied_migrations):
    url = clone()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute("alter table account drop column name")

    database.write_revision(url, "name", "9999_name")

    written = (copied_migrations / "9999_name_name.py").read_text()
    upgrade = written[written.index("def upgrade") : written.index("def downgrade")]
    assert "op.add_column('account', sa.Column('name'" in upgrade
    assert "drop_table" not in written


def test_migrations_form_one_line():
    script = ScriptDirectory.from_config(database.alembic_config())

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrating_twice_changes_nothing(clone):
    url = clone()

    database.migrate(url)
    database.migrate(url)


@pytest.fixture
def plain_owner(databases):
    """Yield the server and the address of a database whose owner may make no roles."""
    name = f"plain_{uuid4().hex[:12]}"
    with closing(psycopg.connect(databases.url, autocommit=True)) as server:
        server.execute(f'create role "{name}" login'.encode())
        server.execute(f'create database "{name}" owner "{name}"'.encode())
        address = with_database(databases.url, name).replace("postgres@", f"{name}@")
        yield server, name, address
        server.execute(f'drop database "{name}" with (force)'.encode())
        server.execute(f'drop role "{name}"'.encode())


def test_an_owner_who_may_make_no_roles_is_told_what_to_ask_for(plain_owner):
    server, name, address = plain_owner

    with pytest.raises(MigrationRefused, match=r"create role faxun_app.+grant faxun_app"):
        database.migrate(address)
    server.execute(f'grant {APP_ROLE} to "{name}"'.encode())
    database.migrate(address)

    with closing(psycopg.connect(address, options=f"-c role={APP_ROLE}")) as connection:
        assert connection.execute("select count(*) from account").fetchone() == (0,)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_every_spelling_of_an_address_names_our_driver(given, expected):
    assert database.sqlalchemy_url(given) == expected
    assert database.libpq_url(expected) == "postgresql://u@h/d"
