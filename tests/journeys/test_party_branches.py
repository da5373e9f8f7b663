"""The branches of two owners in one matter: each stands where its own answers put it."""

from datetime import timedelta

import pytest
from flask import Flask

from engine import clock
from tests.harness import Browser
from tests.journeys import stages
from tests.journeys.owners import (
    TwoOwners,
    answered,
    ids_of,
    last_done,
    proposed,
    stands,
    told,
)
from webapp.accounts import tokens
from webapp.accounts.models import Account
from webapp.cases import rulings
from webapp.cases.models import Outcome
from webapp.database import db, transaction
from webapp.matters.models import MatterStatus
from webapp.tasks import operations as tasks
from webapp.tasks import queries
from webapp.tasks.errors import NotStartable

pytestmark = pytest.mark.usefixtures("office")


def test_each_party_gets_a_branch_that_stands_where_its_own_answer_put_it(office: Flask) -> None:
    j = proposed(TwoOwners())
    first, second = (party.id for party in j.case.parties)

    j.party(0)
    answered(j)

    assert stands(j) == {first: ["dec.draft"], second: ["notice.prior"]}


def test_return_withdrawal_and_timer_stay_inside_a_branch(office: Flask) -> None:
    j = proposed(TwoOwners())
    first, second = (party.id for party in j.case.parties)
    untouched = ids_of(second)

    j.party(0)
    j.do("notice.prior")
    j.back("notice.approve", j.open_tasks()["notice.approve"].returns[0], by="unit_head")
    assert stands(j) == {first: ["notice.prior"], second: ["notice.prior"]}
    j.later(minutes=5)
    j.do("notice.prior")
    with transaction():
        tasks.withdraw(j.office["officer_lead"], last_done(first))
    assert stands(j) == {first: ["notice.prior"], second: ["notice.prior"]}
    told(j)
    assert stands(j)[first] == ["defense.receive", "hear.request"]
    j.party(1)
    assert ids_of(second) == untouched
    j.at("2026-03-27T09:00")
    told(j)
    j.at("2026-04-01T09:00")
    j.later(hours=1)
    assert stands(j) == {first: ["dec.draft"], second: ["defense.receive", "hear.request"]}


def test_a_branch_that_goes_back_leaves_the_others_where_they_are(office: Flask) -> None:
    j = proposed(TwoOwners())
    first, second = (party.id for party in j.case.parties)
    for position in (0, 1):
        j.party(position)
        answered(j)
    untouched = ids_of(first)

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
    assert ids_of(first) == untouched
    (mine,) = untouched
    (theirs,) = ids_of(second)
    lead = j.office["officer_lead"]
    assert "顺达副食店" not in str(queries.page(lead, mine).values)
    assert "顺达副食店" in queries.page(lead, theirs).values["facts"]


def test_page_and_interface_ask_which_party_a_procedure_is_about(office: Flask) -> None:
    j = proposed(TwoOwners())
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


def test_the_investigation_ends_about_one_party_and_goes_on_about_the_other(office: Flask) -> None:
    j = proposed(TwoOwners())
    first, second = (party.id for party in j.case.parties)
    j.party(0)
    answered(j)
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
