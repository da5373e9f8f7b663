"""Publishing: what changed gets a version, what did not keeps its own; nothing is overwritten."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import forms
from engine import clock
from engine.diagram import Diagram
from engine.errors import DiagramRefused
from processes.catalogue import GROUPS, MAIN, PROCEDURES
from processes.diagrams import LIBRARY
from tests.harness import NOW
from webapp.database import db, transaction
from webapp.errors import NotFound
from webapp.procedures import operations, queries
from webapp.procedures.models import ProcessVersion
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

CONSENT = PROCEDURES["service_consent"]


def changed(procedure, old, new):
    """Return the procedure with its main diagram altered."""
    xml = procedure.needed()[procedure.main]
    assert old in xml
    return replace(
        procedure, diagrams={**procedure.needed(), procedure.main: xml.replace(old, new)}
    )


def publish(procedure, **more):
    with transaction():
        return operations.publish(procedure, NOW, **more)


def test_every_shipped_procedure_is_published_once(own_app):
    with transaction():
        versions = operations.publish_shipped(NOW)
    with transaction():
        again = operations.publish_shipped(NOW)

    assert {version.key for version in versions} == set(PROCEDURES)
    assert [version.id for version in again] == [version.id for version in versions]
    assert {version.number for version in versions} == {1}
    assert verify(CHECKS, own_app.extensions["faxun.settings"].home).is_clean


def test_a_changed_diagram_gets_the_next_number_and_the_old_one_stays(own_app):
    first = publish(CONSENT)
    before = queries.published(first.id)

    second = publish(changed(CONSENT, "电子送达确认".encode(), "同意电子送达".encode()))

    assert (first.number, second.number) == (1, 2)
    assert queries.latest(CONSENT.key).id == second.id
    assert queries.published(first.id) is before
    assert "同意电子送达" in queries.version(second.id).diagrams[CONSENT.main].title


def test_changed_safeguards_are_a_new_version_too(own_app):
    first = publish(CONSENT, safeguards="a")

    assert publish(CONSENT, safeguards="a").id == first.id
    assert publish(CONSENT, safeguards="b").number == 2


def test_a_version_pins_forms_and_templates(own_app):
    version = publish(PROCEDURES["summons"])
    pinned = queries.forms_of(version.id)

    assert forms.load("shared/interview_summons", pinned).title
    assert "shared/interview_summons.html" in queries.templates_of(version.id)
    assert "shared/service_receipt.html" in queries.templates_of(version.id)
    assert "penalty/penalty_decision.html" not in queries.templates_of(version.id)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'value="shared/service_consent"', b'value="shared/nothing"', "hygiene"),
        (b'value="serve.consent"', b'value="dec.penalty"', "binding"),
        (b"officer_lead", b"nobody", "hygiene"),
        (b"bpmn:userTask", b"bpmn:scriptTask", "gate"),
    ],
)
def test_what_a_rule_forbids_is_not_published(own_app, old, new, rule):
    with pytest.raises(DiagramRefused) as refused:
        publish(changed(CONSENT, old, new))

    assert any(finding.rule.startswith(rule) for finding in refused.value.findings), [
        finding.rule for finding in refused.value.findings
    ]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ProcessVersion)) == 0


def test_a_procedure_not_published_is_not_found(own_app):
    with pytest.raises(NotFound):
        queries.latest("penalty")


def test_the_menu_offers_every_procedure_in_one_group_that_no_other_starts():
    grouped = [one.key for one in PROCEDURES.values() if one.menu in GROUPS]
    diagrams = map(Diagram.read, LIBRARY.values())
    awaited = [key for each in diagrams for n in each.nodes.values() for key in n.words("starts")]

    assert sorted([*grouped, *MAIN, *awaited]) == sorted(PROCEDURES)


def test_every_diagram_is_used_by_a_procedure():
    used = {name for procedure in PROCEDURES.values() for name in procedure.needed()}

    assert used == set(LIBRARY)
    assert clock.ZONE is NOW.tzinfo
