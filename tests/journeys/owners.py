"""Two owners in one matter (两名当事人): journeys that can stand in the branch of one of them."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pypdf import PdfReader

from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.journeys.web import WebJourney
from webapp.database import db
from webapp.demo.scenario.filling import Filler
from webapp.instances.models import TodoRecord, TodoState

J = TypeVar("J", bound=Journey)

SECOND = {
    "kind": "sole_trader",
    "name": "岚江市城东区顺达副食店",
    "credit_code": "92445902MA5A1B2DXT",
    "operator": "罗佩文",
    "gender": "男",
    "birth": "1979-08-02",
    "address": "岚江市城东区榕荫路90号",
    "phone": "0799-5550219",
}


class Apart(Journey):
    """A journey that can stand in one party's branch."""

    whose: int | None = None

    def open_todos(self) -> list[TodoRecord]:
        """Return the open to-dos, of one party where one is chosen."""
        return [todo for todo in super().open_todos() if self.whose in (None, todo.party_id)]

    @property
    def filler(self) -> Filler:
        """Return who fills in the forms, about the party in whose branch the journey stands."""
        filler = super().filler
        for party in self.case.parties if self.whose else ():
            if party.id == self.whose:
                about = {**filler.story.party, **party.details}
                filler.story = replace(filler.story, party=about)
        return filler

    def party(self, position: int) -> int:
        """Stand in the branch of a party; return its id."""
        self.whose = self.case.parties[position].id
        return self.whose

    def everybody(self) -> None:
        """Stand in no branch."""
        self.whose = None


class TwoOwners(Apart):
    """Two owners, at the operations the pages call."""


class TwoOwnersAtTheDoor(Apart, WebJourney):
    """Two owners, through pages and API."""


def more(number: int) -> list[dict[str, Any]]:
    """Return so many other owners, none of whom has a licence."""
    plain = {name: one for name, one in SECOND.items() if name != "credit_code"}
    return [
        {**plain, "name": f"第{at}家副食店", "licence_kind": "无登记证照"}
        for at in range(1, number + 1)
    ]


def drafted(j: J, others: Sequence[Any] = (SECOND,)) -> J:
    """From the lead to the proposal about all owners, before its approval."""
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    named = {"has_other_parties": True, "other_parties": list(others)} if others else {}
    j.do("case.verify", **named)
    j.later(minutes=10)
    j.do("case.verify_opinion")
    j.later(minutes=10)
    j.steps("case.file_request", "case.file_opinion", "case.file")
    stages.evidence_taken(j)
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.steps("proposal.draft", "proposal.opinion")
    return j


def proposed(j: J, others: Sequence[Any] = (SECOND,)) -> J:
    """From the lead to the approved proposal about all owners."""
    drafted(j, others).steps("appr.proposal")
    return j


def told(j: Journey) -> None:
    """Serve a notice on the party in whose branch it stands."""
    j.steps("notice.prior", "notice.approve")
    j.serve()


def answered(j: Journey) -> None:
    """Serve a notice on a party, who waives what may be waived."""
    told(j)
    j.do("hear.request")
    j.do("defense.receive")


def stands(j: Journey) -> dict[int, list[str]]:
    """Return the open acts by party."""
    db.session.expire_all()
    query = sa.select(TodoRecord).where(
        TodoRecord.matter_id == j.matter_id, TodoRecord.state == TodoState.OPEN
    )
    found: dict[int, list[str]] = {}
    for todo in db.session.scalars(query.order_by(TodoRecord.id)):
        found.setdefault(todo.party_id or 0, []).append(todo.acts[0])
    return {party: sorted(acts) for party, acts in found.items()}


def ids_of(party: int) -> list[UUID]:
    """Return the ids of the open to-dos of a party."""
    query = sa.select(TodoRecord.id).where(
        TodoRecord.party_id == party, TodoRecord.state == TodoState.OPEN
    )
    return list(db.session.scalars(query.order_by(TodoRecord.id)))


def last_done(party: int) -> UUID:
    """Return the to-do of a party that was done last."""
    query = sa.select(TodoRecord.id).where(
        TodoRecord.party_id == party, TodoRecord.state == TodoState.DONE
    )
    return db.session.scalars(query.order_by(TodoRecord.done_at.desc()).limit(1)).one()


def text_of(pdf: bytes) -> str:
    """Return what a paper says, without line ends."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")
