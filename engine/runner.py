"""Engine: the commands on instances. One command is one load, one run, one save.

    load and lock → answered before? → is the task open? → `before(todo)` → set the routing values
    → run the automatic steps under limits → `prepare(advance)` → save everything at once

Whatever raises on the way saves nothing: a refused condition or limit, a `before` or `prepare` of
the platform. Every command writes exactly one step; its number is the new `ver` of the instance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Unpack
from uuid import UUID

from engine import clock, codec, returns
from engine.advance import Advance, Prepared
from engine.errors import InstanceNotRunning, ReturnRefused, TaskNotOpen
from engine.flow_task import FlowTask
from engine.instance import Instance, Status
from engine.outlook import Outlook
from engine.past import recall_task
from engine.procedure import ProcedureVersion
from engine.scripting import Operator
from engine.store import Change, Store, Stored
from engine.todo import Timer, Todo
from engine.trajectory import Kind, Step
from engine.turn import Order, Turn, guarded
from engine.waits import NamedMessage, fire
from engine.warm import Warm
from engine.workflow import LIMITS, EngineWorkflow, Limits

Versions = Callable[[int], ProcedureVersion]


class Engine:
    """Runs instances of procedures on a store.

    Every command takes the keywords of `Order`: actor, role, body, digest, routing, before,
    prepare, request_key. A request that was answered before gives the same answer and does nothing.
    """

    def __init__(
        self,
        store: Store,
        versions: Versions,
        *,
        limits: Limits = LIMITS,
        operators: Mapping[str, Operator] | None = None,
        warm: Warm | None = None,
    ) -> None:
        self.store, self.versions = store, versions
        self.limits, self.operators, self.warm = limits, operators, warm

    def start(self, version: ProcedureVersion, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Start an instance and run it to its first wait (启动)."""
        request = order.get("request_key")
        answer = self.store.answer(request) if request else None
        if answer is not None:
            return Advance(instance, answer=answer, replayed=True)
        at = clock.now()
        workflow = EngineWorkflow(
            version.specs, instance, limits=self.limits, operators=self.operators
        )
        turn = Turn(version, workflow, None, at, order)
        guarded(workflow.start, at, turn.routing)
        return self._save(turn, turn.step(Kind.START))

    def complete(self, todo_id: UUID, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Complete a task (办理); raises `TaskNotOpen` naming who was first."""
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        task = self._open_task(turn, todo_id)
        step = turn.step(Kind.COMPLETE, task)
        turn.route(task)
        guarded(task.run)
        return self._go_on(turn, step)

    def send_back(
        self, todo_id: UUID, instance: UUID, target: str, **order: Unpack[Order]
    ) -> Advance:
        """Send a task back to a node its diagram allows (退回)."""
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        task = self._open_task(turn, todo_id)
        if target not in turn.outlook.node_of(task)[1].returns:
            raise ReturnRefused("流程图不允许退回到该环节")
        step = turn.step(Kind.RETURN, task, target=target)
        turn.route(task)
        guarded(returns.send_back, task, target)
        return self._go_on(turn, step)

    def withdraw(self, todo_id: UUID, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Take a completed task back while nobody has acted since (撤回).

        Whether the next person has opened it already is for the platform to judge.
        """
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        self._running(turn)
        done = recall_task(turn.workflow, todo_id)
        guarded(returns.withdraw, turn.workflow, todo_id)
        return self._go_on(turn, turn.step(Kind.WITHDRAW, done))

    def wake(
        self, instance: UUID, timer_key: UUID, at: datetime | None = None, **order: Unpack[Order]
    ) -> Advance | None:
        """Fire one due timer or delivered message; None when it no longer waits."""
        turn = self._load(instance, order, at)
        if isinstance(turn, Advance):
            return turn
        if timer_key not in turn.waits:
            return None
        task = turn.workflow.event_manager.tasks[timer_key]
        is_message = isinstance(task.task_spec.event_definition, NamedMessage)
        step = turn.step(Kind.MESSAGE if is_message else Kind.TIMER, task)
        guarded(fire, task)
        turn.route(task)  # afterwards: a wait that goes on first takes over what came before it
        return self._go_on(turn, step)

    def halt(
        self, instance: UUID, status: Status = Status.TERMINATED, **order: Unpack[Order]
    ) -> Advance:
        """End an instance before its time, by decision: 终止 or 撤销."""
        if status not in (Status.TERMINATED, Status.WITHDRAWN):
            raise ValueError("an instance is halted as terminated or withdrawn")
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        if turn.status.is_over:
            raise InstanceNotRunning(instance, turn.status.value)
        turn.workflow.cancel()
        return self._save(turn, turn.step(Kind.HALT), status)

    def suspend(self, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Close all to-dos and stop all timers until `resume` (中止)."""
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        self._running(turn)
        return self._save(turn, turn.step(Kind.SUSPEND), Status.SUSPENDED)

    def resume(self, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Open the same to-dos and timers again (恢复)."""
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        if turn.status is not Status.SUSPENDED:
            raise InstanceNotRunning(instance, turn.status.value)
        return self._save(turn, turn.step(Kind.RESUME))

    def retry(self, instance: UUID, **order: Unpack[Order]) -> Advance:
        """Correct routing values wherever the instance stands and run what can run (修复)."""
        turn = self._load(instance, order)
        if isinstance(turn, Advance):
            return turn
        self._running(turn)
        for workflow in turn.workflow.active():
            for task in workflow.live():
                turn.route(task)
        return self._go_on(turn, turn.step(Kind.REPAIR))

    def look(self, instance: UUID) -> Instance:
        """Read an instance from its state, without a lock (流程实例)."""
        stored = self.store.load(instance, lock=False)
        todos: list[Todo] = []
        timers: list[Timer] = []
        if stored.status is Status.RUNNING:
            version = self.versions(stored.version_id)
            outlook = Outlook(version, self._restore(stored, version))
            todos, timers = outlook.todos(), outlook.timers()
        return Instance(
            instance, stored.version_id, stored.status, stored.ver, stored.stage,
            tuple(todos), tuple(timers),
        )  # fmt: skip

    def todos(self, instance: UUID) -> list[Todo]:
        """List the open to-dos of an instance, from its state."""
        return list(self.look(instance).todos)

    def timers(self, instance: UUID) -> list[Timer]:
        """List the timers and messages an instance waits for, from its state."""
        return list(self.look(instance).timers)

    def trajectory(self, instance: UUID) -> Sequence[Step]:
        """Return the steps of an instance, oldest first (轨迹)."""
        return self.store.steps(instance)

    def _restore(self, stored: Stored, version: ProcedureVersion) -> EngineWorkflow:
        return codec.load(
            stored.blob,
            version.specs,
            stored.instance,
            limits=self.limits,
            operators=self.operators,
        )

    def _taken(self, stored: Stored, version: ProcedureVersion) -> EngineWorkflow | None:
        if self.warm is None:
            return None
        digest = sha256(stored.blob).hexdigest()
        return self.warm.take(stored.instance, digest, version.specs)

    def _load(
        self,
        instance: UUID,
        order: Order,
        at: datetime | None = None,
    ) -> Turn | Advance:
        stored = self.store.load(instance, request=order.get("request_key"))
        if stored.answer is not None:
            return Advance(instance, answer=stored.answer, replayed=True)
        version = self.versions(stored.version_id)
        workflow = self._taken(stored, version) or self._restore(stored, version)
        at = clock.local(at) if at else clock.now()
        workflow.begin(at)
        return Turn(version, workflow, stored, at, order)

    @staticmethod
    def _running(turn: Turn) -> None:
        if turn.status is not Status.RUNNING:
            raise InstanceNotRunning(turn.workflow.instance, turn.status.value)

    def _open_task(self, turn: Turn, todo_id: UUID) -> FlowTask:
        """Return the open task, judged by the platform under the lock."""
        task = turn.workflow.find(todo_id) if todo_id in turn.open else None
        if task is None:
            instance = turn.workflow.instance
            step = self.store.closing(instance, todo_id)
            if step is None and turn.status is not Status.RUNNING:
                raise InstanceNotRunning(instance, turn.status.value)
            raise TaskNotOpen(todo_id, step)
        before = turn.order.get("before")
        if before:
            before(turn.outlook.todo(task))
        return task

    def _go_on(self, turn: Turn, step: Step) -> Advance:
        guarded(turn.workflow.run)
        return self._save(turn, step)

    def _save(self, turn: Turn, step: Step, status: Status | None = None) -> Advance:
        advance, blob = turn.close(step, status)
        prepare, request = turn.order.get("prepare"), turn.order.get("request_key")
        prepared = (prepare(advance) if prepare else None) or Prepared()
        dues = prepared.dues
        advance = replace(
            advance,
            timers_set=tuple(replace(t, due=dues.get(t.key)) for t in advance.timers_set),
            answer=prepared.answer,
        )
        self.store.save(
            Change(
                instance=advance.instance,
                expected_ver=advance.ver - 1,
                version_id=turn.version.id,
                status=advance.status,
                stage=advance.stage,
                blob=blob,
                steps=(advance.step,) if advance.step else (),
                opened=advance.opened,
                closed=advance.closed,
                timers_set=advance.timers_set,
                timers_dropped=advance.timers_dropped,
                request=(request, prepared.answer) if request else None,
            )
        )
        if self.warm is None or advance.step is None or advance.status.is_over:
            turn.workflow.release()
        else:
            self.warm.put(turn.workflow, advance.step.state_digest)
        return advance
