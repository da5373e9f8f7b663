"""Which to-dos somebody may open (待办权限): his own to do, those of his matters to look at."""

from uuid import UUID

from webapp.errors import NotFound
from webapp.http import current_officer, signed_in_visitor
from webapp.instances import todos
from webapp.instances.models import TodoRecord
from webapp.matters import access
from webapp.matters import queries as matters
from webapp.tasks import authority

COMPLETE = "task.complete"
UNKNOWN = "没有这项任务。"


def todo(task_id: UUID) -> TodoRecord:
    """Return a to-do that the officer may look at, or pretend that there is none."""
    found = todos.get_todo(task_id)
    officer, visitor = current_officer(), signed_in_visitor()
    if found.body_id not in visitor.bodies_with(COMPLETE):
        raise NotFound(UNKNOWN)
    if authority.may(officer, found) or found.done_by == officer.id:
        return found
    if not access.may_read(visitor, officer, matters.get_matter(found.matter_id)):
        raise NotFound(UNKNOWN)
    return found


def mine(task_id: UUID) -> TodoRecord:
    """Return a to-do that the officer may do."""
    found = todo(task_id)
    authority.check(current_officer(), found)
    return found
