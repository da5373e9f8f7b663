"""Commands on instances (流程实例的办理): the only way into the engine.

Each works in the caller's transaction, loads the instance under a lock and writes everything at
once; what the platform has to do on the way is handed in as `before` and `prepare`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

import sqlalchemy as sa

from engine.advance import Advance, Before
from engine.advance import Prepared as Settled
from engine.errors import EngineError, TaskNotOpen
from engine.instance import Status
from engine.runner import Engine
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.errors import Conflict, NotAllowed
from webapp.instances import door, timers
from webapp.instances.models import Instance, TodoRecord, TodoState
from webapp.instances.store import NOTHING, SqlStore
from webapp.instances.values import (
    NOBODY,
    WHOLE,
    Actor,
    Branch,
    Entry,
    Opening,
    Place,
    Prepare,
    Prepared,
    Waiting,
    digest_of,
)
from webapp.procedures import queries as procedures
from webapp.procedures.models import ProcessVersion


class Order(TypedDict, total=False):
    """What may be said with every command.

    `routing` values to set; `digest` of what rests elsewhere; `before` judges the task under the
    lock; `prepare` does the platform's part before saving; `request_key` makes the command
    idempotent.
    """

    routing: Mapping[str, Any] | None
    digest: str
    before: Before | None
    prepare: Prepare | None
    request_key: str | None


class AlreadyHandled(Conflict):
    """Somebody else was first; says who and when (已被他人先行办理)."""

    def __init__(self, name: str, at: datetime, officer_id: int | None, word: str) -> None:
        self.name, self.at, self.officer_id = name, at, officer_id
        when = f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分"
        super().__init__(f"该任务已由{name}于{when}{word}，您填写的内容没有提交。")


def start(
    version: ProcessVersion,
    place: Place,
    actor: Actor,
    *,
    instance_id: UUID | None = None,
    is_main: bool = False,
    branch: Branch = WHOLE,
    **order: Unpack[Order],
) -> Advance:
    """Start a published procedure in a matter (启动)."""
    instance_id = instance_id or uuid4()
    key = order.get("request_key")
    if key and (answer := answered(key, actor)) is not None:
        return Advance(instance_id, answer=answer, replayed=True)
    opening = Opening(place, version.key, version.title, version.menu, is_main, branch)
    store = SqlStore(db.session(), actor, opening=opening)
    return _done(store, order, Engine.start, procedures.version(version.id), instance_id)


def complete(
    todo: Waiting, actor: Actor, entry: Entry | None = None, **order: Unpack[Order]
) -> Advance:
    """Complete a to-do (办理); raises `AlreadyHandled` naming who was first."""
    store = SqlStore(db.session(), actor, entry=entry)
    _sign(order, todo, actor, entry)
    return _done(store, order, Engine.complete, todo.id, todo.instance_id)


def send_back(
    todo: Waiting, target: str, actor: Actor, entry: Entry | None = None, **order: Unpack[Order]
) -> Advance:
    """Send a to-do back to a node its diagram allows (退回)."""
    store = SqlStore(db.session(), actor, entry=entry)
    _sign(order, todo, actor, entry)
    return _done(store, order, Engine.send_back, todo.id, todo.instance_id, target)


def withdraw(todo: TodoRecord, actor: Actor, **order: Unpack[Order]) -> Advance:
    """Take one's own completion back until somebody has opened what followed (撤回)."""
    if todo.state is not TodoState.DONE or todo.done_by != actor.officer_id:
        raise NotAllowed("只能撤回本人刚刚办理的环节。")
    prepare = order.get("prepare")

    def judge(advance: Advance) -> Prepared | None:
        _refuse_seen(advance)
        return prepare(advance) if prepare else None

    order["prepare"] = judge
    store = SqlStore(db.session(), actor)
    return _done(store, order, Engine.withdraw, todo.id, todo.instance_id)


def suspend(instance_id: UUID, actor: Actor, **order: Unpack[Order]) -> Advance:
    """Close the to-dos of an instance and stop its timers until `resume` (中止)."""
    return _done(SqlStore(db.session(), actor), order, Engine.suspend, instance_id)


def resume(instance_id: UUID, actor: Actor, **order: Unpack[Order]) -> Advance:
    """Open the same to-dos and timers again (恢复)."""
    return _done(SqlStore(db.session(), actor), order, Engine.resume, instance_id)


def halt(
    instance_id: UUID,
    actor: Actor,
    status: Status = Status.TERMINATED,
    **order: Unpack[Order],
) -> Advance:
    """End an instance before its time: 终止 or 撤销, by decision."""
    return _done(SqlStore(db.session(), actor), order, Engine.halt, instance_id, status)


def call_off(instance: Instance, actor: Actor, entry: Entry, **order: Unpack[Order]) -> Advance:
    """End an instance that was started by mistake, with a reason its step vouches for (撤销)."""
    order["digest"] = digest_of(
        entry,
        matter_id=instance.matter_id,
        instance_id=instance.id,
        todo_id=None,
        acts=(),
        officer_id=actor.officer_id,
    )
    store = SqlStore(db.session(), actor, entry=entry)
    return _done(store, order, Engine.halt, instance.id, Status.WITHDRAWN)


def retry(instance_id: UUID, actor: Actor, **order: Unpack[Order]) -> Advance:
    """Correct routing values and run what can run (修复); a repair by the administrator."""
    return _done(SqlStore(db.session(), actor), order, Engine.retry, instance_id)


def wake(instance_id: UUID, key: UUID, **order: Unpack[Order]) -> Advance | None:
    """Fire one due timer (期限届满); None when it no longer waits."""
    return _command(SqlStore(db.session(), NOBODY), order, Engine.wake, instance_id, key)


def set_dues(instance_id: UUID, prepared: Prepared) -> None:
    """Move dues of waiting timers and open to-dos: a clock was paused or extended (调整期限).

    The caller has locked the instance.
    """
    store = SqlStore(db.session(), prepared=prepared)
    moved = store.set_dues(instance_id, prepared.dues)
    store.set_todos(instance_id, prepared, prepared.todos)
    timers.schedule(instance_id, moved)


def answered(request_key: str, actor: Actor) -> Mapping[str, Any] | None:
    """Return the answer already given to an idempotency key, waiting for a twin under way."""
    lock = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(request_key, 0)))
    db.session.execute(lock)
    return SqlStore(db.session(), actor).answer(request_key)


def _command(
    store: SqlStore, order: Order, method: Callable[..., Any], *arguments: Any
) -> Advance | None:
    """Run a command of the engine on a store and schedule what it waits for."""
    prepare, key = order.get("prepare"), order.get("request_key")

    def settle(advance: Advance) -> Settled:
        store.prepared = (prepare(advance) if prepare else None) or NOTHING
        return Settled(store.prepared.dues, store.prepared.answer)

    actor, body = store.actor.officer_id, store.actor.body_id
    said = {
        **order,
        "prepare": settle,
        "actor": None if actor is None else str(actor),
        "role": store.actor.role,
        "body": "" if body is None else str(body),
    }
    try:
        advance: Advance | None = method(door.engine(store), *arguments, **said)
    except EngineError as error:
        # A twin of this request may have been under way when the answer was looked for.
        answer = store.answer(key) if key and not store.saved else None
        if answer is not None:
            return Advance(UUID(int=0), answer=answer, replayed=True)
        if isinstance(error, TaskNotOpen) and error.step is not None:
            raise _handled(error) from error
        raise
    if advance is not None and store.moved:
        timers.schedule(advance.instance, store.moved)
    return advance


def _done(store: SqlStore, order: Order, method: Callable[..., Any], *arguments: Any) -> Advance:
    advance = _command(store, order, method, *arguments)
    assert advance is not None, "only `wake` may come to nothing"
    return advance


def _sign(order: Order, todo: Waiting, actor: Actor, entry: Entry | None) -> None:
    """Let the step vouch for what is submitted."""
    if entry is not None:
        order["digest"] = digest_of(
            entry,
            matter_id=todo.matter_id,
            instance_id=todo.instance_id,
            todo_id=todo.id,
            acts=todo.acts,
            officer_id=actor.officer_id,
        )


def _handled(error: TaskNotOpen) -> AlreadyHandled:
    step = error.step
    assert step is not None
    officer_id = None if step.actor is None else int(step.actor)
    found = db.session.scalar(sa.select(Officer.name).where(Officer.id == officer_id))
    return AlreadyHandled(found or "系统", step.at, officer_id, step.kind.value)


def _refuse_seen(advance: Advance) -> None:
    """Refuse a withdrawal once somebody has opened what followed."""
    seen = sa.select(TodoRecord.id).where(
        TodoRecord.id.in_(advance.closed), TodoRecord.seen_at.is_not(None)
    )
    if db.session.scalars(seen).first() is not None:
        raise Conflict("后续环节的办理人已经打开该任务，不能撤回。")
