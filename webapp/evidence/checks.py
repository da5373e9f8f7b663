"""What `faxun verify` checks of evidence and files: every byte, and what was submitted."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from processes import values as read
from webapp.evidence import effects, operations, storage
from webapp.evidence.models import Evidence, File, Verdict
from webapp.instances import vouching
from webapp.matters.models import LinkKind, MatterLink
from webapp.process_records.verification import Check, Flaw, Inspection


def check_files(inspection: Inspection) -> Iterator[Flaw]:
    """Read every stored file again and compare it with its digest and size."""
    for (file,) in inspection.rows(sa.select(File).order_by(File.digest)):
        inspection.count("file")
        reason = storage.recount(file.digest)
        if reason is not None:
            yield Flaw("file", file.digest, reason, "digest")
        elif storage.path_of(file.digest).stat().st_size != file.size:
            yield Flaw("file", file.digest, "文件大小与登记不符", "size")


def check_evidence(inspection: Inspection) -> Iterator[Flaw]:
    """Check that numbers run without gaps and that every file of a piece is in the store."""
    known = set(inspection.session.scalars(sa.select(File.digest)))
    last: dict[int, int] = {}
    query = sa.select(Evidence).order_by(Evidence.matter_id, Evidence.no)
    for (piece,) in inspection.rows(query):
        inspection.count("evidence")
        if piece.no != last.get(piece.matter_id, 0) + 1:
            yield Flaw("evidence", str(piece.id), "证据序号不连续", "no")
        last[piece.matter_id] = piece.no
        for digest in piece.files:
            if digest not in known:
                yield Flaw("evidence", str(piece.id), "文件库中没有所载文件", "files")


def check_pieces(inspection: Inspection) -> Iterator[Flaw]:
    """Compare evidence with the records that brought it in."""
    query = sa.select(Evidence).order_by(Evidence.matter_id, Evidence.no)
    for (piece,) in inspection.rows(query):
        if piece.origin_id is not None:
            yield from _taken_over(inspection, piece)
            continue
        said = [
            {
                "act": act,
                "instance_id": one.instance_id,
                "created_at": one.at,
                **effects.columns_of(act, one.values, one.at),
            }
            for one in vouching.submitted(inspection, piece.matter_id)
            for act in one.acts
            if act in effects.TAKINGS
        ]
        yield from vouching.closest("evidence", str(piece.id), piece, said)


def _taken_over(inspection: Inspection, piece: Evidence) -> Iterator[Flaw]:
    """Compare a piece that came from another matter with what it is there."""
    origin = inspection.session.get(Evidence, piece.origin_id)
    if origin is None or not _has_come(inspection, origin, piece):
        yield Flaw("evidence", str(piece.id), "没有并案或者共用的记录", "origin_id")
        return
    for column in operations.TAKEN_OVER:
        if getattr(piece, column) != getattr(origin, column):
            yield Flaw("evidence", str(piece.id), vouching.UNSUPPORTED, column)


def _has_come(inspection: Inspection, origin: Evidence, piece: Evidence) -> bool:
    """Tell whether a piece was shared, or its matter goes on in the one that has it now (并案)."""
    shared = vouching.said(inspection, piece.matter_id, "shared/shared_record")
    if str(origin.id) in {values.get("record") for values in shared}:
        return True
    query = sa.select(MatterLink.from_id).where(
        MatterLink.to_id == piece.matter_id, MatterLink.kind == LinkKind.MERGED
    )
    merged = set(inspection.session.scalars(query))
    before = sa.select(Evidence.matter_id).where(
        sa.or_(Evidence.id == origin.id, Evidence.origin_id == origin.id),
        Evidence.matter_id.in_(merged),
    )
    return inspection.session.scalar(before.limit(1)) is not None


def check_verdicts(inspection: Inspection) -> Iterator[Flaw]:
    """Compare the verdicts on evidence with what the reviewer submitted."""
    query = (
        sa.select(Verdict, Evidence.matter_id)
        .join(Evidence, Evidence.id == Verdict.evidence_id)
        .order_by(Verdict.id)
    )
    for verdict, matter_id in inspection.rows(query):
        inspection.count("verdict")
        said = [
            row
            for values in vouching.said(inspection, matter_id, "penalty/evidence_review")
            for row in read.rows(values, "verdicts")
            if str(row.get("evidence")) == str(verdict.evidence_id)
        ]
        if not any(_agrees(verdict, row) for row in said):
            yield Flaw("verdict", str(verdict.id), "审查结论与提交记录不符", "is_admissible")


def _agrees(verdict: Verdict, row: Mapping[str, Any]) -> bool:
    pairs = (
        ("relevance", verdict.relevance),
        ("legality", verdict.legality),
        ("authenticity", verdict.authenticity),
        ("admissible", verdict.is_admissible),
    )
    return all((row.get(name) == "yes") is value for name, value in pairs)


CHECKS: tuple[Check, ...] = (check_files, check_evidence, check_pieces, check_verdicts)
