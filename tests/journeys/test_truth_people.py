"""Who was there, who signed, who a party is: values that once passed (`processes/TRUTH.md`).

Through the pages, as an officer would try it; each is refused with the article that binds, and the
way on is taken.
"""

from datetime import date

import pytest

from documents.catalogue import get as type_of
from documents.metadata import FRONT, SealedBy
from tests.journeys import stages
from tests.journeys.web import WebJourney
from webapp.database import transaction
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import DocumentState, SignatureState
from webapp.matters.models import PartyKind
from webapp.publicity import queries as publications
from webapp.publicity.models import PublicationState

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
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
    j.at("2026-03-30T09:00")
    j.steps("hear.request", "defense.receive")
    j.behind(stages.decided, stages.issued, stages.published_and_paid)
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
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
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


CHILD = "445902201305203079"
"""Somebody of twelve in the spring of 2026, a boy."""
OLD_CODE = "914404007123456781"
"""A code of the early years whose check character is wrong."""


def party(**block: object) -> dict[str, object]:
    """Return a party as typed, with address and telephone."""
    return {"address": "岚江市望海区文澜路9号", "phone": "0799-5550001", **block}


def registering(j: WebJourney, block: dict[str, object]) -> tuple[int, str]:
    """Try to register a lead about a party; return the status and what the platform says."""
    given = j.values("penalty/lead", {"party": block})
    values = {name: value for name, value in given.items() if value is not ...}
    answer = j.ask(j.office["intake"], "POST", "/cases", {"data": values})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (
            {"kind": "person", "name": "何小川", "id_number": CHILD, "birth": "1990-05-20"},
            "出生日期填写的是“1990-05-20”，证件号码载明的是“2013-05-20”",
        ),
        (
            {"kind": "person", "name": "何小川", "id_number": CHILD},
            "未满十八周岁的，请选择民事行为能力",
        ),
        (
            {"kind": "person", "name": "何小川", "id_number": "445902209905203079"},
            "证件号码中的出生日期晚于今天",
        ),
        (
            {"kind": "organization", "name": "荣记五金店", "legal_rep": "荣启", "licence_kind":
             "营业执照注册号", "licence_number": "440402600123456"},
            "是个体工商户的注册号，请核对当事人类别",
        ),
        (
            {"kind": "organization", "name": "荣记五金店", "legal_rep": "荣启",
             "credit_code": "92445902MAP296M85U"},
            "以 92 开头的是个体工商户的统一社会信用代码，请核对当事人类别",
        ),
        (
            {"kind": "organization", "name": "岚江旧码有限公司", "legal_rep": "荣启",
             "credit_code": OLD_CODE},
            "统一社会信用代码的校验码不符",
        ),
    ],
    ids=["child born 1990", "child", "2099", "trader's licence", "trader's code", "broken code"],
)  # fmt: skip
def test_what_a_number_says_outweighs_what_is_typed_of_a_party(office, block, said) -> None:
    status, answer = registering(WebJourney(office), party(**block))

    assert status == 422
    assert said in answer


def test_a_code_as_it_stands_on_the_licence_is_taken_with_reason_and_licence(office) -> None:
    j = WebJourney(office)
    block = party(kind="organization", name="岚江旧码有限公司", legal_rep="荣启")
    block |= {"licence_kind": "统一社会信用代码（校验码有误的旧码）", "old_code": OLD_CODE}

    status, answer = registering(j, block)
    assert status == 422
    assert "执照照片" in answer
    block |= {
        "old_code_reason": "核对2015年核发的执照正本，逐位一致",
        "old_code_licence": [j.paper],
    }
    j.register(party=block)

    (kept,) = j.case.parties
    assert (kept.id_number, kept.id_kind) == (OLD_CODE, "统一社会信用代码")


def test_birth_and_sex_follow_from_the_number_of_a_trader_s_operator(office) -> None:
    j = WebJourney(office)
    block = party(kind="sole_trader", name="惠民食品店", credit_code="92445902MAP296M85U")
    block |= {"operator": "沈砚秋", "id_number": "445902197906182948"}

    status, answer = registering(j, block | {"gender": "男", "birth": "1999-09-09"})
    assert status == 422
    assert "性别填写的是“男”，证件号码载明的是“女”" in answer
    assert "出生日期填写的是“1999-09-09”，证件号码载明的是“1979-06-18”" in answer
    j.register(party=block)

    (kept,) = j.case.parties
    assert kept.operator_number == "445902197906182948"
    assert (kept.gender, kept.birth.isoformat()) == ("女", "1979-06-18")


def test_an_earlier_fine_for_what_may_be_the_same_act_stops_the_review_until_it_is_explained(
    office,
) -> None:
    j = WebJourney(office)
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
    j.at("2026-03-26T09:00")
    j.steps("hear.request", "defense.receive")
    j.behind(stages.decided, stages.issued)
    again = WebJourney(office, start="2026-05-06T09:00")
    again.register(place="城东区榕荫路八十八号之一（临街铺面）")
    again.later(hours=1)
    again.do("case.assign")
    again.at("2026-05-08T14:00")
    again.steps("case.verify", "case.verify_opinion", "case.file_request", "case.file_opinion")
    again.steps("case.file")
    again.at("2026-05-11T09:00")
    again.record("rights_notice", "inv.rights_notice")
    again.record("onsite", "inv.onsite")
    again.at("2026-05-20T09:00")
    again.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion")

    refused = again.told("rev.case")

    assert refused.articles == ("《行政处罚法》第二十九条",)
    assert "与本案可能是同一违法行为" in refused.messages[0]
    again.do("rev.case", other_act="此前罚款针对一楼店面，本案针对另一仓库，标签、批次均不同。")


def issued(j: WebJourney) -> None:
    """From the lead to the sealed decision with its payment notice, which nobody has yet."""
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
    j.at("2026-03-26T09:00")
    j.steps("hear.request", "defense.receive")
    j.behind(stages.decided)
    j.steps("dec.penalty", "dec.sign", "dec.seal", "exec.notify")


def becomes(j: WebJourney, name: str, birth: str) -> None:
    """Let the party of the case be a person."""
    with transaction():
        (one,) = j.case.parties
        one.kind, one.name, one.birth = PartyKind.PERSON, name, date.fromisoformat(birth)
        one.id_number = ""


def test_a_decision_about_a_minor_is_never_shown(office) -> None:
    j = WebJourney(office)
    issued(j)
    becomes(j, "何小川", "2009-12-01")

    refused = j.told("pub.decide", publish="yes")

    assert refused.messages == ("当事人未满十八周岁，其处罚决定不予公示，请选择不公示",)
    assert refused.articles[0].startswith("《行政处罚法》第四十八条第一款、第五十条")
    j.do("pub.decide", publish="no", channel=...)
    j.do("pub.approve")
    (shown,) = publications.of_matter(j.case.id)
    assert shown.state is PublicationState.WITHHELD
    assert "何小川" not in shown.summary


def test_a_person_is_shown_masked_for_as_long_as_the_class_says_before_the_service(office) -> None:
    j = WebJourney(office)
    issued(j)
    assert {"pub.decide", "serve.plan"} <= set(j.open_tasks())  # seven days run from the decision
    becomes(j, "何大川", "1990-05-20")

    refused = j.told("pub.decide", summary="当事人：何大川。", publish_until="2026-05-31")

    assert set(refused.errors) == {"summary", "publish_until"}
    assert "2029" in refused.errors["publish_until"]
    j.steps("pub.decide", "pub.approve")
    (shown,) = publications.of_matter(j.case.id)
    signed = j.paper_of("penalty/penalty_decision").dated
    assert shown.until == signed.replace(year=signed.year + 3)
    assert "当事人：何某某。" in shown.summary
    assert "何大川" not in shown.summary
    assert "罚款" in shown.summary
    j.serve()
    j.steps("exec.pay")
