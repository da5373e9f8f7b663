"""The running workflow: the library's BpmnWorkflow with any depth, a flat scan and limits.

Automatic tasks are queued when they become READY instead of being looked for in the tree, and a
completion updates only the joins that wait: a waiting timer or message gains nothing from an
update, for its data comes from a finished parent and nothing but `fire` can let it go on.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from time import monotonic
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import TaskNotFoundException
from SpiffWorkflow.util.task import TaskState

from engine.flow_specs import too_many
from engine.flow_task import (
    LIVE,
    READY,
    SERIALS,
    UNFINISHED,
    WAITING,
    FlowTask,
    quick_uuid,
)
from engine.parser import Specs
from engine.scripting import ExpressionEngine, Operator
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


class _Flat:
    """What the top workflow and those below it share."""

    spec: Any
    tasks: dict[UUID, FlowTask]
    task_tree: FlowTask
    completed: bool
    success: bool
    last_task: FlowTask | None
    top_workflow: Any

    def plant(self) -> None:
        """Create the root and everything that is certain to follow."""
        self.task_tree = FlowTask(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree.task_spec._predict(self.task_tree, mask=UNFINISHED)
        self.task_tree._ready()

    def unfinished(self) -> list[FlowTask]:
        """List the tasks that are not finished, predicted ones included."""
        return [task for task in self.tasks.values() if task._state & UNFINISHED]

    def live(self) -> list[FlowTask]:
        """List the tasks that were reached and not finished."""
        return [task for task in self.tasks.values() if task._state & LIVE]

    def is_completed(self) -> bool:
        """Tell whether nothing is left to do."""
        if not self.completed and not any(t._state & UNFINISHED for t in self.tasks.values()):
            self.completed = True
        return self.completed

    def update_waiting_tasks(self) -> None:
        """Let the joins that wait look again."""
        waiting = [
            task
            for task in self.tasks.values()
            if task._state == WAITING and not isinstance(task.task_spec, CatchingEvent)
        ]
        for task in waiting:
            if task._state == WAITING:
                task.task_spec._update(task)

    def get_tasks_iterator(self, first_task: Any = None, **kwargs: Any) -> Any:
        """Iterate over the tree, however deep."""
        return BpmnTaskIterator(first_task or self.task_tree, max_depth=sys.maxsize, **kwargs)

    def _cancel_all(self, success: bool) -> list[FlowTask]:
        self.success, self.completed = success, True
        canceled = self.unfinished()
        for task in canceled:
            if task._state & UNFINISHED and task.id in self.tasks:
                task.cancel()
        return canceled

    def _remove_task(self, task_id: UUID) -> None:
        root = self.tasks[task_id]
        if root._parent is not None:
            self.tasks[root._parent]._children.remove(task_id)
        stack = [root]
        while stack:
            task = stack.pop()
            stack.extend(task.children)
            task._children = []
            del self.tasks[task.id]

    def _mark_complete(self, task: FlowTask) -> None:
        self.completed = True


class EngineSubWorkflow(_Flat, BpmnSubWorkflow):
    """A called process or embedded sub-process of a running instance."""

    def __init__(self, spec: Any, parent_task: FlowTask, *, deserializing: bool = False) -> None:
        self.parent_task = parent_task
        self.above = parent_task.workflow
        self.scope: tuple[str, ...] = (*self.above.scope, parent_task.task_spec.bpmn_id)
        super().__init__(spec, parent_task.id, self.above.top_workflow, deserializing=True)
        if not deserializing:
            self.plant()

    def _calculate_depth(self) -> int:
        return len(self.scope)

    @property
    def parent_workflow(self) -> Any:
        """Return the workflow of the calling activity."""
        return self.above

    def cancel(self, success: bool = False) -> list[FlowTask]:
        """Cancel everything that is not finished."""
        return self._cancel_all(success)

    def _task_completed_notify(self, task: FlowTask) -> None:
        self.last_task = task
        if task.task_spec.name == "End":
            self.completed = True
        if not self.completed:
            self.update_waiting_tasks()
        elif self.parent_task._state == TaskState.STARTED:
            self.parent_task.task_spec._on_subworkflow_completed(self, self.parent_task)


class EngineWorkflow(_Flat, BpmnWorkflow):
    """A running instance. `begin` opens a command, `run` carries it out.

    `passed` collects what ran on its own as (scope, element id), `thrown` the messages nobody in
    the instance waited for, `frozen` the encoded rows of called processes that are over.
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
        self.frozen: dict[UUID, Any] = {}
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
        return self._cancel_all(success=False)

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
