"""Reading the library of items: who may exercise what, on which clauses, within which ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from webapp.bodies.models import Body
from webapp.database import db, once
from webapp.errors import NotFound
from webapp.items.fines import Amounts, FineRange, applies, fine_of, sentence
from webapp.items.models import (
    BodyItem,
    Circumstance,
    ClauseRole,
    Item,
    ItemClause,
    ItemStatus,
    PartyScope,
    PenaltyKind,
    PenaltyRange,
)
from webapp.laws.models import LawVersion, Provision
from webapp.paging import Key, Page, page


@dataclass(frozen=True)
class Allowed:
    """One penalty that the clauses in force allow for an item, in words (可处的处罚)."""

    kind: PenaltyKind
    sentence: str
    clause: str
    citation: str
    is_optional: bool
    party: PartyScope | None
    circumstance: Circumstance


def get_item(item_id: int) -> Item:
    """Return an item with its clauses and ranges."""
    item = _at_hand(item_id)
    if item is None:
        query = sa.select(Item).where(Item.id == item_id).options(*_with_clauses())
        item = db.session.scalars(query).one_or_none()
    if item is None:
        raise NotFound("没有这个执法事项。")
    return item


def _at_hand(item_id: int) -> Item | None:
    """Return an item that this transaction has read with clauses and ranges."""
    item = db.session.identity_map.get(identity_key(Item, item_id))
    if item is None or {"name", "clauses", "ranges"} & sa.inspect(item).unloaded:
        return None
    return item


@once(Item, ItemClause, PenaltyRange)
def item_by_code(code: str) -> Item:
    """Return the item with this code, with its clauses and ranges."""
    item = db.session.scalar(sa.select(Item).where(Item.code == code).options(*_with_clauses()))
    if item is None:
        raise NotFound(f"没有编码为 {code} 的执法事项。")
    return item


def list_items(
    *,
    word: str = "",
    field: str = "",
    status: ItemStatus | None = None,
    basis: str = "",
    before: str | None = None,
    after: str | None = None,
) -> Page[Item]:
    """Return items by code, filtered by a word, field, status and a law or place they rest on."""
    query = sa.select(Item).options(*_with_clauses())
    if word:
        query = query.where(
            sa.or_(
                Item.code.contains(word, autoescape=True),
                Item.name.contains(word, autoescape=True),
                Item.conduct.contains(word, autoescape=True),
            )
        )
    if field:
        query = query.where(Item.field == field)
    if status is not None:
        query = query.where(Item.status == status)
    if basis:
        query = query.where(rests_on(basis))
    keys = [Key(Item.code, lambda item: item.code)]
    return page(db.session(), query, keys, before=before, after=after)


def fields() -> list[str]:
    """Return the fields that have items (执法领域)."""
    return list(db.session.scalars(sa.select(Item.field).distinct().order_by(Item.field)))


@once(Item, BodyItem, ItemClause)
def exercisable(body_id: int, on: date, ended: date | None = None) -> Sequence[Item]:
    """Return the items that a body may open a case on that day (本机关可用事项).

    The body holds the power that day; the clause holds then, or did when the act `ended`.
    """
    days = [on] if ended is None or ended >= on else [on, ended]
    held = [sa.and_(_usable(day), _has_penalty_clause(day)) for day in days]
    query = (
        sa.select(Item)
        .join(BodyItem, BodyItem.item_id == Item.id)
        .where(BodyItem.body_id == body_id, _assigned(on), sa.or_(*held))
        .order_by(Item.field, Item.code)
        .distinct()
    )
    return db.session.scalars(query).all()


def reason_against(body_id: int, item_id: int, on: date) -> str | None:
    """Say why a body may not open a case on an item on a day, or None (不能适用的原因)."""
    item = get_item(item_id)
    if not item.status.may_open_cases:
        return f"事项“{item.name}”已{item.status.value}：{item.status_reason}"
    if not item.is_usable(on):
        return f"事项“{item.name}”当日不在有效期内"
    held = sa.select(BodyItem.id).where(
        BodyItem.body_id == body_id, BodyItem.item_id == item_id, _assigned(on)
    )
    if db.session.scalar(held) is None:
        return f"本机关当日没有行使“{item.name}”的权限。《行政处罚法》第十七条"
    if not clauses(item, ClauseRole.PENALTY, on):
        ended = "、".join(one.citation for one in clauses(item, ClauseRole.PENALTY))
        return f"事项“{item.name}”的处罚依据{ended}当日已失效或者尚未生效"
    return None


def bodies_exercising(item_id: int, on: date) -> Sequence[BodyItem]:
    """Return who may exercise an item on a day, with the decision that hands it down."""
    query = (
        sa.select(BodyItem)
        .join(BodyItem.body)
        .options(contains_eager(BodyItem.body))
        .where(BodyItem.item_id == item_id, _assigned(on))
        .order_by(Body.division_code, Body.id)
    )
    return db.session.scalars(query).all()


def get_assignment(item: Item, link_id: int) -> BodyItem:
    """Return by which a body exercises an item."""
    link = db.session.get(BodyItem, link_id)
    if link is None or link.item_id != item.id:
        raise NotFound("该主体没有行使这一事项。")
    return link


def clauses(item: Item, role: ClauseRole, on: date | None = None) -> list[Provision]:
    """Return the clauses of an item in a role, only those in force if a day is given."""
    return [
        clause.provision
        for clause in item.clauses
        if clause.role is role and (on is None or clause.provision.is_in_force(on))
    ]


def ranges(item: Item) -> Sequence[PenaltyRange]:
    """Return what the clauses of an item allow, read with the clauses in one query (处罚幅度)."""
    if "ranges" in sa.inspect(item).unloaded:
        query = sa.select(PenaltyRange).where(PenaltyRange.item_id == item.id)
        query = query.options(joinedload(PenaltyRange.provision).joinedload(Provision.version))
        found = db.session.scalars(query.order_by(PenaltyRange.position)).all()
        set_committed_value(item, "ranges", found)
    return item.ranges


def penalties(item: Item, on: date, party: PartyScope | None = None) -> list[Allowed]:
    """Return everything that the clauses in force allow (可处的处罚种类和幅度)."""
    return [
        Allowed(
            kind=row.kind,
            sentence=sentence(row),
            clause=row.provision.key or "",
            citation=row.provision.citation,
            is_optional=row.is_optional,
            party=row.party,
            circumstance=row.circumstance,
        )
        for row in ranges(item)
        if row.provision.is_in_force(on) and row.is_for(party)
    ]


def provided(
    item: Item, amounts: Amounts, on: date, party: PartyScope | None = None
) -> list[PenaltyRange]:
    """Return the rows that provide for a kind of penalty in a case (应处、可处的处罚种类).

    A fine is provided for whatever it is counted from; another kind only where its amount fits.
    """
    return [
        row
        for row in ranges(item)
        if row.provision.is_in_force(on) and row.is_for(party)
        if row.kind is PenaltyKind.K0201 or row.fits(amounts.of(row.measure))
    ]


def statutory_range(
    item: Item,
    amounts: Amounts,
    on: date,
    party: PartyScope | None = None,
    circumstance: Circumstance = Circumstance.ORDINARY,
) -> FineRange | None:
    """Return the ends of the fine that the law allows for these amounts on a day (法定罚款幅度).

    None: the clauses in force set no fine for this party, circumstance and these amounts.
    """
    found = [
        fine
        for row in ranges(item)
        if row.provision.is_in_force(on) and applies(row, party, circumstance)
        if (fine := fine_of(row, amounts)) is not None
    ]
    return max(found, key=lambda fine: fine.high) if found else None


def measured(item: Item, on: date, party: PartyScope | None = None) -> list[PenaltyRange]:
    """Return the rows in force that count a fine from something (按基数计罚)."""
    return [
        row
        for row in ranges(item)
        if row.kind is PenaltyKind.K0201 and row.measure is not None
        if row.provision.is_in_force(on) and row.is_for(party)
    ]


def statutory_ranges(
    item: Item, amounts: Amounts, on: date, party: PartyScope | None = None
) -> list[FineRange]:
    """Return the fine of every circumstance that the clauses know (各情形法定幅度)."""
    found = (statutory_range(item, amounts, on, party, one) for one in Circumstance)
    return [fine for fine in found if fine is not None]


def without_basis(on: date) -> Sequence[Item]:
    """Return the items in use of which no penalty clause holds on a day (依据失效事项, L8)."""
    query = (
        sa.select(Item)
        .where(_usable(on), sa.not_(_has_penalty_clause(on)))
        .options(*_with_clauses())
        .order_by(Item.code)
    )
    return db.session.scalars(query).all()


def rests_on(key: str) -> sa.ColumnElement[bool]:
    """Return the condition that an item rests on a law, a version or a place, or inside it (L8)."""
    inside = Provision.key.startswith(_inside(key), autoescape=True)
    rests = (
        sa.select(ItemClause.id)
        .join(Provision, Provision.id == ItemClause.provision_id)
        .where(ItemClause.item_id == Item.id, sa.or_(Provision.key == key, inside))
    )
    return rests.exists()


def _inside(key: str) -> str:
    """Return how the keys below a law, version or place begin."""
    if "#" in key:
        return f"{key}."
    return f"{key}#" if "@" in key else f"{key}@"


def _with_clauses() -> list[sa.orm.interfaces.ORMOption]:
    law = joinedload(Provision.version).joinedload(LawVersion.law)
    return [
        selectinload(Item.clauses).joinedload(ItemClause.provision).options(law),
        selectinload(Item.ranges).joinedload(PenaltyRange.provision).options(law),
    ]


def _assigned(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        BodyItem.valid_from <= on,
        sa.or_(BodyItem.valid_until.is_(None), BodyItem.valid_until >= on),
    )


def _usable(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        Item.status.in_([one for one in ItemStatus if one.may_open_cases]),
        Item.valid_from <= on,
        sa.or_(Item.valid_until.is_(None), Item.valid_until >= on),
    )


def _has_penalty_clause(on: date) -> sa.ColumnElement[bool]:
    holds = (
        sa.select(ItemClause.id)
        .join(Provision, Provision.id == ItemClause.provision_id)
        .join(LawVersion, LawVersion.id == Provision.version_id)
        .where(
            ItemClause.item_id == Item.id,
            ItemClause.role == ClauseRole.PENALTY,
            sa.or_(Provision.repealed.is_(None), Provision.repealed > on),
            LawVersion.effective <= on,
            sa.or_(LawVersion.repealed.is_(None), LawVersion.repealed > on),
        )
    )
    return holds.exists()
