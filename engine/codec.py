"""Workflow ↔ compact bytes: format byte, fingerprint of the version, zstd of orjson.

    1 byte format · 4 bytes fingerprint · zstd( [serial, moment, [record, …]] )

One record (`records`) for the main process and one for each called process, a caller before what
is called inside it. Predicted tasks are written too: boundary timers of tasks not yet reached hang
on them. A called process that is over stays a record and is only restored when somebody asks
(`thaw`). Nothing but our own format and version is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from threading import local
from uuid import UUID

import orjson
import zstandard

from engine.errors import StateUnreadable
from engine.records import Record, restore, write
from engine.scripting import Operator
from engine.specs import Specs
from engine.subworkflow import EngineSubWorkflow
from engine.workflow import LIMITS, EngineWorkflow, Limits

FORMAT = b"\x01"
HEAD = 5
LEVEL = 3
MAX_STATE = 64_000_000
_compression = local()


def dump(workflow: EngineWorkflow) -> bytes:
    """Write a workflow."""
    below = list(workflow.frozen.values())
    below += [write(each, workflow.specs) for each in workflow.subprocesses.values()]
    below.sort(key=itemgetter(0))  # a caller comes before what is called inside it
    records = [write(workflow, workflow.specs), *below]
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
        restore(workflow, records[0], specs)
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


def _below(top: EngineWorkflow, record: Record) -> None:
    caller = top.get_task_from_id(top.id_of(record[0]))
    spec = list(top.specs.all.values())[record[1]]
    workflow = EngineSubWorkflow(spec, caller, deserializing=True)
    top.subprocesses[caller.id] = workflow
    restore(workflow, record, top.specs)


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
