"""Who was there, who signed, who a party is: values that once passed (`processes/TRUTH.md`).

Through the pages, as an officer would try it; each is refused with the article that binds, and the
way on is taken.
"""

import pytest

from documents.catalogue import get as type_of
from documents.metadata import FRONT, SealedBy
from tests.journeys import stages
from tests.journeys.web import WebJourney
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import DocumentState, SignatureState

pytestmark = pytest.mark.usefixtures("office")


class Unsigned(WebJourney):
    """A case in which the second officer signs nothing by himself."""

    def sign_all(self) -> None:
        """Let nobody sign who was named on a paper."""


def waiting(j: WebJourney) -> set[str]:
    """Return the titles of the papers that somebody has still to sign."""
    found = dossiers.of_matter(j.case.id)
    return {one.title for one in found if one.state is DocumentState.SIGNING}


def test_nothing_is_reported_or_decided_on_papers_that_the_second_officer_has_not_signed(
    office,
) -> None:
    j = Unsigned(office)
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    assert {"现场笔录", "询问笔录", "证据提取（复制）单"} <= waiting(j)

    refused = j.told("inv.close")

    assert any("现场笔录尚待李敏签名" in one for one in refused.messages)
    assert set(refused.articles) == {"《行政处罚法》第四十二条第一款、第五十五条、第六十四条第八项"}
    signed_by(j, "officer_assist")
    j.steps("inv.close", "inv.close_opinion", "rev.case")
    assert waiting(j) == {"案件调查终结报告"}

    signed_by(j, "officer_assist")
    stages.notified(j)
    assert waiting(j) == {"送达回证"}
    j.at("2026-03-30T09:00")
    j.steps("hear.request", "defense.receive")
    j.at("2026-04-02T09:00")
    j.steps("dec.draft", "dec.opinion")

    refused = j.told("dec.approve")

    assert "送达回证尚待李敏签名，签名不全的文书不能作为依据" in refused.messages[0]
    signed_by(j, "officer_assist")
    j.steps("dec.approve", "dec.penalty")


def signed_by(j: WebJourney, post: str) -> None:
    """Let an officer sign on the list of to-dos what waits for him, as the page sends it."""
    browser = j.browser(post)
    page = browser.get("/todo").get_data(as_text=True)
    ids = [
        str(one.id)
        for one in dossiers.of_matter(j.case.id)
        if f'name="document" value="{one.id}" checked' in page
    ]
    assert ids
    assert browser.send("/documents/sign", {"document": ids}).status_code == 302


def test_no_paper_that_the_party_may_read_is_final_without_a_hand_or_a_seal(office) -> None:
    j = WebJourney(office)
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-30T09:00")
    j.steps("hear.request", "defense.receive")
    stages.decided(j)
    stages.issued(j)
    stages.published_and_paid(j)
    stages.archived(j)

    papers = [one for one in dossiers.final(j.case.id) if type_of(one.address).volume == FRONT]

    assert papers
    for one in papers:
        kind = type_of(one.address)
        signed = [line for line in one.signatures if line.state is SignatureState.SIGNED]
        assert signed or kind.seal is not SealedBy.NONE, one.title
        assert not [line for line in one.signatures if line.state is SignatureState.PENDING]
    both = ("shared/site_record", "penalty/evidence_review", "shared/service_receipt")
    for one in papers:
        if one.address in both:
            hands = {line.name for line in one.signatures if line.slot == "officers"}
            assert hands == {"陈伟", "李敏"}, one.title


def heard_until_the_hearing(j: WebJourney) -> None:
    """From the lead to the morning of a claimed hearing."""
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    claim = {"hearing_claimed": "yes", "way": "written", "requested_on": "2026-03-26"}
    j.do("hear.request", **claim, reason="认为处罚过重", files=[j.paper], waiver_text=...)
    stated = [{"point": "初次违法"}]
    j.do("defense.receive", defense="stated", arguments=stated, waiver_text=...)
    j.steps("defense.review", "defense.opinion")
    j.at("2026-03-27T09:00")
    j.steps("hear.accept", "hear.panel")
    j.do("hear.notify", at="2026-04-13T09:00")
    j.later(hours=2)
    j.serve()
    j.at("2026-03-31T09:00")
    j.do("hear.announce")


def test_a_recused_chair_member_and_clerk_are_replaced_and_the_hearing_goes_on(office) -> None:
    j = WebJourney(office, serious=True, fine="20000.00")
    heard_until_the_hearing(j)
    seats = {
        "hearing_member": "spare",
        "hearing_chair": "legal_reviewer",
        "hearing_clerk": "intake",
    }
    j.at("2026-04-02T09:00")
    for gone, comes in seats.items():
        j.start("recusal")
        name = j.office[gone].name
        j.do("recuse.request", target=j.office.id(gone), applicant=name)
        j.later(minutes=10)
        alone = j.told("recuse.decide", replacement=...)
        assert alone.messages == (f"{name}回避后须有人接替，请指定接替人员",)
        partial = j.told("recuse.decide", replacement=j.office.id("officer_assist"))
        assert "李敏是本案调查人员，不得接替听证人员，请更换" in partial.messages
        j.do("recuse.decide", replacement=j.office.id(comes))
        j.later(minutes=10)
        j.serve()
    j.at("2026-04-13T11:10")

    j.do("hear.hold", by="intake")

    j.at("2026-04-14T09:00")
    j.do("hear.report", by="legal_reviewer")
    record = j.paper_of("shared/hearing_record")
    signed = {(one.slot, one.name) for one in record.signatures}
    names = {post: j.office[post].name for post in ("spare", "legal_reviewer", "intake")}
    assert ("participants", names["spare"]) in signed
    assert ("chair", names["legal_reviewer"]) in signed
    assert ("clerk", names["intake"]) in signed
    assert {name for slot, name in signed if slot == "officers"} == {"陈伟", "李敏"}
    assert not {one for _, one in signed} & {j.office[post].name for post in seats}
