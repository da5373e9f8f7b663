"""Signed anchors (锚点): how far every chain had come, kept in a table and in files beside it.

Whoever cuts the end off a chain and moves its head back still contradicts the last anchor.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from engine import clock
from webapp import jobs
from webapp.database import db, transaction
from webapp.process_records import chain
from webapp.process_records.models import ChainAnchor, ChainHead


@dataclass(frozen=True)
class PlatformKey:
    """The key that signs anchors (平台密钥)."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, home: Path) -> "PlatformKey":
        """Return the key of an installation, making it at first use."""
        path = home / "keys" / "anchors.pem"
        if not path.is_file():
            _make(path)
        loaded = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(loaded, Ed25519PrivateKey):
            raise TypeError(f"{path} holds no Ed25519 key")
        return cls(loaded)

    @property
    def public(self) -> Ed25519PublicKey:
        """Return the public half."""
        return self.private.public_key()

    @property
    def name(self) -> str:
        """Return the digest that names the key."""
        return sha256(self.public.public_bytes_raw()).hexdigest()[:16]

    def sign(self, content: bytes) -> bytes:
        """Sign some content."""
        return self.private.sign(content)

    def has_signed(self, signature: bytes, content: bytes) -> bool:
        """Tell whether this key made a signature over this content."""
        try:
            self.public.verify(signature, content)
        except InvalidSignature:
            return False
        return True


def statement(anchor: ChainAnchor) -> dict[str, Any]:
    """Return what an anchor states and its signature covers."""
    return {
        "body_id": anchor.body_id,
        "kind": anchor.kind.name,
        "seq": anchor.seq,
        "hash": anchor.hash,
        "at": anchor.at,
        "key": anchor.key,
    }


def line(anchor: ChainAnchor) -> dict[str, Any]:
    """Return an anchor as its line in the file says it."""
    signed: dict[str, Any] = orjson.loads(chain.canonical(statement(anchor)))
    return {**signed, "signature": anchor.signature.hex()}


def anchor_chains(home: Path) -> int:
    """Sign the head of every chain that has grown (落锚); return how many."""
    key = PlatformKey.of(home)
    with transaction() as session:
        fresh = [_signed(head, key, clock.now()) for head in session.scalars(_grown())]
        if fresh:
            # Another worker may have signed the same head meanwhile.
            session.execute(insert(ChainAnchor).on_conflict_do_nothing(), fresh)
    copy_to_file(home)
    return len(fresh)


def copy_to_file(home: Path) -> None:
    """Append the anchors that the file does not hold yet."""
    path = file_of(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = {(row["body_id"], row["kind"], row["seq"]) for row in _lines(file.read())}
        for anchor in db.session.scalars(sa.select(ChainAnchor).order_by(ChainAnchor.id)):
            if (anchor.body_id, anchor.kind.name, anchor.seq) not in known:
                file.write(orjson.dumps(line(anchor)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    db.session.rollback()


def file_of(home: Path) -> Path:
    """Return the file beside the database that repeats the anchors."""
    return home / "anchors" / "anchors.jsonl"


def read_file(home: Path) -> list[dict[str, Any]]:
    """Return the lines of the file; a broken one has the key ``broken``."""
    path = file_of(home)
    return list(_lines(path.read_bytes())) if path.is_file() else []


@jobs.periodic("*/10 * * * *")
@jobs.task("process_records.anchor")
def anchor(timestamp: int = 0) -> None:
    """Sign the heads of all chains every ten minutes."""
    anchor_chains(current_app.extensions["faxun.settings"].home)


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(content.splitlines(), 1):
        try:
            row = orjson.loads(text)
        except orjson.JSONDecodeError:
            row = None
        if isinstance(row, dict) and {"body_id", "kind", "seq"} <= set(row):
            yield row
        else:
            yield {"body_id": None, "kind": None, "seq": number, "broken": True}


def _grown() -> sa.Select[ChainHead]:
    anchored = sa.exists().where(
        ChainAnchor.body_id == ChainHead.body_id,
        ChainAnchor.kind == ChainHead.kind,
        ChainAnchor.seq >= ChainHead.seq,
    )
    query = sa.select(ChainHead).where(ChainHead.seq > 0, ~anchored)
    return query.order_by(ChainHead.body_id, ChainHead.kind)


def _signed(head: ChainHead, key: PlatformKey, at: datetime) -> dict[str, Any]:
    values = {
        "body_id": head.body_id,
        "kind": head.kind,
        "seq": head.seq,
        "hash": head.hash,
        "at": at,
        "key": key.name,
    }
    signature = key.sign(chain.canonical(statement(ChainAnchor(**values))))
    return {**values, "signature": signature}


def _make(path: Path) -> None:
    """Make a key that appears whole; of two processes at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
