"""Handlers who leave, and what nobody can do any more (改派承办人、无人可办的任务)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, AccountStatus, RoleGrant
from webapp.accounts.roles import ROLES
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer, OfficerStatus
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict, Invalid, NotAllowed
from webapp.http import Visitor
from webapp.instances import assigning, todos
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import access, candidates, checks, history
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import Matter, MatterStatus
from webapp.process_records import operations as records
from webapp.tasks import authority

HANDLING = ("officer_lead", "officer_assist")
HEADS = ("unit_head", *access.HEADS)
OVER = tuple(one for one in MatterStatus if one.is_over)
MOST = 30


@dataclass(frozen=True)
class Stranded:
    """A to-do that nobody can do, and who had it (无人可办的任务)."""

    todo: TodoRecord
    matter: Matter
    who: str


def may(officer: Officer, matter: Matter) -> bool:
    """Tell whether somebody may name other handlers: the head of the unit, or of the body."""
    return authority.holds(
        officer, ("unit_head",), matter.body_id, matter.unit_id
    ) or authority.holds(officer, access.HEADS, matter.body_id)


def replacements(matter: Matter, at: datetime) -> list[Officer]:
    """Return who may take the place of a handler (可接办人员).

    Officers of the body with a certificate valid today who neither handle the matter, must keep
    away from it, nor reviewed or decided in it.
    """
    judged = sa.select(TodoRecord.done_by).where(
        TodoRecord.matter_id == matter.id, TodoRecord.role.in_(access.DECIDERS)
    )
    people = matter_queries.people(matter.id)
    out = {*matter.handler_ids, *people.recused, *db.session.scalars(judged)}
    return [
        one
        for one in bodies.holders(matter.body_id, *HANDLING)
        if one.id not in out and any(card.is_valid_on(at.date()) for card in one.certificates)
    ]


def reassign(
    officer: Officer, matter: Matter, leaving: int, to: int, reason: str, at: datetime
) -> None:
    """Put another officer in the place of a handler who leaves, falls ill or loses the card (改派).

    What waits for the one who leaves waits for the other from now on.
    """
    if not may(officer, matter):
        raise NotAllowed("只有承办机构负责人可以改派承办人员。")
    text = reason.strip()
    if not text or len(text) > 300:
        raise Invalid("请写明改派原因，不超过 300 字。", {"reason": "请写明改派原因"})
    matters.hold_whole(matter.id)
    db.session.refresh(matter)
    if matter.status.is_over:
        raise Conflict("案件已经办结，不再改派。")
    if leaving not in matter.handler_ids:
        raise Invalid("请选择不再承办的人员。", {"leaving": "请选择不再承办的人员"})
    taker = next((one for one in replacements(matter, at) if one.id == to), None)
    if taker is None:
        raise Invalid("请选择接办人员。", {"to": "请选择列出的接办人员"})
    records.record(
        checks.REASSIGNED,
        at,
        subject=f"matter:{matter.id}",
        body_id=matter.body_id,
        officer_id=officer.id,
        matter_id=matter.id,
        details={"from": leaving, "to": to, "reason": text},
    )
    matters.replace_handler(matter, leaving, taker, at, f"{history.REASSIGNED}{text}")
    for todo in todos.open_todos_of(matter.id):
        if todo.assignee_id == leaving:
            assigning.release(todo, leaving, at)
    candidates.refresh(matter, dossiers.history(matter.id))
    matters.touch(matter, "", at)


def without_handler(visitor: Visitor) -> Sequence[Matter]:
    """Return the open matters of a head's unit of which a handler is there no more (人员不在岗)."""
    if "unit_head" not in visitor.roles:
        return ()
    left = _gone()
    query = (
        sa.select(Matter)
        .where(
            access.led_by(visitor),
            Matter.status.not_in(OVER),
            sa.or_(Matter.lead_officer_id.in_(left), Matter.assist_officer_id.in_(left)),
        )
        .options(*matter_queries.whole())
        .order_by(Matter.updated_at.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def stranded(visitor: Visitor) -> list[Stranded]:
    """Return what waits in a head's unit for people who are there no more, or for nobody."""
    if visitor.roles.isdisjoint(HEADS):
        return []
    left = _gone()
    here = sa.select(Officer.id).where(
        Officer.id == sa.any_(TodoRecord.candidates), Officer.id.not_in(left)
    )
    holding = (
        sa.select(RoleGrant.id)
        .join(Officer, Officer.account_id == RoleGrant.account_id)
        .where(
            RoleGrant.role == TodoRecord.role,
            RoleGrant.body_id == TodoRecord.body_id,
            RoleGrant.revoked_at.is_(None),
            Officer.id.not_in(left),
        )
    )
    free = TodoRecord.assignee_id.is_(None)
    query = (
        sa.select(TodoRecord)
        .join(Matter, Matter.id == TodoRecord.matter_id)
        .where(
            TodoRecord.state == TodoState.OPEN,
            access.led_by(visitor),
            sa.or_(
                TodoRecord.assignee_id.in_(left),
                sa.and_(free, TodoRecord.candidates.is_not(None), ~here.exists()),
                sa.and_(free, TodoRecord.candidates.is_(None), ~holding.exists()),
            ),
        )
        .order_by(TodoRecord.opened_at)
        .limit(MOST)
    )
    found = db.session.scalars(query).all()
    known = matter_queries.some_matters({one.matter_id for one in found})
    return [Stranded(one, known[one.matter_id], _whose(one)) for one in found]


def share_out(officer: Officer, matter: Matter, at: datetime) -> None:
    """Give what waits for people who left to those whose it is now (重新分派)."""
    if not may(officer, matter):
        raise NotAllowed("只有承办机构负责人可以重新分派任务。")
    matters.hold_whole(matter.id)
    waiting = [(one, one.assignee_id) for one in todos.open_todos_of(matter.id)]
    left = gone(id for _, id in waiting if id is not None)
    for todo, assignee in waiting:
        if assignee is not None and assignee in left:
            assigning.release(todo, assignee, at)
    candidates.refresh(matter, dossiers.history(matter.id))


def gone(ids: Iterable[int]) -> frozenset[int]:
    """Return who of some officers is there no more: left, or without an account that works."""
    return frozenset(db.session.scalars(_gone().where(Officer.id.in_(set(ids)))))


def _gone() -> sa.Select[int]:
    """Select who left, or whose account was closed (离岗、账号停用)."""
    return (
        sa.select(Officer.id)
        .outerjoin(Account, Account.id == Officer.account_id)
        .where(
            sa.or_(Officer.status != OfficerStatus.ACTIVE, Account.status == AccountStatus.DISABLED)
        )
    )


def _whose(todo: TodoRecord) -> str:
    ids = [todo.assignee_id] if todo.assignee_id else list(todo.candidates or ())
    if ids:
        return "、".join(one.name for one in bodies.get_officers(ids)) + "不在岗"
    title = ROLES[todo.role].title if todo.role in ROLES else todo.role
    return f"没有人担任{title}，请系统安全管理员授予岗位"
