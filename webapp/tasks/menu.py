"""The matter menu (案件事项): which procedures may be started beside the main one, and when."""

from dataclasses import dataclass

from engine.procedure import Procedure
from processes.catalogue import GROUPS, PROCEDURES
from webapp.bodies.models import Officer
from webapp.errors import NotAllowed, NotFound
from webapp.matters import queries as matters
from webapp.matters.models import Matter, MatterStatus
from webapp.tasks.errors import NotStartable


@dataclass(frozen=True)
class MenuChoice:
    """A line of the menu: what it starts, and why it cannot be started now (empty: it can)."""

    key: str
    title: str
    group: str
    objection: str = ""


def entries(matter: Matter) -> list[MenuChoice]:
    """Return the whole menu of a matter in order, each line with what stands against it."""
    return [
        MenuChoice(one.key, one.title, GROUPS[group], objection(matter, one.key))
        for group in GROUPS
        for one in PROCEDURES.values()
        if one.menu == group and _is_offered(matter, one)
    ]


def objection(matter: Matter, key: str) -> str:
    """Say why a procedure cannot be started in a matter now; empty when it can."""
    procedure = PROCEDURES.get(key)
    if procedure is None or not _is_offered(matter, procedure):
        return "没有这个案件事项"
    if matter.status is MatterStatus.LEAD and not matter.handler_ids:
        return "线索尚未分办，没有承办人"
    if procedure.during and matter.status.name not in procedure.during:
        return procedure.otherwise
    missing = (words for name, words in procedure.requires.items() if not getattr(matter, name))
    return next(missing, "")


def _is_offered(matter: Matter, procedure: Procedure) -> bool:
    """Tell whether a procedure may run beside matters of this kind at all."""
    offered = procedure.menu in PROCEDURES[matter.kind].offers
    return offered and (not procedure.needs or matter.kind in procedure.needs)


def check(matter: Matter, key: str, officer: Officer) -> None:
    """Refuse to start a procedure that cannot be started, or by somebody who is no handler."""
    if key not in PROCEDURES:
        raise NotFound("没有这个流程。")
    reason = objection(matter, key)
    if reason:
        raise NotStartable(f"不能发起“{PROCEDURES[key].title}”：{reason}。")
    if officer.id not in matter.handler_ids:
        raise NotAllowed("只有本案承办人员可以发起案件事项。")
    if matters.is_recused(matter.id, officer.id):
        raise NotAllowed("您已决定回避本案，不能办理本案任务。")
