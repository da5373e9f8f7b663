"""The dossier before it is bound (卷内目录): every paper in its volume, order and pages.

The same order as the bound volumes have; nothing is rendered for it, so page numbers appear as far
as the pages before are known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents import dossier
from documents.chinese import print_date
from documents.dossier import Item
from webapp.dossiers import attachments
from webapp.dossiers.binding import ATTACHED, NAMES, OUTSIDE, origin_of
from webapp.dossiers.models import Document, Volume, VolumeKind
from webapp.evidence.models import Evidence


@dataclass(frozen=True)
class Row:
    """One line of the contents (目录行)."""

    number: int
    title: str
    mark: str
    date: str
    pages: str
    document: Document | None = None
    digest: str = ""
    """Of the file (文件摘要), as far as it is there."""


@dataclass(frozen=True)
class Outline:
    """One volume: bound, or as it would be bound now."""

    kind: VolumeKind
    rows: Sequence[Row]
    volume: Volume | None
    pages: int


def outlines(
    matter_id: int,
    documents: Sequence[Document],
    pieces: Sequence[Evidence],
    volumes: Sequence[Volume],
) -> list[Outline]:
    """Return both volumes of a matter."""
    bound = {volume.kind: volume for volume in volumes}
    return [
        _bound(bound[kind]) if kind in bound else _planned(matter_id, kind, documents, pieces)
        for kind in VolumeKind
    ]


def _bound(volume: Volume) -> Outline:
    rows = [
        Row(
            number, line["title"], line["number"], line["date"], line["pages"], None, line["digest"]
        )
        for number, line in enumerate(volume.manifest, 1)
    ]
    return Outline(volume.kind, rows, volume, volume.pages)


def _planned(
    matter_id: int, kind: VolumeKind, documents: Sequence[Document], pieces: Sequence[Evidence]
) -> Outline:
    papers = [one for one in documents if one.is_final]
    known = {str(one.id): one for one in papers}
    items = [*_papers(matter_id, papers), *_attachments(pieces)]
    rows, next_page = [], 1
    for number, item in enumerate(dossier.arrange(items, NAMES[kind]), 1):
        document = known.get(item.id)
        count = document.pages if document and document.pdf else 0
        pages = ""
        if count and next_page:
            last = next_page + count - 1
            pages = str(next_page) if count == 1 else f"{next_page}—{last}"
        next_page = next_page + count if count and next_page else 0
        digest = (document.pdf or "") if document else ""
        rows.append(Row(number, item.title, item.number, item.date, pages, document, digest))
    return Outline(kind, rows, None, max(0, next_page - 1))


def _papers(matter_id: int, papers: Iterable[Document]) -> Iterator[Item]:
    receipts: dict[int, str] = {}
    for document in papers:
        for served in document.values_served:
            receipts.setdefault(document.id, str(served))
    for document in papers:
        if document.address not in OUTSIDE:
            yield Item(
                id=str(document.id),
                address=document.address,
                title=document.title + origin_of(document, matter_id),
                pdf=b"",
                date=print_date(document.dated) if document.dated else "",
                filed_at=f"{document.finalized_at:%Y-%m-%dT%H:%M:%S} {document.id:09d}",
                responsible="",
                number=document.number or "",
                serves=receipts.get(document.id),
                volume=NAMES[document.volume],
            )


def _attachments(pieces: Iterable[Evidence]) -> Iterator[Item]:
    for piece in pieces:
        for place, file in attachments.printable(piece):
            yield Item(
                id=f"evidence-{piece.id}-{place}",
                address=ATTACHED,
                title=attachments.title_of(piece, file),
                pdf=b"",
                date=print_date(piece.obtained_on),
                filed_at=f"{piece.created_at:%Y-%m-%dT%H:%M:%S} e{piece.id:08d}{place:03d}",
                responsible="",
                number="",
                serves=attachments.lead_of(piece),
            )
