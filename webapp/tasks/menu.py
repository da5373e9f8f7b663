"""The matter menu (案件事项): which procedures may be started beside the main one, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from processes.catalogue import GROUPS, PROCEDURES
from webapp.bodies.models import Officer
from webapp.cases.models import PenaltyCase
from webapp.errors import NotAllowed, NotFound
from webapp.matters import queries as matters
from webapp.matters.models import Matter, MatterStatus
from webapp.tasks.errors import NotStartable

INVESTIGATING = (MatterStatus.LEAD, MatterStatus.OPEN)
FILED = (MatterStatus.OPEN,)
OPEN = (MatterStatus.LEAD, MatterStatus.OPEN, MatterStatus.SUSPENDED, MatterStatus.DECIDED)
NOT_ARCHIVED = (*OPEN, MatterStatus.TERMINATED, MatterStatus.CLOSED)


@dataclass(frozen=True)
class MenuChoice:
    """A line of the menu: what it starts, and why it cannot be started now (empty: it can)."""

    key: str
    title: str
    group: str
    objection: str = ""


def _while(statuses: tuple[MatterStatus, ...], words: str) -> Callable[[Matter], str]:
    return lambda matter: "" if matter.status in statuses else words


def _after_decision(matter: Matter) -> str:
    return "" if PenaltyCase.of(matter).effective_on is not None else "决定书送达后才能办理"


def _deferral(matter: Matter) -> str:
    if not PenaltyCase.of(matter).fine:
        return "本案没有罚款"
    return _after_decision(matter)


CONDITIONS: Mapping[str, Callable[[Matter], str]] = {
    "verify_extension": _while((MatterStatus.LEAD,), "立案前核查期间才能办理"),
    "extension": _while(FILED, "立案后、作出决定前才能办理"),
    "suspension": _while(FILED, "立案后、作出决定前才能办理"),
    "termination": _while(
        (MatterStatus.OPEN, MatterStatus.SUSPENDED), "立案后、作出决定前才能办理"
    ),
    "deferral": _deferral,
    "remedy": _after_decision,
    "correction": _while(NOT_ARCHIVED, "案件已归档"),
    "location_waiver": _while(NOT_ARCHIVED, "案件已归档"),
    "recusal": _while(OPEN, "案件办理中才能申请回避"),
    "amendment": _while(NOT_ARCHIVED, "案件已归档"),
    "service_address": _while(NOT_ARCHIVED, "案件已归档"),
    "service_consent": _while(NOT_ARCHIVED, "案件已归档"),
    "appraisal": _while(FILED, "立案后、作出决定前才能办理"),
}
"""What must hold beyond the rule of the group."""

BY_GROUP: Mapping[str, Callable[[Matter], str]] = {
    "evidence": _while(INVESTIGATING, "作出决定前的调查期间才能取证"),
    "case": _while(NOT_ARCHIVED, "案件已归档"),
    "party": _while(NOT_ARCHIVED, "案件已归档"),
}


def entries(matter: Matter) -> list[MenuChoice]:
    """Return the whole menu of a matter in order, each line with what stands against it."""
    return [
        MenuChoice(one.key, one.title, GROUPS[one.menu], objection(matter, one.key))
        for group in GROUPS
        for one in PROCEDURES.values()
        if one.menu == group
    ]


def objection(matter: Matter, key: str) -> str:
    """Say why a procedure cannot be started in a matter now; empty when it can."""
    procedure = PROCEDURES.get(key)
    if procedure is None or not procedure.menu:
        return "没有这个案件事项"
    if matter.status is MatterStatus.LEAD and not matter.handler_ids:
        return "线索尚未分办，没有承办人"
    return CONDITIONS.get(key, BY_GROUP[procedure.menu])(matter)


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
