"""Incidents are listed in words and tried again by the administrator alone."""

import re

import pytest
import sqlalchemy as sa

from tests.harness import NOW
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.instances import incidents
from webapp.instances.models import Incident, IncidentKind, IncidentState


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def incident(worked):
    document = dossiers.final(worked.ids["undecided"])[0]
    with transaction():
        incidents.record(
            document.instance_id,
            IncidentKind.RENDERING,
            f"document:{document.id}",
            "字库中没有这个字：𠮷",
            NOW,
        )
    return db.session.scalars(sa.select(Incident)).one()


def test_an_incident_names_cause_and_suggestion(worked, incident):
    page = text(worked.enter("yunfan").get("/incidents"))

    assert "字库中没有这个字：𠮷" in page
    assert "请检查文书模板和填写内容" in page


def test_trying_again_hands_the_document_to_a_worker(worked, incident):
    query = sa.text("select count(*) from procrastinate_jobs where task_name = 'dossiers.render'")
    before = db.session.scalar(query)

    answer = worked.enter("yunfan").send(f"/incidents/{incident.id}/retry")

    assert answer.status_code == 302
    assert db.session.scalar(query) == before + 1


def test_closing_needs_a_word_on_what_was_done(worked, incident):
    yunfan = worked.enter("yunfan")

    yunfan.send(f"/incidents/{incident.id}/resolve", {"resolution": " "})
    assert db.session.get(Incident, incident.id).state is IncidentState.OPEN
    yunfan.send(f"/incidents/{incident.id}/resolve", {"resolution": "已补充字体"})

    assert db.session.get(Incident, incident.id).state is IncidentState.RESOLVED
    assert yunfan.send(f"/incidents/{incident.id}/retry").status_code == 409
    assert yunfan.send("/incidents/999999/retry").status_code == 404


@pytest.mark.parametrize("login", ["chenwei", "hanxu", "suwanqing", "jiangche", "anran"])
def test_nobody_else_sees_incidents(worked, incident, login):
    assert worked.enter(login).get("/incidents").status_code == 403
    assert worked.enter(login).send(f"/incidents/{incident.id}/retry").status_code == 403
