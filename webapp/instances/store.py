"""The engine's store on PostgreSQL: an instance is loaded by one statement and saved by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from psycopg import Connection, Cursor, Error
from sqlalchemy.orm import Session

from engine.errors import Conflict, InstanceMissing
from engine.instance import Status
from engine.store import Change, Stored
from engine.trajectory import Step
from webapp.instances import rows
from webapp.instances import statements as sql
from webapp.instances.models import StepRecord
from webapp.instances.values import KEEP, NOBODY, Actor, Entry, Opening, Prepared
from webapp.process_records import chain, operations
from webapp.process_records.models import Chain

NOTHING = Prepared()
Row = tuple[Any, ...]
Moved = tuple[UUID, datetime]
"""A timer's key and the instant at which it is now due."""


def run(session: Session, statement: str, values: Mapping[str, Any]) -> Cursor[Row]:
    """Run a statement straight on the driver, in the transaction of the session.

    What SQLAlchemy does around a statement costs as much as the statement; errors stay its own.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    assert isinstance(driver, Connection)
    try:
        return driver.execute(statement, values)
    except Error as error:
        gone = driver.closed or driver.broken
        if gone:
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            statement,
            None,
            error,
            Error,
            connection_invalidated=gone,
            dialect=connection.dialect,
        ) from error


class KeyTaken(Conflict):
    """The idempotency key was used by somebody else or for something else."""

    def __init__(self) -> None:
        super().__init__()
        self.args = ("该请求编号已用于其他办理，请刷新页面后重新提交",)


@dataclass
class SqlStore:
    """Keeps one command: who acts, what is submitted, what the platform prepared (一次办理)."""

    session: Session
    actor: Actor = NOBODY
    opening: Opening | None = None
    entry: Entry | None = None
    prepared: Prepared = NOTHING
    matter_id: int = 0
    body_id: int = 0
    moved: list[Moved] = field(default_factory=list)
    """Timers that got an instant by this command."""
    saved: bool = False

    def load(self, instance: UUID, *, lock: bool = True, request: str | None = None) -> Stored:
        """Load an instance, locked until the transaction ends."""
        values = {"instance": instance, "request": request}
        row = self._run(sql.LOCK if lock else sql.LOAD, values).fetchone()
        if row is None:
            raise InstanceMissing(instance)
        ver, version, status, blob, stage, self.matter_id, self.body_id, officer, answer, known = (
            row
        )
        return Stored(
            instance=instance,
            ver=ver,
            version_id=version,
            status=Status[status],
            blob=bytes(blob),
            stage=stage,
            answer=self._own(officer, answer) if known else None,
        )

    def answer(self, request: str) -> Mapping[str, Any] | None:
        """Return the answer once given to an idempotency key of this officer."""
        row = self._run(sql.ANSWER, {"request": request}).fetchone()
        return None if row is None else self._own(*row)

    def save(self, change: Change) -> None:
        """Write a change if the ver still matches, else raise `Conflict` and write nothing."""
        statement, opening = sql.REPLACE, {}
        if change.expected_ver == 0:
            statement, opening = sql.CREATE, self._open()
        (step,) = change.steps
        submitted = None if self.entry is None else self.entry.id
        columns = rows.step_columns(step, self.matter_id, submitted, self.prepared.document_id)
        content = orjson.dumps(columns, option=chain.CANONICAL)
        document = {
            **self._document(change, step),
            **opening,
            "step": orjson.Fragment(content),
        }
        values = {
            "document": orjson.dumps(document).decode(),
            "blob": change.blob,
            "content": sha256(content).digest(),
        }
        self.saved = True
        ((states, heads, requests),) = self._run(statement, values).fetchall()
        if not states:
            steps = self.steps(change.instance)
            raise Conflict(steps[-1] if steps else None)
        if not heads:
            raise RuntimeError(f"body {self.body_id} has no chain of steps")
        if change.request and not requests:
            raise KeyTaken
        self._settle(change)

    def steps(self, instance: UUID) -> Sequence[Step]:
        """Return the trajectory, oldest first."""
        query = sa.select(StepRecord).where(StepRecord.instance_id == instance)
        return tuple(map(rows.step_of, self.session.scalars(query.order_by(StepRecord.seq))))

    def closing(self, instance: UUID, todo: UUID) -> Step | None:
        """Return the step that closed a to-do."""
        query = sa.select(StepRecord).where(
            StepRecord.instance_id == instance,
            StepRecord.todo_id == todo,
            StepRecord.kind.in_(rows.CLOSING),
        )
        row = self.session.scalars(query.order_by(StepRecord.seq.desc())).first()
        return None if row is None else rows.step_of(row)

    def set_dues(self, instance: UUID, dues: Mapping[UUID, datetime | None]) -> list[Moved]:
        """Move waiting timers; return those that got another instant."""
        if not dues:
            return []
        wanted = [{"key": key, "due": due} for key, due in dues.items()]
        values = {"instance": instance, "dues": orjson.dumps(wanted).decode()}
        moved = self._run(sql.SET_DUES, values)
        return [(key, due) for key, due in moved if due is not None]

    def set_todos(self, instance: UUID, prepared: Prepared, ids: set[UUID]) -> None:
        """Change dues, candidates and assignees of to-dos that were open before."""
        if not ids:
            return
        wanted = [rows.todo_change(id, prepared) for id in ids]
        self._run(sql.SET_TODOS, {"instance": instance, "todos": orjson.dumps(wanted).decode()})

    def _own(self, officer_id: int | None, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        if officer_id != self.actor.officer_id:
            raise KeyTaken
        return answer

    def _open(self) -> dict[str, Any]:
        """Return what the first row of an instance needs beyond any command."""
        if self.opening is None:
            raise ValueError("a new instance needs an opening")
        opening, place = self.opening, self.opening.place
        self.matter_id, self.body_id = place.matter_id, place.body_id
        operations.open_chain(self.body_id, Chain.STEP)
        return {
            "body_id": place.body_id,
            "matter_id": place.matter_id,
            "procedure": opening.procedure,
            "title": opening.title,
            "menu": opening.menu,
            "is_main": opening.is_main,
            "parent_id": opening.branch.parent_id,
            "party_id": opening.branch.party_id,
            "unit_id": place.unit_id,
            "path": place.path,
        }

    def _document(self, change: Change, step: Step) -> dict[str, Any]:
        """Return what every command writes."""
        prepared, over = self.prepared, change.status.is_over
        key, answer = change.request or (None, None)
        return {
            "instance": change.instance,
            "ver": change.expected_ver,
            "version": change.version_id,
            "status": change.status.name,
            "stage": change.stage,
            "at": step.at,
            "ended": step.at if over else None,
            "keeps_due": prepared.due is KEEP and not over,
            "due": None if over or prepared.due is KEEP else prepared.due,
            "body_id": self.body_id,
            "actor": self.actor.officer_id,
            "request": key,
            "answer": answer,
            "opened": [rows.todo_columns(todo, prepared) for todo in change.opened],
            "closed": [rows.closed_columns(id, step) for id in change.closed],
            "timers": [rows.timer_columns(timer) for timer in change.timers_set],
            "dropped": [rows.dropped_columns(key, step) for key in change.timers_dropped],
            "submission": [] if self.entry is None else [self._submission(self.entry, step)],
        }

    def _submission(self, entry: Entry, step: Step) -> dict[str, Any]:
        return {
            "id": entry.id,
            "todo_id": step.todo,
            "acts": step.acts,
            "form": entry.form,
            "form_version": entry.form_version,
            "values": entry.values,
            "digest": step.digest,
        }

    def _settle(self, change: Change) -> None:
        """Write what only some commands bring: changes of older to-dos and timers, an end."""
        prepared, instance = self.prepared, change.instance
        if change.status.is_over:
            self._run(sql.CLOSE_ALL, {"instance": instance})
        self.moved = [(timer.key, timer.due) for timer in change.timers_set if timer.due]
        if prepared is NOTHING:
            return
        self.set_todos(instance, prepared, prepared.todos - {todo.id for todo in change.opened})
        new = {timer.key for timer in change.timers_set}
        older = {key: due for key, due in prepared.dues.items() if key not in new}
        self.moved += self.set_dues(instance, older)

    def _run(self, statement: str, values: Mapping[str, Any]) -> Cursor[Row]:
        return run(self.session, statement, values)
