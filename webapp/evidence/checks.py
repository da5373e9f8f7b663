"""What `faxun verify` checks of files: every byte of every file is what its digest says."""

from collections.abc import Iterator

import sqlalchemy as sa

from webapp.evidence import storage
from webapp.evidence.models import Evidence, File
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


CHECKS: tuple[Check, ...] = (check_files, check_evidence)
