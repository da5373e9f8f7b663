"""Chains per body, their signed anchors and the audit log (链、锚点、审计日志)."""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base

PLATFORM = 0
"""The body of entries that belong to none: the platform itself."""


class Chain(Enum):
    """What a chain consists of (链的种类)."""

    STEP = "办案轨迹"
    AUDIT = "审计日志"

    @property
    def table(self) -> str:
        """Return the table that holds the entries."""
        return self.name.lower()


class ChainHead(Base):
    """The end of one chain (链头): the only row of a chain that changes."""

    __tablename__ = "chain_head"

    body_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Chain] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class ChainAnchor(Base):
    """A signed statement how far a chain had come (锚点); a cut tail contradicts it."""

    __tablename__ = "chain_anchor"
    __table_args__ = (sa.UniqueConstraint("body_id", "kind", "seq"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    body_id: Mapped[int]
    kind: Mapped[Chain]
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[bytes]
    at: Mapped[datetime]
    key: Mapped[str]
    """Which key signed, by the digest of its public half."""
    signature: Mapped[bytes]


class AuditEntry(Base):
    """Something worth knowing later that is no step of a matter (审计记录); only ever added.

    `details` may name persons: it enters the chain by its digest alone.
    """

    __tablename__ = "audit"
    __table_args__ = (
        sa.UniqueConstraint("body_id", "seq"),
        sa.Index("ix_audit_at_id", "at", "id"),
        sa.Index(
            "ix_audit_matter_id", "matter_id", postgresql_where=sa.text("matter_id is not null")
        ),
        sa.Index("ix_audit_officer_id_at", "officer_id", "at"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    body_id: Mapped[int]
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    previous: Mapped[bytes]
    hash: Mapped[bytes]
    at: Mapped[datetime]
    action: Mapped[str]
    """What was done, ``task.refused``, ``matter.read``, ``process.publish`` …"""
    officer_id: Mapped[int | None]
    account_id: Mapped[int | None]
    matter_id: Mapped[int | None]
    subject: Mapped[str]
    """What it was done to, ``todo:9f…``."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str]
    """Digest of the details."""
