"""The store of files, addressed by content (文件库): written, synced and renamed before the row.

A file is never overwritten or deleted: the same bytes are the same file. A row exists only for a
file that is safely on the disk, so a crash can leave a file without a row, never the reverse.
"""

import hashlib
import os
import secrets
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from engine import clock
from forms.printable import legible
from webapp.database import db
from webapp.errors import Invalid, NotFound
from webapp.evidence.models import File
from webapp.evidence.sniffing import Format, sniff, taken

CHUNK = 1024 * 1024
NAME_LENGTH = 200


class FileRefused(Invalid):
    """The file is of a kind or size that is not taken."""


class FileDamaged(Exception):
    """The bytes on the disk are missing or are not those that were stored."""

    def __init__(self, digest: str, reason: str) -> None:
        self.digest = digest
        super().__init__(f"文件 {digest[:12]}…{reason}")


def store(
    content: bytes | BinaryIO, name: str, *, accepted: tuple[str, ...] = (), trusted: str = ""
) -> File:
    """Keep the bytes and return their record; refuse unknown kinds and sizes.

    `accepted` narrows the kinds (``image/``); `trusted` names the kind of what we made ourselves.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    limit, media_type = None, trusted
    if not trusted:
        found = _judge(stream, name, accepted)
        limit, media_type = found, found.media_type
    stream.seek(0)
    digest, size = _write(stream, limit, name)
    values = {
        "digest": digest,
        "size": size,
        "media_type": media_type,
        "name": _clean(name),
        "stored_at": clock.now(),
    }
    db.session.execute(insert(File).values(values).on_conflict_do_nothing())
    return db.session.get_one(File, digest)


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie."""
    return root() / digest[:2] / digest[2:4] / digest


def root() -> Path:
    """Return the folder of all files."""
    home: Path = current_app.extensions["faxun.settings"].home
    return home / "files"


def read(digest: str) -> bytes:
    """Return the bytes, or raise `FileDamaged` when they are not what was stored."""
    try:
        content = path_of(digest).read_bytes()
    except OSError as error:
        raise FileDamaged(digest, "无法读取") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged(digest, "内容已改变")
    return content


def get(digest: str) -> File:
    """Return the record of a file."""
    file = db.session.get(File, digest)
    if file is None:
        raise NotFound("文件不存在。")
    return file


def recount(digest: str) -> str | None:
    """Return what is wrong with the stored bytes, or None (校验)."""
    found = hashlib.sha256()
    try:
        with path_of(digest).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
    except OSError:
        return "文件缺失"
    return None if found.hexdigest() == digest else "文件内容与登记的摘要不符"


def _judge(stream: BinaryIO, name: str, accepted: tuple[str, ...]) -> Format:
    found = sniff(stream)
    shown = _clean(name) or "文件"
    if found is None:
        raise FileRefused(f"“{shown}”不是可以识别的文件格式，可以上传：{taken(accepted)}。")
    if accepted and not found.media_type.startswith(accepted):
        raise FileRefused(f"“{shown}”是{found.title}，此处只接受：{taken(accepted)}。")
    return found


def _write(stream: BinaryIO, limit: Format | None, name: str) -> tuple[str, int]:
    """Write to a fresh file, sync it, and give it the name of its content."""
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"fresh-{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with fresh.open("xb") as target:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if limit is not None and size > limit.limit:
                    most = limit.limit // CHUNK
                    raise FileRefused(f"“{_clean(name)}”超过 {most} MB 的上限，不能上传。")
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        if size == 0:
            raise FileRefused(f"“{_clean(name)}”是空文件。")
        _settle(fresh, path_of(digest.hexdigest()))
    finally:
        fresh.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _settle(fresh: Path, final: Path) -> None:
    if final.exists():
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(final)
    final.chmod(0o440)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clean(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    return legible("".join(letter for letter in base if letter.isprintable()))[-NAME_LENGTH:]
