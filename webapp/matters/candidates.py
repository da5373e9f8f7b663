"""Who may take a to-do (候选办理人): handlers of the matter, the head of their unit, the panel."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from engine.todo import Todo
from processes import values as read
from processes.acts import Tag, tagged
from webapp.bodies import queries as bodies
from webapp.database import db
from webapp.instances import operations as instances
from webapp.instances.models import TodoRecord, TodoState
from webapp.instances.values import Prepared
from webapp.matters.done import History
from webapp.matters.models import Matter

HANDLERS = ("officer_lead", "officer_assist")
PANEL: Mapping[str, str] = {
    "hearing_chair": "chair",
    "hearing_clerk": "clerk",
    "hearing_member": "members",
}


def of_todos(
    opened: Iterable[Todo], matter: Matter, history: History
) -> dict[UUID, Sequence[int] | None]:
    """Return the candidates of newly opened to-dos; None where the role alone counts."""
    return {todo.id: of_role(todo.role, matter, history, str(todo.instance)) for todo in opened}


def of_role(role: str, matter: Matter, history: History, instance: str) -> Sequence[int] | None:
    """Return who may act in a role in this matter."""
    if role in HANDLERS:
        return list(matter.handler_ids) or None
    if role == "unit_head" and matter.unit_id is not None:
        heads = bodies.holders(matter.body_id, "unit_head", unit_id=matter.unit_id)
        return [one.id for one in heads if one.unit_id == matter.unit_id] or None
    if role in PANEL:
        record = history.last(*tagged(Tag.APPOINTING), instance=instance)
        named = read.names(record.entry.values, PANEL[role]) if record else ()
        return [int(one) for one in named if one.isdigit()] or None
    return None


def refresh(matter: Matter) -> None:
    """Give the open to-dos of the handlers to the present ones (更换承办人后重新分派)."""
    query = sa.select(TodoRecord.id, TodoRecord.instance_id).where(
        TodoRecord.matter_id == matter.id,
        TodoRecord.role.in_(HANDLERS),
        TodoRecord.state.in_([TodoState.OPEN, TodoState.SUSPENDED]),
    )
    by_instance: dict[UUID, dict[UUID, Sequence[int] | None]] = {}
    for todo, instance in db.session.execute(query):
        by_instance.setdefault(instance, {})[todo] = list(matter.handler_ids)
    for instance, wanted in by_instance.items():
        instances.set_dues(instance, Prepared(candidates=wanted))
