"""Writing what every matter has: handlers, recusals, rest, closing, archive (承办、回避、归档)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.procedure import Procedure
from processes import values as read
from processes.acts import Tag, carries
from webapp.bodies.models import Officer
from webapp.database import db, forget
from webapp.instances.models import Instance, InstanceState, TodoRecord
from webapp.items import queries as items
from webapp.matters.models import Capacity, Handler, Matter, MatterStatus, Recusal
from webapp.matters.parties import put_party


def hold(matter_id: int) -> None:
    """Keep everybody else from writing into a matter until the transaction ends."""
    row = Matter.__table__.c  # the bare table: PostgreSQL locks no outer join
    db.session.execute(sa.select(row.id).where(row.id == matter_id).with_for_update())


def hold_with(instance_id: UUID, matter_id: int) -> None:
    """Lock a procedure and its matter, in the order in which completions lock them."""
    held = sa.select(InstanceState.ver).where(InstanceState.instance_id == instance_id)
    db.session.execute(held.with_for_update())
    hold(matter_id)
    forget()
    db.session.refresh(db.session.get_one(Instance, instance_id))


def hold_whole(matter_id: int) -> None:
    """Lock all procedures of a matter and the matter, in the order in which completions do."""
    of_matter = sa.select(Instance.id).where(Instance.matter_id == matter_id)
    held = sa.select(InstanceState.ver).where(InstanceState.instance_id.in_(of_matter))
    db.session.execute(held.order_by(InstanceState.instance_id).with_for_update())
    hold(matter_id)
    forget()


def hold_for(record: TodoRecord) -> Instance:
    """Lock what completing a to-do will touch; to-do and instance are then as they stand now.

    Always in this order: states, then the matter. Timers and suspensions lock in the same order, so
    that nobody waits for each other.
    """
    if carries(record.acts, Tag.WHOLE_MATTER):
        all_of_matter = sa.select(Instance.id).where(Instance.matter_id == record.matter_id)
        held = sa.select(InstanceState.ver).where(InstanceState.instance_id.in_(all_of_matter))
        db.session.execute(held.order_by(InstanceState.instance_id).with_for_update())
    matter = Matter.__table__
    query = (
        sa.select(Instance, TodoRecord)
        .join(TodoRecord, TodoRecord.instance_id == Instance.id)
        .join(InstanceState, InstanceState.instance_id == Instance.id)
        .join(matter, matter.c.id == Instance.matter_id)
        .where(TodoRecord.id == record.id)
    )  # rows are locked in the order in which the tables are named
    query = query.with_for_update(of=[InstanceState, matter, Instance, TodoRecord])
    found = db.session.execute(query, execution_options={"populate_existing": True}).one()
    forget()
    instance: Instance = found[0]
    return instance


def open_matter(
    officer: Officer, procedure: Procedure, values: Mapping[str, Any], number: str, at: datetime
) -> Matter:
    """Open a plain matter (启动)."""
    code = read.text(values, "item")
    matter = Matter(
        kind=procedure.key,
        entry_number=number,
        title=read.text(values, "title") or procedure.title,
        item_id=items.item_by_code(code).id if code else None,
        body_id=officer.body_id,
        unit_id=officer.unit_id,
        filed_on=at.date(),
        created_at=at,
        updated_at=at,
    )
    db.session.add(matter)
    db.session.flush()
    if procedure.has_party and read.block(values, "party"):
        put_party(matter, read.block(values, "party"))
    return matter


def take_on(matter: Matter, officer: Officer, at: datetime) -> None:
    """Let whoever opened a matter handle it (启动人承办)."""
    _set_handler(matter, Capacity.LEAD, officer, at, "启动")
    db.session.flush()


def inherit(matter: Matter, origin: Matter) -> None:
    """Take over parties and item from the matter that this one comes from."""
    matter.item_id = matter.item_id or origin.item_id
    for party in origin.parties if not matter.parties else ():
        put_party(matter, party.details, party.position)


def set_handlers(
    matter: Matter, lead: Officer, assist: Officer, at: datetime, reason: str = "指定承办"
) -> None:
    """Name who handles the matter (指定主办、协办)."""
    _set_handler(matter, Capacity.LEAD, lead, at, reason)
    _set_handler(matter, Capacity.ASSIST, assist, at, reason)
    if lead.unit_id is not None:
        matter.unit_id = lead.unit_id


def replace_handler(
    matter: Matter, leaving: int, officer: Officer, at: datetime, reason: str
) -> bool:
    """Put another officer in the place of one who leaves; tell whether one left (更换承办人)."""
    if matter.lead_officer_id == leaving:
        _set_handler(matter, Capacity.LEAD, officer, at, reason)
    elif matter.assist_officer_id == leaving:
        _set_handler(matter, Capacity.ASSIST, officer, at, reason)
    else:
        return False
    db.session.flush()
    return True


def recuse(matter: Matter, officer_id: int, at: datetime, reason: str) -> None:
    """Keep an officer away from the matter from now on (回避); he may be challenged twice."""
    if db.session.scalar(
        sa.select(Recusal.id).where(
            Recusal.matter_id == matter.id, Recusal.officer_id == officer_id
        )
    ):
        return
    db.session.add(Recusal(matter_id=matter.id, officer_id=officer_id, since=at, reason=reason))
    db.session.flush()


def suspend_matter(matter: Matter) -> None:
    """Let the matter rest (中止)."""
    matter.status = MatterStatus.SUSPENDED


def resume_matter(matter: Matter) -> None:
    """Take the matter up again (恢复)."""
    matter.status = MatterStatus.DECIDED if matter.decided_at else MatterStatus.OPEN


def close_matter(matter: Matter, on: date) -> None:
    """Close the matter (结案)."""
    matter.status, matter.closed_on = MatterStatus.CLOSED, on


def archive_matter(matter: Matter, at: datetime) -> None:
    """File the matter; nothing in it changes any more (归档), S-G-15."""
    matter.status, matter.archived_at = MatterStatus.ARCHIVED, at


def touch(matter: Matter, stage: str, at: datetime) -> None:
    """Note that something happened, and where the matter stands."""
    matter.updated_at = at
    if stage:
        matter.stage = stage


def _set_handler(
    matter: Matter, capacity: Capacity, officer: Officer, at: datetime, reason: str
) -> None:
    column = "lead_officer_id" if capacity is Capacity.LEAD else "assist_officer_id"
    if getattr(matter, column) == officer.id:
        return
    for each in matter.handlers:
        if each.capacity is capacity and each.until is None:
            each.until = at
    matter.handlers.append(
        Handler(officer_id=officer.id, capacity=capacity, since=at, reason=reason)
    )
    setattr(matter, column, officer.id)
