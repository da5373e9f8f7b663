"""Files are kept by content; kinds are found in the bytes; what is damaged is told."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from webapp.evidence import storage
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
    with pytest.raises(FileRefused, match="不接受"):
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
