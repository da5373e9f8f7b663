"""A desk in this process (演示办理): the operations of pages and API, with the clock moved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine import clock
from webapp.accounts.models import Account
from webapp.api import printing
from webapp.bodies.models import Officer
from webapp.cases.operations import KIND
from webapp.database import db, transaction
from webapp.demo.scenario.filling import FormView
from webapp.dossiers import queries as dossiers
from webapp.dossiers import signing
from webapp.evidence import storage
from webapp.instances.models import Timer, TimerState, TodoRecord, TodoState
from webapp.matters import queries as matters
from webapp.tasks import intake, opening, operations, queries

Values = Mapping[str, Any]


class LocalDesk:
    """Acts for everybody, one case at a time; the clock stands at the moment of each step."""

    def __init__(self, ids: Mapping[str, int] | None = None) -> None:
        self.ids = ids or self.everybody()
        self.at = clock.now()
        self.case = 0

    @staticmethod
    def everybody() -> dict[str, int]:
        """Return the ids of all officers by their logins."""
        query = sa.select(Account.login, Officer.id).join(Account, Account.id == Officer.account_id)
        return dict(db.session.execute(query).all())

    def be_at(self, at: datetime) -> None:
        """Let time pass until then; timers of the case that ring meanwhile are fired."""
        while (ringing := self._next_timer(at)) is not None:
            instance, key, due = ringing
            with clock.fixed(clock.local(due)), transaction():
                operations.wake(instance, key)
        self.at = at

    def officer_id(self, login: str) -> str:
        """Return somebody's id as forms hold it."""
        return str(self.ids[login])

    def upload(self, login: str, content: bytes, name: str) -> str:
        """Hand in a file and return its digest."""
        with clock.fixed(self.at), transaction():
            return storage.store(content, name).digest

    def lead_form(self, login: str) -> FormView:
        """Return the form with which a case begins."""
        with clock.fixed(self.at):
            officer = self._officer(login)
            form = opening.form_of(KIND, officer.body)
            values = intake.initial(form, self.at)
            offered = intake.offer(officer, form, values, self.at)
        return FormView(form.address, values, printing.choices(offered))

    def register(self, login: str, values: Values) -> int:
        """Register a lead and return the id of the case."""
        with clock.fixed(self.at), transaction():
            advance = opening.register_lead(self._officer(login), values)
        self.case = int(advance.answer["case"])
        return self.case

    def start(self, login: str, case: int, procedure: str) -> Values:
        """Start a procedure of the case menu."""
        with clock.fixed(self.at), transaction():
            found = matters.get_matter(case)
            return operations.start_menu(found, procedure, self._officer(login)).answer

    def find(self, login: str, case: int, act: str) -> str | None:
        """Return the id of the open task with this act that was opened last."""
        query = (
            sa.select(TodoRecord.id)
            .where(
                TodoRecord.matter_id == case,
                TodoRecord.state == TodoState.OPEN,
                TodoRecord.acts.contains([act]),
            )
            .order_by(TodoRecord.opened_at.desc())
        )
        found = db.session.scalars(query).first()
        return str(found) if found else None

    def view(self, login: str, todo: str) -> FormView:
        """Return a task with its form."""
        with clock.fixed(self.at):
            page = queries.page(self._officer(login), UUID(todo))
        return FormView(page.form.address, page.values, printing.choices(page.choices))

    def draft(self, login: str, todo: str, values: Values) -> FormView:
        """Keep what was typed so far and return the task as it stands then."""
        with clock.fixed(self.at), transaction():
            operations.save_draft(self._officer(login), UUID(todo), values)
        return self.view(login, todo)

    def complete(self, login: str, todo: str, values: Values) -> Values:
        """Complete a task."""
        with clock.fixed(self.at), transaction():
            return operations.complete(self._officer(login), UUID(todo), values).answer

    def send_back(self, login: str, todo: str, node: str, opinion: str) -> Values:
        """Send a task back."""
        with clock.fixed(self.at), transaction():
            return operations.send_back(self._officer(login), UUID(todo), node, opinion).answer

    def sign(self, case: int, people: Sequence[str]) -> None:
        """Let everybody sign what waits for his signature."""
        wanted = signing.wanted_in(case)
        allowed = {self.ids[one] for one in people}
        pairs = [(one, who) for one, found in wanted.items() for who in found if who in allowed]
        if pairs:
            with clock.fixed(self.at), transaction() as session:
                for document_id, officer_id in pairs:
                    document = dossiers.get_document(document_id)
                    signing.sign(session.get_one(Officer, officer_id), document, self.at)

    def _officer(self, login: str) -> Officer:
        return db.session.get_one(Officer, self.ids[login])

    def _next_timer(self, until: datetime) -> tuple[UUID, UUID, datetime] | None:
        if not self.case:
            return None
        mine = sa.select(TodoRecord.instance_id).where(TodoRecord.matter_id == self.case)
        query = (
            sa.select(Timer.instance_id, Timer.key, Timer.due)
            .where(
                Timer.instance_id.in_(mine),
                Timer.state == TimerState.WAITING,
                Timer.due <= until,
            )
            .order_by(Timer.due)
            .limit(1)
        )
        found = db.session.execute(query).first()
        if found is None or found[2] is None:
            return None
        return found[0], found[1], found[2]
