"""Evidence items, verdicts on them, and files by content (证据、审查结论、文件)."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.matters.models import Matter


class EvidenceKind(Enum):
    """The eight kinds of evidence (证据种类), 《行政处罚法》第四十六条."""

    DOCUMENTARY = "书证"
    PHYSICAL = "物证"
    AUDIOVISUAL = "视听资料"
    ELECTRONIC = "电子数据"
    TESTIMONY = "证人证言"
    STATEMENT = "当事人的陈述"
    APPRAISAL = "鉴定意见"
    RECORD = "勘验笔录、现场笔录"


class File(Base):
    """A file by its content (文件): the original bytes, never changed, never deleted."""

    __tablename__ = "file"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """SHA-256 of the bytes, in hexadecimal."""
    size: Mapped[int] = mapped_column(sa.BigInteger)
    media_type: Mapped[str]
    """Found in the bytes, not in the name."""
    name: Mapped[str]
    """As it was called when it first came."""
    stored_at: Mapped[datetime]


class Evidence(Base):
    """One piece of evidence of a matter (证据)."""

    __tablename__ = "evidence"
    __table_args__ = (sa.UniqueConstraint("matter_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    no: Mapped[int]
    name: Mapped[str]
    kind: Mapped[EvidenceKind]
    act: Mapped[str]
    """The act that brought it in, ``inv.onsite``."""
    instance_id: Mapped[UUID | None]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    """The record it stands in, where the platform made it."""
    origin_id: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence.id"))
    """The piece of another matter that this one is (共用、并案): same record, same files."""
    files: Mapped[list[str]] = mapped_column(default=list)
    """Digests of its files."""
    source: Mapped[str] = mapped_column(default="")
    """In words: 执法人员现场制作, 当事人提供."""
    place: Mapped[str] = mapped_column(default="")
    obtained_on: Mapped[date]
    provider: Mapped[str] = mapped_column(default="")
    officers: Mapped[list[int]] = mapped_column(sa.ARRAY(sa.Integer), default=list)
    pages: Mapped[int] = mapped_column(default=0)
    proves: Mapped[str] = mapped_column(default="")
    is_favorable: Mapped[bool] = mapped_column(default=False)
    """Speaks for the party (有利于当事人)."""
    is_usable: Mapped[bool] = mapped_column(default=True)
    """False until a monitor record has passed its review, 《行政处罚法》第四十一条."""
    created_at: Mapped[datetime]

    matter: Mapped[Matter] = relationship()
    origin: Mapped["Evidence | None"] = relationship(remote_side=[id])
    verdicts: Mapped[list["Verdict"]] = relationship(
        back_populates="evidence", order_by="Verdict.id"
    )

    @property
    def verdict(self) -> "Verdict | None":
        """Return the verdict that counts: the latest."""
        return self.verdicts[-1] if self.verdicts else None


class Verdict(Base):
    """A reviewer's finding on one piece (证据审查结论); rows are only added, the latest counts."""

    __tablename__ = "verdict"
    __table_args__ = (sa.Index("ix_verdict_evidence_id", "evidence_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"))
    relevance: Mapped[bool]
    legality: Mapped[bool]
    authenticity: Mapped[bool]
    is_admissible: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    at: Mapped[datetime]
    instance_id: Mapped[UUID | None]

    evidence: Mapped[Evidence] = relationship(back_populates="verdicts")
