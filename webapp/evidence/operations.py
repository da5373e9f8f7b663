"""Taking in evidence and judging it (登记证据、审查证据)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.evidence.models import Evidence, EvidenceKind, Verdict


def add_evidence(
    matter_id: int,
    name: str,
    kind: EvidenceKind,
    *,
    act: str,
    obtained_on: date,
    at: datetime,
    instance_id: UUID | None = None,
    document_id: int | None = None,
    files: Sequence[str] = (),
    officers: Sequence[int] = (),
    **details: Any,
) -> Evidence:
    """Enter a piece of evidence under the next number of the matter (登记证据)."""
    last = db.session.scalar(
        sa.select(sa.func.max(Evidence.no)).where(Evidence.matter_id == matter_id)
    )
    evidence = Evidence(
        matter_id=matter_id,
        no=(last or 0) + 1,
        name=name,
        kind=kind,
        act=act,
        obtained_on=obtained_on,
        created_at=at,
        instance_id=instance_id,
        document_id=document_id,
        files=list(files),
        officers=list(officers),
        **details,
    )
    db.session.add(evidence)
    db.session.flush()
    return evidence


TAKEN_OVER = (
    "name", "kind", "act", "document_id", "files", "source", "place", "obtained_on", "provider",
    "officers", "pages", "proves", "is_favorable", "is_usable",
)  # fmt: skip
"""What a piece that is taken over from another matter keeps as it is there."""


def take_over(matter_id: int, piece: Evidence, at: datetime, **more: Any) -> Evidence:
    """Enter a piece of another matter in this one, record and files being the same (共用)."""
    same = {column: getattr(piece, column) for column in TAKEN_OVER}
    return add_evidence(
        matter_id, **{**same, **more, "origin_id": piece.origin_id or piece.id, "at": at}
    )


def judge_evidence(
    officer: Officer,
    verdicts: Iterable[tuple[Evidence, Mapping[str, Any]]],
    at: datetime,
    instance_id: UUID | None = None,
) -> None:
    """Find on relevance, legality and authenticity of several pieces (审查证据三性)."""
    for evidence, found in verdicts:
        db.session.add(
            Verdict(
                evidence_id=evidence.id,
                relevance=found["relevance"] == "yes",
                legality=found["legality"] == "yes",
                authenticity=found["authenticity"] == "yes",
                is_admissible=found["admissible"] == "yes",
                reason=found.get("reason") or "",
                officer_id=officer.id,
                at=at,
                instance_id=instance_id,
            )
        )
    db.session.flush()


def clear_record(evidence: Evidence, *, usable: bool) -> None:
    """Note whether a monitor record passed its review (监控记录审核)."""
    evidence.is_usable = usable
