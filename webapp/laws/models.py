"""Laws, their versions and their provisions as a tree (法律法规库)."""

from datetime import date
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base


class EffectLevel(Enum):
    """The rank of a law (效力层级)."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    ADMINISTRATIVE = "行政法规"
    SUPERVISORY = "监察法规"
    LOCAL = "地方性法规"
    AUTONOMOUS = "自治条例和单行条例"
    ZONE = "经济特区法规"
    DEPARTMENT_RULE = "部门规章"
    GOVERNMENT_RULE = "地方政府规章"
    DOCUMENT = "行政规范性文件"

    @property
    def may_set_penalties(self) -> bool:
        """Tell whether a penalty may rest on it (《行政处罚法》第十六条)."""
        return self not in (EffectLevel.CONSTITUTION, EffectLevel.SUPERVISORY, EffectLevel.DOCUMENT)


class VersionState(Enum):
    """Where a version stands on a day (时效)."""

    NOT_YET = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"


class ProvisionKind(Enum):
    """What a node of the tree is (层次)."""

    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    POINT = "目"

    @property
    def is_heading(self) -> bool:
        """Tell whether it only groups articles."""
        return self in HEADINGS


HEADINGS = (
    ProvisionKind.PART,
    ProvisionKind.SUBPART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
)


class Law(Base):
    """A law, regulation or rule through all its versions (法律法规)."""

    __tablename__ = "law"

    id: Mapped[str] = mapped_column(primary_key=True)
    """``LAW-0017``: stable across versions."""
    title: Mapped[str] = mapped_column(unique=True)
    short_title: Mapped[str] = mapped_column(index=True)
    abbreviations: Mapped[list[str]]
    """What officers call it: 食安法."""
    level: Mapped[EffectLevel]
    organ: Mapped[str]
    """Who made it (制定机关)."""
    region: Mapped[str] = mapped_column(default="")
    """Division code of a local rule; empty for the whole country."""
    fields: Mapped[list[str]]

    versions: Mapped[list["LawVersion"]] = relationship(
        back_populates="law", order_by="LawVersion.effective"
    )


class LawVersion(Base):
    """The text of a law from one day to another (版本)."""

    __tablename__ = "law_version"
    __table_args__ = (
        sa.UniqueConstraint("law_id", "label"),
        sa.CheckConstraint("repealed is null or effective < repealed", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    law_id: Mapped[str] = mapped_column(sa.ForeignKey("law.id"))
    label: Mapped[str]
    """The year of the text, ``2021``; a second one in a year is ``2021-2``."""
    document_number: Mapped[str] = mapped_column(default="")
    promulgated: Mapped[date]
    effective: Mapped[date]
    repealed: Mapped[date | None]
    """First day on which it no longer holds (失效日)."""
    repealed_by: Mapped[str] = mapped_column(default="")
    amends: Mapped[str] = mapped_column(default="")
    is_complete: Mapped[bool] = mapped_column(default=False)
    """Whether every article is in the library, or only those that are used."""
    is_verified: Mapped[bool] = mapped_column(default=False)
    checked_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")

    law: Mapped[Law] = relationship(back_populates="versions")
    provisions: Mapped[list["Provision"]] = relationship(
        back_populates="version", order_by="Provision.position"
    )

    @property
    def key(self) -> str:
        """Return the key of the version, ``LAW-0017@2021``."""
        return f"{self.law_id}@{self.label}"

    def is_in_force(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.effective <= on and (self.repealed is None or on < self.repealed)

    def state_on(self, on: date) -> VersionState:
        """Return where it stands on a day (时效)."""
        if on < self.effective:
            return VersionState.NOT_YET
        if self.is_in_force(on):
            return VersionState.IN_FORCE
        replaced = any(other.effective == self.repealed for other in self.law.versions)
        return VersionState.AMENDED if replaced else VersionState.REPEALED


class Provision(Base):
    """One node of a law's tree: a heading, 条, 款, 项 or 目 (条款)."""

    __tablename__ = "provision"
    __table_args__ = (
        sa.Index("ix_provision_version_id_position", "version_id", "position"),
        sa.Index("ix_provision_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("law_version.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("provision.id"))
    key: Mapped[str | None] = mapped_column(unique=True)
    """``LAW-0017@2021#a57.p1.i1``; headings have none."""
    kind: Mapped[ProvisionKind]
    position: Mapped[int]
    label: Mapped[str]
    """第五十七条, 第一款, （一）, or 第五章."""
    text: Mapped[str]
    """Its own words; an article's are in its paragraphs, a heading's are its title."""
    citation: Mapped[str] = mapped_column(default="")
    """As documents print it: 《行政处罚法》第五十七条第一款第（一）项."""
    repealed: Mapped[date | None]
    """Set when this place alone was repealed inside a version that still holds."""
    note: Mapped[str] = mapped_column(default="")

    version: Mapped[LawVersion] = relationship(back_populates="provisions")
    parent: Mapped["Provision | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["Provision"]] = relationship(
        back_populates="parent", order_by="Provision.position"
    )

    def is_in_force(self, on: date) -> bool:
        """Tell whether it holds on a day; repealing a place has ended everything inside it too."""
        if self.repealed is not None and self.repealed <= on:
            return False
        return self.version.is_in_force(on)

    @property
    def address(self) -> str:
        """Return the part of the key that versions share, ``a57.p1.i1``."""
        return self.key.partition("#")[2] if self.key else ""
