"""退回 and 撤回: growing the task tree, never rewinding it.

The current task is canceled and the target grows below it once more, so the tree keeps what
happened. What *led* to a task is another matter: a task that grew again stands for its first round
(`again`), so it was led to by what led to that, and a join that fired was led to by every token it
took. Along these lines a return cancels whatever followed from the target's last round (other
branches behind it, timers beside it, tokens waiting in a join) and gives back to the joins that
fired since the tokens of branches that are not gone through again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import (
    BoundaryEvent,
    IntermediateCatchEvent,
    ReceiveTask,
)
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from engine.errors import ReturnRefused
from engine.flow_specs import VOID, TokenJoin
from engine.flow_task import AGAIN, COMPLETED, FINISHED, JOINED, LIVE, UNFINISHED, FlowTask
from engine.past import parent_of, recall, recall_task
from engine.subworkflow import EngineSubWorkflow
from engine.workflow import EngineWorkflow

WAITERS = (BoundaryEvent, IntermediateCatchEvent, ReceiveTask)


def send_back(task: FlowTask, target: str) -> FlowTask:
    """Cancel a task and open the target again (退回); return the new task.

    The target is looked for in the process of the task, then in the processes that call it.
    """
    origin = _origin(task, target)
    rounds = _rounds(origin, target)
    while not rounds and recall(origin.workflow):
        rounds = _rounds(origin, target)
    if not rounds:
        raise ReturnRefused("该环节在本轮尚未办结，不能退回到该环节")
    last = _entry(max(rounds, key=lambda each: each.last_state_change))
    _undo(last)
    return _grow(origin, last, task.data)


def withdraw(top: EngineWorkflow, task_id: UUID) -> FlowTask:
    """Open a completed task again while nobody has done anything since (撤回)."""
    task = recall_task(top, task_id)
    if task is None or task._state != COMPLETED or not task.task_spec.manual:
        raise ReturnRefused("该环节已离开本流程或未办结，不能撤回")
    if isinstance(parent_of(task).task_spec, LoopTask):
        raise ReturnRefused("多人同时办理的环节不能撤回")
    after = _Lines(task.workflow).after(task)
    live = [each for each in after if each._state & LIVE]
    if not live or any(_moved(top, each) for each in after):
        raise ReturnRefused("后续环节已经办理，不能撤回")
    last = _entry(task)
    _undo(last)
    return _grow(max(live, key=lambda each: each.serial), last, task.parent.data)


def led_to(task: FlowTask) -> list[FlowTask]:
    """List what led to a task in its own process, as far as it is loaded, without itself."""
    return _Lines(task.workflow).before(task)


def _rounds(origin: FlowTask, target: str) -> list[FlowTask]:
    return [each for each in led_to(origin) if is_round(each, target)]


def is_round(task: FlowTask, target: str) -> bool:
    """Tell whether a task is a completed round of a node."""
    return bool(task.task_spec.name == target and task._state == COMPLETED)


def _origin(task: FlowTask, target: str) -> FlowTask:
    """Return the task, or the activity calling its process, that stands beside the target."""
    origin = task
    while True:
        spec = origin.workflow.spec.task_specs.get(target)
        if spec is not None:
            break
        if not isinstance(origin.workflow, EngineSubWorkflow):
            raise ReturnRefused("流程图中没有要退回的环节")
        origin = origin.workflow.parent_task
    if not (spec.manual or isinstance(spec, (SubWorkflowTask, LoopTask))):
        raise ReturnRefused("只能退回到办理环节")
    return origin


class _Lines:
    """Which task led to which, in one workflow.

    A join task is two things: the token of the branch it ends, and, if it is the one that fired,
    what comes of all tokens it took. As a token it leads nowhere by itself.
    """

    def __init__(self, workflow: Any) -> None:
        self.workflow = workflow
        self.taken: dict[int, list[FlowTask]] = {}
        for task in workflow.tasks.values():
            join = task.internal_data.get(JOINED)
            if join:
                self.taken.setdefault(join, []).append(task)

    def sources(self, task: FlowTask) -> list[FlowTask]:
        """List what led to a task directly."""
        tasks, top = self.workflow.tasks, self.workflow.top_workflow
        while AGAIN in task.internal_data:
            first = tasks.get(top.id_of(task.internal_data[AGAIN]))
            if first is None:
                return []  # the first round is past, and so is what led to it
            task = first
        tokens = self.taken.get(task.serial, [task])
        return [tasks[token._parent] for token in tokens if token._parent is not None]

    def before(self, task: FlowTask) -> list[FlowTask]:
        """List everything that led to a task."""
        return _walk(task, self.sources)

    def after(self, task: FlowTask) -> list[FlowTask]:
        """List everything that followed from a task."""
        following: dict[UUID, list[FlowTask]] = {}
        for each in self.workflow.tasks.values():
            for source in self.sources(each):
                following.setdefault(source.id, []).append(each)
        return _walk(task, lambda each: following.get(each.id, []))


def _walk(task: FlowTask, steps: Callable[[FlowTask], list[FlowTask]]) -> list[FlowTask]:
    seen, found, stack = {task.id}, [], [task]
    while stack:
        fresh = [each for each in steps(stack.pop()) if each.id not in seen]
        seen.update(each.id for each in fresh)
        found += fresh
        stack += fresh
    return found


def _entry(task: FlowTask) -> FlowTask:
    """Return the split of the boundary events of a task, or the task itself."""
    above = parent_of(task)
    return above if isinstance(above.task_spec, BoundaryEventSplit) else task


def _undo(last: FlowTask) -> None:
    """Cancel all that followed from a task and is still going on, and settle the joins."""
    workflow = last.workflow
    after = {each.id: each for each in _Lines(workflow).after(last)}
    fired = {
        each.serial for each in after.values() if each.internal_data.get(JOINED) == each.serial
    }
    for token in workflow.tasks.values():
        above = token.parent
        if not isinstance(token.task_spec, TokenJoin) or above is None:
            continue
        if above._state != COMPLETED:
            continue
        if token._parent in after or above is last:
            token.internal_data.setdefault(JOINED, VOID)
        elif token.internal_data.get(JOINED) in fired:
            del token.internal_data[JOINED]
    for each in sorted(after.values(), key=lambda each: -each.serial):
        if each._state & LIVE and each.id in workflow.tasks:
            each.cancel()


def _grow(origin: FlowTask, last: FlowTask, data: dict[str, Any]) -> FlowTask:
    """Let the node of an earlier round grow again below a canceled task."""
    origin.data = data
    child = origin._add_child(last.task_spec, TaskState.FUTURE)
    child.triggered = True
    child.internal_data[AGAIN] = last.serial
    child.task_spec._predict(child, mask=UNFINISHED)
    child.task_spec._update(child)
    return child


def _moved(top: EngineWorkflow, task: FlowTask) -> bool:
    """Tell whether a later task was acted on: finished, fired, or acted on inside."""
    if task.task_spec.manual or isinstance(task.task_spec, WAITERS):
        return bool(task._state & FINISHED)
    if not isinstance(task.task_spec, SubWorkflowTask):
        return False
    if task._state & FINISHED:
        return True
    below = top.subprocesses.get(task.id)
    return below is not None and any(_moved(top, each) for each in below.tasks.values())
