"""Run inside a copy of the project that has the throw-away procedure: patrols, through HTTP.

Not collected with the other tests (its name begins otherwise): `test_recipe.py` runs it there.
"""

from documents import examples
from tests.webapp.matters.test_opening import program
from tests.webapp.worked import worked, worked_app
from webapp.config import ROOT
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.matters import clocks, links
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus
from webapp.procedures import checking
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

__all__ = ["program", "worked", "worked_app"]

RECORD = examples.load("patrol/record").typed
HANDLING = examples.load("patrol/handling").typed
APPROVED = examples.load("shared/approval_or_return").typed
VAGUE = {**HANDLING, "proposal": "请领导定。"}


def complete(program, login, todo, data):
    return program(login)("POST", f"/todos/{todo}/complete", json={"data": data})


def only(answer):
    (todo,) = answer.json["opened"]
    return todo


def test_a_patrol_goes_from_nothing_to_the_archive(worked, program):
    opened = program("chenwei")("POST", "/matters", json={"procedure": "patrol", "data": RECORD})
    assert opened.status_code == 201, opened.json
    matter = matters.get_matter(opened.json["case"])
    assert (matter.kind, matter.status) == ("patrol", MatterStatus.OPEN)

    (running,) = [one for one in clocks.of_matter(matter.id) if one.rule == "DL-90"]
    assert running.due.date().isoformat() == "2026-05-25"  # five working days after Monday 18 May

    drafted = complete(program, "chenwei", only(opened)["id"], VAGUE)
    assert drafted.status_code == 200, drafted.json
    back = program("zhoushenxing")(
        "POST",
        f"/todos/{only(drafted)['id']}/return",
        json={"target": "draft", "opinion": "请写明移交给谁。"},
    )
    assert back.status_code == 200, back.json
    again = complete(program, "chenwei", only(back)["id"], HANDLING)
    assert again.status_code == 200, again.json
    done = complete(program, "zhoushenxing", only(again)["id"], APPROVED)
    assert done.status_code == 200, done.json

    db.session.expire_all()
    matter = matters.get_matter(matter.id)
    assert matter.status is MatterStatus.ARCHIVED
    papers = {one.address: one for one in dossiers.of_matter(matter.id) if one.is_final}
    assert set(papers) >= {"patrol/record", "patrol/handling"}
    assert papers["patrol/handling"].values["proposal"] == HANDLING["proposal"]
    (related,) = links.of_matter(matter.id)
    assert (related.matter.kind, related.is_source) == ("penalty", False)
    assert done.json["notes"]["opened_matter"] == related.matter.reference
    assert matter.id not in dossiers.unbound(), "it has no cover, so there is nothing to bind"
    report = verify(CHECKS, worked.app.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_patrol_opens_from_the_page(worked):
    browser = worked.enter("chenwei")

    assert "日常巡查" in browser.get("/matters/new").text
    wrong = browser.send("/matters/new/patrol", {"title": ""})
    right = browser.send("/matters/new/patrol", RECORD)

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert browser.get(right.location).status_code == 200


def test_its_diagram_passes_the_check():
    report, code = checking.check([ROOT / "processes/patrol/patrol.bpmn"], "patrol")

    assert code == 0, checking.sentences(report)
