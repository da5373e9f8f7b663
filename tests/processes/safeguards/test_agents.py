"""S-P-45: whoever gives up a right or takes papers for a party is entitled to."""

from datetime import date

import pytest

from processes.facts.people import AgentFacts
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import party

WAIVERS = {
    "hear.request": {"hearing_claimed": "no"},
    "defense.receive": {"defense": "waived"},
    "serve.consent": {"consent": True},
}
"""What records that something is given up, or electronic service agreed."""

AGENT = "王喆"
SPECIAL = AgentFacts(AGENT, special=True, since=date(2026, 3, 1))


def having(*agents, speaks=("惠民食品店", "沈砚秋")):
    """Return a case whose party has these agents."""
    case = PenaltyCase.with_hearing()
    return case.register(parties=(party(speaks=speaks, agents=agents),))


def refused(case, act, **changes):
    """Tell whether S-P-45 refuses an act of the waiver."""
    return "S-P-45" in case.refused(act, **{**WAIVERS[act], **changes})


@pytest.mark.parametrize("act", WAIVERS)
@pytest.mark.parametrize("person", ["沈砚秋", "惠民食品店", "沈 砚秋"])
def test_s_p_45_passes_what_the_party_gives_up_itself(act, person):
    assert not refused(having(), act, person=person)


@pytest.mark.parametrize("act", WAIVERS)
def test_s_p_45_passes_what_an_agent_with_a_special_mandate_gives_up(act):
    assert not refused(having(SPECIAL), act, person=AGENT)


@pytest.mark.parametrize("act", WAIVERS)
@pytest.mark.parametrize(
    "agents",
    [
        (),
        (AgentFacts(AGENT, since=date(2026, 3, 1)),),
        (AgentFacts(AGENT, special=True, since=date(2027, 3, 1)),),
        (AgentFacts(AGENT, special=True, until=date(2026, 3, 1)),),
        (AgentFacts("何安宁", special=True),),
    ],
)
def test_s_p_45_refuses_what_no_mandate_covers(act, agents):
    assert refused(having(*agents), act, person=AGENT)


@pytest.mark.parametrize("role", ["party", "legal_rep", "agent"])
@pytest.mark.evades("S-P-45", move="relabel")
def test_s_p_45_refuses_an_agent_who_is_called_the_party(role):
    general = AgentFacts(AGENT, since=date(2026, 3, 1))

    assert refused(having(general), "hear.request", person=AGENT, role=role)


def test_s_p_45_refuses_a_minor_who_has_a_guardian():
    minor = having(speaks=("沈远山",))

    assert refused(minor, "hear.request", person="沈小舟")
    assert not refused(minor, "hear.request", person="沈远山")


def test_s_p_45_passes_a_claim_whoever_brings_it():
    assert not refused(having(), "hear.request", hearing_claimed="yes", person=AGENT)
    assert not refused(having(), "defense.receive", defense="stated", person=AGENT)
    assert not refused(having(), "serve.consent", consent=False, person=AGENT)


@pytest.mark.evades("S-P-45", move="borrow")
def test_s_p_45_refuses_an_agent_who_appoints_himself():
    given = {"agents": [{"name": AGENT, "scope": "special", "since": "2026-03-01"}]}

    assert "S-P-45" in having(SPECIAL).refused("party.mandate", person=AGENT, **given)
    assert "S-P-45" not in having(SPECIAL).refused("party.mandate", person="沈砚秋", **given)


TO_AGENT = {"relation": "agent", "received_by": AGENT}


def delivered(case, **changes):
    """Tell whether S-P-45 refuses that papers were delivered so."""
    return "S-P-45" in case.refused("serve.deliver", **{**TO_AGENT, **changes})


def test_s_p_45_passes_papers_that_an_agent_or_a_named_receiver_takes():
    assert not delivered(having(AgentFacts(AGENT)))
    assert not delivered(having().add("serve.address", agent=AGENT))
    assert not delivered(having(), relation="self")
    assert not delivered(having(), served="no")


def test_s_p_45_refuses_papers_that_a_stranger_takes_as_agent():
    assert delivered(having())
    assert delivered(having(AgentFacts(AGENT, until=date(2026, 3, 1))))
    assert delivered(having().add("serve.address", agent="何安宁"))
