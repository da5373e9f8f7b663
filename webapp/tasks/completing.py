"""One completion from raw values to saved step (办理): clean, gather, judge, run, settle."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from engine import clock
from engine.advance import Advance
from engine.safeguards import Refusal, Submission, review
from engine.todo import Todo
from forms import Choices, FormError
from forms.schema import Form
from processes.acts import Tag, carries
from processes.catalogue import SAFEGUARDS
from processes.facts.case import CaseFacts
from processes.safeguards.attempt import cited
from processes.safeguards.standing import Standing, together
from processes.safeguards.standing import standing as stand
from processes.violations import added_up
from webapp.bodies import phrasing
from webapp.bodies.models import Officer
from webapp.cases import confidential
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.instances.models import Instance, TodoRecord
from webapp.instances.values import Actor, Entry, Prepared
from webapp.matters import operations as matter_operations
from webapp.matters import queries as matters
from webapp.matters.done import History, scope_of
from webapp.matters.models import Matter
from webapp.matters.turn import MANY, Turn
from webapp.procedures import queries as procedures
from webapp.tasks import branches, faces, papers, prefill, settling
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
    whole: History | None = None
    """Everything done in the matter, where `history` is the view of one party."""
    serving: tuple[Any, ...] = ()
    reporter: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    offered: tuple[Mapping[str, Any], dict[str, Choices]] | None = None

    @property
    def version_id(self) -> int:
        """Return the version of the procedure."""
        return self.instance.version_id

    @property
    def everything(self) -> History:
        """Return everything done in the matter, whomever it is about."""
        return self.whole or self.history

    @property
    def party_id(self) -> int | None:
        """Return the party that the to-do alone is about (当事人)."""
        return self.instance.party_id

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
            self.offered = dict(values), faces.offer(self.form, self.turn(values))
        return self.offered[1]

    @property
    def actor(self) -> Actor:
        """Return the officer as the engine's records want one."""
        return Actor(self.officer.id, self.record.role, self.officer.body_id)

    @property
    def moment(self) -> settling.Moment:
        """Return what is about to be done."""
        parents = {self.instance.id: self.instance.parent_id}
        return settling.Moment(self.matter, self.everything, self.at, self.actor, parents)

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
            whole=self.whole,
            party_id=self.party_id,
            form=self.form,
            serving=self.serving,
            kept=self.kept,
            notes={"reporter": self.reporter} if self.reporter else {},
        )


def sit_down(officer: Officer, record: TodoRecord, *, lock: bool = False) -> Desk:
    """Gather what surrounds a to-do; with `lock` the matter is held until the transaction ends."""
    if lock:
        instance = matter_operations.hold_for(record)
    else:
        instance = db.session.get_one(Instance, record.instance_id)
    matter, at = matters.get_matter(record.matter_id), clock.now()
    todo, whole = todo_of(record), dossiers.history(matter.id)
    desk = Desk(
        officer=officer,
        record=record,
        matter=matter,
        instance=instance,
        history=seen_by(whole, matter, instance.party_id),
        whole=whole,
        at=at,
        form=phrasing.form_for(
            matter.body, record.form, procedures.forms_of(instance.version_id), at.date()
        ),
        todo=todo,
    )
    desk.serving = papers.to_serve(desk.turn({}))
    return desk


def seen_by(history: History, matter: Matter, party_id: int | None) -> History:
    """Return what one of several parties is concerned by, else everything (当事人视角)."""
    if party_id is None or len(matter.parties) < MANY:
        return history
    return history.of_party(str(party_id))


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
    """Return the values that are not typed: `readOnly` and known fields, what is to be sealed."""
    own = {one.name for one in desk.form.fields if one.is_known or one.schema.get("readOnly")}
    filled = desk.filled if own else {}
    found = {name: value for name, value in filled.items() if name in own}
    if carries(desk.todo.acts, Tag.SEALING):
        document = papers.to_seal(desk.turn({}))
        found["digest"] = document.approved_digest if document else ""
    return found


def submission(
    desk: Desk, values: Mapping[str, Any], party_id: int | None = None
) -> Submission[CaseFacts]:
    """Return what the safeguards judge, as a party sees it."""
    turn = desk.turn(values)
    if party_id is not None and desk.party_id is None:
        history = seen_by(desk.history, desk.matter, party_id)
        values = added_up(values, str(party_id))
        turn = replace(turn, values=values, history=history, party_id=party_id)
    return Submission(
        acts=turn.acts,
        process=desk.todo.process,
        node=desk.todo.node,
        role=desk.todo.role,
        actor=str(desk.officer.id),
        values=values,
        at=desk.at,
        facts=faces.facts_for(turn),
        final=desk.todo.final,
    )


def judge(desk: Desk, values: Mapping[str, Any]) -> None:
    """Refuse the step with all reasons at once, or let it pass (程序保障).

    What concerns several parties is judged as each of them sees it.
    """
    attempts = {party: submission(desk, values, party) for party in views(desk)}
    found: dict[Refusal, list[int | None]] = {}
    for party, attempt in attempts.items():
        for one in (*review(SAFEGUARDS, attempt), *papers_open(desk)):
            told = replace(one, basis=cited(attempt, one.basis))
            found.setdefault(told, []).append(party)
    if found:
        refusals = [_about(desk, one, whom, attempts) for one, whom in found.items()]
        raise StepRefused(refusals, {**values, **desk.reporter})


def standings(desk: Desk, values: Mapping[str, Any]) -> list[Standing]:
    """Tell how the safeguards of the step stand with what is typed so far, in all eyes."""
    return together([stand(SAFEGUARDS, submission(desk, values, who)) for who in views(desk)])


def _about(
    desk: Desk, refusal: Refusal, whom: Sequence[int | None], views: Collection[int | None]
) -> Refusal:
    """Name the parties in whose eyes alone a step is refused."""
    if len(whom) == len(views):
        return refusal
    names = "、".join(one.name for one in desk.matter.parties if one.id in whom)
    return replace(refusal, message=f"{names}：{refusal.message}")


def views(desk: Desk) -> list[int | None]:
    """Return whose eyes a step is judged with: of its party, or of each that it is about."""
    if desk.party_id is not None or len(desk.matter.parties) < MANY:
        return [desk.party_id]
    return [one.id for one in desk.matter.parties]


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
        moment = desk.moment
        prepared = settling.settle(desk.turn(values), moment, advance)
        return settling.answering(prepared, branches.go_on(moment, advance))

    return settled
