"""Keeping the library of items: adding, linking clauses, handing down, suspending and ending."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Body, Kind, Level
from webapp.database import db
from webapp.errors import Conflict, Invalid
from webapp.items.models import (
    ActKind,
    BodyItem,
    Circumstance,
    ClauseRole,
    Item,
    ItemClause,
    ItemStatus,
    Measure,
    PartyScope,
    PenaltyKind,
    PenaltyRange,
)
from webapp.laws.models import Provision


def add_item(
    code: str,
    *,
    name: str,
    conduct: str,
    field: str,
    valid_from: date,
    levels: Sequence[Level],
    body_kinds: Sequence[Kind] = (),
    act: ActKind = ActKind.CF,
    **details: Any,
) -> Item:
    """Add an item to the library (新增执法事项)."""
    if db.session.scalar(sa.select(Item.id).where(Item.code == code)) is not None:
        raise Conflict(f"事项编码 {code} 已存在。")
    item = Item(
        code=code,
        name=name,
        conduct=conduct,
        field=field,
        act=act,
        levels=[level.name for level in levels],
        body_kinds=[kind.name for kind in body_kinds],
        valid_from=valid_from,
        **details,
    )
    db.session.add(item)
    db.session.flush()
    return item


def link_clause(item: Item, provision: Provision, role: ClauseRole) -> ItemClause:
    """Rest an item on a clause (关联条款); a penalty clause must be a law, regulation or rule."""
    law = provision.version.law
    if role is ClauseRole.PENALTY and not law.level.may_set_penalties:
        raise Invalid(
            f"《{law.short_title}》是{law.level.value}，不得设定行政处罚。《行政处罚法》第十六条"
        )
    if provision.key is None:
        raise Invalid("编章节标题不能作为依据，请选择条、款、项。")
    clause = ItemClause(item=item, provision=provision, role=role, position=len(item.clauses))
    db.session.add(clause)
    return clause


def allow_penalty(
    item: Item,
    provision: Provision,
    kind: PenaltyKind,
    *,
    party: PartyScope | None = None,
    circumstance: Circumstance = Circumstance.ORDINARY,
    measure: Measure | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    **details: Any,
) -> PenaltyRange:
    """Record what a penalty clause of the item allows (登记处罚种类和幅度)."""
    if provision not in [one.provision for one in item.clauses if one.role is ClauseRole.PENALTY]:
        raise Invalid(f"{provision.citation}不是事项“{item.name}”的罚则。")
    if low is not None and high is not None and low > high:
        raise Invalid("幅度下限不能高于上限。", {"low": "不能高于上限"})
    row = PenaltyRange(
        item=item,
        provision=provision,
        position=len(item.ranges),
        kind=kind,
        party=party,
        circumstance=circumstance,
        measure=measure,
        low=low,
        high=high,
        **details,
    )
    db.session.add(row)
    return row


def assign_item(
    body: Body, item: Item, valid_from: date, *, until: date | None = None, instrument: str = ""
) -> BodyItem:
    """Let a body exercise an item (主体行使事项); a town needs the decision that hands it down."""
    if item.levels and body.level.name not in item.levels:
        raise Invalid(f"“{item.name}”不由{body.level.value}行使。", {"body": "行使层级不符"})
    if item.body_kinds and body.kind.name not in item.body_kinds:
        raise Invalid(f"“{item.name}”不由{body.kind.value}行使。", {"body": "主体类型不符"})
    if body.kind is Kind.TOWN and not instrument.strip():
        raise Invalid(
            "镇街行使县级处罚权应当写明省级赋权决定。《行政处罚法》第二十四条",
            {"instrument": "请写明赋权决定"},
        )
    if until is not None and until < valid_from:
        raise Invalid("有效期止不能早于有效期起。", {"until": "不能早于有效期起"})
    link = BodyItem(
        body_id=body.id,
        item_id=item.id,
        valid_from=valid_from,
        valid_until=until,
        instrument=instrument.strip(),
    )
    db.session.add(link)
    return link


def withdraw_item(link: BodyItem, last_day: date) -> None:
    """End a body's power over an item (收回事项)."""
    if last_day < link.valid_from:
        raise Invalid("收回日不能早于有效期起。", {"last_day": "不能早于有效期起"})
    link.valid_until = last_day


def set_status(item: Item, status: ItemStatus, reason: str) -> None:
    """Suspend, cancel or use an item again (暂停、取消、恢复事项)."""
    if status is not ItemStatus.ACTIVE and not reason.strip():
        raise Invalid("请写明原因。", {"reason": "请写明原因"})
    item.status, item.status_reason = status, reason.strip()
