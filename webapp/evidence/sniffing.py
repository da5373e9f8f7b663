"""What a file is, found in its bytes; names and declared types are not believed (格式识别)."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

MEGABYTE = 1024 * 1024
ENCODINGS = ("utf-8", "gb18030")
PAGES = ("<html", "<!doctype", "<svg", "<?xml")
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
AVIF = Format("image/avif", "AVIF 图片", 20 * MEGABYTE, "avif")
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
PPTX = Format(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "PowerPoint 演示文稿", 50 * MEGABYTE, "pptx",
)  # fmt: skip
OLD_OFFICE = Format("application/x-ole-storage", "旧版 Office、WPS 文档", 30 * MEGABYTE, "doc")
OFD = Format("application/ofd", "OFD 版式文件", 50 * MEGABYTE, "ofd")
TEXT = Format("text/plain", "文本", 5 * MEGABYTE, "txt")

TAKEN = (
    (PDF, OFD),
    (JPEG, PNG, WEBP, GIF, HEIC, AVIF),
    (MP4, WEBM, AVI),
    (MP3, M4A, WAV, OGG, AMR),
    (DOCX, XLSX, PPTX, OLD_OFFICE),
    (TEXT, ZIP),
)
"""All that is taken in, as people group it."""

SHOWN = frozenset(each.media_type for each in (PDF, PNG, JPEG, WEBP, GIF, MP4, WEBM, MP3, M4A, WAV))
"""What a browser may show in place; everything else is a download."""

_STARTS: tuple[tuple[bytes, int, Format], ...] = (
    (b"%PDF-", 0, PDF),
    (b"\x89PNG\r\n\x1a\n", 0, PNG),
    (b"\xff\xd8\xff", 0, JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, OLD_OFFICE),
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
_BRANDS: dict[bytes, Format] = {
    b"M4A ": M4A,
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
}
_MEMBERS: tuple[tuple[str, Format], ...] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
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
        return AVIF if b"avif" in head[8:64] else _BRANDS.get(head[8:12], MP4)
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


def taken(kinds: tuple[str, ...] = ()) -> str:
    """Name the kinds of files that are taken in, of some media types only (接受的格式)."""
    groups = [[one for one in group if one.media_type.startswith(kinds or "")] for group in TAKEN]
    return "；".join("、".join(one.title for one in group) for group in groups if group)


def _is_text(head: bytes, whole: bool) -> bool:
    if not head or b"\0" in head:
        return False
    for encoding in ENCODINGS:
        for cut in range(1 if whole else 4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return _is_plain(text)
    return False


def _is_plain(text: str) -> bool:
    """Tell whether characters are those of a plain text: no control characters, no page."""
    if not all(one.isprintable() or one.isspace() for one in text.removeprefix("\ufeff")):
        return False
    return not text.lstrip("\ufeff \t\r\n").lower().startswith(PAGES)
