"""Whose a to-do is (认领、退还、转办) and whether it was opened; each change is audited."""

from datetime import datetime

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.errors import Conflict, NotAllowed
from webapp.instances.models import TodoRecord, TodoState
from webapp.process_records import operations as records


def claim(todo: TodoRecord, officer_id: int, at: datetime) -> None:
    """Take a to-do for oneself (认领)."""
    if todo.assignee_id is not None and todo.assignee_id != officer_id:
        name = db.session.scalar(sa.select(Officer.name).where(Officer.id == todo.assignee_id))
        raise Conflict(f"该任务已由{name}认领。")
    _assign(todo, officer_id, "todo.claim", at, officer_id)


def release(todo: TodoRecord, officer_id: int, at: datetime) -> None:
    """Give a claimed to-do back to everyone who may do it (退还)."""
    if todo.assignee_id != officer_id:
        raise NotAllowed("只能退还本人认领的任务。")
    _assign(todo, None, "todo.release", at, officer_id)


def transfer(todo: TodoRecord, to_id: int, officer_id: int, at: datetime, reason: str) -> None:
    """Pass a to-do to another officer (转办); whether he qualifies is judged by the caller."""
    _assign(todo, to_id, "todo.transfer", at, officer_id, reason)


def see(todo: TodoRecord, at: datetime) -> None:
    """Note that somebody who may do a to-do has opened it (已阅): it can be taken back no more."""
    if todo.seen_at is None and todo.state is TodoState.OPEN:
        unseen = sa.update(TodoRecord).where(TodoRecord.id == todo.id, TodoRecord.seen_at.is_(None))
        db.session.execute(unseen.values(seen_at=at))


def _assign(
    todo: TodoRecord,
    to_id: int | None,
    action: str,
    at: datetime,
    officer_id: int,
    reason: str = "",
) -> None:
    """Change the assignee if nobody changed the to-do since it was read."""
    same = sa.update(TodoRecord).where(
        TodoRecord.id == todo.id, TodoRecord.ver == todo.ver, TodoRecord.state == TodoState.OPEN
    )
    changed = same.values(assignee_id=to_id, ver=TodoRecord.ver + 1).returning(TodoRecord.id)
    if db.session.execute(changed).first() is None:
        raise Conflict("该任务刚被他人办理或认领，请刷新后重试。")
    records.record(
        action,
        at,
        subject=f"todo:{todo.id}",
        body_id=todo.body_id,
        officer_id=officer_id,
        matter_id=todo.matter_id,
        details={"to": to_id, "reason": reason},
    )
    db.session.refresh(todo)
