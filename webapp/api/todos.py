"""To-dos (待办): lists, one with its form, and everything an officer does with one."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from flask import request

from documents.catalogue import DOCUMENTS
from engine import clock
from engine.advance import Advance
from processes.catalogue import KINDS
from webapp.api import forms_json, printing, schemas
from webapp.api.answers import Answer
from webapp.api.door import operation
from webapp.bodies.models import Officer
from webapp.database import transaction
from webapp.dossiers import signing
from webapp.errors import Invalid, NotFound
from webapp.http import current_officer, signed_in_visitor
from webapp.instances import assigning, incidents, todos
from webapp.instances import queries as instances
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import queries as matters
from webapp.tasks import authority, completing, doors, lists, operations, pages, queries

Json = dict[str, Any]


def recording(todo_id: UUID) -> AbstractContextManager[None]:
    """Open an incident when the procedure fails by no fault of the officer."""
    todo = doors.todo(todo_id)
    return incidents.recording(todo.instance_id, f"node:{todo.node}")


@operation(
    "GET",
    "/todos",
    "我的待办：按期限或到达时间排序，按标记翻页",
    "todo.read",
    query={
        "case": schemas.ID,
        "q": schemas.WORD,
        "group": {"type": "string", "enum": ["main", *KINDS]},
        "stage": {"type": "string", "maxLength": 20},
        "pressing": {"type": "string", "enum": list(lists.PRESSING)},
        "sort": {"type": "string", "enum": [one.name for one in lists.Sort], "default": "DUE"},
        **schemas.PAGING,
    },
    answer=schemas.page_of("Todo"),
    problems=(422,),
)
def list_todos(
    sort: str, before: str | None = None, after: str | None = None, **wanted: Any
) -> Json:
    """Return a page of what waits for the officer."""
    officer, held, now = current_officer(), signed_in_visitor().held, clock.now()
    asked = lists.Wanted(
        group=wanted.get("group"),
        word=wanted.get("q", "").strip(),
        stage=wanted.get("stage", ""),
        pressing=wanted.get("pressing", ""),
        sort=lists.Sort[sort],
    )
    if "case" in wanted:
        query = lists.waiting(officer, held).where(TodoRecord.matter_id == wanted["case"])
        found = todos.page_todos(query, before=before, after=after)
        lines = lists.lines(found.rows, officer, now)
    else:
        found, lines = lists.page_waiting(officer, held, asked, now, before=before, after=after)
    return {
        "items": [printing.todo_line(one.todo, one.matter, one.procedure, now) for one in lines],
        "before": found.before,
        "after": found.after,
    }


@operation(
    "GET",
    "/todos/<uuid:todo_id>",
    "一项待办：表单结构、界面提示、已填内容、可选内容和版本",
    "task.complete",
    answer=schemas.ref("TodoDetail"),
    problems=(404,),
)
def show_todo(todo_id: UUID) -> Answer:
    """Return a to-do with everything needed to fill it in."""
    officer, todo = current_officer(), doors.todo(todo_id)
    if authority.may(officer, todo):
        with transaction():
            assigning.see(todo, clock.now())
    desk = completing.sit_down(officer, todo)
    is_open = todo.state is TodoState.OPEN
    values, has_draft = queries.initial(desk) if is_open else ({}, False)
    title = instances.get_instance(todo.instance_id).title
    document = DOCUMENTS.get(todo.document)
    body = {
        **printing.todo_line(todo, desk.matter, title, desk.at),
        "schema": forms_json.schema_of(desk.form),
        "uiHints": forms_json.hints_of(desk.form),
        "data": values,
        "is_draft": has_draft,
        "choices": printing.choices(pages.offer(desk, values)) if is_open else {},
        "document_title": document.title if document else "",
        "returns": [{"node": one.node, "name": one.name} for one in queries.targets(desk)],
        "objection": authority.objection(officer, todo) if is_open else None,
        "safeguards": _safeguards(desk, values) if is_open else [],
        "done_by": todo.done_by,
        "done_at": printing.moment(todo.done_at),
    }
    return Answer(body, headers={"ETag": todo.etag})


@operation(
    "PUT",
    "/todos/<uuid:todo_id>/draft",
    "暂存草稿",
    "task.complete",
    body=schemas.DATA,
    answer=schemas.ref("Saved"),
    problems=(400, 403, 404, 409, 413, 415, 422),
)
def save_draft(todo_id: UUID, body: Json) -> Json:
    """Keep what was typed so far."""
    doors.todo(todo_id)
    operations.save_draft(current_officer(), todo_id, body["data"])
    return {"saved_at": printing.moment(clock.now())}


@operation(
    "POST",
    "/todos/<uuid:todo_id>/complete",
    "办理：提交表单；抢办失败时 409 并写明先办理的人",
    "task.complete",
    around=recording,
    body=schemas.DATA,
    answer=schemas.ref("Advance"),
    matches=True,
    problems=(400, 403, 404, 409, 412, 413, 415, 422),
)
def complete_todo(todo_id: UUID, body: Json) -> Json:
    """Complete a to-do with what was typed."""
    doors.todo(todo_id)
    return told(operations.complete(current_officer(), todo_id, body["data"], etag=_etag()))


@operation(
    "POST",
    "/todos/<uuid:todo_id>/return",
    "退回到允许的环节，须写明意见",
    "task.complete",
    around=recording,
    body=schemas.RETURN,
    answer=schemas.ref("Advance"),
    problems=(400, 403, 404, 409, 413, 415, 422),
)
def return_todo(todo_id: UUID, body: Json) -> Json:
    """Send a to-do back to an earlier step."""
    todo = doors.todo(todo_id)
    if todo.state is TodoState.OPEN and body["target"] not in todo.returns:
        raise Invalid("不能退回到该环节。", {"target": "请从可退回的环节中选择"})
    officer = current_officer()
    return told(operations.send_back(officer, todo_id, body["target"], body["opinion"]))


@operation(
    "POST",
    "/todos/<uuid:todo_id>/withdraw",
    "撤回本人刚办理的环节（后续环节打开之前）",
    "task.complete",
    around=recording,
    answer=schemas.ref("Advance"),
    problems=(403, 404, 409),
)
def withdraw_todo(todo_id: UUID) -> Json:
    """Take one's own completion back."""
    officer, todo = current_officer(), doors.todo(todo_id)
    if todo.done_by is not None and todo.done_by != officer.id:
        raise NotFound(doors.UNKNOWN)
    return told(operations.withdraw(officer, todo_id))


@operation(
    "POST",
    "/todos/<uuid:todo_id>/claim",
    "认领",
    "task.complete",
    answer=schemas.ref("Todo"),
    problems=(403, 404, 409),
)
def claim_todo(todo_id: UUID) -> Answer:
    """Take a to-do for oneself."""
    doors.todo(todo_id)
    operations.claim(current_officer(), todo_id)
    return _line(todo_id)


@operation(
    "POST",
    "/todos/<uuid:todo_id>/release",
    "退还认领的任务",
    "task.complete",
    answer=schemas.ref("Todo"),
    problems=(403, 404, 409),
)
def release_todo(todo_id: UUID) -> Answer:
    """Give a claimed to-do back."""
    doors.todo(todo_id)
    operations.release(current_officer(), todo_id)
    return _line(todo_id)


@operation(
    "POST",
    "/todos/<uuid:todo_id>/transfer",
    "转办给有资格的同事",
    "task.complete",
    body=schemas.TRANSFER,
    answer=schemas.ref("Todo"),
    problems=(400, 403, 404, 409, 413, 415, 422),
)
def transfer_todo(todo_id: UUID, body: Json) -> Answer:
    """Pass a to-do to a colleague who may do it as well."""
    officer, todo = current_officer(), doors.mine(todo_id)
    operations.transfer(officer, todo_id, _colleague(officer, todo, body["to"]), body["reason"])
    return _line(todo_id)


def told(advance: Advance) -> Json:
    """Return what the caller is told of a command, with who still has to sign."""
    known = ("case", "reference", "instance", "status", "opened")
    answer = advance.answer
    notes = {name: value for name, value in answer.items() if name not in known}
    unsigned = [
        {"document": document, "officers": officers}
        for document, officers in signing.wanted_in(answer["case"]).items()
    ]
    return {**{name: answer.get(name) for name in known}, "notes": notes, "unsigned": unsigned}


def _safeguards(desk: completing.Desk, values: Json) -> list[Json]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "basis": one.basis,
            "state": one.state.name,
            "messages": list(one.messages),
        }
        for one in pages.standings(desk, values)
    ]


def _line(todo_id: UUID) -> Answer:
    todo = todos.get_todo(todo_id)
    title = instances.get_instance(todo.instance_id).title
    matter = matters.get_matter(todo.matter_id)
    line = printing.todo_line(todo, matter, title, clock.now())
    return Answer(line, headers={"ETag": todo.etag})


def _colleague(officer: Officer, todo: TodoRecord, id: int) -> Officer:
    found = next((one for one in pages.colleagues(officer, todo) if one.id == id), None)
    if found is None:
        raise Invalid("该人员不能办理这项任务。", {"to": "请选择能够办理该任务的同事"})
    return found


def _etag() -> str | None:
    """Return the version the caller has seen; `*` is any."""
    given = request.headers.get("If-Match")
    return None if given in (None, "*") else given
