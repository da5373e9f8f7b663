"""One transaction per write, the restricted role, migrations that agree with the models."""

import importlib

import alembic.autogenerate
import alembic.migration
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from tests.factories import make_account
from webapp import database, wiring
from webapp.accounts.models import Account
from webapp.database import TransactionOpen, db, transaction


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


def test_a_transaction_can_follow_one_that_failed(app):
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError

    with transaction():
        make_account()

    assert accounts() == 1


def test_the_application_works_as_the_restricted_role(app):
    role = db.session.scalar(sa.text("select current_user"))

    assert role == database.APP_ROLE
    with pytest.raises(sa.exc.ProgrammingError, match="must be owner"):
        db.session.execute(sa.text("drop table account"))


def test_the_tables_are_those_of_the_models(clone):
    for path in sorted((database.ROOT / "webapp").glob("*/models.py")):
        importlib.import_module(f"webapp.{path.parent.name}.models")
    engine = sa.create_engine(database.sqlalchemy_url(clone()), poolclass=sa.NullPool)
    with engine.connect() as connection:
        partitions = set(
            connection.scalars(sa.text("select relname from pg_class where relispartition"))
        )

        def is_ours(name, kind, parents):
            return name not in partitions and not str(name).startswith("procrastinate_")

        context = alembic.migration.MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_ours}
        )
        differences = alembic.autogenerate.compare_metadata(context, wiring.metadata())

    assert differences == []


def test_migrations_form_one_line():
    script = ScriptDirectory.from_config(database.alembic_config())

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrating_twice_changes_nothing(clone):
    url = clone()

    database.migrate(url)
    database.migrate(url)


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
