"""The matter menu (案件事项): which procedures may be started beside the main one, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.procedure import UNDECIDED, Procedure
from processes.catalogue import GROUPS, PROCEDURES
from webapp.bodies.models import Officer
from webapp.errors import Invalid, NotAllowed, NotFound
from webapp.matters import queries as matters
from webapp.matters.models import Matter, MatterStatus
from webapp.tasks.errors import NotStartable

WHOLE_MATTER = "全体当事人"
"""What the menu calls all parties together."""


@dataclass(frozen=True)
class MenuChoice:
    """A line of the menu: what it starts, and why it cannot be started now (empty: it can)."""

    key: str
    title: str
    group: str
    objection: str = ""
    whose: tuple[tuple[str, str], ...] = ()
    """Whom it may be about, id and name, where a matter has several parties (涉及的当事人)."""


@dataclass(frozen=True)
class Asked:
    """A matter with what the menu wants to know of its parties, looked at once (涉及的当事人)."""

    matter: Matter
    names: Mapping[int, str]
    results: Mapping[int | None, Any]

    @classmethod
    def of(cls, matter: Matter) -> "Asked":
        """Look at a matter."""
        names = matter.names_apart
        return cls(matter, names, {one: matter.result_for(one) for one in (None, *names)})

    def named(self, whose: int | None) -> tuple[str, str]:
        """Return a party, or all of them, as the menu offers them."""
        return ("", WHOLE_MATTER) if whose is None else (str(whose), self.names[whose])


def entries(matter: Matter) -> list[MenuChoice]:
    """Return the whole menu of a matter in order, each line with what stands against it."""
    asked = Asked.of(matter)
    return [
        _choice(asked, one)
        for group in GROUPS
        for one in PROCEDURES.values()
        if one.menu == group and _is_offered(matter, one)
    ]


def _choice(asked: Asked, procedure: Procedure) -> MenuChoice:
    against = {whose: _objection(asked, procedure.key, whose) for whose in (None, *asked.names)}
    open_to = [whose for whose, reason in against.items() if not reason]
    return MenuChoice(
        procedure.key,
        procedure.title,
        GROUPS[procedure.menu or ""],
        "" if open_to else next(iter(against.values())),
        tuple(asked.named(one) for one in open_to) if asked.names else (),
    )


def _objection(asked: Asked, key: str, whose: int | None = None) -> str:
    """Say why a procedure cannot be started in a matter now; empty when it can."""
    procedure, matter = PROCEDURES.get(key), asked.matter
    if procedure is None or not _is_offered(matter, procedure):
        return "没有这个案件事项"
    if matter.status is MatterStatus.LEAD and not matter.handler_ids:
        return "线索尚未分办，没有承办人"
    if procedure.during and matter.status.name not in procedure.during:
        return procedure.otherwise
    result = asked.results.get(whose, asked.results[None])
    missing = (words for name, words in procedure.requires.items() if not getattr(result, name))
    return next(missing, "") or _about(asked, procedure, whose)


def _about(asked: Asked, procedure: Procedure, whose: int | None) -> str:
    """Say why a procedure cannot be about one of several parties, or about all of them."""
    if not asked.names:
        return ""
    if whose is not None and procedure.about == "matter":
        return "应当对全案办理"
    if whose is None and procedure.about == "party":
        return "请选择涉及的当事人"
    if procedure.about != UNDECIDED:
        return ""
    among = asked.names if whose is None else (whose,)
    is_decided = any(asked.results[one].decided_at for one in among)
    return procedure.otherwise if is_decided else ""


def _is_offered(matter: Matter, procedure: Procedure) -> bool:
    """Tell whether a procedure may run beside matters of this kind at all."""
    offered = procedure.menu in PROCEDURES[matter.kind].offers
    return offered and (not procedure.needs or matter.kind in procedure.needs)


def check(matter: Matter, key: str, officer: Officer, whose: int | None = None) -> None:
    """Refuse to start a procedure that cannot be started, or by somebody who is no handler."""
    if key not in PROCEDURES:
        raise NotFound("没有这个流程。")
    if whose is not None and whose not in {party.id for party in matter.parties}:
        raise Invalid("本案没有这名当事人。", {"party": "本案没有这名当事人"})
    reason = _objection(Asked.of(matter), key, whose)
    if reason:
        raise NotStartable(f"不能发起“{PROCEDURES[key].title}”：{reason}。")
    if officer.id not in matter.handler_ids:
        raise NotAllowed("只有本案承办人员可以发起案件事项。")
    if matters.is_recused(matter.id, officer.id):
        raise NotAllowed("您已决定回避本案，不能办理本案任务。")
