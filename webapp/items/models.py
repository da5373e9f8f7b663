"""Enforcement items, their clauses, what these allow, and who may exercise them (执法事项)."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.bodies.models import Body
from webapp.database import Base
from webapp.laws.models import Provision


class ActKind(Enum):
    """The kind of administrative act (执法行为种类)."""

    CF = "行政处罚"
    QZ = "行政强制"
    JC = "行政检查"


class ItemStatus(Enum):
    """Whether an item may be used (事项状态)."""

    ACTIVE = "在用"
    SUSPENDED = "暂停"
    CANCELED = "取消"
    TEMPORARY = "临时"

    @property
    def may_open_cases(self) -> bool:
        """Tell whether a new case may rest on it."""
        return self in (ItemStatus.ACTIVE, ItemStatus.TEMPORARY)


class ClauseRole(Enum):
    """What a clause is to an item (条款作用)."""

    BASIS = "设定依据"
    VIOLATED = "违则"
    PENALTY = "罚则"
    PROCEDURE = "程序"


class PenaltyKind(Enum):
    """The kinds of penalty (处罚种类), 《行政处罚法》第九条; the name is the code.

    责令改正 is none of them: 《行政处罚法》第二十八条.
    """

    K0101 = "警告"
    K0102 = "通报批评"
    K0201 = "罚款"
    K0202 = "没收违法所得"
    K0203 = "没收非法财物"
    K0301 = "暂扣许可证件"
    K0302 = "降低资质等级"
    K0303 = "吊销许可证件"
    K0401 = "限制开展生产经营活动"
    K0402 = "责令停产停业"
    K0403 = "责令关闭"
    K0404 = "限制从业"
    K0501 = "行政拘留"
    K0699 = "其他"

    @property
    def code(self) -> str:
        """Return the code of the kind, ``0201``."""
        return self.name.removeprefix("K")


class PartyScope(Enum):
    """Whom a range is meant for (适用对象)."""

    PERSON = "个人"
    ORGANIZATION = "单位"
    COMPANY = "公司"
    """A unit that is a company: what is meant for units is meant for it as well."""
    FARMER = "农户"
    RESPONSIBLE = "责任人员"
    """法定代表人、直接负责的主管人员和其他直接责任人员 of a unit that is punished (处罚到人)."""


class Circumstance(Enum):
    """Under which circumstances a range applies (适用情形)."""

    ORDINARY = "一般情形"
    UNCORRECTED = "拒不改正或者逾期不改正"
    SERIOUS = "情节严重"
    CONSEQUENCE = "造成危害后果"
    REPEATED = "受过处罚又实施同类违法行为"
    IRREMEDIABLE = "无法采取改正措施消除影响且不能拆除"


class Measure(Enum):
    """The amount a range is measured by (计罚基数)."""

    GOODS_VALUE = "货值金额"
    ILLEGAL_GAINS = "违法所得"
    ADVERTISING_FEE = "广告费用"
    PROJECT_COST = "工程造价"
    CONTRACT_PRICE = "工程合同价款"
    PERSONAL_INCOME = "上一年度从本单位取得的收入"
    AREA = "面积"
    HEADS = "头数"

    @property
    def unit(self) -> str:
        """Return what it is counted in (计量单位)."""
        return {Measure.AREA: "平方米", Measure.HEADS: "头"}.get(self, "元")


class Item(Base):
    """Something that a body may punish (执法事项)."""

    __tablename__ = "item"
    __table_args__ = (sa.Index("ix_item_field_code", "field", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    conduct: Mapped[str]
    """The violation as a case title names it (违法行为、案由)."""
    act: Mapped[ActKind] = mapped_column(default=ActKind.CF)
    field: Mapped[str]
    body_kinds: Mapped[list[str]]
    """Names of `bodies.Kind` that may exercise it; empty means any."""
    levels: Mapped[list[str]]
    """Names of `bodies.Level` that may exercise it (行使层级)."""
    procedure: Mapped[str] = mapped_column(default="penalty")
    """Key of the procedure that a case on it follows."""
    status: Mapped[ItemStatus] = mapped_column(default=ItemStatus.ACTIVE)
    status_reason: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    external_codes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes in other schemes, scheme → value."""
    criminal_threshold: Mapped[str] = mapped_column(default="")
    """When to think of a crime (涉嫌犯罪提示)."""
    note: Mapped[str] = mapped_column(default="")

    clauses: Mapped[list["ItemClause"]] = relationship(
        back_populates="item", order_by="ItemClause.position"
    )
    ranges: Mapped[list["PenaltyRange"]] = relationship(
        back_populates="item", order_by="PenaltyRange.position"
    )

    def is_usable(self, on: date) -> bool:
        """Tell whether a case may be opened on it on a day, its clauses aside."""
        return (
            self.status.may_open_cases
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )


class ItemClause(Base):
    """A clause on which an item rests (事项依据)."""

    __tablename__ = "item_clause"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "provision_id", "role"),
        sa.Index("ix_item_clause_provision_id", "provision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    provision_id: Mapped[int] = mapped_column(sa.ForeignKey("provision.id"))
    role: Mapped[ClauseRole]
    position: Mapped[int]

    item: Mapped[Item] = relationship(back_populates="clauses")
    provision: Mapped[Provision] = relationship()


class PenaltyRange(Base):
    """What a penalty clause allows: a kind of penalty and, for a fine, its ends (处罚种类和幅度).

    A fine is in yuan, or a multiple of the measure when `is_multiple`. `from_amount` and
    `below_amount` bound the measure for which the row holds; `if_unknown` holds when the measure
    cannot be established (无法计算、无法查证).
    """

    __tablename__ = "penalty_range"
    __table_args__ = (
        sa.Index("ix_penalty_range_item_id", "item_id"),
        sa.CheckConstraint("low is null or high is null or low <= high", name="ends"),
        sa.CheckConstraint("not is_multiple or measure is not null", name="measure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    provision_id: Mapped[int] = mapped_column(sa.ForeignKey("provision.id"))
    position: Mapped[int]
    kind: Mapped[PenaltyKind]
    party: Mapped[PartyScope | None]
    circumstance: Mapped[Circumstance] = mapped_column(default=Circumstance.ORDINARY)
    is_optional: Mapped[bool] = mapped_column(default=False)
    """The clause says 可以."""
    choice: Mapped[str] = mapped_column(default="")
    """Rows that bear the same name are alternatives of which one is imposed (或者)."""
    measure: Mapped[Measure | None]
    is_multiple: Mapped[bool] = mapped_column(default=False)
    low: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    high: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    from_amount: Mapped[Decimal | None]
    from_is_open: Mapped[bool] = mapped_column(default=False)
    """超过 (more than) rather than 以上 (that or more)."""
    below_amount: Mapped[Decimal | None]
    if_unknown: Mapped[bool] = mapped_column(default=False)
    least: Mapped[Decimal | None]
    """A floor in yuan under a multiple (最低数额)."""
    note: Mapped[str] = mapped_column(default="")

    item: Mapped[Item] = relationship(back_populates="ranges")
    provision: Mapped[Provision] = relationship()

    def is_for(self, party: PartyScope | None) -> bool:
        """Tell whether it is meant for a party; those responsible have rows of their own."""
        if party is None:
            return True
        if PartyScope.RESPONSIBLE in (party, self.party):
            return self.party is party
        if party is PartyScope.COMPANY and self.party is PartyScope.ORGANIZATION:
            return True
        return self.party in (None, party)

    def fits(self, amount: Decimal | None) -> bool:
        """Tell whether the row holds for this amount of its measure; None is not established."""
        if self.measure is None:
            return True
        if self.if_unknown:
            return amount is None
        if amount is None:
            return False
        if self.from_amount is not None:
            reached = amount > self.from_amount if self.from_is_open else amount >= self.from_amount
            if not reached:
                return False
        return self.below_amount is None or amount < self.below_amount


class BodyItem(Base):
    """An item that a body may exercise, and since when (主体与事项)."""

    __tablename__ = "body_item"
    __table_args__ = (
        sa.UniqueConstraint("body_id", "item_id", "valid_from"),
        sa.Index("ix_body_item_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    instrument: Mapped[str] = mapped_column(default="")
    """By which decision a town exercises it (赋权依据), 《行政处罚法》第二十四条."""

    body: Mapped[Body] = relationship()
    item: Mapped[Item] = relationship()
