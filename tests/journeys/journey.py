"""Drives one case through its tasks as the right people, at the operations the pages call."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from documents import examples
from engine import clock
from engine.advance import Advance
from engine.clock import ZONE
from engine.workdays import NATIONAL
from tests.journeys import story, untouched
from tests.journeys.office import Office
from tests.journeys.story import Values, kept
from webapp.api import printing
from webapp.bodies.models import Officer
from webapp.cases.models import PenaltyCase
from webapp.database import db, transaction
from webapp.demo.scenario.filling import Filler, FormView
from webapp.dossiers import binding, rendering, signing
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import Document, Signature, SignatureState, Volume
from webapp.evidence import queries as evidence
from webapp.evidence import storage
from webapp.instances import timers
from webapp.instances.models import StepRecord, TodoRecord, TodoState
from webapp.matters import queries as matters
from webapp.tasks import completing, opening, queries
from webapp.tasks import operations as tasks
from webapp.tasks.errors import StepRefused


class Journey:
    """One case, its people and its clock; the forms are filled in as the examples type them."""

    def __init__(self, start: str = "2026-03-02T09:00", **facts: Any) -> None:
        self.office = Office()
        self.facts: dict[str, Any] = {**story.FACTS, "party": story.PARTY, **facts}
        self.matter_id = 0
        self.at(start)
        self.begun = self.now.date() - timedelta(days=7)
        self.files = story.Files()

    @property
    def paper(self) -> str:
        """Return a paper to hand in."""
        return self.files.paper

    @property
    def filler(self) -> Filler:
        """Return who fills in the forms of this case, as it is known now."""
        return story.filler(self.facts, self.begun, self.office, self.files)

    # --- the clock --------------------------------------------------------------------------------

    def at(self, text: str) -> None:
        """Move the clock of the law."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        clock.set_source(lambda: self.now)

    def later(self, **time: int) -> None:
        """Let some time pass, and let the timers ring that are due by then."""
        self.now += timedelta(**time)
        timers.fire_due()

    def workday(self, days: int) -> str:
        """Return the day so many working days from now."""
        return NATIONAL.add_workdays(self.now.date(), days).isoformat()

    # --- the case ---------------------------------------------------------------------------------

    @property
    def case(self) -> PenaltyCase:
        """Return the case as it stands."""
        db.session.expire_all()
        return matters.get_matter(self.matter_id)

    def evidence(self) -> list[str]:
        """Return the ids of the evidence."""
        return [str(one.id) for one in evidence.of_matter(self.matter_id)]

    def admissible(self) -> list[str]:
        """Return the ids of the evidence that was admitted."""
        found = evidence.of_matter(self.matter_id)
        return [str(one.id) for one in found if one.verdict and one.verdict.is_admissible]

    def paper_of(self, address: str) -> Document:
        """Return the newest final document of a kind."""
        document = dossiers.latest(self.matter_id, address)
        assert document is not None, address
        return document

    def open_todos(self) -> list[TodoRecord]:
        """Return the open to-dos in the order in which they came up."""
        db.session.expire_all()
        begun = (
            sa.select(sa.func.min(StepRecord.chain_seq))
            .where(StepRecord.instance_id == TodoRecord.instance_id)
            .scalar_subquery()
        )
        query = sa.select(TodoRecord).where(
            TodoRecord.matter_id == self.matter_id, TodoRecord.state == TodoState.OPEN
        )
        order = (TodoRecord.opened_at, begun, TodoRecord.scope, TodoRecord.node)
        return list(db.session.scalars(query.order_by(*order)))

    def open_tasks(self) -> dict[str, TodoRecord]:
        """Return the open to-dos by their acts, of several of one act the newest."""
        return {act: todo for todo in self.open_todos() for act in todo.acts}

    def todo(self, act: str, by: str = "") -> TodoRecord:
        """Return the newest open to-do of an act that nobody took from whoever does it."""
        found = [todo for todo in self.open_todos() if act in todo.acts]
        assert found, f"{act} is not open, only {sorted(self.open_tasks())}"
        free = [one for one in found if one.assignee_id in (None, self.who(one, by).id)]
        return (free or found)[-1]

    # --- acting -----------------------------------------------------------------------------------

    def register(self, **changes: Any) -> Advance:
        """Register the lead."""
        values = self.values("penalty/lead", changes)
        with transaction():
            advance = opening.register_lead(self.office["intake"], values)
        self.matter_id = advance.answer["case"]
        return advance

    def start(self, procedure: str, by: str = "officer_lead", whose: int | None = None) -> Advance:
        """Start a procedure of the case menu, about one of several parties where one is named."""
        case = matters.get_matter(self.matter_id)
        with transaction():
            return tasks.start_menu(case, procedure, self.office[by], whose=whose)

    def do(self, act: str, by: str = "", **changes: Any) -> Advance:
        """Complete the open task of an act as whoever does it, and let the others sign."""
        todo = self.todo(act, by)
        officer = self.who(todo, by)
        values = self.filled(officer, todo, changes)
        with transaction():
            advance = tasks.complete(officer, todo.id, values)
        self.sign_all()
        return advance

    def refused(self, act: str, by: str = "", **changes: Any) -> dict[str, str]:
        """Try a task that safeguards refuse; return their articles by id.

        What was typed is kept, the attempt is on record, and nothing else has changed.
        """
        todo = self.todo(act, by)
        officer = self.who(todo, by)
        values = self.filled(officer, todo, changes)
        with transaction():
            tasks.save_draft(officer, todo.id, values)
        before = untouched.picture()
        with pytest.raises(StepRefused) as refused, transaction():
            tasks.complete(officer, todo.id, values)
        refusals = refused.value.refusals
        with transaction():
            tasks.record_refusal(officer, todo.id, refused.value)
        assert untouched.picture() == before
        assert all(one.message and "《" in one.basis for one in refusals)
        assert queries.page(officer, todo.id).values == values
        attempt = untouched.newest_attempt()
        assert (attempt.matter_id, attempt.officer_id) == (self.matter_id, officer.id)
        found = {one.id: one.basis for one in refusals}
        assert {one["id"]: one["basis"] for one in attempt.details["refusals"]} == found
        return found

    def steps(self, *acts: str, minutes: int = 10) -> None:
        """Complete several tasks one after the other."""
        for act in acts:
            self.do(act)
            self.later(minutes=minutes)

    def back(self, act: str, target: str, opinion: str = "请补充后重报", by: str = "") -> Advance:
        """Send the open task of an act back."""
        todo = self.todo(act, by)
        with transaction():
            return tasks.send_back(self.who(todo, by), todo.id, target, opinion)

    def serve(self, **changes: Any) -> None:
        """Plan the service that is due and deliver by hand."""
        self.do("serve.plan")
        self.later(minutes=30)
        self.do("serve.deliver", **changes)

    def record(self, procedure: str, act: str, **changes: Any) -> None:
        """Show the certificates and make a record: one evidence procedure from start to end."""
        self.start(procedure)
        self.do("inv.id_show")
        self.later(hours=1)
        self.do(act, **changes)
        self.later(minutes=20)

    def print_all(self) -> dict[str, bytes]:
        """Make the PDF of every final paper, by title and id."""
        made = {}
        for one in dossiers.final(self.matter_id):
            with transaction():
                file = rendering.render(dossiers.get_document(one.id))
                made[f"{one.id} {one.title}"] = storage.read(file.digest)
        return made

    def bind(self) -> list[Volume]:
        """Bind the volumes of the archived case."""
        with transaction():
            return binding.bind(self.matter_id)

    def sign_all(self) -> None:
        """Let everybody sign who was named on a paper."""
        query = (
            sa.select(Signature.document_id, Signature.officer_id)
            .join(Document, Document.id == Signature.document_id)
            .where(
                Document.matter_id == self.matter_id,
                Signature.state == SignatureState.PENDING,
                Signature.officer_id.is_not(None),
            )
        )
        wanted = db.session.execute(query).all()
        db.session.rollback()
        for document_id, officer_id in wanted:
            with transaction() as session:
                officer = session.get_one(Officer, officer_id)
                document = session.get_one(Document, document_id)
                if any(
                    one.officer_id == officer_id and one.state is SignatureState.PENDING
                    for one in document.signatures
                ):
                    signing.sign(officer, document, self.now)

    def who(self, todo: TodoRecord, by: str = "") -> Officer:
        """Return who does a to-do."""
        if by:
            return self.office[by]
        if todo.role == "officer_lead":
            case = matters.get_matter(todo.matter_id)
            return db.session.get_one(Officer, case.lead_officer_id)
        return self.office[todo.role]

    def filled(self, officer: Officer, todo: TodoRecord, changes: Values) -> dict[str, Any]:
        """Return an open task as somebody fills it in afresh, with some changes; `...` clears."""
        page = queries.page(officer, todo.id)
        held = completing.sit_down(officer, todo).filled if page.has_draft else page.values
        return kept({**held, **self.typed(officer, todo, changes)})

    def typed(self, officer: Officer, todo: TodoRecord, changes: Values) -> dict[str, Any]:
        """Return what somebody types into an open task, with some changes; `...` clears."""
        page = queries.page(officer, todo.id)
        held = completing.sit_down(officer, todo).filled if page.has_draft else page.values
        view = FormView(todo.form, held, printing.choices(page.choices))
        typed = self._typed(view, changes, officer)
        values = kept({**held, **typed})
        if "grade" in typed and self.filler.wants_grade(view, changes, values):
            with transaction():
                tasks.save_draft(officer, todo.id, values)
            choices = printing.choices(queries.page(officer, todo.id).choices)
            typed = self._typed(replace(view, choices=choices), changes, officer)
        return typed

    def submission(self, todo: TodoRecord, by: str = "", **changes: Any) -> dict[str, Any]:
        """Return what whoever does an open task submits."""
        return self.filled(self.who(todo, by), todo, changes)

    def values(self, form: str, changes: Values) -> dict[str, Any]:
        """Return what is typed into a form of which nothing is known, with some changes."""
        return kept(self._typed(FormView(form, {}, {}), changes, self.office["intake"]))

    def otherwise(self, form: str, typed: dict[str, Any]) -> dict[str, Any]:
        """Return what is typed into a form in this very case; a journey of its own says more."""
        return typed

    def _typed(self, view: FormView, changes: Values, officer: Officer) -> dict[str, Any]:
        filler = self.filler
        login = next((one for one, id in filler.ids.items() if id == str(officer.id)), "")
        found = filler.values(view, changes, login, self.now)
        names = {*examples.load(view.form).typed, *changes}
        typed = {name: found.get(name, ...) for name in names}
        return {**self.otherwise(view.form, typed), **{name: typed[name] for name in changes}}
