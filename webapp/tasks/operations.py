"""What officers do with to-dos (待办操作): register, start, complete, send back, withdraw, pass on.

Every function works in the caller's transaction and does not commit. A refused attempt is recorded
by `record_refusal` in a transaction of its own, after the first one was rolled back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from engine import clock
from engine.advance import Advance
from forms import FormError
from processes.catalogue import PROCEDURES
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.instances import assigning, todos
from webapp.instances import operations as instances
from webapp.instances.models import TodoRecord, TodoState
from webapp.instances.values import NOBODY, Actor, Branch, Entry, Place, Prepared
from webapp.matters import attempts
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import Matter
from webapp.procedures import queries as procedures
from webapp.procedures.models import ProcessVersion
from webapp.process_records import operations as records
from webapp.tasks import authority, branches, completing, faces, menu, papers, settling
from webapp.tasks.errors import Stale, StepRefused
from webapp.tasks.models import Draft

OPINION_LENGTH = 1000


def start_menu(
    matter: Matter,
    procedure: str,
    officer: Officer,
    key: str | None = None,
    whose: int | None = None,
) -> Advance:
    """Start a procedure of the matter menu beside the main one (发起案件事项).

    `whose` is the party it is about, where there are several; none: all of them.
    """
    if (replay := replayed(officer, key)) is not None:
        return replay
    matters.hold(matter.id)
    menu.check(matter, procedure, officer, whose)
    return start(matter, procedure, officer, "officer_lead", key, whose=whose)


def complete(
    officer: Officer,
    todo_id: UUID,
    raw: Mapping[str, Any],
    key: str | None = None,
    etag: str | None = None,
) -> Advance:
    """Complete a to-do with what was typed (办理).

    Raises `FormError`, `StepRefused`, `AlreadyHandled`, `NotAllowed`, `Stale`. A request that comes
    twice waits for the matter and then gets its answer with the state of the procedure.
    """
    todo = todos.known(todo_id)
    desk = completing.sit_down(officer, todo, lock=True)
    if todo.state is TodoState.OPEN:
        authority.check(officer, todo)
        if etag is not None and etag != todo.etag:
            raise Stale
    values = completing.clean(desk, raw) if todo.state is TodoState.OPEN else {}
    advance = instances.complete(
        todo,
        desk.actor,
        completing.entry(desk, values),
        routing=desk.form.routing(values),
        before=lambda todo: completing.judge(desk, values),
        prepare=completing.prepare(desk, values),
        request_key=key,
    )
    _drop_drafts(todo)
    return advance


def send_back(
    officer: Officer, todo_id: UUID, target: str, opinion: str, key: str | None = None
) -> Advance:
    """Send a to-do back to an earlier step, with an opinion (退回)."""
    if (replay := replayed(officer, key)) is not None:
        return replay
    text = opinion.strip()
    if not text or len(text) > OPINION_LENGTH:
        raise Invalid("请写明退回意见，不超过 1000 字。", {"opinion": "请写明退回意见"})
    todo = todos.get_todo(todo_id)
    desk = completing.sit_down(officer, todo, lock=True)
    if todo.state is TodoState.OPEN:
        authority.check(officer, todo)
    _refuse_after_service(desk)
    turn = desk.turn({})

    def prepare(advance: Advance) -> Prepared:
        papers.redo(officer, todo.instance_id, target, text, turn)
        moment = desk.moment
        matters.touch(desk.matter, moment.stage(advance), desk.at)
        return _followed(moment, advance)

    return instances.send_back(
        todo,
        target,
        desk.actor,
        Entry(values={"opinion": text}),
        prepare=prepare,
        request_key=key,
    )


def withdraw(officer: Officer, todo_id: UUID, key: str | None = None) -> Advance:
    """Take one's own completion back until the next person has opened what followed (撤回)."""
    if (replay := replayed(officer, key)) is not None:
        return replay
    todo = todos.get_todo(todo_id)
    desk = completing.sit_down(officer, todo, lock=True)
    if todo.is_final or faces.lasting(todo.acts):
        raise Conflict("该环节已经形成文书或者产生效力，不能撤回；确有错误的，请联系后续环节退回。")

    def prepare(advance: Advance) -> Prepared:
        branches.refuse_undone(advance)
        return _followed(desk.moment, advance)

    return instances.withdraw(todo, desk.actor, prepare=prepare, request_key=key)


def wake(instance_id: UUID, timer: UUID) -> Advance | None:
    """Fire a due timer, with the platform's part (期限届满)."""
    known = sa.select(TodoRecord.matter_id).where(TodoRecord.instance_id == instance_id).limit(1)
    matter_id = db.session.scalar(known)
    if matter_id is None:
        return instances.wake(instance_id, timer)
    matters.hold(matter_id)
    matter = matter_queries.get_matter(matter_id)

    def prepare(advance: Advance) -> Prepared:
        moment = settling.Moment(matter, dossiers.history(matter.id), clock.now(), NOBODY)
        matters.touch(matter, moment.stage(advance), moment.at)
        prepared = settling.follow(moment, advance)
        branches.go_on(moment, advance)
        return prepared

    return instances.wake(instance_id, timer, prepare=prepare)


def claim(officer: Officer, todo_id: UUID) -> None:
    """Take a to-do for oneself (认领)."""
    todo = todos.get_todo(todo_id)
    authority.check(officer, todo)
    assigning.claim(todo, officer.id, clock.now())


def release(officer: Officer, todo_id: UUID) -> None:
    """Give a claimed to-do back (退还)."""
    assigning.release(todos.get_todo(todo_id), officer.id, clock.now())


def transfer(officer: Officer, todo_id: UUID, to: Officer, reason: str) -> None:
    """Pass a to-do to another officer who may do it as well (转办)."""
    todo = todos.get_todo(todo_id)
    authority.check(officer, todo)
    if not reason.strip():
        raise Invalid("请写明转办原因。", {"reason": "请写明转办原因"})
    reason_against = authority.disqualification(to, todo)
    if reason_against is not None:
        raise NotAllowed(f"{to.name}不能办理该任务：{reason_against}")
    assigning.transfer(todo, to.id, officer.id, clock.now(), reason.strip())


def save_draft(officer: Officer, todo_id: UUID, values: Mapping[str, Any]) -> None:
    """Keep what was typed so far (暂存)."""
    todo = todos.get_todo(todo_id)
    if todo.state is not TodoState.OPEN:
        raise Conflict("该任务已办理，无需保存草稿。")
    authority.check(officer, todo)
    kept = {"values": dict(values), "saved_at": clock.now()}
    statement = insert(Draft).values(todo_id=todo.id, officer_id=officer.id, **kept)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["todo_id", "officer_id"], set_=kept)
    )


def record_refusal(
    officer: Officer, todo_id: UUID, error: StepRefused | FormError | NotAllowed
) -> None:
    """Note in the audit log that an attempt was refused, and by which rules (未通过的办理)."""
    todo = db.session.get(TodoRecord, todo_id)
    if todo is None:
        return
    records.record(
        attempts.REFUSED,
        clock.now(),
        subject=f"todo:{todo.id}",
        body_id=todo.body_id,
        officer_id=officer.id,
        matter_id=todo.matter_id,
        details={
            "acts": list(todo.acts),
            "role": todo.role,
            "refusals": list(_rules_against(error)),
        },
    )


def _rules_against(error: StepRefused | FormError | NotAllowed) -> Iterator[dict[str, str]]:
    """Yield the rules that stood against an attempt; of a form the fields, not what was typed."""
    if isinstance(error, StepRefused):
        for one in error.refusals:
            yield {"id": one.id, "message": one.message, "basis": one.basis}
    elif isinstance(error, FormError):
        titles = dict.fromkeys(one.title for one in error.errors)
        yield {"id": attempts.FORM, "message": f"{'、'.join(titles)}填写有误", "basis": ""}
    else:
        yield {"id": attempts.RIGHT, "message": str(error), "basis": ""}


def start(
    matter: Matter,
    procedure: str,
    officer: Officer,
    role: str,
    key: str | None = None,
    *,
    is_main: bool = False,
    whose: int | None = None,
) -> Advance:
    """Start a procedure in a matter; its first tasks go to the officer (启动)."""
    version = _latest(procedure)
    place = Place(matter.id, matter.body_id, matter.body.path, matter.unit_id)
    actor = Actor(officer.id, role, officer.body_id)
    moment = settling.Moment(matter, dossiers.history(matter.id), clock.now(), actor)

    def prepare(advance: Advance) -> Prepared:
        moment.parents[advance.instance] = None
        followed = settling.follow(moment, advance, whose)
        mine = {todo.id: officer.id for todo in advance.opened if todo.role == role}
        return replace(followed, answer=settling.answer(matter, advance), assignees=mine)

    return instances.start(
        version,
        place,
        actor,
        is_main=is_main,
        branch=Branch(party_id=whose),
        prepare=prepare,
        request_key=key,
        routing=PROCEDURES[procedure].begins_with(is_about_all=whose is None),
    )


def _followed(moment: settling.Moment, advance: Advance) -> Prepared:
    followed = settling.follow(moment, advance)
    return replace(followed, answer=settling.answer(moment.matter, advance))


def _refuse_after_service(desk: completing.Desk) -> None:
    """Nothing goes back behind a document that has reached the party (送达后不得退回)."""
    place = (str(desk.record.instance_id), desk.todo.scope)
    for service in desk.history.entries.services():
        instance, scope = service.entry.place
        if instance == place[0] and scope[: len(scope) - 1] == place[1]:
            raise Conflict("本环节的文书已经送达当事人，不能退回；确有错误的，请依法补正。")


def replayed(officer: Officer, key: str | None) -> Advance | None:
    """Return what was answered to the same request before (重复提交)."""
    if key is None:
        return None
    answer = instances.answered(key, Actor(officer.id))
    return None if answer is None else Advance(UUID(int=0), answer=answer, replayed=True)


def _latest(procedure: str) -> ProcessVersion:
    if procedure not in PROCEDURES:
        raise NotFound("没有这个流程。")
    version = procedures.latest(procedure)
    if version is None:
        raise NotFound(f"流程“{PROCEDURES[procedure].title}”尚未发布。")
    return version


def _drop_drafts(todo: TodoRecord) -> None:
    db.session.execute(sa.delete(Draft).where(Draft.todo_id == todo.id))
