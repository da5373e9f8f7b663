"""Reading matters, who handles them and who must keep away (执法事件、承办、回避)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import db, once
from webapp.errors import NotFound
from webapp.matters.models import Handler, Matter, MatterStatus, Party, Recusal
from webapp.paging import Key, Page, page


def get_matter(matter_id: int) -> Matter:
    """Return a matter with parties, item and handlers."""
    matter = db.session.get(Matter, matter_id, options=whole())
    if matter is None:
        raise NotFound("案件不存在。")
    return matter


def some_matters(matter_ids: Iterable[int]) -> dict[int, Matter]:
    """Return several matters by id."""
    wanted = list(matter_ids)
    if not wanted:
        return {}
    query = sa.select(Matter).where(Matter.id.in_(wanted)).options(*whole())
    return {matter.id: matter for matter in db.session.scalars(query)}


def matter_by_number(number: str) -> Matter:
    """Return the matter with this number, or the one of its entry."""
    query = (
        sa.select(Matter)
        .where(sa.or_(Matter.number == number, Matter.entry_number == number))
        .options(*whole())
    )
    matter = db.session.scalar(query)
    if matter is None:
        raise NotFound(f"没有编号为“{number}”的案件。")
    return matter


def recusals(matter_id: int) -> Sequence[Recusal]:
    """Return who must keep away from a matter."""
    query = sa.select(Recusal).where(Recusal.matter_id == matter_id).order_by(Recusal.id)
    return db.session.scalars(query).all()


@dataclass(frozen=True)
class People:
    """Who has to do with a matter: handled it at any time, must keep away (承办、回避)."""

    handled: frozenset[int]
    recused: frozenset[int]


@once(Handler, Recusal)
def people(matter_id: int) -> People:
    """Return who has to do with a matter."""
    handled = sa.select(sa.false(), Handler.officer_id).where(Handler.matter_id == matter_id)
    recused = sa.select(sa.true(), Recusal.officer_id).where(Recusal.matter_id == matter_id)
    rows = [tuple(row) for row in db.session.execute(handled.union_all(recused))]
    return People(
        handled=frozenset(id for is_recused, id in rows if not is_recused),
        recused=frozenset(id for is_recused, id in rows if is_recused),
    )


def is_recused(matter_id: int, officer_id: int) -> bool:
    """Tell whether an officer must keep away from a matter."""
    return officer_id in people(matter_id).recused


def page_matters(
    condition: sa.ColumnElement[bool],
    *,
    word: str = "",
    kind: str = "",
    statuses: Iterable[MatterStatus] = (),
    before: str | None = None,
    after: str | None = None,
) -> Page[Matter]:
    """Page the matters that meet a condition, latest change first; the word may name a party."""
    query = sa.select(Matter).where(condition).options(*whole())
    if kind:
        query = query.where(Matter.kind == kind)
    if wanted := list(statuses):
        query = query.where(Matter.status.in_(wanted))
    if word:
        parties = sa.select(Party.id).where(
            Party.matter_id == Matter.id, Party.name.contains(word, autoescape=True)
        )
        columns = (Matter.number, Matter.entry_number, Matter.title)
        query = query.where(
            sa.or_(*(one.contains(word, autoescape=True) for one in columns), parties.exists())
        )
    keys = [
        Key(Matter.updated_at, lambda matter: matter.updated_at, descending=True),
        Key(Matter.id, lambda matter: matter.id, descending=True),
    ]
    return page(db.session(), query, keys, before=before, after=after)


def count_by_status(condition: sa.ColumnElement[bool]) -> dict[MatterStatus, int]:
    """Count the matters that meet a condition by their status."""
    query = sa.select(Matter.status, sa.func.count()).where(condition).group_by(Matter.status)
    return dict(db.session.execute(query).all())


def whole(model: Any = Matter) -> list[Any]:
    """Return how to load a matter with what nearly every reader of it looks at."""
    return [
        joinedload(model.item),
        joinedload(model.unit),
        joinedload(model.body),
        joinedload(model.lead_officer),
        joinedload(model.assist_officer),
        selectinload(model.parties),
    ]
