"""Who may do a to-do (办理权限): role in the body, handler of the matter, not recused."""

from collections.abc import Iterable, Sequence

from webapp.accounts import queries as accounts
from webapp.accounts.roles import ROLES
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer, OfficerStatus
from webapp.errors import NotAllowed
from webapp.instances.models import TodoRecord
from webapp.matters import queries as matters

STANDING_IN = {"officer_lead": ("officer_lead", "officer_assist")}
"""Roles that may do what a lane is for: both handlers do the work of the handlers' lane."""


def check(officer: Officer, todo: TodoRecord) -> None:
    """Refuse an officer who may not do this to-do, and say why."""
    reason = objection(officer, todo)
    if reason is not None:
        raise NotAllowed(reason)


def may(officer: Officer, todo: TodoRecord) -> bool:
    """Tell whether an officer may do this to-do."""
    return objection(officer, todo) is None


def objection(officer: Officer, todo: TodoRecord) -> str | None:
    """Say why an officer may not do this to-do, or None."""
    if todo.assignee_id is not None and todo.assignee_id != officer.id:
        return f"该任务已由{_names([todo.assignee_id])}认领或者受转交办理。"
    return disqualification(officer, todo)


def disqualification(officer: Officer, todo: TodoRecord) -> str | None:
    """Say why an officer could not do this to-do even if it were his, or None (办理资格)."""
    if officer.status is not OfficerStatus.ACTIVE:
        return "您已离岗，不能办理案件。"
    if matters.is_recused(todo.matter_id, officer.id):
        return "您已决定回避本案，不能办理本案任务。"
    if todo.candidates is not None:
        if officer.id in todo.candidates:
            return None
        whose = f"{_names(todo.candidates)}（本案{_title(todo.role)}）"
        return f"该任务由{whose}办理，您不是指定的办理人。"
    if not holds(officer, STANDING_IN.get(todo.role, (todo.role,)), todo.body_id, todo.unit_id):
        return f"该任务由{_title(todo.role)}办理，您没有这一岗位。"
    return None


def holds(officer: Officer, roles: Iterable[str], body_id: int, unit_id: int | None = None) -> bool:
    """Tell whether an officer holds one of some roles in a body, and in the unit if one counts."""
    wanted, units = set(roles), (None, unit_id)
    return any(
        grant.role in wanted
        and grant.body_id == body_id
        and (unit_id is None or grant.unit_id in units)
        for grant in accounts.grants_of(officer.account_id or 0)
    )


def require(officer: Officer, role: str, body_id: int) -> None:
    """Refuse an officer without a role in a body."""
    if not holds(officer, (role,), body_id):
        raise NotAllowed(f"您没有{_title(role)}岗位，不能办理。")


def _names(officer_ids: Sequence[int]) -> str:
    return "、".join(one.name for one in bodies.get_officers(officer_ids))


def _title(role: str) -> str:
    return ROLES[role].title if role in ROLES else role
