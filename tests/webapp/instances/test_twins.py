"""The store on PostgreSQL and its twin in memory: told the same, they hold the same.

Along the way the saved state is compared with the library's own serializer.
"""

import json
import random
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine import clock, codec
from engine.errors import EngineError
from engine.runner import Engine
from engine.store import MemoryStore
from tests.engine.library_json import from_json, to_json
from tests.engine.samples import SAMPLES, shipped
from tests.engine.walking import NOON, ROUTES
from webapp.database import db, transaction
from webapp.instances.models import InstanceState, StepRecord, TimerState, TodoRecord, TodoState
from webapp.instances.models import Timer as TimerRow
from webapp.instances.rows import step_of
from webapp.instances.store import SqlStore
from webapp.instances.values import Actor, Opening, Place
from webapp.procedures import queries as procedures

INSTANCE = UUID("6a1f8f0e-6f4e-4a57-9a43-0c9f6f1d2b11")
ACTOR = Actor(7, "officer", 5)
BY = {"actor": "7", "role": "officer", "body": "5"}


class Twins:
    """Two engines that are told the same, one of them on PostgreSQL."""

    def __init__(self, version):
        self.version = procedures.version(version.id)
        self.memory = MemoryStore()
        self.opening = Opening(Place(1, 5, "/5/"), version.key, version.title)
        self.at = NOON
        values = {name: values[0] for name, values in ROUTES.items()}
        self.tell("start", self.version, INSTANCE, routing=values)

    def tell(self, command, *arguments, **order):
        """Give both the same command; they do the same or refuse alike."""
        self.at += timedelta(hours=5)
        results = []
        with clock.fixed(self.at):
            for store in (self.memory, None):
                try:
                    results.append(self._run(store, command, arguments, order))
                except EngineError as error:
                    results.append(type(error))
        assert results[0] == results[1]
        self.compare()

    def _run(self, store, command, arguments, order):
        versions = {self.version.id: self.version}.__getitem__
        if store is not None:
            engine = Engine(store, versions)
            return getattr(engine, command)(*arguments, **{**BY, **order})
        with transaction() as session:
            engine = Engine(SqlStore(session, ACTOR, opening=self.opening), versions)
            return getattr(engine, command)(*arguments, **{**BY, **order})

    def compare(self):
        """Compare state, steps, to-dos and timers of both."""
        session = db.session()
        session.expire_all()
        here = self.memory.instances[INSTANCE]
        state = session.get(InstanceState, INSTANCE)
        steps = session.scalars(sa.select(StepRecord).order_by(StepRecord.seq)).all()
        open_todos = sa.select(TodoRecord.id).where(TodoRecord.state == TodoState.OPEN)
        waiting = sa.select(TimerRow.key).where(TimerRow.state == TimerState.WAITING)
        assert (state.ver, state.blob) == (here.ver, here.blob)
        assert [step_of(step) for step in steps] == self.memory.trajectory[INSTANCE]
        assert set(session.scalars(open_todos)) == set(self.memory.todos)
        assert set(session.scalars(waiting)) == set(self.memory.timers)
        self._compare_with_library(state.blob)
        session.rollback()

    def _compare_with_library(self, blob):
        mine = codec.load(blob, self.version.specs, INSTANCE)
        text = to_json(codec.load(blob, self.version.specs, INSTANCE))
        other = from_json(text, self.version.specs, INSTANCE)
        assert json.loads(to_json(other)) == json.loads(text)
        assert set(other.event_manager.tasks) == set(mine.event_manager.tasks)

    def step(self, choose):
        """Do one thing at random; tell whether there was one to do."""
        todos = sorted(self.memory.todos.values(), key=lambda todo: str(todo.id))
        timers = sorted(self.memory.timers.values(), key=lambda timer: str(timer.key))
        if not todos and not timers:
            return False
        thing = choose.choice([*todos, *timers])
        changed = choose.sample(sorted(ROUTES), 3)
        routing = {name: choose.choice(ROUTES[name]) for name in changed}
        if thing in timers:
            self.tell("wake", INSTANCE, thing.key)
        elif choose.random() < 0.15 and thing.returns:
            self.tell("send_back", thing.id, INSTANCE, choose.choice(thing.returns))
        elif choose.random() < 0.05:
            self.tell("suspend", INSTANCE)
            self.tell("resume", INSTANCE)
        else:
            self.tell("complete", thing.id, INSTANCE, routing=routing)
        return True


def walk(twins, seed, steps=40):
    choose = random.Random(seed)
    for _ in range(steps):
        if not twins.step(choose):
            return


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_both_stores_hold_the_same(desk, name):
    walk(Twins(desk.publish(SAMPLES[name]())), seed=len(name))


@pytest.mark.parametrize("seed", range(3))
def test_both_stores_hold_the_same_along_the_penalty_procedure(desk, seed):
    walk(Twins(desk.publish(shipped(), main="penalty", key="penalty")), seed, steps=80)
