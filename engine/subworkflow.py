"""What the top workflow and those below it share: no recursion, no depth limit, a flat scan.

A completion updates only the joins that wait: a waiting timer or message gains nothing from an
update, for its data comes from a finished parent and nothing but `fire` can let it go on.
"""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.util.task import TaskState

from engine.flow_task import LIVE, UNFINISHED, WAITING, FlowTask


class FlatWorkflow:
    """What the top workflow and those below it share."""

    spec: Any
    tasks: dict[UUID, FlowTask]
    task_tree: FlowTask
    completed: bool
    success: bool
    last_task: FlowTask | None
    top_workflow: Any
    anchor: Any = None
    """What the first task hangs on where the tasks above it are past (`engine.past`)."""

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

    def cancel_all(self, success: bool) -> list[FlowTask]:
        """Cancel everything that is not finished."""
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


class EngineSubWorkflow(FlatWorkflow, BpmnSubWorkflow):
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
        return self.cancel_all(success)

    def _task_completed_notify(self, task: FlowTask) -> None:
        self.last_task = task
        if task.task_spec.name == "End":
            self.completed = True
        if not self.completed:
            self.update_waiting_tasks()
        elif self.parent_task._state == TaskState.STARTED:
            self.parent_task.task_spec._on_subworkflow_completed(self, self.parent_task)
