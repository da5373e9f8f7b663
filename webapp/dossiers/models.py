"""Documents, signatures, number registers and volumes (文书、签名、文号、卷).

A document grows by contributions (审批表 fills up over successive tasks) and is frozen with the
last of them: fields, opinions, context and digest never change afterwards. It is final once
everybody who has to sign it has signed.
"""

from datetime import date, datetime
from enum import Enum
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from documents.catalogue import with_purpose
from documents.metadata import Purpose
from webapp.bodies.models import Officer
from webapp.database import Base
from webapp.matters.models import Matter

RECEIPTS = with_purpose(Purpose.RECEIPT)
"""Kinds of documents that prove the service of others (送达回证)."""


class DocumentState(Enum):
    """How far a document is (文书状态)."""

    DRAFT = "草稿"
    SIGNING = "待签名"
    FINAL = "已定稿"
    VOID = "已作废"


class SealState(Enum):
    """Whether the seal is on a document (用印状态)."""

    NONE = "无须用印"
    WANTED = "待用印"
    REQUESTED = "用印中"
    SEALED = "已用印"


class SignatureMethod(Enum):
    """How somebody signed (签名方式)."""

    ELECTRONIC = "电子签名"
    PAD = "手写板签名"
    PAPER = "纸质签名扫描"
    REFUSED = "拒绝签名"
    NOTED = "负责人注明"


class SignatureState(Enum):
    """Whether somebody signed (签名状态)."""

    PENDING = "待签名"
    SIGNED = "已签名"
    REFUSED = "拒绝签名"
    EXCUSED = "不能签名"


class VolumeKind(Enum):
    """正卷 may be read by the party, 副卷 stays inside."""

    FRONT = "正卷"
    BACK = "副卷"


def new_token() -> str:
    """Return a fresh code of a paper that nobody can guess."""
    return token_urlsafe(16)


class Document(Base):
    """One document of a matter (文书)."""

    __tablename__ = "document"
    __table_args__ = (
        sa.Index("ix_document_matter_id", "matter_id", "id"),
        sa.Index("ix_document_instance_id_address", "instance_id", "address"),
        sa.Index(
            "ix_document_unrendered",
            "id",
            postgresql_where=sa.text("state = 'FINAL' and pdf is null"),
        ),
        sa.Index(
            "uq_document_number",
            "number",
            unique=True,
            postgresql_where=sa.text("state <> 'VOID'"),
        ),
        sa.CheckConstraint("state = 'DRAFT' or context is not null", name="frozen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    instance_id: Mapped[UUID]
    scope: Mapped[str] = mapped_column(default="")
    """Ids of the call activities above the tasks that fill it, ``notice/serve``."""
    address: Mapped[str]
    code: Mapped[str]
    title: Mapped[str]
    series: Mapped[str] = mapped_column(default="")
    number: Mapped[str | None]
    token: Mapped[str] = mapped_column(default=new_token, unique=True)
    """Under which the public checks the printed paper (验真码): random, never told to a person."""
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.DRAFT)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("process_version.id"))
    """The version of the procedure whose template prints it."""
    contributions: Mapped[list[Any]] = mapped_column(default=list)
    """One per task, in order: ``act, node, form, officer, at, values``."""
    opinions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By slot: ``text, agree, officer, at``."""
    context: Mapped[dict[str, Any] | None]
    """What the template sees, without signatures; set once, at finalization."""
    context_digest: Mapped[str] = mapped_column(default="")
    approved_digest: Mapped[str] = mapped_column(default="")
    """Digest of the version that was approved (S-G-20)."""
    dated: Mapped[date | None]
    """成文日期."""
    finalized_at: Mapped[datetime | None]
    step: Mapped[int | None]
    """Sequence number of the step that finalized it."""
    seal: Mapped[SealState] = mapped_column(default=SealState.NONE)
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    pdf: Mapped[str | None] = mapped_column(sa.ForeignKey("file.digest"))
    """The rendered file; with the seal on it once sealed."""
    signatures_digest: Mapped[str] = mapped_column(default="")
    """Digest of the signatures printed in `pdf`: when others come, it is rendered again."""
    rendered_at: Mapped[datetime | None]
    pages: Mapped[int] = mapped_column(default=0)
    void_reason: Mapped[str] = mapped_column(default="")
    voided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    voided_at: Mapped[datetime | None]
    volume: Mapped[VolumeKind]
    position: Mapped[int]
    """Sort key inside the volume."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    matter: Mapped[Matter] = relationship()
    signatures: Mapped[list["Signature"]] = relationship(
        back_populates="document", order_by="Signature.id"
    )

    @property
    def is_final(self) -> bool:
        """Tell whether it is what it will be: fixed, and signed by all who have to (定稿)."""
        return self.state is DocumentState.FINAL

    @property
    def is_frozen(self) -> bool:
        """Tell whether its content is fixed, though signatures may be wanted still."""
        return self.state in (DocumentState.SIGNING, DocumentState.FINAL)

    @property
    def label(self) -> str:
        """Return title and number as other documents mention it."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields of all contributions, later ones over earlier ones."""
        merged: dict[str, Any] = {}
        for contribution in self.contributions:
            merged.update(contribution["values"])
        return merged

    @property
    def values_served(self) -> list[str]:
        """Return the ids of the documents whose service this one proves."""
        served = self.values.get("documents") if self.address in RECEIPTS else None
        return list(served or ())


class Signature(Base):
    """One signature on a document, given or still wanted (签名)."""

    __tablename__ = "signature"
    __table_args__ = (
        sa.Index("ix_signature_document_id", "document_id"),
        sa.Index(
            "ix_signature_pending", "officer_id", postgresql_where=sa.text("state = 'PENDING'")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    slot: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    name: Mapped[str]
    method: Mapped[SignatureMethod] = mapped_column(default=SignatureMethod.ELECTRONIC)
    state: Mapped[SignatureState] = mapped_column(default=SignatureState.PENDING)
    at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")
    """Digest of what was signed: the document's context."""
    file: Mapped[str | None] = mapped_column(sa.ForeignKey("file.digest"))
    """Picture of the signature, or scan of the signed paper."""
    note: Mapped[str] = mapped_column(default="")
    """Why it was refused, and who attests it."""

    document: Mapped[Document] = relationship(back_populates="signatures")
    officer: Mapped[Officer | None] = relationship()


class Volume(Base):
    """One bound volume of an archived matter (卷)."""

    __tablename__ = "volume"
    __table_args__ = (sa.UniqueConstraint("matter_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"))
    kind: Mapped[VolumeKind]
    file: Mapped[str] = mapped_column(sa.ForeignKey("file.digest"))
    pages: Mapped[int]
    manifest: Mapped[list[Any]] = mapped_column(default=list)
    """The table of contents: title, number, date, pages, digest."""
    package: Mapped[str | None] = mapped_column(sa.ForeignKey("file.digest"))
    """The archive with every document, evidence file and checksum."""
    bound_at: Mapped[datetime]
