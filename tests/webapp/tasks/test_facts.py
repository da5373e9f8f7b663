"""Facts of a real case: every register is seen at any step, none is read before somebody looks."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import forms
from processes.facts.case import RegisterFacts
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.evidence.models import Evidence
from webapp.instances import todos
from webapp.items.models import Item, PartyScope
from webapp.laws.models import Provision
from webapp.matters.facts import addressee
from webapp.matters.models import Party, PartyKind, PartyRole
from webapp.tasks import completing, faces


@pytest.fixture
def paying(worked):
    """Return the step of a decided case that waits for money: no act that weighs or cites."""
    todo = next(
        one for one in todos.open_todos_of(worked.ids["published"]) if "exec.pay" in one.acts
    )
    return completing.sit_down(worked.officer("chenwei"), todo)


@pytest.fixture
def statements():
    """Note every statement that is sent to the database."""
    sent = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


def test_an_act_nobody_listed_sees_evidence_item_clauses_and_people(paying, worked):
    found = faces.facts_for(paying.turn({}))
    pieces = db.session.scalars(
        sa.select(Evidence.id).where(Evidence.matter_id == worked.ids["published"])
    )
    key = db.session.scalar(sa.select(Provision.key).where(Provision.key.is_not(None)).limit(1))
    stranger = db.session.scalar(
        sa.select(Officer).where(Officer.body_id != paying.matter.body_id).limit(1)
    )

    assert set(found.evidence) == {str(id) for id in pieces} != set()
    assert "0201" in found.item.kinds
    assert found.item.ranges
    assert found.item.grades
    assert found.clauses[key].cite
    assert found.clauses.get("LAW-9999@1900#a1") is None
    assert found.officers[str(stranger.id)].name == stranger.name
    assert found.officers.get("0") is None
    assert found.earlier_fines == ()
    assert found.panel is None or found.panel.at_seq


def test_each_violation_has_the_item_and_the_amounts_of_its_row(paying):
    code = paying.matter.item.code
    other = db.session.scalar(sa.select(Item.code).where(Item.code != code).limit(1))
    rows = [
        {"item": other, "kinds": ["0201"], "goods_value": "100.00"},
        {"item": other, "result": "nopenalty"},
        {"kinds": ["0203"], "goods_value": "900.00"},
    ]

    found = faces.facts_for(paying.turn({"violations": rows}))

    assert [one.code for one in found.items] == [other, other, code]
    assert faces.facts_for(paying.turn({})).items == ()


def test_every_fact_of_the_registers_can_be_read_at_any_step(paying):
    found = faces.facts_for(paying.turn({}))

    for name in RegisterFacts.__annotations__:
        getattr(found, name)


def test_nothing_is_read_before_the_law_looks_and_nothing_twice(paying, statements):
    turn = paying.turn({})
    statements.clear()

    found = faces.facts_for(turn)
    assert statements == []

    assert found.evidence
    once = len(statements)
    assert once > 0
    assert found.evidence
    assert len(statements) == once


def test_officers_expected_together_are_read_together(paying, statements):
    found = faces.facts_for(paying.turn({}))
    handlers = [str(id) for id in paying.matter.handler_ids]
    statements.clear()

    names = [found.officers[id].name for id in handlers]
    once = len(statements)

    assert len(set(names)) == len(handlers) == 2
    assert [found.officers[id].name for id in handlers] == names
    assert len(statements) == once


def test_officers_and_clauses_are_known_by_the_kind_of_their_field(paying):
    """Rows count as well, and a number in a field of another kind names nobody."""
    form = forms.load("penalty/panel_discussion")
    values = {
        "chair": "7",
        "recorder": "8",
        "attendees": [{"officer": "9", "opinion": "同意"}, {"officer": "10"}],
        "facts": "12",
        "violated": ["LAW-0001@2021#a35.p1"],
    }
    turn = replace(paying.turn(values), form=form)

    named = faces.facts_for(turn).named

    assert named["chair"] == {"7"}
    assert named["recorder"] == {"8"}
    assert named["officer"] == {"9", "10"}
    assert "12" not in set().union(*named.values())


def test_a_recused_officer_is_seen_in_whatever_field_names_one(paying):
    form = forms.load("shared/scene_survey")
    turn = replace(paying.turn({"drawn_by": "7", "officers": ["8"]}), form=form)

    assert faces.facts_for(turn).named == {"drawn_by": {"7"}, "officers": {"8"}}


@pytest.mark.parametrize(
    ("kind", "role", "name", "scope"),
    [
        (PartyKind.PERSON, PartyRole.ALONE, "何志强", PartyScope.PERSON),
        (PartyKind.PERSON, PartyRole.SUPERVISOR, "何志强", PartyScope.RESPONSIBLE),
        (PartyKind.PERSON, PartyRole.STAFF, "何志强", PartyScope.RESPONSIBLE),
        (PartyKind.ORGANIZATION, PartyRole.UNIT, "岚江市禾记食品有限公司", PartyScope.COMPANY),
        (PartyKind.ORGANIZATION, PartyRole.ALONE, "岚江市第一中学", PartyScope.ORGANIZATION),
        (PartyKind.SOLE_TRADER, PartyRole.ALONE, "惠民食品店", PartyScope.ORGANIZATION),
    ],
)
def test_the_law_treats_a_party_by_kind_and_part(kind, role, name, scope):
    party = Party(kind=kind, role=role, name=name)

    assert addressee(party) is scope
