"""Agents appointed while a matter is under way (授权委托): what they may do, and who sees them."""

import re
from typing import Any

import pytest
from flask import Flask

import documents
from tests.journeys.owners import TwoOwners, proposed, told
from webapp.dossiers import queries as dossiers
from webapp.matters import parties
from webapp.tasks import queries
from webapp.tasks.errors import NotStartable

pytestmark = pytest.mark.usefixtures("office")

AGENT = "王喆"


def agent(scope: str, **more: Any) -> dict[str, Any]:
    """Return an agent as the form states him."""
    known = {"name": AGENT, "number": "445902198806120019", "since": "2026-03-24"}
    return {**known, "scope": scope, **more}


def test_an_agent_gives_up_a_hearing_only_with_a_special_mandate(office: Flask) -> None:
    j = proposed(TwoOwners(serious=True, fine="20000.00"))
    second = j.case.parties[1]
    self_given = agent("special", powers="放弃听证")
    j.party(1)
    told(j)
    with pytest.raises(NotStartable, match="请选择涉及的当事人"):
        j.start("mandate")

    assert set(j.refused("hear.request", person=AGENT, role="agent")) == {"S-P-45"}
    j.start("mandate", whose=second.id)
    assert set(j.refused("party.mandate", person=AGENT, agents=[self_given])) == {"S-P-45"}
    j.do("party.mandate", person="罗佩文", agents=[agent("general")])
    assert set(j.refused("hear.request", person=AGENT, role="party")) == {"S-P-45"}

    j.start("mandate", whose=second.id)
    todo = j.open_tasks()["party.mandate"]
    stands = queries.page(j.office["officer_lead"], todo.id).values["agents"]
    assert [one["name"] for one in stands] == [AGENT]
    j.do("party.mandate", agents=[agent("special", powers="放弃听证")])
    j.do("hear.request", person=AGENT, role="agent")
    j.do("defense.receive")

    assert parties.agents_of(j.case.parties[0]) == ()
    assert f"委托代理人{AGENT}（特别授权）" in said(j, "shared/hearing_request")
    assert "放弃听证" in said(j, "shared/mandate")
    j.party(0)
    told(j)
    j.do("hear.request")
    assert AGENT not in said(j, "shared/hearing_request")
    assert set(j.refused("defense.receive", person=AGENT, role="agent")) == {"S-P-45"}


def test_a_mandate_stays_when_the_party_is_verified_anew_and_ends_by_another(
    office: Flask,
) -> None:
    j = TwoOwners()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-24T14:00")
    j.start("mandate")
    j.do("party.mandate", agents=[agent("special", powers="放弃听证")])
    j.do("case.verify")
    assert [one["name"] for one in parties.agents_of(j.case.party)] == [AGENT]

    j.start("mandate")
    j.do("party.mandate", represented=False, agents=...)

    assert parties.agents_of(j.case.party) == ()


def said(j: TwoOwners, address: str) -> str:
    """Return the newest paper of a kind as text."""
    paper = [one for one in dossiers.final(j.matter_id) if one.address == address][-1]
    html = documents.preview(address, dossiers.get_document(paper.id).context)
    return re.sub(r"<style.*?</style>|<[^>]+>|\s", "", html, flags=re.S)
