# ruff: noqa: D102 - the methods say what they do
"""What is measured: the product, the library's own way, the same SQL without any engine.

All three use the product's store, session and tables, so only what stands between the statements
differs. A contender starts a case and then completes it step by step, each step one transaction.
"""

import re
from datetime import datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

import sqlalchemy as sa
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import clock
from engine.instance import Status
from engine.safe_xml import read
from engine.store import Change
from engine.todo import Todo
from engine.trajectory import Kind, Step
from engine.warm import Warm
from tests.benchmarks.case import BEFORE, OPINION, PATH, ROUND, ROUNDS_OF_REWORK, procedure
from webapp.database import db, transaction
from webapp.instances import door, operations, store
from webapp.instances.models import InstanceState
from webapp.instances.store import SqlStore
from webapp.instances.values import Actor, Entry, Opening, Place
from webapp.procedures import operations as procedures
from webapp.procedures.bundle import Bundle
from webapp.procedures.models import ProcessVersion

PENALTY = procedure()
BODY = 5
ACTOR = Actor(7, "officer_lead", BODY)
PLACE = Place(1, BODY, "/1/5/", 2)


def publish() -> ProcessVersion:
    """Keep a version of the procedure without its forms and documents."""
    bundle = Bundle({name: xml.decode() for name, xml in PENALTY.needed().items()}, {}, {})
    with transaction():
        version = procedures.keep(PENALTY, bundle, clock.now())
    db.session.refresh(version)
    db.session.expunge(version)
    return version


def pick(open_tasks, node, scope_first=None):
    """Choose the open task of a node."""
    return next(task for task in open_tasks if task.node == node)


def waiting(todo: Todo) -> SimpleNamespace:
    """Describe a to-do that was just opened as its row would."""
    return SimpleNamespace(
        id=todo.id, instance_id=todo.instance, matter_id=PLACE.matter_id, acts=todo.acts
    )


class Product:
    """The platform: one load, one run, one save."""

    name = "法循"
    is_warm = True
    path = PATH

    def __init__(self, version: ProcessVersion) -> None:
        self.version = version

    def start(self) -> None:
        self.number = 0
        door.current().warm = Warm() if self.is_warm else None
        with transaction():
            advance = operations.start(self.version, PLACE, ACTOR)
        self.instance, self.open = advance.instance, {t.id: t for t in advance.opened}

    def step(self) -> bool:
        node, routing = self.path[self.number]
        todo = pick(self.open.values(), node)
        with transaction():
            advance = operations.complete(
                waiting(todo), ACTOR, Entry(OPINION, todo.form), routing=routing
            )
        for id in advance.closed:
            self.open.pop(id)
        self.open.update((t.id, t) for t in advance.opened)
        self.number += 1
        return self.number < len(self.path)

    def size(self) -> int:
        query = sa.select(sa.func.length(InstanceState.blob))
        size = db.session.scalar(query.where(InstanceState.instance_id == self.instance))
        db.session.rollback()
        return int(size)


class Cold(Product):
    """The same when every state has to be restored: another process had the instance before."""

    name = "法循（冷）"
    is_warm = False


class Rework(Product):
    """The platform again, with a report that is sent back for correction sixty times."""

    name = "法循（退改六十轮）"
    path = (*BEFORE, *(ROUND * ROUNDS_OF_REWORK))


class ColdRework(Rework):
    """The same, restored every time."""

    name = "法循（退改六十轮，冷）"
    is_warm = False


class Naive:
    """The library's own way: its parser, its script engine, serialize_json as the state."""

    name = "serialize_json"

    def __init__(self, version: ProcessVersion) -> None:
        self.version = version
        parser = BpmnParser()
        for name, xml in PENALTY.needed().items():
            parser.add_bpmn_xml(read(quote_durations(xml)), filename=name)
        self.spec = parser.get_spec(PENALTY.main)
        self.below = parser.get_subprocess_specs(PENALTY.main)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def start(self) -> None:
        self.number, self.instance = 0, uuid4()
        workflow = BpmnWorkflow(self.spec, self.below)
        workflow.do_engine_steps()
        opening = Opening(PLACE, self.version.key, self.version.title)
        with transaction() as session:
            keeper = SqlStore(session, ACTOR, opening=opening)
            self._save(keeper, workflow, 0, Kind.START, None, set())

    def step(self) -> bool:
        node, routing = PATH[self.number]
        with transaction() as session:
            keeper = SqlStore(session, ACTOR, entry=Entry(OPINION))
            stored = keeper.load(self.instance)
            workflow = self.serializer.deserialize_json(stored.blob.decode())
            ready = workflow.get_tasks(state=TaskState.READY, manual=True)
            task = next(t for t in ready if t.task_spec.bpmn_id == node)
            before = {t.id for t in ready}
            task.data.update(routing)
            task.run()
            workflow.do_engine_steps()
            self._save(keeper, workflow, stored.ver, Kind.COMPLETE, task, before)
        self.number += 1
        return self.number < len(PATH)

    def _save(self, keeper, workflow, ver, kind, task, before) -> None:
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        now = clock.now()
        blob = self.serializer.serialize_json(workflow).encode()
        keeper.save(
            Change(
                instance=self.instance,
                expected_ver=ver,
                version_id=self.version.id,
                status=Status.RUNNING if ready else Status.COMPLETED,
                stage="",
                blob=blob,
                steps=(_step(self.instance, ver + 1, kind, task, now),),
                opened=tuple(_todo(self.instance, t, now) for t in ready if t.id not in before),
                closed=(task.id,) if task else (),
            )
        )


class BareSql:
    """The statements of the product with parameters prepared beforehand: no engine, no hashing."""

    name = "同样的 SQL"

    def __init__(self, version: ProcessVersion) -> None:
        self.version = version
        self.recorded = _Recording()
        product = Product(version)
        with self.recorded:
            self.recorded.begin()
            product.start()
            more = True
            while more:
                self.recorded.begin()
                more = product.step()
        self.old = product.instance

    def start(self) -> None:
        fresh = uuid4()
        self.script = self.recorded.renamed(self.old, fresh)
        self.number = 0
        self._run(self.script[0])

    def step(self) -> bool:
        self.number += 1
        self._run(self.script[self.number])
        return self.number + 1 < len(self.script)

    @staticmethod
    def _run(statements) -> None:
        with transaction() as session:
            for statement, values in statements:
                cursor = store.run(session, statement, values)
                if cursor.description:
                    cursor.fetchall()


class _Recording:
    """Notes every statement of the store with its parameters, a list for each transaction."""

    def __init__(self) -> None:
        self.transactions: list[list[tuple[str, dict]]] = []

    def __enter__(self) -> None:
        self.run = store.run
        store.run = self._note

    def __exit__(self, *error: object) -> None:
        store.run = self.run

    def begin(self) -> None:
        self.transactions.append([])

    def _note(self, session, statement, values):
        self.transactions[-1].append((statement, values))
        return self.run(session, statement, values)

    def renamed(self, old: UUID, fresh: UUID) -> list[list[tuple[str, dict]]]:
        """Give the recorded case other ids, so that it can be played again."""
        known: dict[str, str] = {str(old): str(fresh)}
        return [
            [(statement, _rename(values, known)) for statement, values in statements]
            for statements in self.transactions
        ]


UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def _rename(values, known):
    def other(match) -> str:
        return known.setdefault(match[0], str(uuid4()))

    def change(value):
        if isinstance(value, UUID):
            return UUID(known.setdefault(str(value), str(uuid4())))
        return UUID_TEXT.sub(other, value) if isinstance(value, str) else value

    return {name: change(value) for name, value in values.items()}


def quote_durations(xml: bytes) -> bytes:
    """Write timers as the library wants them: Python text in quotes."""
    return re.sub(rb"(<bpmn:timeDuration[^>]*>)([^<]+)<", rb'\1"\2"<', xml)


def _todo(instance, task, now: datetime) -> Todo:
    spec = task.task_spec
    return Todo(
        task.id, instance, task.workflow.spec.name, spec.bpmn_id, spec.bpmn_name, ("act",),
        spec.lane or "", (), now, "shared/approval", "penalty/document",
    )  # fmt: skip


def _step(instance, seq, kind, task, now: datetime) -> Step:
    spec = task.task_spec if task else SimpleNamespace(bpmn_id="", bpmn_name="")
    return Step(
        instance, seq, kind, "penalty", spec.bpmn_id, spec.bpmn_name, ("act",), (), now,
        actor=str(ACTOR.officer_id), role="officer_lead", body=str(BODY), opened_at=now,
        todo=task.id if task else None, digest="0" * 64, state_digest="0" * 64, version=1,
    )  # fmt: skip
