"""Reading running procedures for supervision (办理实例): where, how far, how late.

Before a decision nothing of the content is read here, neither party nor document, evidence or
opinion: the rules of provinces say so, topic ``supervision`` of their packs. The cause is that of
the item of the register, not what an officer typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine import clock
from engine.deadlines import State
from processes.catalogue import KINDS, MAIN, PROCEDURES, main_clocks, name_of, stages
from webapp.bodies.models import Body
from webapp.database import db, once
from webapp.errors import NotFound
from webapp.instances import queries as instances
from webapp.instances.models import Instance
from webapp.instances.todos import NEAR
from webapp.items.models import Item
from webapp.matters import queries as matters
from webapp.matters import wording
from webapp.matters.models import DeadlineRecord, Matter, MatterStatus
from webapp.paging import Page
from webapp.supervision import scope, standing

UNKNOWN_CAUSE = "案由未定"


class OpenPart(Enum):
    """What of a matter is open to supervision (可查看)."""

    TRAJECTORY = "仅流程轨迹"
    RESULT = "轨迹与处理结果"
    PUBLISHED = "轨迹与公示文本"


@dataclass(frozen=True)
class InstanceFilter:
    """What a supervisor wants to see (筛选)."""

    body_id: int | None = None
    kind: str = instances.ANY_MAIN
    """``main``, a group of the matter menu, or empty for all."""
    stage: str = ""
    pressing: str = ""
    status: str = "open"
    since: date | None = None
    until: date | None = None
    word: str = ""
    by_due: bool = False


@dataclass(frozen=True)
class InstanceLine:
    """An instance with all that a line of the list prints."""

    instance: Instance
    procedure: str
    cause: str
    body: str
    number: str
    step: str
    days: int
    late: str
    """By how much the step is late."""
    others: int
    """How many more steps are open."""
    clock: wording.ClockLine | None
    opening: OpenPart
    outcome: str


@dataclass(frozen=True)
class TerritoryFigures:
    """The key figures of a territory (概况)."""

    running: int
    overdue: int
    near: int
    ended: int
    on_time: int | None
    """Share of the matters decided this month inside the time limit, in percent."""


def page_of(
    paths: Sequence[str],
    wanted: InstanceFilter,
    now: datetime,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[Instance]:
    """Return a page of instances that a supervisor may see."""
    query = _select(paths, wanted, now)
    return instances.page_instances(query, by_due=wanted.by_due, before=before, after=after)


def count(paths: Sequence[str], wanted: InstanceFilter, now: datetime) -> int:
    """Count the instances that meet the filters."""
    query = _select(paths, wanted, now).with_only_columns(sa.func.count())
    return db.session.scalar(query) or 0


def lines(
    found: Iterable[Instance], published: Mapping[int, Any], now: datetime
) -> list[InstanceLine]:
    """Put instances beside what may be said of their matters, with few queries."""
    rows = list(found)
    known = matters.some_matters({row.matter_id for row in rows})
    names = _bodies({row.body_id for row in rows})
    stands = standing.of_instances(rows, now)
    clocks = _clocks({row.matter_id for row in rows}, now)
    return [
        InstanceLine(
            instance=row,
            procedure=name_of(row.procedure),
            cause=cause_of(known[row.matter_id]),
            body=names.get(row.body_id, ""),
            number=known[row.matter_id].reference,
            step=here.step if (here := stands.get(row.id)) else row.status.value,
            days=(now - here.since).days if here else 0,
            late=here.late if here else "",
            others=here.others if here else 0,
            clock=clocks.get(row.matter_id) if row.is_main else None,
            opening=opening_of(known[row.matter_id], row.matter_id in published),
            outcome=known[row.matter_id].result,
        )
        for row in rows
    ]


def figures(paths: Sequence[str], now: datetime) -> TerritoryFigures:
    """Count what runs, is late, near, and was ended this month, main procedures only."""
    mine = _within(paths)
    is_open = Instance.status.in_(instances.OPEN)
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(is_open),
            sa.func.count().filter(is_open, Instance.due < now),
            sa.func.count().filter(is_open, Instance.due >= now, Instance.due <= now + NEAR),
            sa.func.count().filter(Instance.ended_at >= _month(now)),
        ).where(mine, Instance.is_main)
    ).one()
    return TerritoryFigures(*row, on_time=_on_time(paths, now))


def late(paths: Sequence[str], now: datetime) -> int:
    """Count the running main procedures that are late (超期)."""
    query = sa.select(sa.func.count()).where(
        _within(paths),
        Instance.is_main,
        Instance.status.in_(instances.OPEN),
        Instance.due < now,
    )
    return db.session.scalar(query) or 0


@once(Instance)
def _running(paths: tuple[str, ...]) -> Sequence[Any]:
    """Count what runs by body, kind and stage, for all lists of counts at once."""
    by = (Instance.body_path, Instance.is_main, instances.KIND.label("kind"), Instance.stage)
    query = sa.select(*by, sa.func.count().label("number")).group_by(*by)
    open_ones = query.where(_within(paths), Instance.status.in_(instances.OPEN))
    return db.session.execute(open_ones).all()


def tree_counts(paths: Sequence[str]) -> dict[int, int]:
    """Count the running main procedures of every body, those below it included."""
    found: dict[int, int] = {}
    for row in _running(tuple(paths)):
        for part in row.body_path.strip("/").split("/") if row.is_main else ():
            found[int(part)] = found.get(int(part), 0) + row.number
    return found


def kind_titles() -> dict[str, str]:
    """Return the kinds of procedure that the list can be narrowed to (程序)."""
    return {instances.ANY_MAIN: "全部主程序", **KINDS}


def kind_counts(paths: Sequence[str]) -> dict[str, int]:
    """Count the running instances by kind of procedure."""
    found: dict[str, int] = {}
    for row in _running(tuple(paths)):
        found[row.kind] = found.get(row.kind, 0) + row.number
    return {instances.ANY_MAIN: sum(found.get(one, 0) for one in MAIN), **found}


def stage_counts(paths: Sequence[str]) -> dict[str, int]:
    """Count the running main procedures by stage."""
    found: dict[str, int] = {}
    for row in _running(tuple(paths)):
        if row.is_main:
            found[row.stage] = found.get(row.stage, 0) + row.number
    order = {stage: place for place, stage in enumerate(stages())}
    return dict(sorted(found.items(), key=lambda one: order.get(one[0], len(order))))


def weeks(paths: Sequence[str], now: datetime, number: int = 12) -> list[dict[str, Any]]:
    """Return for each of the last weeks how many matters were filed, ended and overdue (走势)."""
    monday = clock.local(now).date() - timedelta(days=clock.local(now).weekday())
    starts = [monday - timedelta(weeks=back) for back in range(number - 1, -1, -1)]
    counted = _per_week(paths, starts[0])
    instants = [min(now, _midnight(start + timedelta(days=7))) for start in starts]
    return [
        {
            "start": start,
            "filed": counted.get(("filed", start), 0),
            "ended": counted.get(("ended", start), 0),
            "overdue": overdue,
        }
        for start, overdue in zip(starts, _overdue_at(paths, instants), strict=True)
    ]


def get_instance(paths: Sequence[str], id: UUID) -> Instance:
    """Return an instance of one's territory, or pretend that there is none."""
    query = sa.select(Instance).where(Instance.id == id, _within(paths))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("没有这个办理实例。")
    return found


def cause_of(matter: Matter) -> str:
    """Return the cause as the register of items words it, never what was typed (案由)."""
    return matter.item.conduct if matter.item else UNKNOWN_CAUSE


def opening_of(matter: Matter, is_published: bool) -> OpenPart:
    """Tell what of a matter is open (开放范围)."""
    is_settled = matter.decided_at is not None or matter.status is MatterStatus.DECLINED
    if PROCEDURES[matter.kind].is_protected and not is_settled:
        return OpenPart.TRAJECTORY
    return OpenPart.PUBLISHED if is_published else OpenPart.RESULT


def _select(paths: Sequence[str], wanted: InstanceFilter, now: datetime) -> sa.Select[Any]:
    found = instances.Filter(
        paths=_narrowed(paths, wanted.body_id),
        stage=wanted.stage,
        statuses=instances.OPEN if wanted.status == "open" else (),
        overdue=wanted.pressing == "overdue",
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
        main_only=False,
    )
    query = instances.select_instances(found, now).where(scope.is_listed())
    if wanted.kind:
        query = query.where(instances.of_kind(wanted.kind))
    if wanted.status == "ended":
        query = query.where(Instance.status.not_in(instances.OPEN))
    if wanted.pressing == "near":
        query = query.where(
            Instance.status.in_(instances.OPEN), Instance.due.between(now, now + NEAR)
        )
    return _matching(query, wanted.word) if wanted.word else query


def _matching(query: sa.Select[Any], word: str) -> sa.Select[Any]:
    """Search number, body and cause only: no search hit may tell who the party is."""
    return (
        query.join(Matter, Matter.id == Instance.matter_id)
        .join(Body, Body.id == Instance.body_id)
        .outerjoin(Item, Item.id == Matter.item_id)
        .where(
            sa.or_(
                Matter.number.contains(word, autoescape=True),
                Body.name.contains(word, autoescape=True),
                Item.conduct.contains(word, autoescape=True),
            )
        )
    )


def _narrowed(paths: Sequence[str], body_id: int | None) -> Sequence[str]:
    """Return the subtree of one body, if it lies within one's territory."""
    if body_id is None:
        return paths
    body = db.session.get(Body, body_id)
    if body is None or not any(body.path.startswith(path) for path in paths):
        raise NotFound("该主体不在您的监督范围内。")
    return [body.path]


def _within(paths: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an instance lies in a territory and may be heard of there."""
    places = (Instance.body_path.like(f"{path}%") for path in paths)
    return sa.and_(sa.or_(sa.false(), *places), scope.is_listed())


def _bodies(ids: set[int]) -> dict[int, str]:
    return {id: db.session.get_one(Body, id).name for id in ids}


def _clocks(matter_ids: set[int], now: datetime) -> dict[int, wording.ClockLine]:
    """Return the most pressing running deadline of each matter."""
    query = (
        sa.select(DeadlineRecord)
        .where(
            DeadlineRecord.matter_id.in_(matter_ids),
            DeadlineRecord.met_on.is_(None),
            DeadlineRecord.alarms,
        )
        .order_by(DeadlineRecord.pressing.asc().nulls_last(), DeadlineRecord.id)
    )
    found: dict[int, wording.ClockLine] = {}
    for line in db.session.scalars(query):
        if line.matter_id not in found:
            found[line.matter_id] = wording.printed(line, now)
    return found


def _on_time(paths: Sequence[str], now: datetime) -> int | None:
    query = (
        sa.select(DeadlineRecord.state, sa.func.count())
        .join(Instance, sa.and_(Instance.matter_id == DeadlineRecord.matter_id, Instance.is_main))
        .where(
            _within(paths),
            sa.tuple_(Instance.procedure, DeadlineRecord.rule).in_(main_clocks()),
            DeadlineRecord.met_on >= _month(now).date(),
        )
        .group_by(DeadlineRecord.state)
    )
    found: dict[State, int] = dict(db.session.execute(query).all())
    total = sum(found.values())
    return round(100 * found.get(State.MET, 0) / total) if total else None


def _per_week(paths: Sequence[str], since: date) -> dict[tuple[str, date], int]:
    """Count what was filed and what was ended in each week."""
    ended_on = sa.cast(sa.func.timezone("Asia/Shanghai", Instance.ended_at), sa.Date)
    parts = []
    for what, column in (("filed", Matter.filed_on), ("ended", ended_on)):
        week = sa.cast(sa.func.date_trunc("week", sa.cast(column, sa.DateTime)), sa.Date)
        parts.append(
            sa.select(sa.literal(what), week, sa.func.count())
            .select_from(Instance)
            .join(Matter, Matter.id == Instance.matter_id)
            .where(_within(paths), Instance.is_main, column >= since)
            .group_by(week)
        )
    rows = db.session.execute(sa.union_all(*parts))
    return {(what, week): number for what, week, number in rows}


def _overdue_at(paths: Sequence[str], instants: Sequence[datetime]) -> Sequence[int]:
    """Count the matters whose main clock had run out at each of some instants."""
    counts = [
        sa.func.count().filter(
            DeadlineRecord.due < at,
            sa.or_(DeadlineRecord.met_on.is_(None), DeadlineRecord.met_on >= at.date()),
        )
        for at in instants
    ]
    query = (
        sa.select(*counts)
        .select_from(DeadlineRecord)
        .join(Instance, sa.and_(Instance.matter_id == DeadlineRecord.matter_id, Instance.is_main))
        .where(
            _within(paths),
            sa.tuple_(Instance.procedure, DeadlineRecord.rule).in_(main_clocks()),
        )
    )
    return db.session.execute(query).one()


def _month(now: datetime) -> datetime:
    return clock.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), clock.ZONE)
