"""Tasks of a running workflow: the library's Task without logging, recursion and deep copies.

Three differences matter elsewhere. Ids are derived from the instance and a serial number, so that
the codec need not store them. `last_state_change` is an integer of microseconds taken from the
command's moment, strictly increasing. `data` is copied on write: tasks that changed nothing share
the mapping of their parent, so nobody may change a task's data in place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, SafeUUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.deep_merge import DeepMerge
from SpiffWorkflow.util.task import TaskIterator, TaskState

READY, WAITING = TaskState.READY, TaskState.WAITING
COMPLETED, CANCELED = TaskState.COMPLETED, TaskState.CANCELLED
FINISHED, UNFINISHED = TaskState.FINISHED_MASK, TaskState.NOT_FINISHED_MASK
LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
SERIALS = 2**32
WROTE, JOINED, AGAIN = "wrote", "joined", "again"


def quick_uuid(value: int) -> UUID:
    """Make a UUID from an integer that is known to be one: restoring makes hundreds."""
    made = UUID.__new__(UUID)
    _set(made, "int", value)
    _set(made, "is_safe", SafeUUID.unknown)
    return made


_set = object.__setattr__


def changed(data: Mapping[str, Any], base: Mapping[str, Any]) -> set[str]:
    """Return the names whose values are not those of a base."""
    if data is base:
        return set()
    return {name for name, value in data.items() if name not in base or base[name] != value}


class FlowTask(Task):
    """One node of the task tree.

    `kept` is how the codec wrote the data last: (data, data of the parent, their difference).
    """

    kept: tuple[Any, Any, Any] | None = None

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: FlowTask | None = None,
        state: int = TaskState.MAYBE,
        id: UUID | None = None,
    ) -> None:
        top = workflow.top_workflow
        self.id = top.next_id() if id is None else id
        self.workflow = workflow
        self.task_spec = task_spec
        self.triggered = False
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change: int = top.tick()
        self._state = state
        self._children: list[UUID] = []
        self._parent: UUID | None = None
        workflow.tasks[self.id] = self
        if parent is not None:
            self._parent = parent.id
            parent._children.append(self.id)

    @property
    def serial(self) -> int:
        """Return the number of the task within its instance."""
        return self.id.int % SERIALS

    @property
    def ancestors(self) -> Iterator[FlowTask]:
        """Walk up the tree, from the parent to the root."""
        tasks, above = self.workflow.tasks, self._parent
        while above is not None:
            task = tasks[above]
            yield task
            above = task._parent

    def is_descendant_of(self, task: FlowTask) -> bool:
        """Tell whether a task lies above this one."""
        return any(ancestor is task for ancestor in self.ancestors)

    def find_ancestor(self, spec_name: str) -> FlowTask | None:
        """Return the nearest task above that has a spec of this name."""
        return next((a for a in self.ancestors if a.task_spec.name == spec_name), None)

    def set_data(self, **values: Any) -> None:
        """Write values into a copy of the data (the library's name for `write`)."""
        self.write(values)

    def write(self, values: Mapping[str, Any]) -> None:
        """Write values into a copy of the data; beside other branches, remember equal ones too."""
        before, above = self.data, self.above_data
        self.data = {**before, **values}
        fresh = changed(values, before) & changed(values, above)
        kept = (set(self.internal_data.pop(WROTE, ())) | values.keys()) - fresh
        if kept and not self.workflow.top_workflow.is_alone(self):
            self.internal_data[WROTE] = sorted(kept)

    @property
    def is_open_token(self) -> bool:
        """Tell whether it came to a join that has not taken it yet."""
        if JOINED in self.internal_data:
            return False
        return self._parent is None or self.workflow.tasks[self._parent]._state == COMPLETED

    @property
    def above_data(self) -> dict[str, Any]:
        """Return the data of the task above; the first of a workflow began with its own."""
        if self._parent is not None:
            above: dict[str, Any] = self.workflow.tasks[self._parent].data
            return above
        return self.data if self.workflow.anchor is None else self.workflow.anchor.data

    def written(self) -> set[str]:
        """Return the names of the values that the task wrote."""
        above = self.above_data
        return changed(self.data, above) | set(self.internal_data.get(WROTE, ()))

    def cancel(self) -> None:
        """Cancel what is not finished here and below."""
        stack = [self]
        while stack:
            task = stack.pop()
            if task._state & FINISHED:
                stack.extend(reversed(task.children))
            else:
                task._set_state(CANCELED)
                task._drop_children()
                task.task_spec._on_cancel(task)

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> FlowTask:
        child = FlowTask(self.workflow, task_spec, self, state=state)
        if state == READY:
            child._ready()
        return child

    def _drop_children(self, force: bool = False) -> None:
        stack = [self]
        while stack:
            for child in stack.pop().children:
                if force or child._state & UNFINISHED:
                    self.workflow._remove_task(child.id)
                else:
                    stack.append(child)

    def _set_state(self, value: int) -> None:
        if value == self._state:
            return
        self._state = value
        top = self.workflow.top_workflow
        self.last_state_change = top.tick()
        if value == READY and not self.task_spec.manual:
            top.queue.append(self)

    def _inherit_data(self) -> None:
        above = self.workflow.tasks[self._parent].data
        if not self.data:
            self.data = above
        elif self.data is not above:
            self.data = DeepMerge.merge(dict(self.data), above)

    def __iter__(self) -> Iterator[FlowTask]:
        return iter(TaskIterator(self, max_depth=sys.maxsize))
