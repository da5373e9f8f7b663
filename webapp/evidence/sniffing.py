"""What a file is, found in its bytes; names and declared types are not believed (格式识别)."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

MEGABYTE = 1024 * 1024
HEAD = 4096


@dataclass(frozen=True)
class Format:
    """A kind of file that may enter a matter."""

    media_type: str
    title: str
    limit: int
    suffix: str


PDF = Format("application/pdf", "PDF", 50 * MEGABYTE, "pdf")
PNG = Format("image/png", "PNG 图片", 20 * MEGABYTE, "png")
JPEG = Format("image/jpeg", "JPEG 图片", 20 * MEGABYTE, "jpg")
WEBP = Format("image/webp", "WebP 图片", 20 * MEGABYTE, "webp")
GIF = Format("image/gif", "GIF 图片", 20 * MEGABYTE, "gif")
HEIC = Format("image/heic", "HEIC 图片", 20 * MEGABYTE, "heic")
MP4 = Format("video/mp4", "MP4 视频", 200 * MEGABYTE, "mp4")
WEBM = Format("video/webm", "WebM 视频", 200 * MEGABYTE, "webm")
AVI = Format("video/x-msvideo", "AVI 视频", 200 * MEGABYTE, "avi")
MP3 = Format("audio/mpeg", "MP3 音频", 100 * MEGABYTE, "mp3")
M4A = Format("audio/mp4", "M4A 音频", 100 * MEGABYTE, "m4a")
WAV = Format("audio/wav", "WAV 音频", 100 * MEGABYTE, "wav")
OGG = Format("audio/ogg", "OGG 音频", 100 * MEGABYTE, "ogg")
AMR = Format("audio/amr", "AMR 音频", 100 * MEGABYTE, "amr")
ZIP = Format("application/zip", "ZIP 压缩包", 100 * MEGABYTE, "zip")
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Word 文档", 30 * MEGABYTE, "docx",
)  # fmt: skip
XLSX = Format(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Excel 表格", 30 * MEGABYTE, "xlsx",
)  # fmt: skip
OFD = Format("application/ofd", "OFD 版式文件", 50 * MEGABYTE, "ofd")
TEXT = Format("text/plain", "文本", 5 * MEGABYTE, "txt")

SHOWN = frozenset(each.media_type for each in (PDF, PNG, JPEG, WEBP, GIF, MP4, WEBM, MP3, M4A, WAV))
"""What a browser may show in place; everything else is a download."""

_STARTS: tuple[tuple[bytes, int, Format], ...] = (
    (b"%PDF-", 0, PDF),
    (b"\x89PNG\r\n\x1a\n", 0, PNG),
    (b"\xff\xd8\xff", 0, JPEG),
    (b"GIF87a", 0, GIF),
    (b"GIF89a", 0, GIF),
    (b"WEBP", 8, WEBP),
    (b"AVI ", 8, AVI),
    (b"WAVE", 8, WAV),
    (b"\x1a\x45\xdf\xa3", 0, WEBM),
    (b"OggS", 0, OGG),
    (b"#!AMR", 0, AMR),
    (b"ID3", 0, MP3),
    (b"\xff\xfb", 0, MP3),
    (b"\xff\xf3", 0, MP3),
)
_BRANDS: dict[bytes, Format] = {b"M4A ": M4A, b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC}
_MEMBERS: tuple[tuple[str, Format], ...] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("OFD.xml", OFD),
)


def sniff(stream: BinaryIO) -> Format | None:
    """Return what the bytes are, or None when they are nothing we take."""
    stream.seek(0)
    head = stream.read(HEAD)
    for start, offset, found in _STARTS:
        if head.startswith(start, offset):
            return found
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], MP4)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    return TEXT if _is_text(head, len(head) < HEAD) else None


def _zipped(stream: BinaryIO) -> Format | None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    return next((found for member, found in _MEMBERS if member in names), ZIP)


def _is_text(head: bytes, whole: bool) -> bool:
    if not head or b"\0" in head:
        return False
    decode: Callable[[bytes], str] = bytes.decode
    for cut in range(1 if whole else 4):
        try:
            decode(head[: len(head) - cut])
        except UnicodeDecodeError:
            continue
        return not head.lstrip().lower().startswith((b"<html", b"<!doctype", b"<svg", b"<?xml"))
    return False
