"""The case of the benchmark still runs to the archive, and every step has a name in the peer."""

from uuid import uuid4

from engine.instance import Status
from engine.procedure import ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from tests.benchmarks.case import BEFORE, COUNTED, PATH, ROUND, names, procedure
from tests.benchmarks.contenders import Product, Rework


def handled(path):
    """Handle a path in memory; return the status it comes to and what is open then."""
    version = ProcedureVersion.of(procedure())
    store, instance = MemoryStore(), uuid4()
    engine = Engine(store, lambda id: version)
    engine.start(version, instance)
    for node, routing in path:
        todo = next(todo for todo in store.todos.values() if todo.node == node)
        engine.complete(todo.id, instance, routing=routing)
    return store.instances[instance].status, [todo.node for todo in store.todos.values()]


def test_the_path_leads_from_the_lead_to_the_archive():
    assert handled(PATH) == (Status.COMPLETED, [])
    assert len(PATH) > COUNTED


def test_the_rework_goes_round_sixty_times_and_on():
    assert Product.path == PATH
    assert len(Rework.path) == len(BEFORE) + 60 * len(ROUND)
    assert handled(Rework.path) == (Status.RUNNING, [ROUND[0][0]])


def test_every_step_of_the_peer_has_a_name_of_its_own():
    assert len(set(names())) == len(PATH)
