"""Digests and links: how an entry is bound to the one before it.

An entry's hash is ``sha256(previous hash ‖ number as eight bytes ‖ digest of the content)``. The
database works it out while it moves the head, so no lock is held while the application thinks.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import TextClause, text

GENESIS = bytes(32)
"""What the first entry of a chain is bound to."""

ADVANCE = """
    update chain_head h
    set seq = h.seq + 1, previous = h.hash,
        hash = sha256(h.hash || int8send(h.seq + 1) || {content})
    {where} h.body_id = {body} and h.kind = {kind}
    returning h.seq, h.previous, h.hash
"""
"""Moves a head by one entry and returns the entry's place; its row lock orders the writers.

`where` begins the condition; a statement that has more to ask puts it there.
"""

OPEN: TextClause = text(
    "insert into chain_head (body_id, kind, seq, previous, hash)"
    " values (:body, :kind, 0, :genesis, :genesis) on conflict do nothing"
)


def canonical(values: Mapping[str, Any]) -> bytes:
    """Write values so that equal ones give equal bytes: sorted keys, times in UTC."""
    return orjson.dumps(values, default=_plain, option=CANONICAL)


CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def digest(values: Mapping[str, Any]) -> str:
    """Return the digest of values as 64 hexadecimal digits (摘要)."""
    return sha256(canonical(values)).hexdigest()


def digest_bytes(values: Mapping[str, Any]) -> bytes:
    """Return the digest of values as it enters a link."""
    return sha256(canonical(values)).digest()


def link(previous: bytes, seq: int, content: bytes) -> bytes:
    """Return the hash of the entry with this number whose content has this digest."""
    return sha256(previous + seq.to_bytes(8, "big") + content).digest()


def moment(at: datetime) -> str:
    """Write an instant the one way it enters a digest: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form")
