"""A workflow kept warm is the one that would be restored: both engines save the same bytes."""

import random
from datetime import timedelta
from uuid import UUID

import pytest

from engine import clock
from engine.errors import ConditionFailed, EngineError
from engine.procedure import ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from engine.warm import Warm
from tests.engine.samples import SAMPLES, shipped
from tests.engine.walking import NOON, ROUTES

SHIPPED = shipped()
INSTANCE = UUID("6a1f8f0e-6f4e-4a57-9a43-0c9f6f1d2b11")
BY = {"actor": "wang", "role": "officer", "body": "b1"}


class Twin:
    """Two engines on stores of their own that are told the same."""

    def __init__(self, files, main):
        version = ProcedureVersion(7, main, 1, "测试流程", main, files)
        self.warm = Warm()
        self.at = NOON
        self.engines = [
            Engine(MemoryStore(), {7: version}.__getitem__, warm=warm) for warm in (None, self.warm)
        ]
        values = {name: values[0] for name, values in ROUTES.items()}
        self.tell("start", version, INSTANCE, routing=values)

    @property
    def store(self):
        """Return the store of the cold one."""
        return self.engines[0].store

    def tell(self, command, *arguments, **order):
        """Give both the same command; they do the same or refuse alike."""
        self.at += timedelta(hours=5)
        results = []
        for engine in self.engines:
            with clock.fixed(self.at):
                try:
                    results.append(getattr(engine, command)(*arguments, **{**BY, **order}))
                except EngineError as error:
                    results.append(type(error))
        assert results[0] == results[1]
        cold, warm = (engine.store.instances[INSTANCE] for engine in self.engines)
        assert warm == cold
        return results[0]

    def step(self, choose):
        """Do one thing at random; tell whether there was one to do."""
        store = self.store
        todos = sorted(store.todos.values(), key=lambda todo: str(todo.id))
        timers = sorted(store.timers.values(), key=lambda timer: str(timer.key))
        if not todos and not timers:
            return False
        thing = choose.choice([*todos, *timers])
        if thing in timers:
            self.tell("wake", INSTANCE, thing.key)
            return True
        changed = choose.sample(sorted(ROUTES), 3)
        routing = {name: choose.choice(ROUTES[name]) for name in changed}
        done = [todo for todo, step in store.closed_by.items() if step.kind.name == "COMPLETE"]
        kind = choose.random()
        if kind < 0.15 and thing.returns:
            self.tell("send_back", thing.id, INSTANCE, choose.choice(thing.returns))
        elif kind < 0.2 and done:
            self.tell("withdraw", done[-1], INSTANCE)
        elif kind < 0.23:
            self.tell("suspend", INSTANCE)
            self.tell("resume", INSTANCE)
        else:
            self.tell("complete", thing.id, INSTANCE, routing=routing)
        return True


def walk(twin, seed):
    choose = random.Random(seed)
    for _ in range(80):
        if not twin.step(choose):
            break


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SAMPLES)
def test_warm_and_cold_save_the_same_bytes(name, seed):
    walk(Twin(SAMPLES[name](), "main"), seed)


@pytest.mark.parametrize("main", sorted(SHIPPED))
def test_warm_and_cold_save_the_same_bytes_on_shipped_processes(main):
    walk(Twin(SHIPPED, main), len(main))


def test_a_command_that_failed_leaves_nothing_warm():
    twin = Twin(SAMPLES["sequence"](), "main")
    (todo,) = twin.store.todos.values()

    def refuse(advance):
        raise ConditionFailed("main", "a", "", "不行")

    assert len(twin.warm) == 1
    twin.tell("complete", todo.id, INSTANCE, prepare=refuse)
    assert len(twin.warm) == 0

    twin.tell("complete", todo.id, INSTANCE)
    assert len(twin.warm) == 1


def test_a_state_saved_elsewhere_is_restored_not_taken():
    twin = Twin(SAMPLES["sequence"](), "main")
    cold, warm = twin.engines
    (todo,) = twin.store.todos.values()
    with clock.fixed(twin.at + timedelta(days=1)):
        cold.complete(todo.id, INSTANCE, **BY)
    warm.store = cold.store

    with clock.fixed(twin.at + timedelta(days=2)):
        advance = warm.complete(next(iter(cold.store.todos)), INSTANCE, **BY)

    assert advance.ver == 3
    assert [step.node for step in cold.store.steps(INSTANCE)] == ["", "a", "b"]


def test_only_so_many_are_kept():
    version = ProcedureVersion(7, "main", 1, "测试流程", "main", SAMPLES["sequence"]())
    warm = Warm(most=3)
    engine = Engine(MemoryStore(), {7: version}.__getitem__, warm=warm)

    for number in range(5):
        engine.start(version, UUID(int=number + 1), **BY)

    assert len(warm) == 3


def test_an_instance_that_is_over_is_not_kept():
    twin = Twin(SAMPLES["sequence"](), "main")

    twin.tell("halt", INSTANCE)

    assert len(twin.warm) == 0
