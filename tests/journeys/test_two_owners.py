"""Two owners from the lead to the dossier, through the pages and the API, with their papers.

One asks for a hearing, one waives; notices served on different days, two decisions, two periods of
appeal. Days are worked out by hand.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from documents.catalogue import get as type_of
from tests.journeys import stages
from tests.journeys.owners import TwoOwnersAtTheDoor, proposed, stands, text_of, told
from webapp.cases import rulings
from webapp.cases.models import Outcome
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.dossiers import rendering
from webapp.dossiers.models import Document
from webapp.evidence import storage
from webapp.instances.models import Instance
from webapp.matters import clocks
from webapp.matters.models import MatterStatus
from webapp.payments import queries as payments
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

pytestmark = pytest.mark.usefixtures("office")


def test_two_owners_from_the_lead_to_the_dossier(office: Flask) -> None:
    j = proposed(TwoOwnersAtTheDoor(office, serious=True, fine="20000.00"))
    first, second = j.party(0), j.party(1)

    hears_both(j, first, second)
    decides_on_the_second(j, first)
    holds_the_hearing_of_the_first(j)
    decides_on_the_first(j, first, second)
    j.everybody()
    stages.archived(j)

    holds_in_the_books(j, first, second)
    holds_on_paper(j)
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def hears_both(j: TwoOwnersAtTheDoor, first: int, second: int) -> None:
    """Serve the notices two days apart: one asks for a hearing, one waives it."""
    for at, day in enumerate(("2026-03-24", "2026-03-26")):
        j.party(at)
        j.at(f"{day}T10:00")
        told(j)
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
    j.do("hear.request")
    j.do("defense.receive")
    assert stands(j) == {first: ["hear.accept"], second: ["dec.draft"]}


def decides_on_the_second(j: TwoOwnersAtTheDoor, first: int) -> None:
    """Decide on the owner who waived, serve, publish, collect; the other waits for its hearing."""
    stages.decided(j, "2026-04-03")
    stages.issued(j)
    assert j.case.status is MatterStatus.OPEN
    assert (j.case.decided_at, j.case.outcome) == (None, Outcome.PENALTY)
    address = f"/cases/{j.matter_id}/procedures/remedy"
    asked = j.ask(j.office["officer_lead"], "POST", address, None)
    assert asked.status_code == 409
    assert "请选择涉及的当事人" in asked.get_data(as_text=True)
    stages.published_and_paid(j)
    assert stands(j) == {first: ["hear.accept"]}


def holds_the_hearing_of_the_first(j: TwoOwnersAtTheDoor) -> None:
    """Give notice of the hearing seven working days ahead, hold it, review its report."""
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


def decides_on_the_first(j: TwoOwnersAtTheDoor, first: int, second: int) -> None:
    """Decide on the owner who was heard: its period of appeal is its own."""
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
    twice = j.send("exec.pay", voucher=paid.voucher)
    assert twice.status_code == 422
    assert "已登记" in twice.get_data(as_text=True)
    j.do("exec.pay")


def holds_in_the_books(j: TwoOwnersAtTheDoor, first: int, second: int) -> None:
    """Hold that each owner has its own result and payment, and the case what they come to."""
    assert j.case.status is MatterStatus.ARCHIVED
    results = rulings.of_case(j.case)
    assert [(one.party_id, one.outcome, one.fine) for one in results] == [
        (first, Outcome.PENALTY, Decimal("20000.00")),
        (second, Outcome.PENALTY, Decimal("20000.00")),
    ]
    assert j.case.fine == Decimal("40000.00")
    assert payments.balance(j.matter_id, first).is_settled
    assert payments.balance(j.matter_id, second).is_settled


def holds_on_paper(j: TwoOwnersAtTheDoor) -> None:
    """Hold that each paper about one owner names it, and never where the other one lives."""
    parties = j.case.parties
    found: dict[int, list[str]] = {party.id: [] for party in parties}
    for document, whose in papers_apart(j):
        text = printed(document)
        (own,) = (party for party in parties if party.id == whose)
        (other,) = (party for party in parties if party.id != whose)
        assert own.name in text, document.title
        assert other.name not in text, document.title
        assert other.address not in text, document.title
        found[whose].append(document.title)
    for party in parties:
        for title in ("行政处罚听证告知书", "行政处罚决定书", "罚款缴纳通知书", "送达回证"):
            assert title in found[party.id], (party.name, found[party.id])
    for address in ("shared/closing_approval", "shared/dossier_cover"):
        paper = j.paper_of(address)
        told = "岚市监罚决〔2026〕2号、岚市监罚决〔2026〕1号"
        assert paper.context["f"]["decision_number"] == told
        assert all(party.name in printed(paper) for party in parties)
    assert "涉嫌" in j.case.title
    assert "涉嫌" not in j.paper_of("shared/dossier_cover").context["f"]["title"]


def papers_apart(j: TwoOwnersAtTheDoor) -> Iterator[tuple[Document, int]]:
    """Yield each final paper that goes to one of the parties alone, with that party."""
    for one in dossiers.final(j.matter_id):
        branch = db.session.get_one(Instance, one.instance_id)
        if branch.party_id is not None and type_of(one.address).external:
            yield dossiers.get_document(one.id), branch.party_id


def printed(document: Document) -> str:
    """Print a paper and read it."""
    with transaction():
        return text_of(storage.read(rendering.render(document).digest))
