"""Attempts that were refused (未通过的办理): which rule stopped whom at which act, and when.

They are no acts: they stand in the audit log, where history, clocks and proofs never look. Their
sentences may hold what was typed; supervision is shown post, rule and article alone (办法37).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from engine.safeguards import label_of
from processes.acts import acts
from processes.catalogue import SAFEGUARDS
from webapp.accounts.roles import ROLES
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.process_records.models import AuditEntry

REFUSED = "task.refused"
FORM, RIGHT = "form", "right"
TITLES = {FORM: "表单填写", RIGHT: "办理权限"}
SHOWN = 20
GONE = "已删除的人员"


@dataclass(frozen=True)
class StoppingRule:
    """One rule that stood against an attempt: its id, title, article and what it said."""

    id: str
    title: str
    basis: str
    sentence: str


@dataclass(frozen=True)
class StoppedAttempt:
    """One refused attempt: when, at which act, by whom in which post, the rules against it."""

    at: datetime
    act: str
    who: str
    role: str
    rules: tuple[StoppingRule, ...]


def of_matter(matter_id: int, limit: int = SHOWN) -> Sequence[StoppedAttempt]:
    """Return the attempts that were refused in a matter, the latest first."""
    query = (
        sa.select(AuditEntry.at, AuditEntry.details, Officer.name)
        .outerjoin(Officer, Officer.id == AuditEntry.officer_id)
        .where(AuditEntry.matter_id == matter_id, AuditEntry.action == REFUSED)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return [_attempt(at, details, name) for at, details, name in db.session.execute(query)]


def _attempt(at: datetime, details: Mapping[str, Any], name: str | None) -> StoppedAttempt:
    titles = [acts()[act].title for act in details["acts"] if act in acts()]
    rules = tuple(_stopped(one) for one in details["refusals"])
    role = ROLES.get(details["role"])
    return StoppedAttempt(at, "、".join(titles), name or GONE, role.title if role else "", rules)


def _stopped(one: Mapping[str, str]) -> StoppingRule:
    title = TITLES.get(one["id"]) or _titles().get(one["id"], "程序保障")
    return StoppingRule(one["id"], title, one["basis"], one["message"])


@cache
def _titles() -> Mapping[str, str]:
    return {label.id: label.title for label in map(label_of, SAFEGUARDS) if label.title}
