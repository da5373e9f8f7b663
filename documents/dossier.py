"""Bind the dossier (案卷): one PDF for each of 正卷 and 副卷, and a package with checksums.

市监程序 §78: cover, contents with page numbers, documents in the order of the catalogue and of
time, 备考表. Page numbers run from the first document, upper right on fronts, upper left on backs.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from documents.catalogue import get, only
from documents.errors import DossierFailed
from documents.metadata import Purpose
from documents.printer import number_pages, render

COVER, CONTENTS, REMARKS = map(only, (Purpose.COVER, Purpose.CONTENTS, Purpose.REMARKS))
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Item:
    """One document or piece of evidence of the dossier (件)."""

    id: str
    address: str
    """Catalogue address, which decides volume and order."""
    title: str
    pdf: bytes
    date: str
    """Printed date, such as 2026年3月9日."""
    filed_at: str
    """Sortable time, such as 2026-03-09T10:00."""
    responsible: str
    number: str = ""
    note: str = ""
    serves: str | None = None
    """Id of the document behind which it stands: that it serves (送达回证), or of its record."""
    volume: str = ""
    """Another volume than the catalogue's, where the office decides so."""


@dataclass(frozen=True)
class Entry:
    """An item in its place, with its pages (起止页号)."""

    item: Item
    first: int
    last: int

    @property
    def pages(self) -> str:
        """Print the page numbers: 7 or 3—6."""
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"


@dataclass(frozen=True)
class Volume:
    """A bound volume (正卷 or 副卷)."""

    name: str
    entries: tuple[Entry, ...]
    pages: int
    pdf: bytes


def arrange(items: Sequence[Item], volume: str) -> list[Item]:
    """Return the items of a volume in order; each follows what it serves or was taken for."""
    known = {item.id: item for item in items}

    def key(item: Item) -> tuple[int, str, str, int, str]:
        lead = known.get(item.serves or "", item)
        return (get(lead.address).order, lead.filed_at, lead.id, lead is not item, item.filed_at)

    def belongs(item: Item) -> bool:
        lead = known.get(item.serves or "", item)
        return (lead.volume or get(lead.address).volume) == volume

    return sorted(filter(belongs, items), key=key)


def bind(
    volume: str, items: Sequence[Item], context: Mapping[str, Any], facts: Mapping[str, str]
) -> Volume:
    """Bind one volume: ``context`` gives body and case, ``facts`` what cover and remarks say."""
    entries = number(arrange(items, volume))
    pages = entries[-1].last if entries else 0
    shared = {**facts, "volume": volume, "items": str(len(entries)), "pages": str(pages)}
    rows = [
        {
            "number": entry.item.number, "responsible": entry.item.responsible,
            "title": entry.item.title, "date": entry.item.date, "pages": entry.pages,
            "note": entry.item.note,
        }
        for entry in entries
    ]  # fmt: skip
    parts = {
        address: render(address, {**context, "f": {**shared, "rows": rows}})
        for address in (COVER, CONTENTS, REMARKS)
    }
    return Volume(volume, tuple(entries), pages, _join(parts, entries))


def number(items: Sequence[Item]) -> list[Entry]:
    """Give every item its page numbers, from 1."""
    entries, first = [], 1
    for item in items:
        with _opened(item) as pdf:
            last = first + len(pdf.pages) - 1
        entries.append(Entry(item, first, last))
        first = last + 1
    return entries


def _opened(item: Item) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(item.pdf))
    except pikepdf.PdfError as error:
        raise DossierFailed(f"“{item.title}”的文件无法读取，不能入卷") from error


def _join(parts: Mapping[str, bytes], entries: Sequence[Entry]) -> bytes:
    """Put cover, contents, numbered documents and remarks into one PDF/A, with bookmarks."""
    with pikepdf.open(io.BytesIO(parts[COVER])) as book:
        marks = [("封面", 0), ("卷内目录", len(book.pages))]
        _append(book, parts[CONTENTS])
        start = len(book.pages)
        for entry in entries:
            marks.append((entry.item.title, len(book.pages)))
            _append(book, entry.item.pdf)
        _stamp(book, start)
        marks.append(("备考表", len(book.pages)))
        _append(book, parts[REMARKS])
        with book.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        out = io.BytesIO()
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _append(book: pikepdf.Pdf, pdf: bytes) -> None:
    """Append a file's pages; seals become part of the page, the signed original goes beside."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        source.flatten_annotations("all")
        for page in source.pages:
            kept = [note for note in page.get("/Annots", []) if note.get("/Subtype") != "/Widget"]
            page.Annots = pikepdf.Array(kept)
        if "/AcroForm" in source.Root:
            del source.Root.AcroForm
        book.pages.extend(source.pages)


def _stamp(book: pikepdf.Pdf, start: int) -> None:
    """Print the running page numbers over all pages from ``start`` on."""
    count = len(book.pages) - start
    if not count:
        return
    with pikepdf.open(io.BytesIO(number_pages(count))) as numbers:
        for index in range(count):
            page = book.pages[start + index]
            # as Page.add_overlay, which would draw a name by chance
            number = book.copy_foreign(numbers.pages[index].as_form_xobject())
            name = pikepdf.Name(f"/FxNumber{index}")
            page.add_resource(number, pikepdf.Name.XObject, name)
            box = pikepdf.Rectangle(*(float(value) for value in page.mediabox))
            placed = page.calc_form_xobject_placement(
                number, name, box, invert_transformations=True, allow_shrink=True, allow_expand=True
            )
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"Q\n" + placed)


# ---- the package ---------------------------------------------------------------------------------


def package(volumes: Sequence[Volume], facts: Mapping[str, str]) -> bytes:
    """Return the hand-over package as a zip: description, catalogue, files, SHA-256 manifest."""
    files = package_files(volumes, facts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def package_files(volumes: Sequence[Volume], facts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of the package by path; the manifest comes last and names all others."""
    files: dict[str, bytes] = {}
    for volume in volumes:
        files[f"电子档案/{volume.name}卷.pdf"] = volume.pdf
        for place, entry in enumerate(volume.entries, 1):
            files[_original(volume, place, entry)] = entry.item.pdf
    described = {
        "说明文件.TXT": _description(volumes, facts),
        "案卷目录.XML": _directory(volumes, facts),
        **files,
    }
    lines = [f"{hashlib.sha256(body).hexdigest()}  {name}" for name, body in described.items()]
    return {**described, "其他/SHA256校验清单.TXT": ("\r\n".join(lines) + "\r\n").encode("utf-8")}


def _original(volume: Volume, place: int, entry: Entry) -> str:
    title = "".join("_" if mark in '\\/:*?"<>|\r\n' else mark for mark in entry.item.title)[:60]
    return f"电子档案/{volume.name}卷/{place:03d}-{title}.pdf"


def _description(volumes: Sequence[Volume], facts: Mapping[str, str]) -> bytes:
    lines = [
        f"题名：{facts.get('title', '')}",
        f"归档号：{facts.get('archive_number', '')}",
        f"保管期限：{facts.get('retention', '')}",
        *(f"{v.name}卷：{len(v.entries)}件，{v.pages}页" for v in volumes),
        "文件格式：PDF/A-2b，签章后的原件在各卷文件夹中",
        "校验：其他/SHA256校验清单.TXT",
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")


def _directory(volumes: Sequence[Volume], facts: Mapping[str, str]) -> bytes:
    root = etree.Element("案卷目录")
    for volume in volumes:
        for place, entry in enumerate(volume.entries, 1):
            row = etree.SubElement(root, "件")
            for name, value in (
                ("顺序号", str(place)), ("卷别", f"{volume.name}卷"),
                ("档号", facts.get("archive_number", "")), ("文号", entry.item.number),
                ("责任者", entry.item.responsible), ("题名", entry.item.title),
                ("日期", entry.item.date), ("页号", entry.pages), ("密级", ""),
                ("电子档案名称", _original(volume, place, entry)), ("备注", entry.item.note),
            ):  # fmt: skip
                etree.SubElement(row, name).text = value
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def verify_package(content: bytes) -> list[str]:
    """Return what is wrong with a hand-over package: changed, missing or added files (查验)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _against_manifest({name: archive.read(name) for name in archive.namelist()})
    except (zipfile.BadZipFile, NotImplementedError, zlib.error):
        return ["不是可以打开的归档包"]


def _against_manifest(files: Mapping[str, bytes]) -> list[str]:
    manifest = files.get("其他/SHA256校验清单.TXT")
    if manifest is None:
        return ["缺少校验清单"]
    listed = dict(
        line.split("  ", 1)[::-1] for line in manifest.decode("utf-8").splitlines() if line
    )
    wrong = [f"缺少“{name}”" for name in listed if name not in files]
    wrong += [
        f"“{name}”已被改动"
        for name, value in listed.items()
        if name in files and hashlib.sha256(files[name]).hexdigest() != value
    ]
    extra = set(files) - set(listed) - {"其他/SHA256校验清单.TXT"}
    return wrong + [f"多出“{name}”" for name in sorted(extra)]
