"""What `faxun verify` checks of instances: steps, submissions, states, to-dos, timers."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine import clock
from engine.errors import EngineError
from engine.runner import Engine
from processes import fields
from webapp.bodies.models import Body
from webapp.errors import AppError
from webapp.instances import rows
from webapp.instances.models import (
    Instance,
    InstanceState,
    StepRecord,
    Submission,
    Timer,
    TimerState,
    TodoRecord,
    TodoState,
)
from webapp.instances.store import SqlStore
from webapp.instances.values import Entry, Prepared, digest_of
from webapp.procedures import queries as procedures
from webapp.process_records import chain
from webapp.process_records.models import Chain
from webapp.process_records.verification import ChainRow as Link
from webapp.process_records.verification import Check, Flaw, Inspection, check_chain

NOT_DERIVED = frozenset({"id", "assignee_id", "candidates", "due"})
"""Columns of an open to-do that do not follow from the instance's state."""


def check_steps(inspection: Inspection) -> Iterator[Flaw]:
    """Recompute every chain of steps from all their columns."""
    query = sa.select(StepRecord).order_by(StepRecord.chain_body, StepRecord.chain_seq)

    def links() -> Iterator[Link]:
        for (row,) in inspection.rows(query):
            content = chain.digest_bytes(rows.content_of(row))
            yield Link(
                f"{row.instance_id}:{row.seq}",
                row.chain_body,
                row.chain_seq,
                row.prev_hash,
                row.hash,
                content,
            )

    yield from check_chain(inspection, Chain.STEP, links())


def check_submissions(inspection: Inspection) -> Iterator[Flaw]:
    """Recompute the digest of everything submitted and find the step that vouches for it."""
    query = sa.select(Submission, StepRecord).join(
        StepRecord, StepRecord.submission_id == Submission.id, isouter=True
    )
    for one, step in inspection.rows(query.order_by(Submission.at, Submission.id)):
        inspection.count("submission")
        if step is None:
            yield Flaw("submission", str(one.id), "没有对应的轨迹条目")
            continue
        made = digest_of(
            Entry(one.values, one.form, one.form_version, one.id),
            matter_id=one.matter_id,
            instance_id=one.instance_id,
            todo_id=one.todo_id,
            acts=one.acts,
            officer_id=one.officer_id,
        )
        place = (step.chain_body, step.chain_seq)
        if made != step.digest:
            yield Flaw("submission", str(one.id), "内容已被改动", "", *place)
        elif one.digest != step.digest:
            yield Flaw("submission", str(one.id), "校验值已被改动", "digest", *place)
        elif one.at != step.at:
            yield Flaw("submission", str(one.id), "时间与轨迹不符", "at", *place)
    lost = sa.select(StepRecord).where(
        StepRecord.submission_id.is_not(None),
        ~sa.exists().where(Submission.id == StepRecord.submission_id),
    )
    for (step,) in inspection.rows(lost.order_by(StepRecord.at)):
        yield Flaw(
            "submission", str(step.submission_id), "提交内容缺失", "",
            step.chain_body, step.chain_seq,
        )  # fmt: skip


def check_instances(inspection: Inspection) -> Iterator[Flaw]:
    """Compare every instance and its state with its first and last step."""
    first, last = aliased(StepRecord), aliased(StepRecord)
    ends = (
        sa.select(
            StepRecord.instance_id,
            sa.func.min(StepRecord.seq).label("first"),
            sa.func.max(StepRecord.seq).label("last"),
        )
        .group_by(StepRecord.instance_id)
        .subquery()
    )
    child = aliased(Instance)
    awaited = (  # what an instance awaits moves what lists show of it
        sa.select(sa.func.max(StepRecord.at))
        .join(child, child.id == StepRecord.instance_id)
        .where(child.parent_id == Instance.id)
        .correlate(Instance)
        .scalar_subquery()
    )
    query = (
        sa.select(Instance, InstanceState, first, last, awaited)
        .join(InstanceState, InstanceState.instance_id == Instance.id, isouter=True)
        .join(ends, ends.c.instance_id == Instance.id, isouter=True)
        .join(
            first,
            sa.and_(first.instance_id == Instance.id, first.seq == ends.c.first),
            isouter=True,
        )
        .join(last, sa.and_(last.instance_id == Instance.id, last.seq == ends.c.last), isouter=True)
        .order_by(Instance.started_at, Instance.id)
    )
    for instance, state, begun, latest, moved in inspection.rows(query):
        inspection.count("instance")
        if state is None or begun is None:
            what = "运行状态缺失" if state is None else "没有轨迹"
            yield Flaw("instance", str(instance.id), what, "", instance.body_id)
            continue
        yield from _instance(instance, begun, latest, moved)
        yield from _state(state, latest)
    lost = sa.select(StepRecord.instance_id, StepRecord.chain_body).where(
        StepRecord.seq == 1, ~sa.exists().where(Instance.id == StepRecord.instance_id)
    )
    for id, body_id in inspection.rows(lost):
        yield Flaw("instance", str(id), "流程实例缺失", "", body_id)


def check_waiting(inspection: Inspection) -> Iterator[Flaw]:
    """Compare to-dos and timers with what the state of every instance waits for."""
    for (instance,) in inspection.rows(sa.select(Instance).order_by(Instance.started_at)):
        records = inspection.session.scalars(
            sa.select(TodoRecord).where(TodoRecord.instance_id == instance.id)
        ).all()
        timers = inspection.session.scalars(
            sa.select(Timer).where(Timer.instance_id == instance.id)
        ).all()
        inspection.count("todo", len(records))
        inspection.count("timer", len(timers))
        steps = _closing_steps(inspection, instance.id)
        for record in records:
            yield from _done(record, steps.get(record.id))
        known = {record.id for record in records}
        for todo in sorted(steps.keys() - known, key=str):
            yield Flaw("todo", str(todo), "已办任务缺失", "", instance.body_id)
        yield from _open(inspection, instance, records, timers)


def _instance(
    instance: Instance, begun: StepRecord, latest: StepRecord, moved: datetime | None
) -> Iterator[Flaw]:
    try:
        version = procedures.version(latest.version_id)
    except (AppError, EngineError) as error:
        yield Flaw("process_version", str(latest.version_id), str(error))
        return
    expected = {
        "matter_id": begun.matter_id,
        "body_id": begun.chain_body,
        "version_id": latest.version_id,
        "procedure": version.key,
        "title": version.title,
        "started_at": begun.at,
        "started_by": begun.actor_id,
        "updated_at": moved if instance.updated_at == moved else latest.at,
        "ended_at": latest.at if instance.status.is_over else None,
    }
    yield from _differences("instance", str(instance.id), instance, expected, latest)


def _state(state: InstanceState, latest: StepRecord) -> Iterator[Flaw]:
    made = sha256(state.blob).hexdigest()
    table, id = "instance_state", str(state.instance_id)
    if made != latest.state_digest:
        yield Flaw(table, id, "状态已被改动", "blob", latest.chain_body, latest.chain_seq)
    expected = {"ver": latest.seq, "version_id": latest.version_id}
    yield from _differences(table, id, state, expected, latest)


def _closing_steps(inspection: Inspection, instance_id: UUID) -> dict[UUID, StepRecord]:
    query = sa.select(StepRecord).where(
        StepRecord.instance_id == instance_id, StepRecord.kind.in_(rows.CLOSING)
    )
    found = inspection.session.scalars(query.order_by(StepRecord.seq))
    return {step.todo_id: step for step in found if step.todo_id is not None}


def _done(record: TodoRecord, step: StepRecord | None) -> Iterator[Flaw]:
    """Check that a to-do is done exactly when a step says so, and as that step says."""
    if (record.state is TodoState.DONE) != (step is not None):
        yield Flaw("todo", str(record.id), "待办状态与轨迹不符", "state", record.body_id)
    elif step is not None:
        expected = {
            name: getattr(step, name)
            for name in ("matter_id", "process", "node", "name", "acts", "scope", "opened_at")
        }
        expected |= {"done_by": step.actor_id, "done_at": step.at}
        yield from _differences("todo", str(record.id), record, expected, step)


def _open(inspection: Inspection, instance: Instance, records: Any, timers: Any) -> Iterator[Flaw]:
    """Compare what is open with what the engine reads from the state."""
    engine = Engine(SqlStore(inspection.session), procedures.version)
    try:
        todos = {todo.id: todo for todo in engine.todos(instance.id)}
        waits = {wait.key: wait for wait in engine.timers(instance.id)}
    except (AppError, EngineError) as error:
        yield Flaw("instance_state", str(instance.id), str(error), "blob", instance.body_id)
        return
    open_todos = {record.id: record for record in records if record.state is TodoState.OPEN}
    for id in sorted(open_todos.keys() ^ todos.keys(), key=str):
        yield Flaw("todo", str(id), "待办与运行状态不符", "state", instance.body_id)
    body = inspection.session.get(Body, instance.body_id)
    if body is None:
        yield Flaw("instance", str(instance.id), "没有这个执法主体", "body_id", instance.body_id)
        return
    rules = fields.binding(body.field, body.division_code)
    for id in sorted(open_todos.keys() & todos.keys(), key=str):
        opened_on = clock.local(open_todos[id].opened_at).date()
        cited = Prepared(bases={id: rules.cite(todos[id].basis, opened_on)})
        derived = rows.todo_columns(todos[id], cited)
        expected = {k: v for k, v in derived.items() if k not in NOT_DERIVED}
        expected |= {"matter_id": instance.matter_id, "body_id": instance.body_id}
        yield from _differences("todo", str(id), open_todos[id], expected, None)
    waiting = {timer.key: timer for timer in timers if timer.state is TimerState.WAITING}
    for id in sorted(waiting.keys() ^ waits.keys(), key=str):
        yield Flaw("timer", str(id), "计时与运行状态不符", "state", instance.body_id)
    for id in sorted(waiting.keys() & waits.keys(), key=str):
        derived = rows.timer_columns(waits[id])
        expected = {k: v for k, v in derived.items() if k != "due"}
        yield from _differences("timer", str(id), waiting[id], expected, None)


def _differences(
    table: str, id: str, row: Any, expected: Mapping[str, Any], step: StepRecord | None
) -> Iterator[Flaw]:
    place = (step.chain_body, step.chain_seq) if step else ()
    for name, value in expected.items():
        wanted = list(value) if isinstance(value, tuple) else value
        if getattr(row, name) != wanted:
            yield Flaw(table, id, "与轨迹或运行状态不符", name, *place)


CHECKS: tuple[Check, ...] = (check_steps, check_submissions, check_instances, check_waiting)
