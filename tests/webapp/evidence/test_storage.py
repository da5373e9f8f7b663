"""Files are kept by content; kinds are found in the bytes; what is damaged is told."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from webapp.evidence import pictures, storage
from webapp.evidence.sniffing import DOCX, sniff
from webapp.evidence.storage import FileDamaged, FileRefused

PDF = b"%PDF-1.7\n%%EOF\n"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def test_the_same_bytes_are_one_file(app: Flask) -> None:
    first = storage.store(PDF, "台账.pdf")
    second = storage.store(PDF, "另一个名字.pdf")

    assert first.digest == second.digest == hashlib.sha256(PDF).hexdigest()
    assert first.name == "台账.pdf"
    assert storage.read(first.digest) == PDF
    assert storage.path_of(first.digest).stat().st_mode & 0o222 == 0


def test_nothing_half_written_stays_when_a_file_is_refused(app: Flask) -> None:
    with pytest.raises(FileRefused, match="超过 5 MB"):
        storage.store(b"a" * (5 * 1024 * 1024 + 1), "长.txt")

    assert not list(storage.root().glob("fresh-*"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 40, "照片.jpg"),
        (b"<svg onload='alert(1)'>", "图.svg"),
        (b"<!DOCTYPE html><p>", "页.txt"),
        (b"", "空.pdf"),
    ],
)
def test_an_unknown_kind_is_refused_whatever_its_name(
    app: Flask, content: bytes, name: str
) -> None:
    with pytest.raises(FileRefused):
        storage.store(content, name)


def test_a_field_may_narrow_the_kinds(app: Flask) -> None:
    with pytest.raises(FileRefused, match="只接受"):
        storage.store(PDF, "签名.pdf", accepted=("image/",))

    assert storage.store(picture(), "签名.png", accepted=("image/",)).media_type == "image/png"


def test_the_path_in_a_name_is_dropped(app: Flask) -> None:
    assert storage.store(PDF, "C:\\x\\..\\清单.pdf").name == "清单.pdf"
    assert storage.store(PDF + b" ", "现场📷.pdf").name == "现场□.pdf"


def test_changed_bytes_are_noticed(app: Flask) -> None:
    file = storage.store(b"%PDF-1.7 original", "原件.pdf")
    path = storage.path_of(file.digest)
    path.chmod(0o640)
    path.write_bytes(b"%PDF-1.7 forged")

    with pytest.raises(FileDamaged, match="内容已改变"):
        storage.read(file.digest)
    assert storage.recount(file.digest) == "文件内容与登记的摘要不符"

    path.unlink()
    assert storage.recount(file.digest) == "文件缺失"


def test_office_files_are_told_apart_by_what_is_inside() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert sniff(out) is DOCX
    assert sniff(BytesIO(b"PK\x03\x04broken")) is None


def snapped(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), "steelblue").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"), [("HEIF", "image/heic"), ("AVIF", "image/avif"), ("PNG", "image/png")]
)
def test_what_telephones_take_is_kept_as_it_came_and_shown(
    app: Flask, kind: str, media_type: str
) -> None:
    content = snapped(kind)

    file = storage.store(content, "现场.HEIC", accepted=("image/",))

    assert file.media_type == media_type
    assert storage.read(file.digest) == content
    with Image.open(BytesIO(pictures.small(file) or b"")) as shown:
        red, green, blue = shown.convert("RGB").getpixel((40, 30))
        assert (shown.format, shown.size) == ("JPEG", (80, 60))
        assert abs(red - 70) < 12
        assert abs(green - 130) < 12
        assert abs(blue - 180) < 12


def test_a_picture_cut_short_is_not_shown(app: Flask) -> None:
    file = storage.store(snapped("HEIF")[:-200], "断.heic")

    assert pictures.small(file) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_text_of_either_encoding_is_text(app: Flask, encoding: str) -> None:
    content = ("销售流水：二〇二六年三月，共四十六笔，金额八千六百四十元。\r\n" * 200).encode(
        encoding
    )

    assert storage.store(content, "流水.txt").media_type == "text/plain"


def test_the_office_formats_that_the_message_invites_are_taken(app: Flask) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    shown = BytesIO()
    with zipfile.ZipFile(shown, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")

    assert storage.store(old, "合同.doc").media_type == "application/x-ole-storage"
    assert storage.store(shown.getvalue(), "说明.pptx").media_type.endswith("presentation")


def test_every_refusal_names_what_is_taken(app: Flask) -> None:
    with pytest.raises(FileRefused) as unknown:
        storage.store(b"MZ\x90\x00" + b"\0" * 40, "程序.exe")
    with pytest.raises(FileRefused) as narrowed:
        storage.store(PDF, "签名.pdf", accepted=("image/",))

    for title in (
        "PDF",
        "HEIC 图片",
        "AVIF 图片",
        "MP4 视频",
        "Word 文档",
        "旧版 Office、WPS 文档",
        "文本",
    ):
        assert title in str(unknown.value)
    assert str(narrowed.value) == (
        "“签名.pdf”是PDF，此处只接受："
        "JPEG 图片、PNG 图片、WebP 图片、GIF 图片、HEIC 图片、AVIF 图片。"
    )
