"""One workflow as parallel columns: a place per task, in the order the tasks were made.

A parent stands before its children, siblings keep their order, and the restored dictionaries
iterate as the original ones did. A serial number is the difference from the one before, a parent
its distance, a name its position in the version's list, a time the difference from the parent's,
data what differs from the parent's. Only this module, `flow_task` and `returns` know the private
attributes of tasks.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.serializer.helpers.registry import DefaultRegistry
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent

from engine.errors import StateNotStorable
from engine.flow_task import READY, SERIALS, WAITING, FlowTask, quick_uuid
from engine.specs import Specs
from engine.workflow import EngineWorkflow

PLAIN = (str, int, bool, float, type(None))
SAME, EMPTY, CHANGED = 0, 1, 2
RESUMED = (WAITING.bit_length() - 1, READY.bit_length() - 1)

Record = list[Any]
Data = dict[str, Any]
_registry = DefaultRegistry()


def write(workflow: Any, specs: Specs) -> Record:
    """Write one workflow: [caller, spec, completed, success, last task, data, columns …]."""
    name = workflow.spec.name
    places = specs.places[name]
    by_id: dict[UUID, FlowTask] = workflow.tasks
    tasks = list(by_id.values())
    place = {task.id: n for n, task in enumerate(tasks)}
    above = [None if task._parent is None else by_id[task._parent] for task in tasks]
    pairs = list(zip(tasks, above, strict=True))
    serials = [task.id.int % SERIALS for task in tasks]
    caller, last = workflow.parent_task_id, workflow.last_task
    return [
        0 if caller is None else caller.int % SERIALS,
        specs.positions[name],
        int(workflow.completed),
        int(workflow.success),
        -1 if last is None else place[last.id],
        _storable(workflow.data),
        [later - earlier for earlier, later in pairwise([0, *serials])],
        [0 if upper is None else n - place[upper.id] for n, upper in enumerate(above)],
        [places[task.task_spec.name] for task in tasks],
        [task._state.bit_length() - 1 for task in tasks],
        [t.last_state_change - (u.last_state_change if u else 0) for t, u in pairs],
        *_data_columns(pairs, base_of(workflow)),
        [
            [n, int(task.triggered), _storable(task.internal_data)]
            for n, task in enumerate(tasks)
            if task.internal_data or task.triggered
        ],
    ]


def restore(workflow: Any, record: Record, specs: Specs) -> None:
    """Fill a workflow from its record."""
    top, ordered = workflow.top_workflow, specs.ordered[workflow.spec.name]
    serial, base = top.id_of(0).int, base_of(workflow)
    tasks: list[FlowTask] = []
    changes = iter(record[12])
    for n, (step, up, kind, bit, moved, source) in enumerate(zip(*record[6:12], strict=True)):
        serial += step
        task = _blank(workflow, quick_uuid(serial), ordered[kind], 1 << bit)
        task.last_state_change = moved
        inherited = base
        if up:
            upper = tasks[n - up]
            upper._children.append(task.id)
            task._parent = upper.id
            task.last_state_change += upper.last_state_change
            inherited = upper.data
        if source == SAME:
            task.data = inherited
        elif source == CHANGED:
            change = next(changes)
            task.data = _changed(inherited, change)
            task.kept = (task.data, inherited, change)
        tasks.append(task)
        if bit in RESUMED:
            _resume(top, task)
    for n, triggered, internal in record[13]:
        tasks[n].triggered = bool(triggered)
        tasks[n].internal_data = _restored(internal)
    workflow.tasks, workflow.task_tree = {task.id: task for task in tasks}, tasks[0]
    workflow.completed, workflow.success = bool(record[2]), bool(record[3])
    workflow.last_task = None if record[4] < 0 else tasks[record[4]]
    workflow.data = _restored(record[5])


def base_of(workflow: Any) -> Data:
    """Return the data a called process began with: what its caller inherited."""
    if workflow.parent_task_id is None:
        return {}
    data: Data = workflow.above.tasks[workflow.parent_task._parent].data
    return data


def _data_columns(
    pairs: list[tuple[FlowTask, FlowTask | None]], base: Data
) -> tuple[list[int], list[Any]]:
    sources: list[int] = []
    changes: list[Any] = []
    for task, upper in pairs:
        data, inherited = task.data, base if upper is None else upper.data
        if data is inherited:
            sources.append(SAME)
        elif not data:
            sources.append(EMPTY if inherited else SAME)
        else:
            kept = task.kept
            if kept is None or kept[0] is not data or kept[1] is not inherited:
                task.kept = kept = (data, inherited, _difference(data, inherited))
            sources.append(CHANGED)
            changes.append(kept[2])
    return sources, changes


def _difference(data: Data, base: Data) -> list[Any]:
    changed = {k: v for k, v in data.items() if k not in base or base[k] != v}
    gone = [k for k in base if k not in data]
    return [_storable(changed), gone] if gone else [_storable(changed)]


def _blank(workflow: Any, id: UUID, task_spec: Any, state: int) -> FlowTask:
    task = FlowTask.__new__(FlowTask)
    task.id, task.workflow, task.task_spec, task._state = id, workflow, task_spec, state
    task.thread_id, task.triggered, task._parent = 0, False, None
    task._children, task.internal_data, task.data = [], {}, {}
    return task


def _resume(top: EngineWorkflow, task: FlowTask) -> None:
    """Register a waiting event, queue an automatic task that is ready."""
    if task._state == READY:
        if not task.task_spec.manual:
            top.queue.append(task)
    elif isinstance(task.task_spec, CatchingEvent):
        top.event_manager.add_task(task)


def _changed(base: Data, change: list[Any]) -> Data:
    data = {**base, **_restored(change[0])}
    for name in change[1] if len(change) > 1 else ():
        data.pop(name, None)
    return data


def _storable(values: Data) -> Data:
    for name, value in values.items():
        if type(value) not in PLAIN:
            return {k: _plain(k, v) for k, v in values.items()}
        if name == "typename":
            raise StateNotStorable("“typename”是保留字，不能用作数据项的名称")
    return values


def _plain(name: str, value: Any) -> Any:
    """Turn a value into JSON by the library's own conversions, or refuse it."""
    if name == "typename":
        raise StateNotStorable("“typename”是保留字，不能用作数据项的名称")
    if type(value) in PLAIN:
        return value
    if type(value) is list:
        return [_plain("", item) for item in value]
    if type(value) is dict:
        return {k: _plain(k, v) for k, v in value.items()}
    converted = _registry.convert(value)
    if not isinstance(converted, dict):
        raise StateNotStorable(f"数据项“{name}”的类型 {type(value).__name__} 不能保存")
    return converted


def _restored(values: Data) -> Data:
    for value in values.values():
        if type(value) not in PLAIN:
            restored: Data = _registry.restore(values)
            return restored
    return values
