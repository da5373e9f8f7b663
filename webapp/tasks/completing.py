"""One completion from raw values to saved step (办理): clean, gather, judge, run, settle."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from engine import clock
from engine.advance import Advance
from engine.safeguards import Submission, review
from engine.todo import Todo
from forms import Choices, FormError
from forms.schema import Form
from processes.acts import Tag, carries
from processes.catalogue import SAFEGUARDS
from processes.facts.case import CaseFacts
from processes.safeguards.attempt import cited
from processes.violations import added_up
from webapp.bodies import phrasing
from webapp.bodies.models import Officer
from webapp.cases import confidential
from webapp.database import db, forget
from webapp.dossiers import queries as dossiers
from webapp.instances.models import Instance, InstanceState, TodoRecord
from webapp.instances.values import Actor, Entry, Prepared
from webapp.matters import operations as matter_operations
from webapp.matters import queries as matters
from webapp.matters.done import History, scope_of
from webapp.matters.models import Matter
from webapp.matters.turn import Turn
from webapp.procedures import queries as procedures
from webapp.tasks import branches, choices, facts, papers, prefill, settling
from webapp.tasks.errors import StepRefused
from webapp.tasks.models import Draft


@dataclass
class Desk:
    """A to-do with everything around it (办理台): matter, form, history, sources of the form."""

    officer: Officer
    record: TodoRecord
    matter: Matter
    instance: Instance
    history: History
    at: datetime
    form: Form
    todo: Todo
    serving: tuple[Any, ...] = ()
    reporter: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    offered: tuple[Mapping[str, Any], dict[str, Choices]] | None = None

    @property
    def version_id(self) -> int:
        """Return the version of the procedure."""
        return self.instance.version_id

    @cached_property
    def draft(self) -> Draft | None:
        """Return what the officer has typed so far (草稿)."""
        return db.session.get(Draft, (self.record.id, self.officer.id))

    @cached_property
    def filled(self) -> dict[str, Any]:
        """Return what a fresh form starts with, looked up once."""
        return prefill.values(self.form, self.turn({}))

    def choices(self, values: Mapping[str, Any]) -> dict[str, Choices]:
        """Return what the form offers with these values, looked up once while they stay."""
        if self.offered is None or self.offered[0] != values:
            self.offered = dict(values), choices.offer(self.form, self.turn(values))
        return self.offered[1]

    @property
    def actor(self) -> Actor:
        """Return the officer as the engine's records want one."""
        return Actor(self.officer.id, self.record.role, self.officer.body_id)

    def turn(self, values: Mapping[str, Any]) -> Turn:
        """Return the completion with these values."""
        return Turn(
            officer=self.officer,
            matter=self.matter,
            todo=self.todo,
            values=values,
            at=self.at,
            version_id=self.version_id,
            history=self.history,
            form=self.form,
            serving=self.serving,
            kept=self.kept,
            notes={"reporter": self.reporter} if self.reporter else {},
        )


def sit_down(officer: Officer, record: TodoRecord, *, lock: bool = False) -> Desk:
    """Gather what surrounds a to-do; with `lock` the matter is held until the transaction ends."""
    if lock:
        hold(record)
    instance = db.session.get_one(Instance, record.instance_id)
    matter, at = matters.get_matter(record.matter_id), clock.now()
    todo = todo_of(record)
    desk = Desk(
        officer=officer,
        record=record,
        matter=matter,
        instance=instance,
        history=dossiers.history(matter.id),
        at=at,
        form=phrasing.form_for(
            matter.body, record.form, procedures.forms_of(instance.version_id), at.date()
        ),
        todo=todo,
    )
    desk.serving = papers.to_serve(desk.turn({}))
    return desk


def hold(record: TodoRecord) -> None:
    """Lock what the completion will touch, always in this order: instances, then the matter.

    Timers and suspensions lock in the same order, so that nobody waits for each other.
    """
    if carries(record.acts, Tag.WHOLE_MATTER):
        all_of_matter = sa.select(Instance.id).where(Instance.matter_id == record.matter_id)
        held = sa.select(InstanceState.ver).where(InstanceState.instance_id.in_(all_of_matter))
        db.session.execute(held.order_by(InstanceState.instance_id).with_for_update())
        matter_operations.hold(record.matter_id)
    else:  # rows are locked in the order in which the tables are named
        state, matter = InstanceState.__table__, Matter.__table__
        both = sa.select(state.c.ver).join(matter, matter.c.id == record.matter_id)
        both = both.where(state.c.instance_id == record.instance_id)
        db.session.execute(both.with_for_update(of=[state, matter]))
    forget()


def todo_of(record: TodoRecord) -> Todo:
    """Return a to-do as the engine knows it."""
    return Todo(
        id=record.id,
        instance=record.instance_id,
        process=record.process,
        node=record.node,
        name=record.name,
        acts=tuple(record.acts),
        role=record.role,
        scope=scope_of(record.scope),
        opened_at=record.opened_at,
        form=record.form,
        document=record.document,
        final=record.is_final,
        basis=record.basis,
        deadline=record.deadline,
        opinion=record.opinion,
        returns=tuple(record.returns),
        stage=record.stage,
        serves=tuple(record.serves),
        previous=record.previous,
    )


def clean(desk: Desk, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return clean values or raise `FormError`; a reporter is taken out and kept apart."""
    typed = desk.form.clean(raw, now=desk.at, choices=desk.choices(raw), fixed=fixed(desk))
    values = added_up(typed)
    desk.reporter = confidential.split(values)[1]
    return confidential.split(values)[0]


def typed(desk: Desk, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be made of half-filled values, for previews and open safeguards."""
    try:
        return clean(desk, raw)
    except FormError as error:
        return confidential.split(added_up(error.partial))[0]


def fixed(desk: Desk) -> dict[str, Any]:
    """Return the values only the platform may give: `readOnly` fields, what is to be sealed."""
    readonly = {each.name for each in desk.form.fields if each.schema.get("readOnly")}
    found = {name: value for name, value in desk.filled.items() if name in readonly}
    if carries(desk.todo.acts, Tag.SEALING):
        document = papers.to_seal(desk.turn({}))
        found["digest"] = document.approved_digest if document else ""
    return found


def submission(desk: Desk, values: Mapping[str, Any]) -> Submission[CaseFacts]:
    """Return what the safeguards judge."""
    return Submission(
        acts=desk.todo.acts,
        process=desk.todo.process,
        node=desk.todo.node,
        role=desk.todo.role,
        actor=str(desk.officer.id),
        values=values,
        at=desk.at,
        facts=facts.gather(desk.turn(values)),
        final=desk.todo.final,
    )


def judge(desk: Desk, values: Mapping[str, Any]) -> None:
    """Refuse the step with all reasons at once, or let it pass (程序保障)."""
    attempt = submission(desk, values)
    refusals = [*review(SAFEGUARDS, attempt), *papers_open(desk)]
    if refusals:
        told = [replace(one, basis=cited(attempt, one.basis)) for one in refusals]
        raise StepRefused(told, {**values, **desk.reporter})


def papers_open(desk: Desk) -> list[Any]:
    """Refuse to file a matter away while a paper of it is unsigned or unsealed."""
    if not carries(desk.todo.acts, Tag.ARCHIVING):
        return []
    return papers.unfinished(desk.matter)


def entry(desk: Desk, values: Mapping[str, Any]) -> Entry:
    """Return what is kept of the submission."""
    version = procedures.published(desk.version_id).version.hash
    return Entry(values=values, form=desk.record.form, form_version=version)


def prepare(desk: Desk, values: Mapping[str, Any]) -> Any:
    """Return the platform's part of the completing command."""

    def settled(advance: Advance) -> Prepared:
        turn = desk.turn(values)
        prepared = settling.settle(turn, advance)
        record = turn.history.plus(turn.record())
        moment = branches.Moment(desk.matter, record, desk.at, desk.actor)
        return settling.answering(prepared, branches.go_on(moment, advance))

    return settled
