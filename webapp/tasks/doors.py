"""Which to-dos somebody may open (待办权限): his own to do, those of his matters to look at."""

from dataclasses import dataclass
from uuid import UUID

from webapp.errors import NotAllowed, NotFound
from webapp.http import current_officer, signed_in_visitor
from webapp.instances import todos
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import access
from webapp.matters import queries as matters
from webapp.tasks import authority

COMPLETE = "task.complete"
UNKNOWN = "没有这项任务。"


@dataclass(frozen=True)
class Glance:
    """A to-do that somebody may look at, and why he may not do it; None when he may."""

    todo: TodoRecord
    objection: str | None


def look(task_id: UUID) -> Glance:
    """Return a to-do that the officer may look at, or pretend that there is none."""
    found, officer = of_body(task_id), current_officer()
    objection = authority.objection(officer, found)
    if objection is None or found.done_by == officer.id:
        return Glance(found, objection)
    if not access.may_read(signed_in_visitor(), officer, matters.get_matter(found.matter_id)):
        raise NotFound(UNKNOWN)
    return Glance(found, objection)


def todo(task_id: UUID) -> TodoRecord:
    """Return a to-do that the officer may look at."""
    return look(task_id).todo


def mine(task_id: UUID) -> TodoRecord:
    """Return a to-do that the officer may do."""
    found = look(task_id)
    if found.objection is not None:
        raise NotAllowed(found.objection)
    return found.todo


def to_submit(task_id: UUID) -> TodoRecord:
    """Return a to-do about to be submitted; whether he may is judged with it, under the lock."""
    found = of_body(task_id)
    return found if found.state is TodoState.OPEN else todo(task_id)


def of_body(task_id: UUID) -> TodoRecord:
    """Return a to-do of a body where the officer handles tasks at all."""
    found = todos.get_todo(task_id)
    if found.body_id not in signed_in_visitor().bodies_with(COMPLETE):
        raise NotFound(UNKNOWN)
    return found
