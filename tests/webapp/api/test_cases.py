"""Cases through the API: start one from a lead, read what may be read, get its papers as PDF."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from tests.webapp.worked import HIDDEN
from webapp.cases.models import PenaltyCase
from webapp.database import db
from webapp.dossiers.models import Document, DocumentState


@pytest.fixture
def lead(worked):
    """Return what would be accepted as a lead."""
    return worked.journey("lead").values("penalty/lead", {})


def cases():
    db.session.expire_all()
    return db.session.scalar(sa.select(sa.func.count()).select_from(PenaltyCase))


def test_a_lead_starts_a_case(program, lead):
    intake = program("hejing")
    assert intake.get("/leads/form").json["schema"]["required"]

    answer = intake.post("/cases", {"data": lead}, headers={"Idempotency-Key": "lead-1"})

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/cases/{answer.json['case']}"
    assert answer.json["reference"].startswith("岚市监")
    assert [one["name"] for one in answer.json["opened"]] == ["线索分办"]


def test_the_same_lead_sent_again_is_one_case(program, lead):
    intake, before = program("hejing"), cases()

    answers = [
        intake.post("/cases", {"data": lead}, headers={"Idempotency-Key": "lead"}) for _ in "abc"
    ]

    assert len({one.json["case"] for one in answers}) == 1
    assert cases() == before + 1


def test_a_lead_that_is_wrong_names_its_fields_and_takes_no_number(program, lead, state):
    before, number = state("lead"), cases()

    answer = program("hejing").post("/cases", {"data": {**lead, "content": "", "source": "x"}})

    assert answer.status_code == 422
    assert {one["path"] for one in answer.json["errors"]} == {"content", "source"}
    assert (state("lead"), cases()) == (before, number)


def test_only_the_intake_registers_leads(program, lead):
    assert program("qianshuning").post("/cases", {"data": lead}).status_code == 403


def test_similar_leads_are_shown_without_registering(program, lead):
    before = cases()

    answer = program("hejing").post("/leads/similar", {"data": lead})

    assert answer.status_code == 200
    assert cases() == before


def test_a_case_is_read_with_trajectory_and_clocks(worked, chenwei):
    case = worked.ids["published"]

    shown = chenwei.get(f"/cases/{case}").json
    trails = chenwei.get(f"/cases/{case}/trajectory").json["items"]
    clocks = chenwei.get(f"/cases/{case}/clocks").json["items"]

    assert shown["reference"] == worked.case("published").reference
    steps = [step for trail in trails for step in trail["steps"]]
    assert {"案源登记", "送达"} & {step["name"] for step in steps}
    assert all(step["actor"] for step in steps if step["kind"] == "COMPLETE")
    filing = next(one for one in clocks if one["rule"] == "DL-02")
    assert "起算" in filing["explanation"]
    assert filing["basis"].startswith("《")


def test_a_final_document_is_handed_out_as_pdf(worked, chenwei):
    case = worked.ids["published"]
    items = chenwei.get(f"/cases/{case}/documents").json["items"]
    decision = next(one for one in items if one["address"] == "penalty/penalty_decision")

    with chenwei.get(f"/documents/{decision['id']}/pdf") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        pages = PdfReader(BytesIO(answer.data)).pages
        text = "".join(page.extract_text() for page in pages)
    assert decision["number"] in text.replace(" ", "").replace("\n", "")
    assert chenwei.get(f"/documents/{decision['id']}").json["is_rendered"]


def test_a_draft_has_no_pdf_yet(worked, chenwei):
    query = sa.select(Document.id).where(
        Document.matter_id == worked.ids["undecided"], Document.state == DocumentState.DRAFT
    )
    worked.journey("undecided").do("proposal.draft")
    draft = db.session.scalars(query).one()

    answer = chenwei.get(f"/documents/{draft}/pdf")

    assert answer.status_code == 409
    assert "尚未定稿" in answer.json["detail"]


READING = ("", "/trajectory", "/clocks", "/documents", "/evidence", "/procedures", "/volumes")


@pytest.mark.parametrize("login", ["wutong", "cg-chengye", "qianshuning"])
def test_strangers_are_told_there_is_no_such_case(worked, program, login, subtests):
    stranger = program(login)
    for part in READING:
        with subtests.test(part=part):
            answer = stranger.get(f"/cases/{worked.ids['undecided']}{part}")

            assert answer.status_code in (403, 404)
            said = answer.get_data(as_text=True)
            assert not [word for word in HIDDEN.values() if word in said]


def test_a_procedure_of_the_menu_is_started(worked, chenwei, program):
    case = worked.ids["undecided"]
    menu = {one["key"]: one for one in chenwei.get(f"/cases/{case}/procedures").json["items"]}
    assert menu["correction"]["is_open"], menu["correction"]["objection"]

    started = chenwei.post(f"/cases/{case}/procedures/correction")
    closed = next(key for key, one in menu.items() if not one["is_open"])

    assert started.status_code == 201
    assert started.headers["Location"].endswith(started.json["opened"][0]["id"])
    assert chenwei.post(f"/cases/{case}/procedures/{closed}").status_code == 409
    assert chenwei.post(f"/cases/{case}/procedures/nothing").status_code == 404
    assert program("wutong").post(f"/cases/{case}/procedures/correction").status_code == 404


def test_cases_are_listed_by_pages_of_those_one_may_read(worked, chenwei, program):
    mine = chenwei.get("/cases?mine=true").json["items"]

    assert {one["id"] for one in mine} == {worked.ids["undecided"], worked.ids["published"]}
    assert program("cg-chengye").get("/cases").json["items"] == []
    assert chenwei.get("/cases?q=没有这样的案件").json["items"] == []
