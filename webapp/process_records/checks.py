"""What `faxun verify` checks of the audit log and the anchors."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from webapp.process_records import anchors, chain
from webapp.process_records.models import AuditEntry, Chain, ChainAnchor
from webapp.process_records.verification import ChainRow, Check, Flaw, Inspection, check_chain

NAMED = ("body_id", "at", "action", "officer_id", "account_id", "matter_id", "subject", "digest")
"""What of an audit entry enters its link; the details do so by their digest."""


def check_audit(inspection: Inspection) -> Iterator[Flaw]:
    """Recompute the chains of the audit log and the digests of its details."""
    altered: list[Flaw] = []

    def entries() -> Iterator[ChainRow]:
        query = sa.select(AuditEntry).order_by(AuditEntry.body_id, AuditEntry.seq, AuditEntry.id)
        for (row,) in inspection.rows(query):
            if chain.digest(row.details) != row.digest:
                altered.append(
                    Flaw("audit", str(row.id), "详情已被改动", "details", row.body_id, row.seq)
                )
            content = chain.digest_bytes({name: getattr(row, name) for name in NAMED})
            yield ChainRow(str(row.id), row.body_id, row.seq, row.previous, row.hash, content)

    broken = list(check_chain(inspection, Chain.AUDIT, entries()))
    # A digest that was altered itself breaks the chain as well: say so once.
    known = {(flaw.body_id, flaw.seq) for flaw in broken}
    yield from broken
    yield from (flaw for flaw in altered if (flaw.body_id, flaw.seq) not in known)


def check_anchors(inspection: Inspection) -> Iterator[Flaw]:
    """Check signatures, the chains they speak of and the copy in the file."""
    rows = inspection.session.scalars(sa.select(ChainAnchor).order_by(ChainAnchor.id)).all()
    lines = anchors.read_file(inspection.home)
    if rows or lines:
        yield from _signatures(inspection, rows)
        yield from _copies(rows, lines)
    for anchor in rows:
        yield from _anchored(inspection, anchor)


def _signatures(inspection: Inspection, rows: Any) -> Iterator[Flaw]:
    key = anchors.PlatformKey.of(inspection.home)
    for row in rows:
        inspection.count("chain_anchor")
        signed = chain.canonical(anchors.statement(row))
        if row.key != key.name or not key.has_signed(row.signature, signed):
            yield Flaw("chain_anchor", str(row.id), "签名不符", "", row.body_id, row.seq)


def _copies(rows: Any, lines: list[dict[str, Any]]) -> Iterator[Flaw]:
    """Compare the table with the file beside it."""
    name = "anchors/anchors.jsonl"
    held = {(line["body_id"], line["kind"], line["seq"]): line for line in lines}
    for row in rows:
        place = (row.body_id, row.kind.name, row.seq)
        copy = held.pop(place, None)
        if copy is None:
            yield Flaw(name, str(row.id), "文件中缺少该锚点", "", row.body_id, row.seq)
        elif copy != anchors.line(row):
            yield Flaw(name, str(row.id), "文件与表中的锚点不符", "", row.body_id, row.seq)
    for (body_id, kind, seq), line in held.items():
        if "broken" in line:
            yield Flaw(name, f"第 {seq} 行", "该行已损坏")
        else:
            yield Flaw("chain_anchor", f"{kind}:{seq}", "表中缺少文件所载锚点", "", body_id, seq)


def _anchored(inspection: Inspection, anchor: ChainAnchor) -> Iterator[Flaw]:
    """Find the entry an anchor speaks of; a cut tail leaves none."""
    table = anchor.kind.table
    place = {
        Chain.STEP: "chain_body = :body and chain_seq = :seq",
        Chain.AUDIT: "body_id = :body and seq = :seq",
    }[anchor.kind]
    query = sa.text(f'select hash from "{table}" where {place}')
    found = inspection.session.execute(query, {"body": anchor.body_id, "seq": anchor.seq})
    hashes = [bytes(row.hash) for row in found]
    if not hashes:
        yield Flaw(table, "", "锚点所证明的条目不存在", "", anchor.body_id, anchor.seq)
    elif anchor.hash not in hashes:
        yield Flaw(table, "", "条目与锚点所证明的不符", "hash", anchor.body_id, anchor.seq)


CHECKS: tuple[Check, ...] = (check_audit, check_anchors)
