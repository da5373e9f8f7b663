"""Who may take a to-do (候选办理人): handlers of the matter, the head of their unit, the panel."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from engine.todo import Todo
from processes import values as read
from processes.acts import Tag, tagged
from processes.facts import hearings
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
    replaced = _replaced(history)
    if role == "unit_head" and matter.unit_id is not None:
        heads = bodies.holders(matter.body_id, "unit_head", unit_id=matter.unit_id)
        own = [one.id for one in heads if one.unit_id == matter.unit_id]
        return [*dict.fromkeys(replaced.get(one, one) for one in own)] or None
    if role in PANEL:
        record = history.last(*tagged(Tag.APPOINTING), instance=instance)
        named = hearings.seats(history.entries, record.entry)[PANEL[role]] if record else ()
        return [int(one) for one in named if one.isdigit()] or None
    if not replaced:
        return None
    holders = [one.id for one in bodies.holders(matter.body_id, role)]
    stand_in = not replaced.keys().isdisjoint(holders)
    return [*dict.fromkeys(replaced.get(one, one) for one in holders)] if stand_in else None


def _replaced(history: History) -> dict[int, int]:
    """Return who took whose place after a recusal, whatever the place was (接替人员)."""
    found: dict[int, int] = {}
    for record in history.of(*tagged(Tag.REPLACING)):
        gone, comes = (read.text(record.entry.values, one) for one in ("target", "replacement"))
        if record.entry.values.get("granted") == "yes" and gone.isdigit() and comes.isdigit():
            found = {one: int(comes) if by == int(gone) else by for one, by in found.items()}
            found[int(gone)] = int(comes)
    return found


def refresh(matter: Matter, history: History) -> None:
    """Give the open to-dos to those whose they are now (换人后重新分派)."""
    query = sa.select(TodoRecord.id, TodoRecord.instance_id, TodoRecord.role).where(
        TodoRecord.matter_id == matter.id,
        TodoRecord.state.in_([TodoState.OPEN, TodoState.SUSPENDED]),
    )
    by_instance: dict[UUID, dict[UUID, Sequence[int] | None]] = {}
    for todo, instance, role in db.session.execute(query):
        who = of_role(role, matter, history, str(instance))
        by_instance.setdefault(instance, {})[todo] = who
    for instance, wanted in by_instance.items():
        instances.set_dues(instance, Prepared(candidates=wanted))
