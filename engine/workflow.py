"""The running workflow: the library's BpmnWorkflow with any depth, a flat scan and limits.

Automatic tasks are queued when they become READY instead of being looked for in the tree; the
rest of the difference is in `subworkflow`, `flow_task` and `flow_specs`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from time import monotonic
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions import ErrorEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import TaskNotFoundException

from engine.errors import ErrorUncaught
from engine.flow_specs import too_many
from engine.flow_task import (
    READY,
    SERIALS,
    WAITING,
    FlowTask,
    quick_uuid,
)
from engine.scripting import ExpressionEngine, Operator
from engine.specs import Specs
from engine.subworkflow import EngineSubWorkflow, FlatWorkflow
from engine.waits import DueTimer, NamedMessage


@dataclass(frozen=True)
class Limits:
    """What one command may use (运行上限)."""

    steps: int = 500
    live: int = 1000
    created: int = 5000
    seconds: float = 5.0


LIMITS = Limits()
WAITS = (DueTimer, NamedMessage)


class EngineWorkflow(FlatWorkflow, BpmnWorkflow):
    """A running instance. `begin` opens a command, `run` carries it out.

    `passed` collects what ran on its own as (scope, element id), `thrown` the messages nobody in
    the instance waited for, `past` the lines of what is behind it (`engine.past`).
    """

    scope: tuple[str, ...] = ()

    def __init__(
        self,
        specs: Specs,
        instance: UUID,
        *,
        limits: Limits = LIMITS,
        operators: Mapping[str, Operator] | None = None,
        deserializing: bool = False,
    ) -> None:
        self.specs, self.instance, self.limits = specs, instance, limits
        prefix = int.from_bytes(blake2b(instance.bytes, digest_size=16).digest(), "big")
        self._prefix = UUID(int=prefix - prefix % SERIALS, version=4).int
        self.serial = self.moment = self.created = 0
        self.queue: deque[FlowTask] = deque()
        self.passed: list[tuple[tuple[str, ...], str]] = []
        self.thrown: list[str] = []
        self.past: list[bytes] = []
        super().__init__(
            specs.main,
            specs.below,
            script_engine=ExpressionEngine(operators),
            deserializing=True,
        )

    def id_of(self, serial: int) -> UUID:
        """Return the task id that belongs to a serial number."""
        return quick_uuid(self._prefix + serial)

    def next_id(self) -> UUID:
        """Return a fresh task id."""
        self.serial += 1
        self.created += 1
        if self.created > self.limits.created:
            raise too_many(self.limits.created, "一次办理产生的任务数")
        return quick_uuid(self._prefix + self.serial)

    def tick(self) -> int:
        """Return the moment of the command, a little later each time."""
        self.moment += 1
        return self.moment

    def begin(self, at: datetime) -> None:
        """Open a command at a time."""
        self.moment = max(self.moment, int(at.timestamp() * 1000) * 1000)
        self.created = 0
        self.passed.clear()
        self.thrown.clear()

    def start(self, at: datetime, data: Mapping[str, Any]) -> None:
        """Plant the tree and run to the first wait."""
        self.begin(at)
        self.plant()
        self.task_tree.data = dict(data)
        self.run()

    def run(self) -> int:
        """Run automatic tasks until none is left; return how many ran."""
        steps, until = 0, monotonic() + self.limits.seconds
        while self.queue:
            task = self.queue.popleft()
            if task._state != READY or task.id not in task.workflow.tasks:
                continue
            steps += 1
            if steps > self.limits.steps:
                raise too_many(self.limits.steps, "自动步骤数")
            if monotonic() > until:
                raise too_many(int(self.limits.seconds), "办理秒数")
            task.run()
            if any(isinstance(e.event_definition, ErrorEventDefinition) for e in self.bpmn_events):
                raise ErrorUncaught(task.workflow.spec.name, task.task_spec.bpmn_id)
            if task.task_spec.bpmn_id:
                self.passed.append((task.workflow.scope, task.task_spec.bpmn_id))
        if sum(len(workflow.live()) for workflow in self.active()) > self.limits.live:
            raise too_many(self.limits.live, "在办任务数")
        self.bpmn_events.clear()
        return steps

    def active(self) -> Iterator[Any]:
        """Iterate over this workflow and those below it that are not over."""
        yield self
        for subworkflow in self.subprocesses.values():
            if not subworkflow.completed:
                yield subworkflow

    def open_tasks(self) -> list[FlowTask]:
        """List the tasks that wait for a person."""
        return [
            task
            for workflow in self.active()
            for task in workflow.tasks.values()
            if task._state == READY and task.task_spec.manual
        ]

    def waits(self) -> list[FlowTask]:
        """List the tasks that wait for a time or a message."""
        return [
            task
            for task in self.event_manager.tasks.values()
            if task._state == WAITING and isinstance(task.task_spec.event_definition, WAITS)
        ]

    def is_alone(self, task: FlowTask) -> bool:
        """Tell whether nothing goes on beside a task: no other branch, no other instance of it."""
        return not any(
            each._state in (READY, WAITING)
            and each is not task
            and not isinstance(each.task_spec, BoundaryEvent)
            for workflow in self.active()
            for each in workflow.tasks.values()
        )

    def find(self, task_id: UUID) -> FlowTask | None:
        """Return a task of this workflow or of one below it that is not over."""
        for workflow in self.active():
            if task_id in workflow.tasks:
                task: FlowTask = workflow.tasks[task_id]
                return task
        return None

    def get_task_from_id(self, task_id: UUID) -> FlowTask:
        """Return a task by id, or raise the library's error."""
        for workflow in (self, *self.subprocesses.values()):
            if task_id in workflow.tasks:
                task: FlowTask = workflow.tasks[task_id]
                return task
        raise TaskNotFoundException(f"A task with id {task_id} was not found", self.spec)

    def create_subprocess(self, my_task: FlowTask, spec_name: str) -> EngineSubWorkflow:
        """Start the workflow below an activity."""
        subworkflow = EngineSubWorkflow(self.specs.below[spec_name], my_task)
        self.subprocesses[my_task.id] = subworkflow
        return subworkflow

    def cancel(self, workflow: Any = None) -> list[FlowTask]:
        """Cancel the whole instance."""
        return self.cancel_all(success=False)

    def release(self) -> None:
        """Let go of the task tree at once: its circles would else wait for the collector."""
        for workflow in (*self.subprocesses.values(), self):
            workflow.__dict__.clear()

    def do_engine_steps(
        self, will_complete_task: Any = None, did_complete_task: Any = None
    ) -> None:
        """Run automatic tasks (the library's name for `run`)."""
        self.run()

    def refresh_timers(self) -> None:
        """Do nothing: only the runner fires a timer."""

    def _task_completed_notify(self, task: FlowTask) -> None:
        self.last_task = task
        if task.task_spec.name == "End":
            self.completed = True
        if not self.completed:
            self.update_waiting_tasks()
