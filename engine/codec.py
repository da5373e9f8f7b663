"""Workflow ↔ compact bytes: format byte, fingerprint of the version, zstd of orjson.

    1 byte format · 4 bytes fingerprint · zstd( [serial, moment, [workflow, …]] )

A workflow is one record of parallel columns, a place per task in the order the tasks were made: so
a parent stands before its children, siblings keep their order, and the restored task dictionaries
iterate as the original ones did. Ids are serial numbers, names are positions in the version's list,
times are differences from the parent's, data is what differs from the parent's. Predicted tasks are
written too: boundary timers of tasks not yet reached hang on them. A called process that is over is
kept as its record and only restored when somebody asks (`thaw`).

Only this module knows the private attributes of tasks besides `flow_task` and `returns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from threading import local
from typing import Any
from uuid import UUID

import orjson
import zstandard
from SpiffWorkflow.bpmn.serializer.helpers.registry import DefaultRegistry
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent

from engine.errors import StateNotStorable, StateUnreadable
from engine.flow_task import READY, SERIALS, WAITING, FlowTask, quick_uuid
from engine.parser import Specs
from engine.scripting import Operator
from engine.workflow import LIMITS, EngineSubWorkflow, EngineWorkflow, Limits

FORMAT = b"\x01"
HEAD = 5
LEVEL = 3
MAX_STATE = 64_000_000
PLAIN = (str, int, bool, float, type(None))
SAME, EMPTY, CHANGED = 0, 1, 2
RESUMED = (WAITING.bit_length() - 1, READY.bit_length() - 1)

Record = list[Any]
_registry = DefaultRegistry()
_compression = local()


def dump(workflow: EngineWorkflow) -> bytes:
    """Write a workflow."""
    below = list(workflow.frozen.values())
    for task_id, each in workflow.subprocesses.items():
        below.append(_record(each, workflow.specs, task_id.int % SERIALS))
    below.sort(key=itemgetter(0))  # a caller comes before what is called inside it
    records = [_record(workflow, workflow.specs, 0), *below]
    body = orjson.dumps([workflow.serial, workflow.moment, records])
    return FORMAT + workflow.specs.fingerprint + _compressor().compress(body)


def load(
    blob: bytes,
    specs: Specs,
    instance: UUID,
    *,
    limits: Limits = LIMITS,
    operators: Mapping[str, Operator] | None = None,
) -> EngineWorkflow:
    """Restore a workflow, or raise `StateUnreadable`."""
    serial, moment, records = _unpack(blob, specs)
    workflow = EngineWorkflow(
        specs, instance, limits=limits, operators=operators, deserializing=True
    )
    workflow.serial, workflow.moment = serial, moment
    try:
        _restore(workflow, records[0], specs, {})
        for record in records[1:]:
            if record[2]:
                workflow.frozen[workflow.id_of(record[0])] = record
            else:
                _below(workflow, record)
    except (LookupError, TypeError, ValueError) as error:
        raise StateUnreadable("流程状态已损坏，无法读取") from error
    return workflow


def thaw(workflow: EngineWorkflow) -> None:
    """Restore the called processes that are over as well, for export and comparison."""
    for record in sorted(workflow.frozen.values(), key=itemgetter(0)):
        _below(workflow, record)
    workflow.frozen.clear()


def _unpack(blob: bytes, specs: Specs) -> tuple[int, int, list[Record]]:
    if blob[:1] != FORMAT:
        raise StateUnreadable("流程状态的格式不是本系统的格式")
    if blob[1:HEAD] != specs.fingerprint:
        raise StateUnreadable("流程状态与流程版本不一致")
    try:
        body = _decompressor().decompress(blob[HEAD:], max_output_size=MAX_STATE)
        serial, moment, records = orjson.loads(body)
    except (zstandard.ZstdError, ValueError, TypeError) as error:
        raise StateUnreadable("流程状态已损坏，无法读取") from error
    return serial, moment, records


def _record(workflow: Any, specs: Specs, parent: int) -> Record:
    """Write one workflow: [caller, spec, completed, success, last, data, columns …]."""
    names = specs.places[workflow.spec.name]
    tasks = workflow.tasks
    place: dict[UUID | None, int] = {}
    serials: list[int] = []
    above: list[int] = []
    kinds: list[int] = []
    states: list[int] = []
    times: list[int] = []
    sources: list[int] = []
    changes: list[Any] = []
    extra: list[Any] = []
    before = 0
    for n, task in enumerate(tasks.values()):
        parent_id = task._parent
        place[task.id] = n
        serial = task.id.int % SERIALS
        serials.append(serial - before)
        before = serial
        kinds.append(names[task.task_spec.name])
        states.append(task._state.bit_length() - 1)
        if parent_id is None:
            above.append(0)
            times.append(task.last_state_change)
            base = _base(workflow)
        else:
            upper = tasks[parent_id]
            above.append(n - place[parent_id])
            times.append(task.last_state_change - upper.last_state_change)
            base = upper.data
        data = task.data
        if data is base:
            sources.append(SAME)
        elif not data:
            sources.append(EMPTY if base else SAME)
        else:
            kept = task.kept
            if kept is None or kept[0] is not data or kept[1] is not base:
                task.kept = kept = (data, base, _difference(data, base))
            sources.append(CHANGED)
            changes.append(kept[2])
        if task.internal_data or task.triggered:
            extra.append([n, int(task.triggered), _storable(task.internal_data)])
    last = workflow.last_task
    return [
        parent,
        specs.positions[workflow.spec.name],
        int(workflow.completed),
        int(workflow.success),
        -1 if last is None else place[last.id],
        _storable(workflow.data),
        serials,
        above,
        kinds,
        states,
        times,
        sources,
        changes,
        extra,
    ]


def _base(workflow: Any) -> dict[str, Any]:
    """Return the data a called process began with: what its caller inherited."""
    if workflow.parent_task_id is None:
        return {}
    caller = workflow.parent_task
    data: dict[str, Any] = workflow.above.tasks[caller._parent].data
    return data


def _difference(data: dict[str, Any], base: dict[str, Any]) -> list[Any]:
    changed = {k: v for k, v in data.items() if k not in base or base[k] != v}
    gone = [k for k in base if k not in data]
    return [_storable(changed), gone] if gone else [_storable(changed)]


def _below(top: EngineWorkflow, record: Record) -> None:
    caller = top.get_task_from_id(top.id_of(record[0]))
    spec = list(top.specs.all.values())[record[1]]
    workflow = EngineSubWorkflow(spec, caller, deserializing=True)
    base = workflow.above.tasks[caller._parent].data
    top.subprocesses[caller.id] = workflow
    _restore(workflow, record, top.specs, base)


def _restore(workflow: Any, record: Record, specs: Specs, base: dict[str, Any]) -> None:
    top = workflow.top_workflow
    ordered = specs.ordered[workflow.spec.name]
    prefix = top.id_of(0).int
    tasks: list[FlowTask] = []
    changes = iter(record[12])
    by_id: dict[UUID, FlowTask] = {}
    serial = 0
    for n, (step, up, kind, bit, moved, source) in enumerate(zip(*record[6:12], strict=True)):
        serial += step
        parent = tasks[n - up] if up else None
        task = FlowTask.__new__(FlowTask)
        task.id = quick_uuid(prefix + serial)
        task.workflow = workflow
        task.task_spec = ordered[kind]
        task.thread_id = 0
        task.triggered = False
        task.internal_data = {}
        task._state = 1 << bit
        task._children = []
        if parent is None:
            task._parent = None
            task.last_state_change = moved
            inherited = base
        else:
            task._parent = parent.id
            parent._children.append(task.id)
            task.last_state_change = moved + parent.last_state_change
            inherited = parent.data
        if source == SAME:
            task.data = inherited
        elif source == EMPTY:
            task.data = {}
        else:
            change = next(changes)
            task.data = _changed(inherited, change)
            task.kept = (task.data, inherited, change)
        tasks.append(task)
        by_id[task.id] = task
        if bit in RESUMED:
            _resume(top, task)
    for n, triggered, internal in record[13]:
        tasks[n].triggered = bool(triggered)
        tasks[n].internal_data = _restored(internal)
    workflow.tasks, workflow.task_tree = by_id, tasks[0]
    workflow.completed, workflow.success = bool(record[2]), bool(record[3])
    workflow.last_task = None if record[4] < 0 else tasks[record[4]]
    workflow.data = _restored(record[5])


def _resume(top: EngineWorkflow, task: FlowTask) -> None:
    """Register a waiting event, queue an automatic task that is ready."""
    if task._state == READY:
        if not task.task_spec.manual:
            top.queue.append(task)
    elif isinstance(task.task_spec, CatchingEvent):
        top.event_manager.add_task(task)


def _changed(base: dict[str, Any], change: list[Any]) -> dict[str, Any]:
    data = {**base, **_restored(change[0])}
    for name in change[1] if len(change) > 1 else ():
        data.pop(name, None)
    return data


def _storable(values: dict[str, Any]) -> dict[str, Any]:
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


def _restored(values: dict[str, Any]) -> dict[str, Any]:
    for value in values.values():
        if type(value) not in PLAIN:
            restored: dict[str, Any] = _registry.restore(values)
            return restored
    return values


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_compression, "compressor"):
        _compression.compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    compressor: zstandard.ZstdCompressor = _compression.compressor
    return compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_compression, "decompressor"):
        _compression.decompressor = zstandard.ZstdDecompressor()
    decompressor: zstandard.ZstdDecompressor = _compression.decompressor
    return decompressor
