"""Facts are read when a safeguard first looks at them: all of them, at any act, and once."""

import pytest

from engine.safeguards import Submission, safeguard
from engine.safeguards import review as judge
from processes.facts.case import CaseFacts, Registered, RegisterFacts
from processes.facts.gathering import READERS, gather
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import registers


def counting():
    """Return registers that note how often each fact was read."""
    read = []
    facts = registers()
    readers = {
        name: (lambda name=name, reader=reader: read.append(name) or reader())
        for name, reader in facts._readers.items()
    }
    return Registered(readers), read


def test_nothing_is_read_before_somebody_looks():
    registered, read = counting()

    facts = gather(registered, PenaltyCase().entries)

    assert read == []
    assert facts.number
    assert facts.number
    assert read == ["number"]


def test_registers_that_a_fact_of_the_entries_needs_are_read_with_it():
    registered, read = counting()

    facts = gather(registered, PenaltyCase().advance_to("inv.collect").entries)

    assert facts.clocks
    assert sorted(read) == ["calendar", "in_force", "parties"]


def test_a_safeguard_at_an_act_nobody_listed_sees_the_registers():
    """No list of acts decides which registers are looked at."""
    seen = {}

    @safeguard("S-G-99", acts=("arch.compile",), basis="《行政处罚法》第四十二条")
    def looks(attempt):
        facts = attempt.facts
        seen.update(evidence=set(facts.evidence), kinds=facts.item.kinds, cited=set(facts.clauses))

    case = PenaltyCase().advance_to("arch.compile")
    submission = case.submission("arch.compile")

    assert isinstance(submission, Submission)
    assert judge([looks], submission) == []
    assert seen["evidence"] == {"e1", "e2"}
    assert seen["kinds"]
    assert seen["cited"]


def test_every_fact_has_one_source():
    registered = set(RegisterFacts.__annotations__)
    own = set(CaseFacts.__annotations__)

    assert own & registered == set()
    assert own <= set(READERS)
    assert set(READERS) - own <= registered


def test_an_unknown_fact_is_an_error():
    facts = PenaltyCase().facts()

    with pytest.raises(AttributeError, match="weather"):
        _ = facts.weather


def test_known_facts_may_be_changed_one_by_one():
    facts = registers().with_(number="岚市监立〔2026〕32号")

    assert facts.number == "岚市监立〔2026〕32号"
    assert facts.place == ""
