"""Reading to-dos (待办、已办): whose they are, how pressing, in pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.errors import NotFound
from webapp.http import Held
from webapp.instances.models import Timer, TodoRecord, TodoState
from webapp.paging import PAGE_SIZE, Key, Page, page

FAR = datetime.fromisoformat("9999-01-01T00:00:00+08:00")
"""Stands for no deadline where rows are ordered by their due instant."""

NEAR = timedelta(days=3)
"""How long before its due instant a to-do counts as near."""


class Urgency(Enum):
    """How pressing a to-do is (期限标志)."""

    OVERDUE = "已超期"
    TODAY = "今日届满"
    NEAR = "将届满"
    RUNNING = "进行中"
    NONE = "无期限"


def badge(due: datetime | None, now: datetime) -> Urgency:
    """Return how pressing a due instant is."""
    if due is None:
        return Urgency.NONE
    if due < now:
        return Urgency.OVERDUE
    if due.date() == now.date():
        return Urgency.TODAY
    return Urgency.NEAR if due - now <= NEAR else Urgency.RUNNING


def get_todo(id: UUID) -> TodoRecord:
    """Return a to-do, done or not."""
    found = db.session.get(TodoRecord, id, populate_existing=True)
    if found is None:
        raise NotFound("没有这项任务。")
    return found


def known(id: UUID) -> TodoRecord:
    """Return a to-do as this transaction has read it before: what never changes of it holds."""
    found = db.session.get(TodoRecord, id)
    if found is None:
        raise NotFound("没有这项任务。")
    return found


def some(ids: Iterable[UUID]) -> list[TodoRecord]:
    """Return several to-dos in the order asked for."""
    wanted = list(ids)
    query = sa.select(TodoRecord).where(TodoRecord.id.in_(wanted))
    found = {one.id: one for one in db.session.scalars(query)} if wanted else {}
    return [found[id] for id in wanted]


def may_do(officer_id: int, held: Iterable[Held]) -> sa.ColumnElement[bool]:
    """Return the condition that an officer may do a to-do: it is his, or open to his roles.

    Passed or claimed ones belong to one officer, those with candidates to these, all others to
    everyone who holds the role in the body and, where both name one, the unit.
    """
    mine = TodoRecord.assignee_id == officer_id
    named = sa.and_(
        TodoRecord.assignee_id.is_(None),
        TodoRecord.candidates.contains(sa.cast([officer_id], TodoRecord.candidates.type)),
    )
    roles = [_open_to(one) for one in held if one.body_id is not None]
    if not roles:
        return sa.or_(mine, named)
    free = sa.and_(
        TodoRecord.assignee_id.is_(None), TodoRecord.candidates.is_(None), sa.or_(*roles)
    )
    return sa.or_(mine, named, free)


def todos(officer_id: int, held: Iterable[Held]) -> sa.Select[TodoRecord]:
    """Select what waits for an officer (待办); join, filter and page it with `page_todos`."""
    return sa.select(TodoRecord).where(TodoRecord.state == TodoState.OPEN, may_do(officer_id, held))


def done_todos(officer_id: int) -> sa.Select[TodoRecord]:
    """Select what an officer has done (已办)."""
    return sa.select(TodoRecord).where(
        TodoRecord.done_by == officer_id, TodoRecord.state == TodoState.DONE
    )


def page_todos(
    query: sa.Select[Any],
    *,
    before: str | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[TodoRecord]:
    """Page to-dos, the most pressing first."""
    due = sa.func.coalesce(TodoRecord.due, FAR, type_=TodoRecord.due.type)
    keys = [
        Key(due, lambda one: one.due or FAR),
        Key(TodoRecord.opened_at, lambda one: one.opened_at),
        Key(sa.cast(TodoRecord.id, sa.Text), lambda one: str(one.id)),
    ]
    return page(db.session(), query, keys, before=before, after=after, size=size)


def page_done(
    query: sa.Select[Any],
    *,
    before: str | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[TodoRecord]:
    """Page what was done, the latest first."""
    keys = [
        Key(TodoRecord.done_at, lambda one: one.done_at, descending=True),
        Key(sa.cast(TodoRecord.id, sa.Text), lambda one: str(one.id)),
    ]
    return page(db.session(), query, keys, before=before, after=after, size=size)


def open_todos(instance_id: UUID) -> Sequence[TodoRecord]:
    """Return what an instance waits for, or would if it were not suspended."""
    query = sa.select(TodoRecord).where(
        TodoRecord.instance_id == instance_id,
        TodoRecord.state.in_((TodoState.OPEN, TodoState.SUSPENDED)),
    )
    return db.session.scalars(query.order_by(TodoRecord.opened_at, TodoRecord.id)).all()


def todos_of(instance_id: UUID) -> Sequence[TodoRecord]:
    """Return every to-do an instance ever opened, oldest first."""
    query = sa.select(TodoRecord).where(TodoRecord.instance_id == instance_id)
    return db.session.scalars(query.order_by(TodoRecord.opened_at, TodoRecord.id)).all()


def open_todos_of(matter_id: int) -> Sequence[TodoRecord]:
    """Return the open to-dos of a matter, over all its instances."""
    query = sa.select(TodoRecord).where(
        TodoRecord.matter_id == matter_id, TodoRecord.state == TodoState.OPEN
    )
    return db.session.scalars(query.order_by(TodoRecord.opened_at, TodoRecord.id)).all()


def _open_to(held: Held) -> sa.ColumnElement[bool]:
    condition = sa.and_(TodoRecord.role == held.role, TodoRecord.body_id == held.body_id)
    if held.unit_id is None:
        return condition
    return sa.and_(
        condition, sa.or_(TodoRecord.unit_id.is_(None), TodoRecord.unit_id == held.unit_id)
    )


def messages_of(instance_id: UUID) -> Sequence[Timer]:
    """Return where an instance waited for others, oldest first (等待其他流程)."""
    query = sa.select(Timer).where(Timer.instance_id == instance_id, Timer.kind == "message")
    return db.session.scalars(query.order_by(Timer.set_at, Timer.key)).all()
