"""Tasks of one workflow as parallel columns: a place per task, in the order they were made.

A parent stands before its children, siblings keep their order, and the restored dictionaries
iterate as the original ones did. A serial number is the difference from the one before, a parent
its distance, a name its position in the version's list, a time the difference from the parent's,
data what differs from the parent's. The first task hangs on an anchor if what lies above it is past
(`past`). Only this module, `flow_task` and `returns` know the private
attributes of tasks.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from SpiffWorkflow.bpmn.serializer.helpers.registry import DefaultRegistry
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent

from engine.errors import StateNotStorable
from engine.flow_task import AGAIN, JOINED, READY, SERIALS, WAITING, FlowTask, quick_uuid
from engine.specs import Specs
from engine.workflow import EngineWorkflow

PLAIN = (str, int, bool, float, type(None))
SAME, EMPTY, CHANGED = 0, 1, 2
RESUMED = (WAITING, READY)

REFERENCES = frozenset({JOINED, AGAIN})
"""Internal data that name another task by its number; zero is none."""

Record = list[Any]
Data = dict[str, Any]
_registry = DefaultRegistry()


class Anchor(NamedTuple):
    """The task above those that are loaded: its number, its last change, its data.

    `written` are the names of what was written in the workflow up to there.
    """

    serial: int
    moment: int
    data: Data
    written: tuple[str, ...] = ()

    def to_json(self, later: Anchor | None = None) -> list[Any]:
        """Return the anchor as plain values, counted from a later one where there is one."""
        serial, moment = (later.serial, later.moment) if later else (0, 0)
        data = _storable(self.data)
        return [self.serial - serial, self.moment - moment, data, list(self.written)]

    @classmethod
    def from_json(cls, values: list[Any] | None, later: Anchor | None = None) -> Anchor | None:
        """Restore an anchor from its plain values."""
        if values is None:
            return None
        serial, moment = (later.serial, later.moment) if later else (0, 0)
        return cls(values[0] + serial, values[1] + moment, _restored(values[2]), tuple(values[3]))


def write(workflow: Any, specs: Specs) -> Record:
    """Write one workflow: [caller, spec, completed, success, last task, data, anchor, columns]."""
    name, last = workflow.spec.name, workflow.last_task
    caller, anchor = workflow.parent_task_id, workflow.anchor
    tasks = list(workflow.tasks.values())
    return [
        0 if caller is None else caller.int % SERIALS,
        specs.positions[name],
        int(workflow.completed),
        int(workflow.success),
        -1 if last is None else tasks.index(last),
        _storable(workflow.data),
        None if anchor is None else anchor.to_json(),
        columns(workflow, tasks, above_of(workflow)),
    ]


def restore(workflow: Any, record: Record, specs: Specs) -> None:
    """Fill a workflow from its record."""
    workflow.anchor = Anchor.from_json(record[6])
    tasks = fill(workflow, record[7], above_of(workflow))
    workflow.tasks, workflow.task_tree = {task.id: task for task in tasks}, tasks[0]
    for task in tasks:
        if task._state in RESUMED:
            _resume(workflow.top_workflow, task)
    workflow.completed, workflow.success = bool(record[2]), bool(record[3])
    workflow.last_task = tasks[record[4]] if record[4] >= 0 else None
    workflow.data = _restored(record[5])


def columns(workflow: Any, tasks: list[FlowTask], above_all: Anchor) -> Record:
    """Write tasks that hang together, the first above all others, as parallel columns."""
    places = workflow.top_workflow.specs.places[workflow.spec.name]
    place: dict[int, int] = {}
    steps, ups, kinds, states, moves, internals = [], [], [], [], [], []
    serial, moment = 0, above_all.moment
    uppers: list[Data] = []
    for n, task in enumerate(tasks):
        number = task.id.int
        place[number] = n
        if n and task._parent is not None:
            up = place[task._parent.int]
            ups.append(n - up)
            uppers.append(tasks[up].data)
            moment = tasks[up].last_state_change
        else:
            uppers.append(above_all.data)
        here = number % SERIALS
        steps.append(here - serial)
        serial = here
        kinds.append(places[task.task_spec.name])
        states.append(task._state.bit_length() - 1)
        moves.append(task.last_state_change - moment)
        if task.internal_data or task.triggered:
            internal = _apart(_storable(task.internal_data), here)
            internals.append([n, int(task.triggered), internal])
    sources = _data_columns(tasks, uppers)
    return [steps, _short(ups), kinds, _short(states), moves, *sources, internals]


def fill(workflow: Any, written: Record, above_all: Anchor) -> list[FlowTask]:
    """Restore the tasks of some columns."""
    top = workflow.top_workflow
    serial, ordered = top.id_of(0).int, top.specs.ordered[workflow.spec.name]
    tasks: list[FlowTask] = []
    steps, ups, kinds, states, moves, sources, changed, internals = written
    rows = zip(
        steps,
        [0, *_long(ups, len(steps) - 1)],
        kinds,
        _long(states, len(steps)),
        moves,
        sources,
        strict=True,
    )
    changes = iter(changed)
    for n, (step, up, kind, bit, moved, source) in enumerate(rows):
        serial += step
        task = _blank(workflow, quick_uuid(serial), ordered[kind], 1 << bit)
        task.last_state_change = moved
        inherited = above_all.data
        if up:
            upper = tasks[n - up]
            upper._children.append(task.id)
            task._parent = upper.id
            task.last_state_change += upper.last_state_change
            inherited = upper.data
        else:
            task.last_state_change += above_all.moment
        if source == SAME:
            task.data = inherited
        elif source == CHANGED:
            change = next(changes)
            task.data = _changed(inherited, change)
            task.kept = (task.data, inherited, change)
        tasks.append(task)
    for n, triggered, internal in internals:
        tasks[n].triggered = bool(triggered)
        tasks[n].internal_data = _together(_restored(internal), tasks[n].serial)
    return tasks


def above_of(workflow: Any) -> Anchor:
    """Return what the first task hangs on: its anchor, else the task before the calling one."""
    if workflow.anchor is not None:
        anchor: Anchor = workflow.anchor
        return anchor
    if workflow.parent_task_id is None:
        return Anchor(0, 0, {})
    task = workflow.above.tasks[workflow.parent_task._parent]
    return Anchor(task.serial, task.last_state_change, task.data)


def _data_columns(tasks: list[FlowTask], uppers: list[Data]) -> tuple[list[int], list[Any]]:
    sources: list[int] = []
    changes: list[Any] = []
    for task, inherited in zip(tasks, uppers, strict=True):
        data = task.data
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


def _short(column: list[int]) -> list[int] | int:
    """Write a column in which all are equal as one number."""
    return column[0] if column and column.count(column[0]) == len(column) else column


def _long(column: list[int] | int, length: int) -> list[int]:
    return [column] * length if isinstance(column, int) else column


def _apart(internal: Data, serial: int) -> Data:
    """Write numbers of other tasks as distances: the rounds of a loop then look alike."""
    if REFERENCES.isdisjoint(internal):
        return internal
    return {k: (v - serial if v else None) if k in REFERENCES else v for k, v in internal.items()}


def _together(internal: Data, serial: int) -> Data:
    if REFERENCES.isdisjoint(internal):
        return internal
    return {
        k: (0 if v is None else v + serial) if k in REFERENCES else v for k, v in internal.items()
    }


def _restored(values: Data) -> Data:
    for value in values.values():
        if type(value) not in PLAIN:
            restored: Data = _registry.restore(values)
            return restored
    return values
