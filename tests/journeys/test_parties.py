"""Two owners in one matter: each with its own notice, answer, decision, service and payment."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from engine import clock
from tests.harness import Browser
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.accounts import tokens
from webapp.accounts.models import Account
from webapp.cases import operations as cases
from webapp.cases import rulings
from webapp.cases.models import Outcome
from webapp.database import db, transaction
from webapp.demo.scenario.filling import Filler
from webapp.errors import Invalid
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import clocks
from webapp.matters.models import MatterStatus
from webapp.payments import queries as payments
from webapp.process_records.verification import verify
from webapp.tasks import operations as tasks
from webapp.tasks import queries
from webapp.tasks.errors import NotStartable
from webapp.wiring import CHECKS

pytestmark = pytest.mark.usefixtures("office")

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


class TwoOwners(Journey):
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


def begun(several: bool = True, **facts: Any) -> TwoOwners:
    """From the lead to the approved proposal about two owners, or one."""
    j = TwoOwners(**facts)
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    others = {"has_other_parties": True, "other_parties": [SECOND]} if several else {}
    j.do("case.verify", **others)
    j.later(minutes=10)
    j.do("case.verify_opinion")
    j.later(minutes=10)
    j.steps("case.file_request", "case.file_opinion", "case.file")
    stages.evidence_taken(j)
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    return j


def stands(j: TwoOwners) -> dict[int, list[str]]:
    """Return the open acts by party."""
    db.session.expire_all()
    query = sa.select(TodoRecord).where(
        TodoRecord.matter_id == j.matter_id, TodoRecord.state == TodoState.OPEN
    )
    found: dict[int, list[str]] = {}
    for todo in db.session.scalars(query.order_by(TodoRecord.id)):
        found.setdefault(todo.party_id or 0, []).append(todo.acts[0])
    return {party: sorted(acts) for party, acts in found.items()}


def ids_of(j: TwoOwners, party: int) -> list[UUID]:
    """Return the ids of the open to-dos of a party."""
    query = sa.select(TodoRecord.id).where(
        TodoRecord.party_id == party, TodoRecord.state == TodoState.OPEN
    )
    return list(db.session.scalars(query.order_by(TodoRecord.id)))


def last_done(j: TwoOwners, party: int) -> UUID:
    """Return the to-do of a party that was done last."""
    query = sa.select(TodoRecord.id).where(
        TodoRecord.party_id == party, TodoRecord.state == TodoState.DONE
    )
    return db.session.scalars(query.order_by(TodoRecord.done_at.desc()).limit(1)).one()


def text_of(pdf: bytes) -> str:
    """Return what a paper says, without line ends."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_each_party_gets_a_branch_that_stands_where_its_own_answer_put_it(office: Flask) -> None:
    j = begun()
    first, second = (party.id for party in j.case.parties)

    j.party(0)
    j.steps("notice.prior", "notice.approve")
    j.serve()
    j.do("hear.request")
    j.do("defense.receive")

    assert stands(j) == {first: ["dec.draft"], second: ["notice.prior"]}


def test_return_withdrawal_and_timer_stay_inside_a_branch(office: Flask) -> None:
    j = begun()
    first, second = (party.id for party in j.case.parties)
    untouched = ids_of(j, second)

    j.party(0)
    j.do("notice.prior")
    j.back("notice.approve", j.open_tasks()["notice.approve"].returns[0], by="unit_head")
    assert stands(j) == {first: ["notice.prior"], second: ["notice.prior"]}
    j.later(minutes=5)
    j.do("notice.prior")
    with transaction():
        tasks.withdraw(j.office["officer_lead"], last_done(j, first))
    assert stands(j) == {first: ["notice.prior"], second: ["notice.prior"]}
    j.steps("notice.prior", "notice.approve")
    j.serve()
    assert stands(j)[first] == ["defense.receive", "hear.request"]
    j.party(1)
    assert ids_of(j, second) == untouched
    j.at("2026-03-27T09:00")
    j.steps("notice.prior", "notice.approve")
    j.serve()
    j.at("2026-04-01T09:00")
    j.later(hours=1)
    assert stands(j) == {first: ["dec.draft"], second: ["defense.receive", "hear.request"]}


def test_a_party_that_was_typed_in_error_is_gone_with_the_next_verification(office: Flask) -> None:
    j = TwoOwners()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    j.do("case.verify", has_other_parties=True, other_parties=[SECOND])
    assert [party.name for party in j.case.parties][1:] == [SECOND["name"]]

    j.back("case.verify_opinion", j.open_tasks()["case.verify_opinion"].returns[0])
    j.do("case.verify", has_other_parties=False, other_parties=...)

    assert len(j.case.parties) == 1
    assert not j.case.title.startswith(f"{j.case.party.name}等")
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_branch_that_goes_back_leaves_the_others_where_they_are(office: Flask) -> None:
    j = begun()
    first, second = (party.id for party in j.case.parties)
    for position in (0, 1):
        j.party(position)
        j.steps("notice.prior", "notice.approve")
        j.serve()
        j.do("hear.request")
        j.do("defense.receive")
    untouched = ids_of(j, first)

    j.party(1)
    j.at("2026-04-02T09:00")
    j.steps("dec.draft", "dec.opinion")
    j.do("dec.approve", outcome="reinvestigate", opinion="须核实其进货数量，补充调查后重新告知。")
    assert stands(j) == {first: ["dec.draft"], 0: ["inv.collect"]}

    j.everybody()
    j.at("2026-04-08T09:00")
    j.steps("inv.collect", "evidence.review")
    j.do("inv.close", facts="顺达副食店另行购进同一批食品三十件并全部售出。")
    j.do("inv.close_opinion")
    j.do("rev.case")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    assert stands(j) == {first: ["dec.draft"], second: ["notice.prior"]}
    assert ids_of(j, first) == untouched
    (mine,) = untouched
    (theirs,) = ids_of(j, second)
    lead = j.office["officer_lead"]
    assert "顺达副食店" not in str(queries.page(lead, mine).values)
    assert "顺达副食店" in queries.page(lead, theirs).values["facts"]


def test_page_and_interface_ask_which_party_a_procedure_is_about(office: Flask) -> None:
    j = begun()
    first, second = j.case.parties
    lead = j.office["officer_lead"]
    account = db.session.get_one(Account, lead.account_id)
    browser = Browser(office).enter(account)
    address = f"/cases/{j.case.reference}"

    page = browser.get(address).get_data(as_text=True)
    assert first.name in page
    assert second.name in page
    assert f'<option value="{second.id}">{second.name}</option>' in page
    stranger = browser.send(f"{address}/start/correction", {"party": "999999"})
    assert "没有这名当事人" in stranger.get_data(as_text=True)
    assert browser.send(f"{address}/start/correction", {"party": str(second.id)}).status_code == 302
    assert stands(j)[second.id] == ["notice.prior", "order.correct"]

    with transaction():
        _, secret = tokens.issue_token(account, "测试", clock.real(), timedelta(days=1))
    program = {"Authorization": f"Bearer {secret}"}
    client = office.test_client()
    menu = client.get(f"/api/v1/cases/{j.matter_id}/procedures", headers=program).json["items"]
    offered = {line["key"]: [one["party"] for one in line["parties"]] for line in menu}
    assert offered["extension"] == [None]
    assert offered["correction"] == [None, first.id, second.id]
    start = f"/api/v1/cases/{j.matter_id}/procedures/correction"
    assert client.post(f"{start}?party=999999", headers=program).status_code == 422
    assert client.post(f"{start}?party={first.id}", headers=program).status_code == 201
    assert stands(j)[first.id] == ["notice.prior", "order.correct"]
    found = client.get(f"/api/v1/cases/{j.matter_id}", headers=program).json
    assert [one["party"] for one in found["results"]] == [first.id, second.id]


def test_a_party_found_later_gets_a_branch_of_its_own(office: Flask) -> None:
    j = begun(several=False)
    (first,) = (party.id for party in j.case.parties)
    j.party(0)
    j.steps("notice.prior", "notice.approve")
    j.serve()
    j.do("hear.request")
    j.do("defense.receive")
    untouched = ids_of(j, first)

    j.everybody()
    j.start("party_addition")
    j.do(
        "case.party_add_draft", party=SECOND, facts="台账表明其共同进货、销售。", reasons="共同违法"
    )
    j.steps("case.party_add_opinion")
    j.do("case.party_add")

    _, second = (party.id for party in j.case.parties)
    assert j.case.title.startswith(f"{j.case.parties[0].name}等")
    assert stands(j) == {first: ["dec.draft"], 0: ["inv.collect"]}
    j.at("2026-04-08T09:00")
    j.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion", "rev.case")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    assert stands(j) == {first: ["dec.draft"], second: ["notice.prior"]}
    assert ids_of(j, first) == untouched
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_party_that_is_not_approved_is_none_and_a_hundred_are_enough(office: Flask) -> None:
    j = begun(several=False)
    j.start("party_addition")
    j.do("case.party_add_draft", party=SECOND, facts="据称共同销售。", reasons="共同违法")
    j.steps("case.party_add_opinion")
    j.do("case.party_add", agree="no", opinion="不批准，理由：没有证据证明其共同实施。")
    assert [party.name for party in j.case.parties] == [j.case.party.name]

    for number in range(99):
        cases.add_party(j.case, {**SECOND, "name": f"第{number}家副食店"})
    with pytest.raises(Invalid, match="不得超过 100 名"):
        cases.add_party(j.case, SECOND)


def test_the_investigation_ends_about_one_party_and_goes_on_about_the_other(office: Flask) -> None:
    j = begun()
    first, second = (party.id for party in j.case.parties)
    j.party(0)
    j.steps("notice.prior", "notice.approve")
    j.serve()
    j.do("hear.request")
    j.do("defense.receive")
    stages.decided(j)
    stages.issued(j)
    stages.published_and_paid(j)
    with pytest.raises(NotStartable, match="作出决定前"):
        j.start("termination")
    with pytest.raises(NotStartable, match="作出决定前"):
        j.start("termination", whose=first)

    j.start("termination", whose=second)
    j.party(1)
    j.do("case.terminate_draft")
    j.do("case.terminate_opinion")
    j.do("case.terminate")
    j.everybody()
    assert [one.outcome for one in rulings.of_case(j.case)] == [
        Outcome.PENALTY, Outcome.TERMINATED,
    ]  # fmt: skip
    assert j.case.status is MatterStatus.DECIDED
    assert stands(j) == {0: ["arch.draft"]}
    stages.archived(j)
    assert j.case.status is MatterStatus.ARCHIVED


def test_two_owners_from_the_notice_to_the_archive(office: Flask) -> None:
    """One asks for a hearing, one waives; notices served on different days, two decisions."""
    j = begun(serious=True, fine="20000.00")
    first, second = j.party(0), j.party(1)

    j.party(0)
    j.at("2026-03-24T10:00")
    j.steps("notice.prior", "notice.approve")
    j.later(hours=2)
    j.serve()
    j.party(1)
    j.at("2026-03-26T10:00")
    j.steps("notice.prior", "notice.approve")
    j.later(hours=2)
    j.serve()
    running = {
        (line.rule, line.party_id): line.due.date()
        for line in clocks.running(j.matter_id)
        if line.due and line.rule in ("DL-09", "DL-10")
    }
    assert running[("DL-09", first)] == date(2026, 3, 31)
    assert running[("DL-09", second)] == date(2026, 4, 2)

    j.party(0)
    j.at("2026-03-27T09:00")
    j.do(
        "hear.request",
        hearing_claimed="yes",
        way="written",
        requested_on="2026-03-27",
        reason="认为处罚过重",
        files=[j.paper],
        waiver_text=...,
    )
    j.do("defense.receive")
    j.party(1)
    j.do("hear.request", person="罗佩文")
    j.do("defense.receive")
    assert stands(j) == {first: ["hear.accept"], second: ["dec.draft"]}

    stages.decided(j, "2026-04-03")
    stages.issued(j)
    assert j.case.status is MatterStatus.OPEN
    assert (j.case.decided_at, j.case.outcome) == (None, Outcome.PENALTY)
    with pytest.raises(NotStartable, match="请选择涉及的当事人"):
        j.start("remedy")
    stages.published_and_paid(j)
    assert stands(j) == {first: ["hear.accept"]}

    j.party(0)
    j.steps("hear.accept", "hear.panel")
    j.do("hear.notify", at="2026-04-27T09:00")
    j.later(hours=2)
    j.serve()
    j.at("2026-04-17T09:00")
    j.do("hear.announce")
    j.at("2026-04-27T11:10")
    j.do("hear.hold")
    j.at("2026-04-28T09:00")
    j.do("hear.report")
    j.at("2026-04-29T09:00")
    j.steps("rev.legal", "rev.legal_sign")
    stages.decided(j, "2026-05-06")
    j.steps("dec.penalty", "dec.sign", "dec.seal", "exec.notify")
    assert j.case.status is MatterStatus.DECIDED
    j.later(days=1)
    j.serve()
    appeals = {
        line.party_id: line.start.date()
        for line in clocks.of_matter(j.matter_id)
        if line.title == "申请行政复议期限"
    }
    assert appeals == {second: date(2026, 4, 4), first: date(2026, 5, 7)}
    j.later(days=1)
    j.steps("pub.decide", "pub.approve")
    (paid,) = payments.of_matter(j.matter_id, second)
    with pytest.raises(Invalid, match="已登记"):
        j.do("exec.pay", voucher=paid.voucher)
    j.do("exec.pay")
    j.everybody()
    stages.archived(j)

    assert j.case.status is MatterStatus.ARCHIVED
    results = rulings.of_case(j.case)
    assert [(one.party_id, one.outcome, one.fine) for one in results] == [
        (first, Outcome.PENALTY, Decimal("20000.00")),
        (second, Outcome.PENALTY, Decimal("20000.00")),
    ]
    assert j.case.fine == Decimal("40000.00")
    assert payments.balance(j.matter_id, first).is_settled
    assert payments.balance(j.matter_id, second).is_settled
    decisions = {
        title: text_of(file) for title, file in j.print_all().items() if "行政处罚决定书" in title
    }
    names = [party.name for party in j.case.parties]
    homes = [party.address for party in j.case.parties]
    assert len(decisions) == 2
    for text in decisions.values():
        (own,) = [at for at, name in enumerate(names) if name in text]
        assert homes[own] in text
        assert homes[1 - own] not in text
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws
