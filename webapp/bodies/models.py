"""Bodies, units, officers and certificates (执法主体、内设机构、执法人员、执法证件)."""

from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account
from webapp.database import Base


class Level(Enum):
    """The four levels of administration (层级)."""

    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"
    TOWN = "镇街级"


class Kind(Enum):
    """In whose name a body acts (主体类型)."""

    GOVERNMENT = "人民政府"
    ORGAN = "法定行政机关"
    AUTHORIZED = "法律法规授权组织"
    ENTRUSTED = "受委托组织"
    TOWN = "赋权镇街"


class BodyStatus(Enum):
    """Whether a body may act (主体状态)."""

    ACTIVE = "有效"
    SUSPENDED = "暂停"
    ENDED = "注销"


class UnitKind(Enum):
    """What a unit inside a body does (机构类型)."""

    HANDLING = "承办机构"
    LEGAL = "法制机构"
    SUPERVISION = "监督机构"
    OFFICE = "综合机构"


class CertificateKind(Enum):
    """What a certificate entitles to (证件种类)."""

    ENFORCEMENT = "行政执法证"
    SUPERVISION = "行政执法监督证"


class CertificateStatus(Enum):
    """Where a certificate stands (证件状态)."""

    ACTIVE = "有效"
    SUSPENDED = "暂扣"
    CANCELED = "注销"
    LOST = "遗失"


class OfficerStatus(Enum):
    """Whether a person works in the body (人员状态)."""

    ACTIVE = "在岗"
    LEFT = "离岗"


class Body(Base):
    """An enforcement body, or the government it belongs to (执法主体)."""

    __tablename__ = "body"
    __table_args__ = (
        sa.Index("ix_body_parent_id", "parent_id"),
        sa.Index("ix_body_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
        sa.Index(
            "ix_body_division_code",
            "division_code",
            postgresql_ops={"division_code": "text_pattern_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    path: Mapped[str] = mapped_column(unique=True)
    """Ids from the root down to this body, ``/1/4/9/``: a subtree is a prefix."""
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[Kind]
    level: Mapped[Level]
    is_functional_zone: Mapped[bool] = mapped_column(default=False)
    """A development zone without a division code of its own (功能区)."""
    entrusted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    """The body in whose name an entrusted organization acts (委托机关)."""
    field: Mapped[str]
    division_code: Mapped[str]
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    number_word: Mapped[str]
    """The word that opens its document numbers (机关代字)."""
    address: Mapped[str]
    postcode: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    review_body: Mapped[str] = mapped_column(default="")
    court: Mapped[str] = mapped_column(default="")
    online_review: Mapped[str] = mapped_column(default="")
    payee_bank: Mapped[str] = mapped_column(default="")
    payee_address: Mapped[str] = mapped_column(default="")
    payee_account: Mapped[str] = mapped_column(default="")
    status: Mapped[BodyStatus] = mapped_column(default=BodyStatus.ACTIVE)
    qualified_on: Mapped[date | None]
    """Since when its qualification is announced (主体资格公告日)."""

    parent: Mapped["Body | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])
    units: Mapped[list["Unit"]] = relationship(back_populates="body", order_by="Unit.rank, Unit.id")

    @property
    def depth(self) -> int:
        """Return how far below the root it stands."""
        return self.path.count("/") - 2

    @property
    def is_enforcing(self) -> bool:
        """Tell whether it handles cases itself; plain governments only group bodies."""
        return self.kind is not Kind.GOVERNMENT


class Unit(Base):
    """A unit inside a body (内设机构)."""

    __tablename__ = "unit"
    __table_args__ = (sa.UniqueConstraint("body_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    name: Mapped[str]
    kind: Mapped[UnitKind] = mapped_column(default=UnitKind.HANDLING)
    rank: Mapped[int] = mapped_column(default=0)

    body: Mapped[Body] = relationship(back_populates="units")


class Officer(Base):
    """A person who works in a body (执法人员)."""

    __tablename__ = "officer"
    __table_args__ = (sa.Index("ix_officer_body_id_name", "body_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    has_law_qualification: Mapped[bool] = mapped_column(default=False)
    """Passed the national legal examination (法律职业资格), 《行政处罚法》第五十八条."""
    is_auxiliary: Mapped[bool] = mapped_column(default=False)
    """Auxiliary staff never sign (辅助人员)."""
    status: Mapped[OfficerStatus] = mapped_column(default=OfficerStatus.ACTIVE)

    account: Mapped[Account | None] = relationship()
    body: Mapped[Body] = relationship()
    unit: Mapped[Unit | None] = relationship()
    certificates: Mapped[list["Certificate"]] = relationship(
        back_populates="officer", order_by="Certificate.id.desc()"
    )

    @property
    def certificate(self) -> "Certificate | None":
        """Return the certificate that is not canceled, suspended or lost."""
        active = CertificateStatus.ACTIVE
        return next((one for one in self.certificates if one.status is active), None)


class Certificate(Base):
    """A certificate with which an officer may act (执法证件); one active one per person."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.Index("ix_certificate_officer_id", "officer_id"),
        sa.Index(
            "uq_certificate_active",
            "officer_id",
            unique=True,
            postgresql_where=sa.text("status = 'ACTIVE'"),
        ),
        sa.CheckConstraint("valid_from <= valid_until", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[CertificateKind]
    fields: Mapped[list[str]]
    """Fields of enforcement it covers; empty means all of the body's (执法领域)."""
    area: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    status: Mapped[CertificateStatus] = mapped_column(default=CertificateStatus.ACTIVE)
    status_reason: Mapped[str] = mapped_column(default="")
    status_at: Mapped[datetime | None]

    officer: Mapped[Officer] = relationship(back_populates="certificates")

    @property
    def mark(self) -> str:
        """Return the number as the head of a page shows it."""
        is_supervision = self.kind is CertificateKind.SUPERVISION
        return f"监督证 {self.number}" if is_supervision else self.number

    def is_valid_on(self, on: date) -> bool:
        """Tell whether one may act with it on a day."""
        return self.status is CertificateStatus.ACTIVE and self.valid_from <= on <= self.valid_until

    def state_on(self, on: date) -> str:
        """Return the word for its state on a day."""
        if self.status is CertificateStatus.ACTIVE and on > self.valid_until:
            return "过期"
        if self.status is CertificateStatus.ACTIVE and on < self.valid_from:
            return "未生效"
        return self.status.value
