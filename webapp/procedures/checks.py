"""What `faxun verify` checks of published versions."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from webapp.procedures import bundle
from webapp.procedures.models import ProcessVersion
from webapp.process_records.models import AuditEntry
from webapp.process_records.verification import Check, Flaw, Inspection


def check_versions(inspection: Inspection) -> Iterator[Flaw]:
    """Recompute the digest of every version and compare it with the entry of its publication."""
    query = sa.select(AuditEntry).where(AuditEntry.action == "process.publish")
    notices = {row.subject: row.details for (row,) in inspection.rows(query)}
    every = sa.select(ProcessVersion).options(
        undefer(ProcessVersion.bundle), undefer(ProcessVersion.task_names)
    )
    for (row,) in inspection.rows(every.order_by(ProcessVersion.id)):
        inspection.count("process_version")
        yield from _check(row, notices.pop(f"process_version:{row.id}", None))
    for subject in sorted(notices):
        yield Flaw("process_version", subject.partition(":")[2], "已发布的版本缺失")


def _check(row: ProcessVersion, notice: dict[str, object] | None) -> Iterator[Flaw]:
    made = bundle.digest_of(
        key=row.key,
        title=row.title,
        main=row.main,
        menu=row.menu,
        bundle=row.bundle,
        safeguards=row.safeguards,
    )
    if notice is None:
        yield Flaw("process_version", str(row.id), "没有发布记录")
        return
    written = row.notice
    for field in (name for name in written if written[name] != notice.get(name)):
        yield Flaw("process_version", str(row.id), "与发布记录不符", field)
    if made != notice["hash"]:
        yield Flaw("process_version", str(row.id), "内容与校验值不符", "bundle")


CHECKS: tuple[Check, ...] = (check_versions,)
"""Run after those of the audit log, which vouch for the notices."""
