"""One trajectory as supervisors see it (流程轨迹): act, time, role, dwell, sealed or not.

Nothing here reads what was submitted: no officer, no opinion, no outcome, no document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine import clock
from engine.trajectory import Kind
from webapp.accounts.roles import ROLES
from webapp.database import db
from webapp.dossiers.models import Document, DocumentState
from webapp.evidence.models import Evidence
from webapp.instances import queries as instances
from webapp.instances import rows, todos, tracks, trajectories
from webapp.instances.models import Instance, StepRecord, Submission
from webapp.matters.models import Matter
from webapp.process_records import chain
from webapp.supervision import standing

HOUR = 3600
DAY = 24 * HOUR
MARKED = ("立案", "审核", "告知", "听证", "决定", "送达", "结案")
"""Stages whose beginnings are marked along the slider."""


@dataclass(frozen=True)
class SealedLine:
    """One sealed line of the trajectory (轨迹条目)."""

    at: datetime
    name: str
    words: str
    dwell: str
    seal: str
    is_intact: bool
    is_back: bool


@dataclass(frozen=True)
class Current:
    """A to-do that holds the instance now (在办环节)."""

    name: str
    role: str
    since: datetime
    days: int
    due: datetime | None
    late: str
    """By how much it is late: 超期 3 天."""
    instance_id: UUID
    spot: tracks.Spot


@dataclass(frozen=True)
class Closed:
    """How much of the content exists and is not shown (未开放的内容)."""

    documents: int
    evidence: int
    opinions: int
    forms: int


@dataclass(frozen=True)
class Followed:
    """A procedure whose steps are followed together with the one that awaits it (一并跟踪)."""

    instance: Instance
    whose: str = ""
    """Which of several parties it is about: a number, for names are not told (第几名当事人)."""


def followed(instance: Instance) -> list[Followed]:
    """Return an instance with those that it awaits, so that its whole way is seen."""
    awaited = instances.awaited_by(instance.id)
    numbers: dict[int | None, str] = {}
    for one in awaited:
        numbers.setdefault(one.party_id, f"（当事人{len(numbers) + 1}）")
    whose = numbers if len(numbers) > 1 else {}
    return [Followed(instance), *(Followed(one, whose.get(one.party_id, "")) for one in awaited)]


def lines(follow: Iterable[Followed]) -> list[SealedLine]:
    """Return the steps of procedures, the latest first, each checked against its seal."""
    steps = [
        (step, one.whose) for one in follow for step in trajectories.trajectory(one.instance.id)
    ]
    steps.sort(key=lambda pair: (pair[0].at, pair[0].chain_seq), reverse=True)
    return [_line(step, whose) for step, whose in steps]


def current(follow: Sequence[Followed], now: datetime) -> list[Current]:
    """Return what holds procedures, how long already, and what of it is late."""
    opened = [(one, todo) for one in follow for todo in todos.open_todos(one.instance.id)]
    late = standing.lateness([todo for _, todo in opened], follow[0].instance.due, now)
    return [
        Current(
            name=f"{todo.name}{one.whose}",
            role=_role(todo.role),
            since=todo.opened_at,
            days=(now - todo.opened_at).days,
            due=todo.due,
            late=late.get(todo.id, ""),
            instance_id=one.instance.id,
            spot=(todo.scope, todo.node),
        )
        for one, todo in opened
    ]


def handlers(matter: Matter) -> int:
    """Count the officers in charge."""
    return len(matter.handler_ids)


def closed(matter: Matter) -> Closed:
    """Count what is kept closed."""

    def number(model: Any, *conditions: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(model)
        return db.session.scalar(query.where(model.matter_id == matter.id, *conditions)) or 0

    return Closed(
        documents=number(Document, Document.state != DocumentState.VOID),
        evidence=number(Evidence),
        opinions=number(Submission, Submission.values.has_key("opinion")),
        forms=number(Submission),
    )


def marks(follow: Iterable[Followed]) -> list[tuple[int, str]]:
    """Return where along the slider stages began: instant and word."""
    first: dict[str, datetime] = {}
    for todo in (todo for one in follow for todo in todos.todos_of(one.instance.id)):
        if todo.stage in MARKED:
            first.setdefault(todo.stage, todo.opened_at)
    return [(int(at.timestamp()), stage) for stage, at in first.items()]


def long_stays(follow: Iterable[Followed], now: datetime, days: int = 30) -> list[tuple[str, int]]:
    """Return the steps that held procedures longer than a month (久停)."""
    held: dict[str, timedelta] = {}
    for one in follow:
        track = tracks.track(one.instance)
        for visit in (visit for visit in track.visits if visit not in track.waits):
            stay, name = (visit.until or now) - visit.since, f"{visit.name}{one.whose}"
            held[name] = held.get(name, timedelta()) + stay
    return sorted(
        ((name, stay.days) for name, stay in held.items() if stay.days >= days),
        key=lambda one: -one[1],
    )


def siblings(matter: Matter, instance: Instance) -> Sequence[Instance]:
    """Return the other procedures of the matter (关联流程)."""
    query = sa.select(Instance).where(Instance.matter_id == matter.id, Instance.id != instance.id)
    return db.session.scalars(query.order_by(Instance.started_at, Instance.id)).all()


def stay(seconds: int | None) -> str:
    """Say how long something took: 停留 3 天, 2 小时, 不足 1 小时."""
    if seconds is None:
        return ""
    if seconds >= DAY:
        return f"停留 {seconds // DAY} 天"
    return f"停留 {seconds // HOUR} 小时" if seconds >= HOUR else "停留不足 1 小时"


def _line(step: StepRecord, whose: str = "") -> SealedLine:
    made = chain.link(step.prev_hash, step.chain_seq, chain.digest_bytes(rows.content_of(step)))
    verb = step.kind.value
    role = _role(step.role) if step.role else ("系统" if step.actor_id is None else "")
    return SealedLine(
        at=clock.local(step.at),
        name=f"{step.name}{whose}",
        words=f"{role}{verb}",
        dwell=stay(step.duration),
        seal=f"{step.chain_seq:04d} · {step.hash.hex()[:4]}…{step.hash.hex()[-4:]}",
        is_intact=made == bytes(step.hash),
        is_back=step.kind in (Kind.RETURN, Kind.WITHDRAW, Kind.SUSPEND),
    )


def _role(role: str) -> str:
    return ROLES[role].title if role in ROLES else role
