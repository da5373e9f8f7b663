"""Lists of to-dos as officers see them (我的待办、已办): filtered, in pages, with their matters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from documents.catalogue import DOCUMENTS
from processes.catalogue import KINDS, name_of
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.http import Held, Visitor
from webapp.instances import queries as instances
from webapp.instances import todos
from webapp.instances.models import Instance, TodoRecord, TodoState
from webapp.instances.todos import Urgency
from webapp.matters import access, wording
from webapp.matters import queries as matters
from webapp.matters.models import DeadlineRecord, Matter, Party, Recusal
from webapp.paging import Key, Page, page

REMINDED = timedelta(days=7)
"""How far ahead deadlines are brought to mind."""


class Sort(Enum):
    """The order of a list of to-dos (排序)."""

    DUE = "按期限排序"
    NEWEST = "按到达时间排序"


PRESSING: Mapping[str, tuple[str, tuple[Urgency, ...]]] = {
    "overdue": ("已超期", (Urgency.OVERDUE,)),
    "near": ("三日内到期", (Urgency.TODAY, Urgency.NEAR)),
}
"""Filters by how pressing a to-do is."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see of the list (筛选)."""

    group: str | None = None
    """A kind of procedure, ``main`` for all that have matters of their own, None for all."""
    word: str = ""
    stage: str = ""
    pressing: str = ""
    sort: Sort = Sort.DUE


@dataclass(frozen=True)
class Line:
    """A to-do with everything a line of the list prints."""

    todo: TodoRecord
    matter: Matter
    procedure: str
    kind: str
    """What lists call the procedure."""
    badge: wording.Badge
    document: str
    is_mine: bool
    may_claim: bool

    @property
    def party(self) -> str:
        """Return the name of the party, or what stands for it."""
        return self.matter.called(self.todo.party_id)

    @property
    def handlers(self) -> str:
        """Return the officers in charge, the lead first."""
        people = (self.matter.lead_officer, self.matter.assist_officer)
        return "、".join(one.name for one in people if one)


@dataclass(frozen=True)
class Figures:
    """The key figures above the list (概况)."""

    total: int
    overdue: int
    near: int
    unsigned: int
    done: int
    done_before: int
    groups: Mapping[str, int] = field(default_factory=dict)
    stages: Sequence[str] = ()


def waiting(officer: Officer, held: Iterable[Held]) -> sa.Select[TodoRecord]:
    """Select what waits for an officer, matters he must keep away from left out (待办)."""
    recused = sa.select(Recusal.id).where(
        Recusal.matter_id == TodoRecord.matter_id, Recusal.officer_id == officer.id
    )
    return (
        todos.todos(officer.id, held)
        .join(Instance, Instance.id == TodoRecord.instance_id)
        .join(Matter, Matter.id == TodoRecord.matter_id)
        .where(~recused.exists())
    )


def next_alike(officer: Officer, held: Iterable[Held], todo: TodoRecord) -> TodoRecord | None:
    """Return the most pressing other to-do of the same kind that waits for an officer (下一件)."""
    same = waiting(officer, held).where(
        TodoRecord.process == todo.process, TodoRecord.node == todo.node, TodoRecord.id != todo.id
    )
    return next(iter(todos.page_todos(same, size=1).rows), None)


def count(officer: Officer, held: Iterable[Held]) -> int:
    """Count what waits for an officer."""
    query = waiting(officer, held).with_only_columns(sa.func.count())
    return db.session.scalar(query) or 0


def figures(officer: Officer, held: Iterable[Held], unsigned: int, now: datetime) -> Figures:
    """Count the to-dos by how pressing they are and by kind, and what was done lately."""
    rows = db.session.execute(
        waiting(officer, held).with_only_columns(
            TodoRecord.due, instances.CARRIED_KIND, TodoRecord.stage
        )
    ).all()
    badges = [todos.badge(due, now) for due, _, _ in rows]
    kinds = [kind for _, kind, _ in rows]
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (month - timedelta(days=1)).replace(day=1)
    return Figures(
        total=len(rows),
        overdue=badges.count(Urgency.OVERDUE),
        near=badges.count(Urgency.TODAY) + badges.count(Urgency.NEAR),
        unsigned=unsigned,
        done=_done_between(officer.id, month, now + timedelta(days=1)),
        done_before=_done_between(officer.id, before, month),
        groups={kind: kinds.count(kind) for kind in KINDS if kind in kinds},
        stages=sorted({stage for _, _, stage in rows if stage}),
    )


def page_waiting(
    officer: Officer,
    held: Iterable[Held],
    wanted: Wanted,
    now: datetime,
    *,
    before: str | None = None,
    after: str | None = None,
) -> tuple[Page[TodoRecord], list[Line]]:
    """Return a page of to-dos with their lines."""
    query = _filtered(waiting(officer, held), wanted, now)
    if wanted.sort is Sort.NEWEST:
        keys = [
            Key(TodoRecord.opened_at, lambda one: one.opened_at, descending=True),
            Key(sa.cast(TodoRecord.id, sa.Text), lambda one: str(one.id)),
        ]
        found = page(db.session(), query, keys, before=before, after=after)
    else:
        found = todos.page_todos(query, before=before, after=after)
    return found, lines(found.rows, officer, now)


def page_done(
    officer: Officer, word: str, now: datetime, *, before: str | None, after: str | None
) -> tuple[Page[TodoRecord], list[Line]]:
    """Return a page of what an officer has done (已办)."""
    query = (
        todos.done_todos(officer.id)
        .join(Instance, Instance.id == TodoRecord.instance_id)
        .join(Matter, Matter.id == TodoRecord.matter_id)
    )
    found = todos.page_done(_matching(query, word), before=before, after=after)
    return found, lines(found.rows, officer, now)


def lines(listed: Sequence[TodoRecord], officer: Officer, now: datetime) -> list[Line]:
    """Put to-dos beside their matters with few queries."""
    known = matters.some_matters({todo.matter_id for todo in listed})
    titles = _titles({todo.instance_id for todo in listed})
    return [
        Line(
            todo=todo,
            matter=known[todo.matter_id],
            procedure=titles[todo.instance_id][0],
            kind=titles[todo.instance_id][1],
            badge=wording.of_due(todo.due, now, todo.deadline),
            document=DOCUMENTS[todo.document].title if todo.document in DOCUMENTS else "",
            is_mine=todo.assignee_id == officer.id,
            may_claim=todo.assignee_id is None and todo.candidates != [officer.id],
        )
        for todo in listed
    ]


def withdrawable(listed: Sequence[TodoRecord]) -> set[UUID]:
    """Return the done to-dos behind which nobody has opened anything yet (可撤回)."""
    done = [todo for todo in listed if not todo.is_final]
    if not done:
        return set()
    query = sa.select(TodoRecord.instance_id, TodoRecord.previous, TodoRecord.opened_at).where(
        TodoRecord.instance_id.in_({todo.instance_id for todo in done}),
        TodoRecord.state == TodoState.OPEN,
        TodoRecord.seen_at.is_(None),
    )
    fresh = {(instance, node): at for instance, node, at in db.session.execute(query)}
    return {
        todo.id
        for todo in done
        if todo.done_at is not None
        and (at := fresh.get((todo.instance_id, todo.node))) is not None
        and at >= todo.done_at - timedelta(seconds=1)
    }


def reminders(
    visitor: Visitor, officer: Officer, now: datetime
) -> list[tuple[Matter, wording.ClockLine]]:
    """Return the deadlines of an officer's matters that end soon or have ended (期限提醒)."""
    query = (
        sa.select(DeadlineRecord)
        .join(Matter, Matter.id == DeadlineRecord.matter_id)
        .where(
            DeadlineRecord.met_on.is_(None),
            DeadlineRecord.alarms,
            DeadlineRecord.pressing <= now + REMINDED,
            Matter.archived_at.is_(None),
            access.handled_by(officer),
            access.readable(visitor, officer),
        )
        .order_by(DeadlineRecord.pressing)
        .limit(6)
    )
    found = db.session.scalars(query).all()
    known = matters.some_matters({line.matter_id for line in found})
    return [(known[line.matter_id], wording.printed(line, now)) for line in found]


def _filtered(query: sa.Select[Any], wanted: Wanted, now: datetime) -> sa.Select[Any]:
    if wanted.group is not None:
        query = query.where(instances.carries_kind(wanted.group))
    if wanted.stage:
        query = query.where(TodoRecord.stage == wanted.stage)
    if wanted.pressing in PRESSING:
        _, badges = PRESSING[wanted.pressing]
        tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        until = max(now + todos.NEAR, tomorrow)
        late = Urgency.OVERDUE in badges
        query = query.where(TodoRecord.due < now if late else TodoRecord.due.between(now, until))
    return _matching(query, wanted.word)


def _matching(query: sa.Select[Any], word: str) -> sa.Select[Any]:
    if not word:
        return query
    parties = sa.select(Party.id).where(
        Party.matter_id == Matter.id, Party.name.contains(word, autoescape=True)
    )
    columns = (Matter.number, Matter.entry_number, Matter.title, TodoRecord.name)
    return query.where(
        sa.or_(*(column.contains(word, autoescape=True) for column in columns), parties.exists())
    )


def _titles(instance_ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    if not instance_ids:
        return {}
    query = sa.select(Instance.id, Instance.title, Instance.procedure)
    found = db.session.execute(query.where(Instance.id.in_(instance_ids)))
    return {id: (title, name_of(key)) for id, title, key in found}


def _done_between(officer_id: int, since: datetime, until: datetime) -> int:
    query = sa.select(sa.func.count()).where(
        TodoRecord.done_by == officer_id, TodoRecord.done_at >= since, TodoRecord.done_at < until
    )
    return db.session.scalar(query) or 0
