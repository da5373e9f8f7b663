"""Matters of any kind: opened from page and API, without party, dossier or art. 37, with links."""

import json
import re

import pytest
import sqlalchemy as sa

from engine import clock
from engine.procedure import Opens, Procedure
from processes import catalogue
from tests.engine.drawing import Drawing
from tests.harness import Browser
from webapp import wiring
from webapp.accounts import tokens
from webapp.cases import operations as cases
from webapp.database import db, transaction
from webapp.instances import queries as instances
from webapp.instances import todos
from webapp.matters import links
from webapp.matters import queries as matters
from webapp.matters.models import LinkKind, MatterLink, MatterStatus
from webapp.procedures import operations as procedures
from webapp.procedures.bundle import Bundle
from webapp.process_records.verification import verify
from webapp.supervision import queries as supervision

ASK = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "事项变更申请",
    "type": "object",
    "properties": {"title": {"type": "string", "title": "变更内容", "minLength": 2}},
    "required": ["title"],
}


@pytest.fixture
def change(worked, monkeypatch):
    """Declare and publish a procedure that has no party, no dossier and nothing to hide."""
    drawing = Drawing("change", "执法事项变更", lane="officer_lead")
    drawing.start()
    drawing.user("ask", act="adm.ask", form="adm/ask", document="")
    drawing.user("check", act="adm.check", form="adm/ask", document="", lane="unit_head",
                 opens="penalty")  # fmt: skip
    drawing.end()
    drawing.chain("start", "ask", "check", "end")
    made = Procedure(
        "change",
        "执法事项变更",
        "change",
        {"change": drawing.xml()},
        opens=Opens(form="adm/ask", role="officer_lead", series="变", act="申请变更"),
        has_party=False,
        is_protected=False,
    )
    for listed in (catalogue.PROCEDURES, catalogue.MAIN):
        monkeypatch.setitem(listed, made.key, made)
    monkeypatch.setitem(catalogue.KINDS, made.key, made.name)
    text = {name: xml.decode() for name, xml in made.diagrams.items()}
    with transaction():
        procedures.keep(made, Bundle(text, {"adm/ask.json": json.dumps(ASK)}, {}), clock.now())
    return made


@pytest.fixture
def program(worked):
    """Return a function that sends requests to the API as somebody."""

    def of(login):
        with transaction():
            _, secret = tokens.issue_token(worked.account(login), "测试程序", clock.real())
        headers = {"Authorization": f"Bearer {secret}"}

        def send(method, path, **sent):
            address = f"/api/v1{path}"
            return Browser(worked.app).open(address, method=method, headers=headers, **sent)

        return send

    return of


def opened(program, login="chenwei", **more):
    body = {"procedure": "change", "data": {"title": "调整市场监管事项"}, **more}
    return program(login)("POST", "/matters", json=body)


def offered(program, login):
    """Return the procedures that the API lets somebody open."""
    answer = program(login)("GET", "/matters/openable")
    return {one["procedure"] for one in answer.json["items"]}


def opened_by(role):
    """Return the procedures that say that a role opens them."""
    return {key for key, one in catalogue.MAIN.items() if one.opens.role == role}


def test_the_api_opens_a_matter_without_party_dossier_and_art_37(worked, change, program):
    answer = opened(program)

    assert answer.status_code == 201, answer.json
    shown = program("chenwei")("GET", f"/matters/{answer.json['case']}").json
    assert (shown["kind"], shown["kind_title"], shown["parties"]) == ("change", "执法事项变更", [])
    assert shown["title"] == "调整市场监管事项"
    assert shown["lead_officer"]["id"] == worked.officer("chenwei").id
    assert [one["role"] for one in answer.json["opened"]] == ["unit_head"]
    matter = matters.get_matter(answer.json["case"])
    assert matter.status is MatterStatus.OPEN
    assert supervision.opening_of(matter, is_published=False) is supervision.OpenPart.RESULT
    (instance,) = instances.instances_of(matter.id)
    assert instance.is_main
    assert instance.id == matter.instance_id


def test_it_is_listed_shown_and_verified_beside_cases(worked, change, program):
    answer = opened(program)
    number = answer.json["reference"]

    listed = program("chenwei")("GET", "/matters?kind=change").json["items"]
    every = program("chenwei")("GET", "/matters").json["items"]
    page = worked.enter("chenwei").get(f"/matters/{number}")
    text = page.get_data(as_text=True)

    assert [one["reference"] for one in listed] == [number]
    assert {one["kind"] for one in every} == {"change", "penalty"}
    assert program("chenwei")("GET", f"/cases/{answer.json['case']}").status_code == 404
    assert all(one["id"] != answer.json["case"]
               for one in program("chenwei")("GET", "/cases").json["items"])  # fmt: skip
    assert page.status_code == 200
    assert "调整市场监管事项" in text
    assert "当事人" not in re.sub(r"<[^>]+>", "", text.partition("<main")[2])
    report = verify(wiring.CHECKS, worked.app.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_only_the_role_that_the_procedure_names_opens_it(worked, change, program):
    assert opened(program, "hejing").status_code == 403
    assert program("hejing")("GET", "/matters/form/change").status_code == 403
    assert offered(program, "chenwei") == opened_by("officer_lead") >= {"change"}
    assert offered(program, "hejing") == opened_by("intake") >= {cases.KIND}
    assert opened(program, procedure="nothing").status_code == 404


def test_the_page_offers_draws_and_opens_what_the_visitor_may_open(worked, change):
    browser = worked.enter("chenwei")

    assert "/matters/new" in browser.get("/todo").get_data(as_text=True)
    assert "/matters/new" not in worked.enter("hejing").get("/todo").get_data(as_text=True)
    browser = worked.enter("chenwei")
    assert "执法事项变更" in browser.get("/matters/new").get_data(as_text=True)
    assert "变更内容" in browser.get("/matters/new/change").get_data(as_text=True)
    wrong = browser.send("/matters/new/change", {"title": ""})
    right = browser.send("/matters/new/change", {"title": "新增城管事项"})

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert browser.get(right.location).status_code == 200
    assert worked.enter("hejing").get("/matters/new/change").status_code == 403


def test_a_matter_that_comes_from_another_is_shown_on_both(worked, change, program):
    origin = worked.case("undecided")
    answer = opened(program, origin=origin.id)
    new = matters.get_matter(answer.json["case"])

    forth = program("chenwei")("GET", f"/matters/{origin.id}/links").json["items"]
    back = program("chenwei")("GET", f"/matters/{new.id}/links").json["items"]
    here = worked.enter("chenwei").get(f"/cases/{origin.number}").get_data(as_text=True)
    there = worked.enter("chenwei").get(f"/matters/{new.reference}").get_data(as_text=True)

    assert [(one["matter"], one["is_source"]) for one in forth] == [(new.id, False)]
    assert [(one["matter"], one["is_source"]) for one in back] == [(origin.id, True)]
    assert new.reference in here
    assert origin.number in there


def test_nobody_links_a_new_matter_with_one_he_may_not_read(worked, change, program):
    number = sa.select(sa.func.count()).select_from(MatterLink)

    answer = opened(program, "zhouhang", origin=worked.ids["undecided"])

    assert answer.status_code == 404
    assert db.session.scalar(number) == 0


def test_a_task_opens_the_matter_that_its_drawing_names(worked, change, program):
    """The second task of the drawing names `penalty`: a case comes of it, left to the intake."""
    answer = opened(program)
    todo = answer.json["opened"][0]["id"]
    first = matters.get_matter(answer.json["case"])

    done = program("wangjian")(
        "POST", f"/todos/{todo}/complete", json={"data": {"title": "检查中发现违法"}}
    )

    assert done.status_code == 200, done.json
    (related,) = links.of_matter(first.id)
    case = related.matter
    assert (case.kind, case.status) == (cases.KIND, MatterStatus.LEAD)
    assert done.json["notes"]["opened_matter"] == case.reference
    (waiting,) = todos.open_todos_of(case.id)
    assert (waiting.role, waiting.assignee_id) == ("intake", None)
    report = verify(wiring.CHECKS, worked.app.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_link_is_only_ever_added(worked, change, program):
    source, target = worked.case("undecided"), worked.case("lead")
    with transaction():
        links.link(source, target, LinkKind.SPLIT, clock.now())

    assert [one.words for one in links.of_matter(source.id)] == ["分出"]
    assert [one.words for one in links.of_matter(target.id)] == ["另案自"]
    assert todos.open_todos_of(target.id)
