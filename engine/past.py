"""What an instance has left behind (已过去的部分), kept as bytes so that no step pays for it again.

Where everything that still moves hangs below one task, all the rest of a workflow is past: it is
written once, as one line, and let go. So is a called process that is over. The lines are carried
along unread; a return or a withdrawal *recalls* as much as it needs, the newest first.

Past is only what nothing needs: never a task that is not finished, the last one that was, a token
that a join still waits for, nor one side of a join whose other side stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson

from engine.flow_specs import VOID, TokenJoin
from engine.flow_task import JOINED, SERIALS, UNFINISHED, FlowTask
from engine.records import Anchor, above_of, columns, fill, restore, write
from engine.subworkflow import EngineSubWorkflow
from engine.workflow import EngineWorkflow

LEAST, MOST = 32, 256
"""So many tasks make a line: fewer are not worth an anchor, more too many to recall at once."""
OVER, PAST = 0, 1


def settle(top: EngineWorkflow) -> None:
    """Let go of called processes that are over, and of what is past in those that are not."""
    over = [id for id, each in top.subprocesses.items() if each.completed]
    for id in sorted(over):
        record = write(top.subprocesses[id], top.specs)
        top.past.append(orjson.dumps([record[0], OVER, record[1:]]))
    for id in over:
        del top.subprocesses[id]
    for workflow in top.active():
        _cut(workflow)


def recall(workflow: Any) -> bool:
    """Restore the newest past part of a workflow; tell whether there was one."""
    top = workflow.top_workflow
    head = b"[%d,%d," % (_number(workflow), PAST)
    for place in range(len(top.past) - 1, -1, -1):
        if top.past[place].startswith(head):
            _, _, _, anchor, written = orjson.loads(top.past.pop(place))
            _join(workflow, Anchor.from_json(anchor, workflow.anchor), written)
            return True
    return False


def recall_task(top: EngineWorkflow, task_id: UUID) -> FlowTask | None:
    """Return a task of a workflow that is not over, recalled if it is past."""
    found = top.find(task_id)
    while found is None and sum(recall(workflow) for workflow in top.active()):
        found = top.find(task_id)
    return found


def parent_of(task: FlowTask) -> FlowTask:
    """Return the task above one that is not the first of all, recalled if it is past."""
    while task._parent is None and recall(task.workflow):
        continue
    above: FlowTask = task.workflow.tasks[task._parent]
    return above


def restore_below(top: EngineWorkflow, record: list[Any]) -> EngineSubWorkflow:
    """Restore a called process below the task that calls it."""
    caller = top.get_task_from_id(top.id_of(record[0]))
    spec = list(top.specs.all.values())[record[1]]
    workflow = EngineSubWorkflow(spec, caller, deserializing=True)
    top.subprocesses[caller.id] = workflow
    restore(workflow, record, top.specs)
    return workflow


def _number(workflow: Any) -> int:
    caller: UUID | None = workflow.parent_task_id
    return 0 if caller is None else caller.int % SERIALS


def _cut(workflow: Any) -> None:
    """Write what is past of a workflow as one line."""
    tasks: dict[UUID, FlowTask] = workflow.tasks
    if len(tasks) < LEAST:
        return
    root = _root(workflow)
    if root is None or root._parent is None:
        return
    kept = _below(tasks, root)
    gone = [task for id, task in tasks.items() if id not in kept]
    if len(gone) < LEAST or not _is_whole(tasks, kept, root):
        return
    if _newest(workflow) <= min(len(gone), MOST - len(gone)) and recall(workflow):
        _cut(workflow)  # two short lines make a long one
        return
    old, above = workflow.anchor, tasks[root._parent]
    written = () if workflow.parent_task_id is None else tuple(sorted(_written(workflow, gone)))
    new = Anchor(above.serial, above.last_state_change, above.data, written)
    rows = columns(workflow, gone, above_of(workflow))
    line = [_number(workflow), PAST, len(gone), old and old.to_json(new), rows]
    workflow.top_workflow.past.append(orjson.dumps(line))
    workflow.anchor = new
    root._parent, workflow.task_tree, workflow.tasks = None, root, kept


def _newest(workflow: Any) -> int:
    """Return how many tasks the newest past part of a workflow has."""
    head = b"[%d,%d," % (_number(workflow), PAST)
    lines = reversed(workflow.top_workflow.past)
    return next((int(line.split(b",", 3)[2]) for line in lines if line.startswith(head)), 0)


def _root(workflow: Any) -> FlowTask | None:
    """Return the task above the nearest one that everything still needed lies below."""
    tasks: dict[UUID, FlowTask] = workflow.tasks
    counts = dict.fromkeys(tasks, 0)
    for task in _needed(workflow):
        counts[task.id] += 1
    total = sum(counts.values())
    for task in reversed(tasks.values()):
        if counts[task.id] == total:
            return None if task._parent is None else tasks[task._parent]
        if task._parent is not None:
            counts[task._parent] += counts[task.id]
    return None


def _needed(workflow: Any) -> Iterator[FlowTask]:
    """Iterate over the tasks that something may still ask for."""
    if workflow.last_task is not None:
        yield workflow.last_task
    for task in workflow.tasks.values():
        if task._state & UNFINISHED or (
            isinstance(task.task_spec, TokenJoin) and task.is_open_token
        ):
            yield task


def _below(tasks: dict[UUID, FlowTask], root: FlowTask) -> dict[UUID, FlowTask]:
    """Return a task and all below it, in the order they were made."""
    kept: dict[UUID, FlowTask] = {}
    for id, task in tasks.items():
        if task is root or task._parent in kept:
            kept[id] = task
    return kept


def _is_whole(tasks: dict[UUID, FlowTask], kept: dict[UUID, FlowTask], root: FlowTask) -> bool:
    """Tell whether every join below the root lies there with all tokens it took."""
    top = root.workflow.top_workflow
    for task in tasks.values():
        join = task.internal_data.get(JOINED, VOID)
        is_inside = join and join != root.serial and task is not root
        if is_inside and (task.id in kept) != (top.id_of(join) in kept):
            return False
    return True


def _written(workflow: Any, gone: list[FlowTask]) -> set[str]:
    """Return the names of what was written in a called process up to what is kept."""
    found = set(workflow.anchor.written) if workflow.anchor else set()
    for task in gone:
        found |= task.written()
    return found


def _join(workflow: Any, anchor: Anchor | None, written: list[Any]) -> None:
    """Put a past part back above what is loaded."""
    tasks, first, old = workflow.tasks, workflow.task_tree, workflow.anchor
    workflow.anchor = anchor
    past = fill(workflow, written, above_of(workflow))
    above = next(task for task in past if task.serial == old.serial)
    first._parent = above.id
    above._children = sorted([*above._children, first.id], key=lambda id: id.int)
    for task in tasks.values():
        if task.data is old.data:
            task.data = above.data
    every = [*past, *tasks.values()]
    workflow.tasks = {task.id: task for task in sorted(every, key=lambda task: task.id.int)}
    workflow.task_tree = past[0]
