"""Workflow ↔ compact bytes: format byte, fingerprint of the version, zstd of orjson.

    1 byte format · 4 bytes fingerprint · zstd( [serial, moment, [record, …]] ⏎ line ⏎ line … )

One record (`records`) for the main process and one for each called process that is not over, a
caller before what is called inside it. Predicted tasks are written too: boundary timers of tasks
not yet reached hang on them. What is past follows as lines that are carried along unread (`past`).
Nothing but our own format and version is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from threading import local
from uuid import UUID

import orjson
import zstandard

from engine.errors import StateUnreadable
from engine.past import restore_below, settle
from engine.records import Record, restore, write
from engine.scripting import Operator
from engine.specs import Specs
from engine.workflow import LIMITS, EngineWorkflow, Limits

FORMAT = b"\x03"
HEAD = 5
LEVEL = 7
MAX_STATE = 64_000_000
_compression = local()


def dump(workflow: EngineWorkflow) -> bytes:
    """Write a workflow, and let go of what is past in it."""
    settle(workflow)
    records = [write(workflow, workflow.specs)]
    below = [write(each, workflow.specs) for each in workflow.subprocesses.values()]
    records += sorted(below, key=itemgetter(0))  # a caller comes before what is called inside it
    body = orjson.dumps([workflow.serial, workflow.moment, records])
    whole = b"\n".join((body, *workflow.past))
    return FORMAT + workflow.specs.fingerprint + _compressor().compress(whole)


def load(
    blob: bytes,
    specs: Specs,
    instance: UUID,
    *,
    limits: Limits = LIMITS,
    operators: Mapping[str, Operator] | None = None,
) -> EngineWorkflow:
    """Restore a workflow, or raise `StateUnreadable`."""
    serial, moment, records, past = _unpack(blob, specs)
    workflow = EngineWorkflow(
        specs, instance, limits=limits, operators=operators, deserializing=True
    )
    workflow.serial, workflow.moment, workflow.past = serial, moment, past
    try:
        restore(workflow, records[0], specs)
        for record in records[1:]:
            restore_below(workflow, record)
    except (LookupError, TypeError, ValueError) as error:
        raise StateUnreadable("流程状态已损坏，无法读取") from error
    return workflow


def _unpack(blob: bytes, specs: Specs) -> tuple[int, int, list[Record], list[bytes]]:
    if blob[:1] != FORMAT:
        raise StateUnreadable("流程状态的格式不是本系统的格式")
    if blob[1:HEAD] != specs.fingerprint:
        raise StateUnreadable("流程状态与流程版本不一致")
    try:
        body = _decompressor().decompress(blob[HEAD:], max_output_size=MAX_STATE)
        head, *past = body.split(b"\n")
        serial, moment, records = orjson.loads(head)
    except (zstandard.ZstdError, ValueError, TypeError) as error:
        raise StateUnreadable("流程状态已损坏，无法读取") from error
    return serial, moment, records, past


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
