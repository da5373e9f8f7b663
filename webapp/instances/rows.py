"""Between the engine's values and columns of tables; times of steps enter their hash in UTC."""

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.todo import Timer as Wait
from engine.todo import Todo
from engine.trajectory import Kind, Step
from webapp.instances.models import StepRecord
from webapp.instances.values import Prepared
from webapp.process_records import chain

FIRED = frozenset({Kind.TIMER, Kind.MESSAGE})
CLOSING = frozenset({Kind.COMPLETE, Kind.RETURN})


def step_columns(
    step: Step, matter_id: int, submission_id: UUID | None, document_id: int | None
) -> dict[str, Any]:
    """Return the columns of a step that enter its hash."""
    return {
        "instance_id": step.instance,
        "seq": step.seq,
        "at": chain.moment(step.at),
        "matter_id": matter_id,
        "kind": step.kind.name,
        "process": step.process,
        "node": step.node,
        "name": step.name,
        "acts": step.acts,
        "scope": "/".join(step.scope),
        "actor_id": None if step.actor is None else int(step.actor),
        "role": step.role,
        "body_id": int(step.body) if step.body else None,
        "opened_at": _moment(step.opened_at),
        "previous": step.previous,
        "target": step.target,
        "todo_id": step.todo,
        "outcome": dict(step.outcome),
        "passed": step.passed,
        "digest": step.digest,
        "state_digest": step.state_digest,
        "version_id": step.version,
        "submission_id": submission_id,
        "document_id": document_id,
    }


def content_of(row: StepRecord) -> dict[str, Any]:
    """Return the same columns of a step as it is kept."""
    return step_columns(step_of(row), row.matter_id, row.submission_id, row.document_id)


def step_of(row: StepRecord) -> Step:
    """Return a kept step as the engine's value."""
    return Step(
        instance=row.instance_id,
        seq=row.seq,
        kind=row.kind,
        process=row.process,
        node=row.node,
        name=row.name,
        acts=tuple(row.acts),
        scope=tuple(row.scope.split("/")) if row.scope else (),
        at=row.at,
        actor=row.actor,
        role=row.role,
        body="" if row.body_id is None else str(row.body_id),
        opened_at=row.opened_at,
        previous=row.previous,
        target=row.target,
        todo=row.todo_id,
        outcome=row.outcome,
        passed=tuple(row.passed),
        digest=row.digest,
        state_digest=row.state_digest,
        version=row.version_id,
    )


def todo_columns(todo: Todo, prepared: Prepared) -> dict[str, Any]:
    """Return the columns of a new to-do."""
    return {
        "id": todo.id,
        "process": todo.process,
        "node": todo.node,
        "name": todo.name,
        "acts": todo.acts,
        "role": todo.role,
        "scope": "/".join(todo.scope),
        "stage": todo.stage,
        "serves": todo.serves,
        "form": todo.form,
        "document": todo.document,
        "is_final": todo.final,
        "basis": prepared.bases.get(todo.id, todo.basis),
        "deadline": todo.deadline,
        "opinion": todo.opinion,
        "returns": todo.returns,
        "previous": todo.previous,
        "assignee_id": prepared.assignees.get(todo.id),
        "candidates": prepared.candidates.get(todo.id),
        "opened_at": todo.opened_at,
        "due": prepared.todo_dues.get(todo.id),
    }


def todo_change(id: UUID, prepared: Prepared) -> dict[str, Any]:
    """Return what changes of a to-do that was open before."""
    return {
        "id": id,
        "has_due": id in prepared.todo_dues,
        "due": prepared.todo_dues.get(id),
        "has_candidates": id in prepared.candidates,
        "candidates": prepared.candidates.get(id),
        "assignee_id": prepared.assignees.get(id),
    }


def closed_columns(id: UUID, step: Step) -> dict[str, Any]:
    """Return the new state of a to-do that a step closed."""
    if step.kind is Kind.SUSPEND:
        return {"id": id, "state": "SUSPENDED"}
    done = id == step.todo and step.kind in CLOSING
    return {"id": id, "state": "DONE" if done else "CANCELED"}


def timer_columns(timer: Wait) -> dict[str, Any]:
    """Return the columns of a new timer."""
    return {
        "key": timer.key,
        "kind": timer.kind,
        "process": timer.process,
        "node": timer.node,
        "name": timer.name,
        "scope": "/".join(timer.scope),
        "deadline": timer.deadline,
        "duration": timer.duration,
        "interrupting": timer.interrupting,
        "host": timer.host,
        "task_id": timer.task,
        "set_at": timer.set_at,
        "due": timer.due,
    }


def dropped_columns(key: UUID, step: Step) -> dict[str, Any]:
    """Return the new state of a timer that no longer waits."""
    fired = key == step.todo and step.kind in FIRED
    return {"key": key, "state": "FIRED" if fired else "DROPPED"}


def _moment(at: datetime | None) -> str | None:
    return None if at is None else chain.moment(at)
