"""Reading instances, to-dos and trajectories, for pages and for the slices above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.instance import Status
from webapp.database import db
from webapp.errors import NotFound
from webapp.instances.models import (
    Incident,
    IncidentState,
    Instance,
)
from webapp.paging import PAGE_SIZE, Key, Page, page

KIND: sa.ColumnElement[str] = sa.case((Instance.is_main, Instance.procedure), else_=Instance.menu)
"""What lists tell apart: main procedures by key, those beside them by group (程序类别)."""

_PARENT = aliased(Instance)
CARRIED_KIND: sa.ColumnElement[str] = sa.case(
    (
        Instance.parent_id.is_not(None),
        sa.select(_PARENT.procedure).where(_PARENT.id == Instance.parent_id).scalar_subquery(),
    ),
    else_=KIND,
)
"""The same for to-dos: what a main procedure awaits belongs to it."""

ANY_MAIN = "main"
"""Stands for every procedure that its matter was opened with."""

OPEN = (Status.RUNNING, Status.SUSPENDED)


def of_kind(kind: str) -> sa.ColumnElement[bool]:
    """Return the condition that an instance is of a kind."""
    return sa.and_(Instance.is_main) if kind == ANY_MAIN else KIND.in_([kind])


def carries_kind(kind: str) -> sa.ColumnElement[bool]:
    """Return the condition that an instance is of a kind, or is awaited by one."""
    if kind == ANY_MAIN:
        return sa.or_(Instance.is_main, Instance.parent_id.is_not(None))
    return CARRIED_KIND.in_([kind])


def get_instance(id: UUID) -> Instance:
    """Return an instance."""
    found = db.session.get(Instance, id)
    if found is None:
        raise NotFound("没有这个流程实例。")
    return found


def instances_of(matter_id: int) -> Sequence[Instance]:
    """Return the instances of a matter, its main procedure first."""
    query = sa.select(Instance).where(Instance.matter_id == matter_id)
    return db.session.scalars(
        query.order_by(Instance.is_main.desc(), Instance.started_at, Instance.party_id, Instance.id)
    ).all()


def awaited_by(parent_id: UUID) -> Sequence[Instance]:
    """Return the instances that another started and awaits, oldest first (逐一办理)."""
    query = sa.select(Instance).where(Instance.parent_id == parent_id)
    return db.session.scalars(query.order_by(Instance.started_at, Instance.id)).all()


def parties_of(matter_id: int) -> dict[UUID, int]:
    """Return the party that a procedure of a matter is about alone, by its instance."""
    query = sa.select(Instance.id, Instance.party_id).where(
        Instance.matter_id == matter_id, Instance.party_id.is_not(None)
    )
    return {id: party for id, party in db.session.execute(query) if party is not None}


@dataclass(frozen=True)
class Filter:
    """Which instances a supervisor wants to see (筛选条件)."""

    paths: Sequence[str] = ("/",)
    procedure: str = ""
    stage: str = ""
    statuses: Sequence[Status] = ()
    overdue: bool = False
    since: datetime | None = None
    until: datetime | None = None
    main_only: bool = True


def select_instances(wanted: Filter, now: datetime) -> sa.Select[Instance]:
    """Select instances for supervision; content is for other slices to join."""
    query = sa.select(Instance).where(
        sa.or_(*(Instance.body_path.like(f"{path}%") for path in wanted.paths))
    )
    if wanted.main_only:
        query = query.where(Instance.is_main)
    if wanted.procedure:
        query = query.where(Instance.procedure == wanted.procedure)
    if wanted.stage:
        query = query.where(Instance.stage == wanted.stage)
    if wanted.statuses:
        query = query.where(Instance.status.in_(wanted.statuses))
    if wanted.overdue:
        query = query.where(_is_open(), Instance.due < now)
    if wanted.since is not None:
        query = query.where(Instance.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Instance.started_at < wanted.until)
    return query


def page_instances(
    query: sa.Select[Any],
    *,
    by_due: bool = False,
    before: str | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Instance]:
    """Page instances: the latest change first, or the most pressing (only with a due instant)."""
    number = Key(sa.cast(Instance.id, sa.Uuid), lambda one: str(one.id), descending=not by_due)
    if by_due:
        query = query.where(_is_open(), Instance.due.is_not(None))
        keys = [Key(Instance.due, lambda one: one.due), number]
    else:
        keys = [Key(Instance.updated_at, lambda one: one.updated_at, descending=True), number]
    return page(db.session(), query, keys, before=before, after=after, size=size)


def open_incidents(path: str = "/", *, after: str | None = None) -> Page[Incident]:
    """Page the incidents that wait for somebody, oldest first (流程故障)."""
    query = (
        sa.select(Incident)
        .join(Instance, Instance.id == Incident.instance_id)
        .where(Incident.state == IncidentState.OPEN, Instance.body_path.like(f"{path}%"))
    )
    keys = [Key(Incident.at, lambda one: one.at), Key(Incident.id, lambda one: one.id)]
    return page(db.session(), query, keys, after=after)


def _is_open() -> sa.ColumnElement[bool]:
    return Instance.status.in_(OPEN)
