"""Binding the volumes of an archived matter (立卷): 正卷, 副卷 and the package with checksums."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from documents import dossier
from documents.catalogue import only
from documents.chinese import print_date
from documents.dossier import Item
from documents.errors import DossierFailed
from documents.metadata import Purpose
from engine import clock
from webapp import jobs
from webapp.database import db
from webapp.dossiers import attachments, queries, rendering
from webapp.dossiers.models import Document, Volume, VolumeKind
from webapp.evidence import queries as evidence
from webapp.evidence import storage
from webapp.evidence.models import Evidence, File
from webapp.matters import queries as matters
from webapp.matters.models import Matter
from webapp.numbers.models import NumberEntry

BIND = "dossiers.bind"
ARCHIVE_SERIES = "归档"
COVER, REMARKS = dossier.COVER, dossier.REMARKS
OUTSIDE = frozenset({dossier.COVER, dossier.CONTENTS, dossier.REMARKS})
"""Bound as cover, contents and remarks, not as documents of the volume."""
ATTACHED = only(Purpose.EVIDENCE)
"""Evidence files stand where the extraction sheets stand."""
NAMES = {VolumeKind.FRONT: "正", VolumeKind.BACK: "副"}


def request_binding(matter: Matter) -> None:
    """Let a worker bind the volumes after the commit."""
    if rendering.is_postponed():
        return
    jobs.defer(jobs.queue.tasks[BIND], lock=f"matter {matter.id}", matter_id=matter.id)


def bind(matter_id: int) -> list[Volume]:
    """Return the volumes of a matter, bound now if they are not yet."""
    bound = queries.volumes(matter_id)
    if bound:
        return list(bound)
    matter = matters.get_matter(matter_id)
    papers = queries.final(matter_id)
    facts = facts_of(matter, papers)
    others = queries.from_others(matter_id)
    items = [*_documents(matter, [*papers, *others]), *_attachments(matter)]
    context = _context(papers)
    volumes = [dossier.bind(name, items, context, facts) for name in NAMES.values()]
    package = storage.store(
        dossier.package(volumes, facts), f"{matter.reference}.zip", trusted="application/zip"
    )
    kept = [
        _keep(matter, kind, volume, package.digest)
        for kind, volume in zip(NAMES, volumes, strict=True)
    ]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def facts_of(matter: Matter, papers: list[Document]) -> dict[str, Any]:
    """Return what cover and remarks say, from their own final documents."""
    facts: dict[str, Any] = {}
    for document in papers:
        if document.address in (COVER, REMARKS) and document.context:
            facts.update(document.context["f"])
    facts.setdefault("title", matter.title)
    if matter.archived_at is not None:
        facts["archived_on"] = print_date(clock.local(matter.archived_at))
    facts["archive_number"] = facts.get("archive_number") or archive_number(matter)
    return facts


def archive_number(matter: Matter) -> str:
    """Return the number of the file: year of closing and its place among them (归档号)."""
    query = sa.select(NumberEntry.year, NumberEntry.serial).where(
        NumberEntry.matter_id == matter.id, NumberEntry.series == ARCHIVE_SERIES
    )
    found = db.session.execute(query.limit(1)).first()
    return f"{found.year}{found.serial:04d}" if found else ""


def _context(papers: list[Document]) -> Mapping[str, Any]:
    cover = next((one for one in reversed(papers) if one.address == COVER), None)
    if cover is None or cover.context is None:
        raise DossierFailed("缺少卷宗封面，不能立卷")
    return cover.context


def _documents(matter: Matter, papers: list[Document]) -> Iterator[Item]:
    served = {str(paper): document.id for document in papers for paper in document.values_served}
    by_receipt: dict[int, str] = {}
    for paper, receipt in served.items():
        by_receipt.setdefault(receipt, paper)
    known = {str(document.id): document for document in papers}
    for document in papers:
        if document.address in OUTSIDE:
            continue
        file = rendering.render(document)
        yield Item(
            id=str(document.id),
            address=document.address,
            title=_title(document, known) + origin_of(document, matter.id),
            pdf=storage.read(file.digest),
            date=print_date(document.dated) if document.dated else "",
            filed_at=f"{document.finalized_at:%Y-%m-%dT%H:%M:%S} {document.id:09d}",
            responsible=matter.body.name,
            number=document.number or "",
            serves=by_receipt.get(document.id),
            volume=NAMES[document.volume],
        )


def origin_of(document: Document, matter_id: int) -> str:
    """Return from which other matter a paper comes, to be added to its title (共用、并案)."""
    is_own = document.matter_id == matter_id
    return "" if is_own else f"（自{document.matter.reference}案）"


def _title(document: Document, known: Mapping[str, Document]) -> str:
    """Return the title for the contents; a receipt says what it is about."""
    about = [known[one].title for one in document.values_served if one in known]
    return f"{document.title}（{'、'.join(about)}）" if about else document.title


def _attachments(matter: Matter) -> Iterator[Item]:
    """Yield evidence files that can be printed; all others are named in the evidence list."""
    for piece in evidence.of_matter(matter.id):
        for place, file in attachments.printable(piece):
            pdf = attachments.as_pdf(file)
            if pdf is not None:
                yield _attachment(matter, piece, file, place, pdf)


def _attachment(matter: Matter, piece: Evidence, file: File, place: int, pdf: bytes) -> Item:
    return Item(
        id=f"evidence-{piece.id}-{place}",
        address=ATTACHED,
        title=attachments.title_of(piece, file),
        pdf=pdf,
        date=print_date(piece.obtained_on),
        filed_at=f"{piece.created_at:%Y-%m-%dT%H:%M:%S} e{piece.id:08d}{place:03d}",
        responsible=piece.provider or matter.body.name,
        note=f"证据{piece.no}",
        serves=attachments.lead_of(piece),
    )


def _keep(matter: Matter, kind: VolumeKind, volume: dossier.Volume, package: str) -> Volume:
    file = storage.store(
        volume.pdf, f"{matter.reference}{kind.value}.pdf", trusted="application/pdf"
    )
    return Volume(
        matter_id=matter.id,
        kind=kind,
        file=file.digest,
        pages=volume.pages,
        manifest=[
            {
                "title": entry.item.title,
                "number": entry.item.number,
                "date": entry.item.date,
                "pages": entry.pages,
                "digest": sha256(entry.item.pdf).hexdigest(),
            }
            for entry in volume.entries
        ],
        package=package,
        bound_at=clock.now(),
    )
