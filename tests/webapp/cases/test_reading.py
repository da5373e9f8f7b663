"""To whom a case is open: the handlers, those above and beside them, nobody else (案件知悉范围)."""

import re

import pytest
import sqlalchemy as sa

from tests.harness import NOW
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.evidence import queries as evidence
from webapp.matters.models import Recusal
from webapp.process_records.models import AuditEntry

MAY = ["chenwei", "limin", "wangjian", "zhoushenxing", "qinling", "hanxu", "tangtang"]
"""主办、协办、本科科长、分管领导、局长, and who reviewed the evidence."""

MAY_NOT = ["zhouhang", "sunwang", "wutong", "linmin", "hejing", "qianshuning", "luozhiwei",
           "yezhiqiu", "shenmo", "cg-chengye", "cg-gaojun"]  # fmt: skip
"""Other officers, another unit's head, whoever has no turn in it, other bodies."""

CONTENT = [
    "/cases/{number}",
    "/cases/{number}/evidence",
    "/cases/{number}/dossier",
    "/cases/{number}/dossier/front.pdf",
    "/cases/{number}/dossier/package.zip",
    "/cases/{number}/files/{digest}",
    "/documents/{document}",
    "/documents/{document}/sheet",
    "/documents/{document}/pdf",
]


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def places(worked):
    """Return addresses of everything that is content of the undecided case."""
    case = worked.case("undecided")
    digest = next(one.files[0] for one in evidence.of_matter(case.id) if one.files)
    document = dossiers.final(case.id)[0].id
    filled = {"number": case.number, "digest": digest, "document": document}
    return [place.format(**filled) for place in CONTENT]


def status(browser, place):
    """Return how a page answers; a file is closed again."""
    answer = browser.get(place)
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("login", MAY)
def test_it_is_open_to(worked, places, login):
    browser = worked.enter(login)

    answers = {place: status(browser, place) for place in places}

    missing = [place for place, status in answers.items() if status == 404]
    assert [place.rpartition("/")[2] for place in missing] == ["front.pdf", "package.zip"]
    assert set(answers.values()) == {200, 404}  # nothing is bound yet


@pytest.mark.parametrize("login", MAY_NOT)
def test_it_does_not_exist_for(worked, places, login):
    browser = worked.enter(login)

    assert {status(browser, place) for place in places} == {404}
    assert "禾记" not in text(browser.get("/cases?all=1"))


@pytest.mark.parametrize("login", ["suwanqing", "wenruyan", "jianning", "gunanqiao", "bailu",
                                   "yunfan", "jiangche", "anran"])  # fmt: skip
def test_it_is_forbidden_to_supervisors_and_administrators(worked, places, login):
    browser = worked.enter(login)

    assert {status(browser, place) for place in places} == {403}


def test_it_closes_to_whoever_must_keep_away(worked, places):
    with transaction() as session:
        officer, case = worked.officer("limin"), worked.case("undecided")
        session.add(Recusal(matter_id=case.id, officer_id=officer.id, since=NOW, reason="同学"))

    browser = worked.enter("limin")

    assert {status(browser, place) for place in places} == {404}


def test_an_old_handler_keeps_what_he_answers_for_and_the_turn_of_others_ends(worked):
    case = worked.case("published")

    assert worked.enter("chenwei").get(f"/cases/{case.number}").status_code == 200
    assert worked.enter("qianshuning").get(f"/cases/{case.number}").status_code == 200  # to enter
    assert worked.enter("luozhiwei").get(f"/cases/{case.number}").status_code == 404  # sealed it


def test_a_case_is_found_under_its_lead_number_as_well(worked):
    case, chenwei = worked.case("undecided"), worked.enter("chenwei")

    assert chenwei.get(f"/cases/{case.lead.number}").status_code == 200
    assert chenwei.get("/cases/岚市监立〔2026〕999号").status_code == 404


def test_the_page_shows_path_clocks_rights_evidence_and_papers(worked):
    page = worked.enter("chenwei").get(f"/cases/{worked.case('undecided').number}")

    words = text(page)
    for piece in ("禾记食品有限公司", "办案期限", "陈述申辩期", "三性审查", "关联性", "文书与材料",
                  "询问笔录", "拟处意见呈报 陈伟、李敏待办", "立案审批 周慎行"):  # fmt: skip
        assert piece in words, piece
    track = page.get_json(silent=True) or page.get_data(as_text=True)
    assert '"views"' in track
    assert "investigation_to_conclusion" in track


def test_one_procedure_of_the_case_is_drawn_on_request(worked):
    number, chenwei = worked.case("undecided").number, worked.enter("chenwei")
    page = chenwei.get(f"/cases/{number}").get_data(as_text=True)
    address = re.search(r'href="([^"]*instance=[^"#]*)#flow"', page)[1]

    assert "询问" in text(chenwei.get(address)) or "权利义务告知" in text(chenwei.get(address))
    other = "12345678-1234-5678-1234-567812345678"
    assert chenwei.get(f"/cases/{number}?instance={other}").status_code == 404


def test_leads_are_listed_for_the_body_only(worked):
    assert "短斤少两" in text(worked.enter("hejing").get("/leads"))
    assert "短斤少两" not in text(worked.enter("cg-chengye").get("/leads"))
    number = worked.case("lead").lead.number
    assert worked.enter("cg-chengye").get(f"/leads/{number}").status_code == 404


def test_only_the_intake_desk_sees_who_reported_and_leaves_a_trace(worked):
    number = worked.case("lead").lead.number
    hejing, wangjian = worked.enter("hejing"), worked.enter("wangjian")

    assert "欧阳修竹" not in text(hejing.get(f"/leads/{number}"))
    assert wangjian.send(f"/leads/{number}/reporter").status_code == 403
    assert "欧阳修竹" in text(hejing.send(f"/leads/{number}/reporter"))
    looks = sa.select(AuditEntry).where(AuditEntry.action == "lead.reporter_read")
    assert len(db.session.scalars(looks).all()) == 1
