"""The case of the benchmark still runs to the archive, and every step has a name in the peer."""

from uuid import uuid4

from engine.instance import Status
from engine.procedure import ProcedureVersion
from engine.runner import Engine
from engine.store import MemoryStore
from processes.catalogue import PROCEDURES
from tests.benchmarks.case import COUNTED, PATH, names


def test_the_path_leads_from_the_lead_to_the_archive():
    version = ProcedureVersion.of(PROCEDURES["penalty"])
    store, instance = MemoryStore(), uuid4()
    engine = Engine(store, lambda id: version)
    engine.start(version, instance)

    for node, routing in PATH:
        todo = next(todo for todo in store.todos.values() if todo.node == node)
        engine.complete(todo.id, instance, routing=routing)

    assert store.instances[instance].status is Status.COMPLETED
    assert len(PATH) > COUNTED


def test_every_step_of_the_peer_has_a_name_of_its_own():
    assert len(set(names())) == len(PATH)
