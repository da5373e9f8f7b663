"""The clocks of a matter with two parties: common ones once, a party's own by themselves."""

from dataclasses import replace
from datetime import date

import pytest

from engine.workdays import NATIONAL
from processes.entries import Entries
from processes.reckoning import reckon
from tests.processes.packs import MARKET
from tests.processes.penalty_told import ADDRESSES
from tests.processes.script import step

FILED = step("case.file", "2026-03-04T10:00", filing="yes")
NOTICE = step("notice.prior", "2026-03-20T09:00", defense_days=5, hearing_days=5)
DECISION = step("dec.penalty", "2026-04-02T09:00", kinds=["0201"], fine="300.00", money="yes")
SIGNED = step("dec.sign", "2026-04-02T10:00")


def served(on, document):
    return step("serve.deliver", f"{on}T15:00", served_at=f"{on}T15:00", documents=(document,))


def matter(*told):
    """Return the entries of a matter, each step with the party it concerns (empty: all)."""
    entries = (
        replace(each.entry(seq), parties=frozenset(party))
        for seq, (party, each) in enumerate(told, 1)
    )
    return Entries(tuple(entries), ADDRESSES)


@pytest.fixture
def two():
    return matter(
        ("", FILED),
        ("1", NOTICE),
        ("2", NOTICE),
        ("1", served("2026-03-20", "notice")),
        ("2", served("2026-03-25", "notice")),
        ("1", DECISION),
        ("1", SIGNED),
        ("1", served("2026-04-03", "decision")),
    )


def clocks_of(entries, id):
    found = reckon(entries, lambda _: MARKET, NATIONAL, ("1", "2"))
    return {clock.party: clock for clock in found if clock.id == id}


def test_days_to_answer_run_from_the_service_of_each_notice(two):
    dues = {p: c.due(NATIONAL).date() for p, c in clocks_of(two, "DL-09").items()}

    assert dues == {"1": date(2026, 3, 27), "2": date(2026, 4, 1)}


def test_the_term_of_the_decision_is_met_for_the_party_that_was_decided(two):
    met = {party: clock.met_on is not None for party, clock in clocks_of(two, "DL-02").items()}

    assert met == {"1": True, "2": False}


def test_appeal_periods_begin_with_the_service_on_each_party(two):
    before = [("", FILED)] * len(two.all)
    more = [("2", DECISION), ("2", SIGNED), ("2", served("2026-04-10", "decision"))]
    later = Entries((*two.all, *matter(*before, *more).all[len(before) :]), ADDRESSES)

    starts = {p: c.deadline.start.date() for p, c in clocks_of(later, "DL-43").items()}

    assert starts == {"1": date(2026, 4, 3), "2": date(2026, 4, 10)}


def test_the_closing_is_due_once_the_last_party_is_done(two):
    paid = step("exec.pay", "2026-04-08T10:00", paid="full", paid_on="2026-04-08")
    nothing = [("", FILED)] * len(two.all)
    one = Entries((*two.all, *matter(*nothing, ("1", paid)).all[len(two.all) :]), ADDRESSES)
    last = matter(*nothing, ("", FILED), ("2", paid)).all[-1]

    both = Entries((*one.all, last), ADDRESSES)

    assert clocks_of(one, "DL-40") == {}
    (clock,) = clocks_of(both, "DL-40").values()
    assert clock.started.seq == last.seq


def test_what_runs_alike_for_all_stands_there_once():
    found = reckon(matter(("", FILED)), lambda _: MARKET, NATIONAL, ("1", "2"))

    assert [(clock.id, clock.party) for clock in found if clock.id == "DL-02"] == [("DL-02", "")]
    assert len({clock.key for clock in found}) == len(found)


def test_one_party_is_reckoned_as_ever(two):
    assert {clock.party for clock in reckon(two, lambda _: MARKET, NATIONAL, ("1",))} == {""}
