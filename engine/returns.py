"""退回 and 撤回: growing the task tree, never rewinding it.

The current task is canceled and the target grows below it once more, so the tree keeps what
happened. Whatever else followed from the target's last round is canceled too: boundary events
beside the task, the other branches of a split behind the target, tokens that wait in a join. A
join that fired since keeps the tokens of the branches that are not gone through again.
"""

from __future__ import annotations

from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import (
    BoundaryEvent,
    IntermediateCatchEvent,
    ReceiveTask,
)
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from engine.errors import ReturnRefused
from engine.flow_specs import JOINED, VOID, TokenJoin
from engine.flow_task import COMPLETED, FINISHED, LIVE, UNFINISHED, FlowTask
from engine.workflow import EngineSubWorkflow, EngineWorkflow

WAITERS = (BoundaryEvent, IntermediateCatchEvent, ReceiveTask)


def send_back(task: FlowTask, target: str) -> FlowTask:
    """Cancel a task and open the target again (退回); return the new task.

    The target is looked for in the process of the task, then in the processes that call it.
    """
    origin = _origin(task, target)
    rounds = [
        each
        for each in _behind(origin)
        if each.task_spec.name == target and each._state == COMPLETED
    ]
    if not rounds:
        raise ReturnRefused("该环节在本轮尚未办结，不能退回到该环节")
    last = max(rounds, key=lambda each: each.last_state_change)
    _undo(last)
    return _grow(origin, target, task.data)


def withdraw(top: EngineWorkflow, task_id: UUID) -> FlowTask:
    """Open a completed task again while nobody has done anything since (撤回)."""
    task = top.find(task_id)
    if task is None or task._state != COMPLETED or not task.task_spec.manual:
        raise ReturnRefused("该环节已离开本流程或未办结，不能撤回")
    after = _after(task)
    live = [each for each in after if each._state & LIVE]
    if not live or any(_moved(top, each) for each in after):
        raise ReturnRefused("后续环节已经办理，不能撤回")
    _undo(task)
    return _grow(max(live, key=lambda each: each.serial), task.task_spec.name, task.parent.data)


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


def _behind(task: FlowTask) -> list[FlowTask]:
    """List everything that led to a task, through joins as well, without itself."""
    tasks = task.workflow.tasks
    tokens: dict[int, list[FlowTask]] = {}
    for each in tasks.values():
        if each.internal_data.get(JOINED):
            tokens.setdefault(each.internal_data[JOINED], []).append(each)
    seen: set[UUID] = {task.id}
    found: list[FlowTask] = []
    stack = [task]
    while stack:
        each = stack.pop()
        sources = list(tokens.get(each.serial, ()))
        if each._parent is not None:
            sources.append(tasks[each._parent])
        fresh = [source for source in sources if source.id not in seen]
        seen.update(source.id for source in fresh)
        found += fresh
        stack += fresh
    return found


def _after(task: FlowTask) -> list[FlowTask]:
    """List everything that followed from a task, through joins as well, without itself."""
    workflow = task.workflow
    seen: set[UUID] = {task.id}
    found: list[FlowTask] = []
    stack = [task]
    while stack:
        each = stack.pop()
        following = list(each.children)
        joined = each.internal_data.get(JOINED)
        if joined:
            following.append(workflow.tasks[workflow.top_workflow.id_of(joined)])
        fresh = [each for each in following if each.id not in seen]
        seen.update(each.id for each in fresh)
        found += fresh
        stack += fresh
    return found


def _undo(last: FlowTask) -> None:
    """Cancel all that followed from a task and is still going on, and settle the joins."""
    after = _after(last)
    for each in after:
        if _is_token(each) and JOINED not in each.internal_data:
            each.internal_data[JOINED] = VOID
    _keep_other_branches(after, last)
    for each in sorted(after, key=lambda each: -each.serial):
        if each._state & LIVE and each.id in last.workflow.tasks:
            each.cancel()


def _is_token(task: FlowTask) -> bool:
    return isinstance(task.task_spec, TokenJoin) and bool(task.parent._state == COMPLETED)


def _keep_other_branches(after: list[FlowTask], last: FlowTask) -> None:
    """Give back to joins that fired since the tokens of branches not gone through again."""
    fired: dict[str, FlowTask] = {}
    for each in sorted(after, key=lambda each: each.last_state_change):
        if _is_token(each) and each.internal_data.get(JOINED) == each.serial:
            fired[each.task_spec.name] = each
    for join in fired.values():
        again = _reachable(last, join.task_spec)
        for token in join.workflow.tasks.values():
            is_kept = token.internal_data.get(JOINED) == join.serial
            if is_kept and token.parent.task_spec.name not in again:
                del token.internal_data[JOINED]


def _reachable(last: FlowTask, join: TokenJoin) -> set[str]:
    """Name the specs that can be reached from a task without passing the join."""
    specs = last.workflow.spec.task_specs
    seen, stack = {last.task_spec.name}, [last.task_spec.name]
    while stack:
        for name in specs[stack.pop()]._outputs:
            if name not in seen and name != join.name:
                seen.add(name)
                stack.append(name)
    return seen


def _grow(origin: FlowTask, target: str, data: dict[str, object]) -> FlowTask:
    specs = origin.workflow.spec.task_specs
    spec = specs.get(f"{target}.BoundaryEventSplit") or specs[target]
    origin.data = data
    child = origin._add_child(spec, TaskState.FUTURE)
    child.triggered = True
    spec._predict(child, mask=UNFINISHED)
    spec._update(child)
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
