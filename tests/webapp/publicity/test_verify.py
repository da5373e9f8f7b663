"""Whoever holds a paper checks it without signing in: what it is and whether it is in force."""

import re

import pytest
import sqlalchemy as sa

from tests.harness import Browser
from tests.webapp.worked import HIDDEN
from webapp.cases import operations as cases
from webapp.database import db, transaction
from webapp.dossiers import operations, rendering
from webapp.dossiers.models import Document, DocumentState, SealState
from webapp.limits import Buckets
from webapp.publicity import views


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    monkeypatch.setattr(views, "ASKING", Buckets(rate=0.5, burst=20))


@pytest.fixture
def public(worked):
    return Browser(worked.app)


def paper_of(worked, name, address):
    query = sa.select(Document).where(
        Document.matter_id == worked.ids[name], Document.address == address
    )
    return db.session.scalars(query.order_by(Document.id.desc())).first()


def asked(public, paper):
    return public.get(f"/verify/{paper.token}")


def test_a_sealed_decision_is_valid_and_shows_neither_party_nor_content(worked, public):
    paper = paper_of(worked, "published", "penalty/penalty_decision")
    with transaction():
        rendering.render(paper)

    page = text(asked(public, paper))

    assert "文书验真 有效" in page
    for line in (
        "文书名称 行政处罚决定书",
        f"文号 {paper.number}",
        "制作机关 岚江市市场监督管理局",
        f"文件校验值（SHA-256） {paper.pdf}",
    ):
        assert line in page
    party = paper.matter.party
    for secret in (party.name, party.address, party.phone, paper.matter.title, "罚款"):
        assert secret not in page
    assert not any(words in page for words in HIDDEN.values())


def test_the_code_on_the_paper_leads_there(worked):
    paper = paper_of(worked, "published", "penalty/penalty_decision")
    inside = paper_of(worked, "published", "penalty/filing_approval")

    assert paper.context["qr"] == f"http://localhost:8000/verify/{paper.token}"
    assert inside is None or inside.context["qr"] == ""


def test_a_void_paper_says_so(worked, public):
    paper = paper_of(worked, "published", "penalty/penalty_decision")
    with transaction():
        operations.void_document(worked.officer("chenwei"), paper, "送达前更正", paper.finalized_at)

    assert "文书验真 已作废" in text(asked(public, paper))


def test_a_decision_that_a_remedy_undid_holds_no_longer(worked, public):
    paper = paper_of(worked, "published", "penalty/penalty_decision")
    served = paper_of(worked, "published", "shared/service_receipt")
    with transaction():
        rendering.render(paper)
        cases.revoke_decision(worked.case("published"), paper.matter.party.id)

    assert "文书验真 已被变更或者撤销" in text(asked(public, paper))
    assert "已被变更或者撤销" not in text(asked(public, served))


@pytest.mark.parametrize("changes", [{"state": DocumentState.SIGNING}, {"seal": SealState.WANTED}])
def test_a_paper_without_signature_or_seal_is_not_in_force(worked, public, changes):
    paper = paper_of(worked, "published", "penalty/penalty_decision")
    with transaction():
        for name, value in changes.items():
            setattr(paper, name, value)

    assert "文书验真 尚未生效" in text(asked(public, paper))


def test_a_code_that_no_paper_bears_is_told_so(public):
    answer = public.get("/verify/AAAAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 404
    assert "没有查到这份文书" in text(answer)


def test_who_tries_codes_is_stopped(public):
    answers = [public.get(f"/verify/{number}") for number in range(21)]

    assert {one.status_code for one in answers[:20]} == {404}
    assert answers[20].status_code == 429
