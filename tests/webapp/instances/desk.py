# ruff: noqa: D102 - short names for what people do
"""An office in small: publish a sample, start it, complete its to-dos, look at the rows."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import sqlalchemy as sa

from engine import clock
from engine.procedure import Procedure
from tests.factories import make_body, make_officer
from webapp.database import db, transaction
from webapp.instances import operations, todos
from webapp.instances.models import Instance, InstanceState, StepRecord, TodoRecord, TodoState
from webapp.instances.values import Actor, Entry, Place
from webapp.procedures import operations as procedures
from webapp.procedures.bundle import Bundle


class Desk:
    """One body with two officers, and what they do; every method is a transaction of its own."""

    def __init__(self, app):
        self.app = app
        with transaction():
            body = make_body()
            names = ("陈伟", "李娜")
            self.officers = [make_officer(body, "officer_lead", name=name).id for name in names]
            self.body, self.path = body.id, body.path
        self.actor = self.who(0)

    def who(self, number):
        return Actor(self.officers[number], "officer", self.body)

    def place(self, matter_id=1):
        return Place(matter_id, self.body, self.path)

    def publish(self, files, main="main", key="sample", menu=""):
        """Keep a version without forms and documents, as a sample has none."""
        procedure = Procedure(key, "样例流程", main, files, menu)
        bundle = Bundle({name: xml.decode() for name, xml in files.items()}, {}, {})
        with transaction():
            version = procedures.keep(procedure, bundle, clock.now())
        db.session.refresh(version)
        db.session.expunge(version)
        return version

    def start(self, version, matter_id=1, **order):
        order = {"is_main": not version.menu, **order}
        with transaction():
            return operations.start(version, self.place(matter_id), self.actor, **order).instance

    def todo(self, instance, node):
        query = sa.select(TodoRecord).where(
            TodoRecord.instance_id == instance,
            TodoRecord.node == node,
            TodoRecord.state == TodoState.OPEN,
        )
        todo = db.session.scalars(query).one()
        db.session.expunge(todo)
        return todo

    def complete(self, instance, node, actor=None, values=None, **order):
        entry = None if values is None else Entry(values, "shared/approval")
        with transaction():
            todo = self.todo(instance, node)
            return operations.complete(todo, actor or self.actor, entry, **order)

    def open(self, instance):
        with self.reading():
            return sorted(todo.node for todo in todos.open_todos(instance))

    def instance(self, id):
        with self.reading() as session:
            return session.get(Instance, id)

    def state(self, id):
        with self.reading() as session:
            return session.get(InstanceState, id)

    def steps(self, id):
        with self.reading() as session:
            query = sa.select(StepRecord).where(StepRecord.instance_id == id)
            return session.scalars(query.order_by(StepRecord.seq)).all()

    def count(self, table):
        with self.reading() as session:
            return session.scalar(sa.text(f'select count(*) from "{table}"'))

    @contextmanager
    def reading(self):
        """Read fresh rows and keep them afterwards."""
        session = db.session()
        session.expire_all()
        yield session
        session.expunge_all()
        session.rollback()

    def race(self, calls):
        """Run calls in threads of their own, all at once; return results or errors in order."""
        barrier = Barrier(len(calls))

        def run(call):
            with self.app.app_context():
                try:
                    db.session.execute(sa.text("select 1"))  # the connection is there
                    barrier.wait(30)
                    with transaction():
                        return call()
                except Exception as error:  # the test looks at it
                    return error
                finally:
                    db.session.remove()

        with self.unpooled(), ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    @contextmanager
    def unpooled(self):
        """Give every thread a connection of its own, however many there are."""
        engines, pooled = db.engines, db.engine
        options = {**self.app.config["SQLALCHEMY_ENGINE_OPTIONS"], "poolclass": sa.NullPool}
        options.pop("pool_timeout"), options.pop("pool_pre_ping")
        engines[None] = sa.create_engine(pooled.url, **options)
        try:
            yield
        finally:
            engines[None] = pooled
