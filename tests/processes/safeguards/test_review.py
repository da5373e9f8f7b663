"""S-P-02, 11 to 15: reviewed by others, passed, and after what the review has to cover."""

from dataclasses import replace
from datetime import date

import pytest

from engine.workdays import NATIONAL
from processes.clocks import current
from tests.processes.packs import AGRICULTURE, MARKET, TRANSPORT
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import ASSIST, LAWYER, LEAD, LEGAL_HEAD, REVIEWER, officer

DECIDING = ["dec.approve", "dec.penalty", "dec.sign"]


# --- S-P-02 ---------------------------------------------------------------------------------------


def test_s_p_02_passes_a_notice_after_report_review_and_approval():
    assert PenaltyCase().advance_to("notice.prior").refused("notice.prior") == []


def test_s_p_02_refuses_a_notice_without_report():
    case = PenaltyCase().advance_to("notice.prior", skipping=("inv.close",))

    assert case.refused("notice.prior") == ["S-P-02"]


@pytest.mark.parametrize("skipping", ["rev.case", "proposal.draft", "appr.proposal"])
def test_s_p_02_refuses_a_notice_without_review_or_approval(skipping):
    case = PenaltyCase().advance_to("notice.prior", skipping=(skipping,))

    assert case.refused("notice.prior") == ["S-P-02"]


def test_s_p_02_refuses_a_notice_that_the_head_did_not_want():
    case = PenaltyCase().advance_to("notice.prior", appr_proposal={"proposal": "other"})

    assert "负责人未批准" in case.attempt("notice.prior")[0].message


@pytest.mark.evades("S-P-02", move="borrow")
def test_s_p_02_refuses_a_notice_on_the_review_of_an_earlier_report():
    case = PenaltyCase().advance_to("notice.prior").add("inv.close")

    assert case.refused("notice.prior") == ["S-P-02", "S-P-02"]


def test_s_p_02_passes_a_notice_before_review_where_the_rule_has_it_so():
    case = PenaltyCase().register(parameters=TRANSPORT)
    case.advance_to("notice.prior", skipping=("rev.case", "appr.proposal"))

    assert case.refused("notice.prior") == []


def test_s_p_02_refuses_a_decision_without_review_where_the_notice_comes_first():
    case = PenaltyCase().register(parameters=TRANSPORT)
    case.advance_to("dec.approve", skipping=("rev.case",))
    assert case.refused("dec.approve") == ["S-P-02"]
    assert case.refused("dec.approve", outcome="nofact") == []

    assert case.add("rev.case").refused("dec.approve") == []


def test_s_p_02_passes_a_decision_without_case_review_where_the_rule_leaves_it_open():
    case = PenaltyCase().register(parameters=AGRICULTURE)
    case.advance_to("dec.approve", skipping=("rev.case",))

    assert case.refused("dec.approve") == []


# --- S-P-11 ---------------------------------------------------------------------------------------

TRIGGERED = {"legal_trigger": "yes"}


@pytest.fixture
def triggered():
    """Return a case that needs legal review and has a panel, up to the case review."""
    case = PenaltyCase().advance_to("rev.case", inv_close=TRIGGERED)
    return case.add("rev.legal").add("rev.legal_sign")


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_11_passes_a_decision_after_legal_review(triggered, act):
    triggered.advance_to("dec.opinion", skipping=("rev.case",), dec_draft={"serious": "yes"})
    case = triggered.add("panel.discuss").advance_to(act)

    assert case.refused(act) == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_11_refuses_a_decision_without_legal_review(act):
    case = PenaltyCase().advance_to(
        "dec.opinion", inv_close=TRIGGERED, dec_draft={"serious": "yes"}
    )

    case.add("panel.discuss").advance_to(act)

    assert case.refused(act) == ["S-P-11"]


def test_s_p_11_refuses_a_review_that_the_head_of_the_unit_did_not_sign():
    case = PenaltyCase().advance_to("rev.case", inv_close=TRIGGERED).add("rev.legal")
    case.advance_to("dec.opinion", dec_draft={"serious": "yes"}).add("panel.discuss")

    assert case.advance_to("dec.approve").refused("dec.approve") == ["S-P-11"]


def test_s_p_11_passes_another_outcome_without_legal_review():
    case = PenaltyCase().advance_to("dec.approve", inv_close=TRIGGERED)

    assert case.refused("dec.approve", outcome="nofact") == []


def test_s_p_11_refuses_a_report_that_hides_the_hearing():
    case = PenaltyCase.with_hearing().advance_to("dec.draft")

    assert "S-P-11" in case.refused("inv.close")
    assert "S-P-11" not in case.refused("inv.close", legal_trigger="yes")


THREE_MILLION = {"fine": "3000000.00", "kinds": ["0201", "0202"]}


def test_s_p_11_refuses_a_report_that_calls_three_million_simple():
    case = PenaltyCase.with_hearing().advance_to("inv.close")

    assert "S-P-11" in case.refused("inv.close", legal_trigger="no", **THREE_MILLION)
    assert "S-P-11" not in case.refused("inv.close", legal_trigger="yes", **THREE_MILLION)
    assert "S-P-11" not in case.refused("inv.close", legal_trigger="no", fine="999999.99")


@pytest.mark.evades("S-P-11", move="relabel")
def test_s_p_11_refuses_three_million_behind_a_small_report():
    case = PenaltyCase.with_hearing().advance_to("proposal.draft")

    assert "S-P-11" in case.refused("proposal.draft", **THREE_MILLION)
    case.advance_to("notice.prior")
    assert "S-P-11" in case.refused("notice.prior", **THREE_MILLION)


def test_s_p_11_refuses_deciding_three_million_on_a_case_review():
    skipped = ("hear.request", "hear.accept", "hear.panel", "hear.notify", "hear.announce",
               "hear.hold", "hear.report", "rev.legal", "rev.legal_sign")  # fmt: skip
    case = PenaltyCase.with_hearing()
    case.advance_to("dec.approve", skipping=skipped, dec_draft=THREE_MILLION)

    assert "S-P-11" in case.refused("dec.approve")


def test_s_p_11_passes_three_million_where_the_body_settled_no_amount():
    free = replace(MARKET, legal_review_amount=None)
    case = PenaltyCase.with_hearing().register(parameters=free).advance_to("inv.close")

    assert "S-P-11" not in case.refused("inv.close", legal_trigger="no", **THREE_MILLION)


# --- S-P-12 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_12_passes_a_decision_after_the_review_after_the_hearing(act):
    assert PenaltyCase.with_hearing().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_12_refuses_a_decision_resting_on_a_review_before_the_hearing_ended(act):
    case = PenaltyCase.with_hearing().advance_to("rev.case")
    case.add("rev.legal").add("rev.legal_sign")

    case.advance_to(act, skipping=("rev.legal", "rev.legal_sign"))

    refusals = case.attempt(act)
    assert [r.id for r in refusals] == ["S-P-12"]
    assert "听证结束后尚未通过法制审核" in refusals[0].message
    assert refusals[0].basis.startswith("《行政处罚法》第五十八条第一款第二项")


@pytest.mark.evades("S-P-12", move="date")
def test_s_p_12_refuses_a_review_given_while_the_hearing_went_on():
    case = PenaltyCase.with_hearing().advance_to(
        "dec.approve", hear_hold={"end_at": "2026-05-15T12:00"}
    )

    assert case.refused("dec.approve") == ["S-P-12"]


def test_s_p_12_refuses_a_review_that_did_not_pass():
    case = PenaltyCase.with_hearing().advance_to("dec.approve", rev_legal={"review": "fix"})

    assert case.refused("dec.approve") == ["S-P-12", "S-P-15"]
    assert case.refused("dec.approve", outcome="nofact") == []


# --- S-P-15 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_15_refuses_a_decision_against_the_newest_review(act):
    case = PenaltyCase().advance_to("dec.draft").add("rev.case", review="fix").advance_to(act)

    refusals = case.attempt(act)

    assert [r.id for r in refusals] == ["S-P-15"]
    assert "最近一次案件审核未通过" in refusals[0].message


def test_s_p_15_passes_once_the_review_passed_again():
    case = PenaltyCase().advance_to("dec.draft").add("rev.case", review="fix").add("rev.case")

    assert case.advance_to("dec.approve").refused("dec.approve") == []


@pytest.mark.evades("S-P-15", move="relabel")
def test_s_p_15_refuses_passing_with_a_problem():
    case = PenaltyCase().advance_to("rev.case")

    refusals = case.attempt("rev.case", c3="problem")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-15", ("review", "c3"))]
    assert case.refused("rev.case", c3="problem", review="fix") == []


# --- S-P-49 ---------------------------------------------------------------------------------------


def test_s_p_49_passes_papers_that_came_the_day_they_were_sent_or_the_working_day_after():
    case = PenaltyCase().advance_to("rev.case")  # sent on Wednesday 8 April

    assert case.refused("rev.case", received_on="2026-04-08") == []
    assert case.refused("rev.case", received_on="2026-04-09") == []


def test_s_p_49_refuses_papers_that_came_before_they_were_sent():
    assert PenaltyCase().advance_to("rev.case").refused("rev.case", received_on="2026-04-07") == [
        "S-P-49"
    ]


@pytest.mark.parametrize("act", ["rev.case", "rev.legal"])
@pytest.mark.evades("S-P-49", move="date")
def test_s_p_49_refuses_a_day_that_lengthens_the_time_for_the_review(act):
    case = PenaltyCase().advance_to("rev.case")

    (refusal,) = case.attempt(act, received_on="2026-04-10")

    assert (refusal.id, refusal.fields) == ("S-P-49", ("received_on",))
    assert "2026年4月8日送审" in refusal.message
    assert "2026年4月9日" in refusal.message


def test_s_p_49_counts_the_time_for_the_review_from_the_day_the_papers_came():
    """Count from the day that was typed: ten working days from the 9th."""
    case = PenaltyCase().advance_to("rev.case").add("rev.case", received_on="2026-04-09")
    clock = current(case.facts().clocks, "DL-08")

    assert clock.due(NATIONAL).date() == date(2026, 4, 23)


# --- S-P-13, S-P-14 -------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["rev.case", "evidence.review"])
def test_s_p_13_passes_a_reviewer_who_did_not_investigate(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", ["rev.case", "evidence.review"])
def test_s_p_13_refuses_a_reviewer_who_investigated(act):
    refusals = PenaltyCase().advance_to(act).attempt(act, actor=ASSIST)

    assert [r.id for r in refusals] == ["S-P-13"]
    assert refusals[0].basis == "《行政处罚法》第五十八条；{rev.reviewer}"


@pytest.mark.evades("S-P-13", move="relabel")
def test_s_p_13_refuses_a_legal_reviewer_who_took_part_in_one_record():
    case = PenaltyCase().advance_to("inv.collect")
    case.add("inv.interview", officers=[LEAD, LAWYER]).advance_to("rev.case")

    assert case.refused("rev.legal") == ["S-P-13"]
    assert case.refused("rev.legal_sign") == []


def test_s_p_13_refuses_a_record_of_an_officer_who_reviewed():
    case = PenaltyCase().advance_to("proposal.draft")
    case.add("inv.id_show", instance="onsite", officers=[LEAD, REVIEWER])

    assert case.refused("inv.interview", officers=[LEAD, REVIEWER]) == ["S-P-13"]


def test_s_p_14_passes_a_qualified_reviewer():
    assert PenaltyCase().advance_to("rev.case").refused("rev.legal") == []


def reviewing(**changes):
    """Return a case whose legal reviewer is as given."""
    lawyer = {LAWYER: officer(LAWYER, **{"legal_qualification": False, **changes})}
    return PenaltyCase().advance_to("rev.case").register(officers=lawyer)


@pytest.mark.parametrize("since", [None, date(2018, 1, 1), date(2024, 5, 1)])
def test_s_p_14_refuses_a_first_time_reviewer_without_qualification(since):
    case = reviewing(legal_review_since=since)

    assert case.refused("rev.legal") == ["S-P-14"]


def test_s_p_14_passes_who_reviewed_before_the_law_asked():
    assert reviewing(legal_review_since=date(2017, 12, 31)).refused("rev.legal") == []


@pytest.mark.evades("S-P-14", move="borrow")
def test_s_p_14_refuses_a_reviewer_behind_a_qualified_head():
    known = {LAWYER: officer(LAWYER, legal_qualification=False)}
    case = (
        PenaltyCase()
        .advance_to("rev.case")
        .register(officers={**known, LEGAL_HEAD: officer(LEGAL_HEAD, legal_qualification=True)})
    )

    assert case.refused("rev.legal") == ["S-P-14"]


def test_s_p_14_refuses_a_reviewer_nobody_knows():
    case = PenaltyCase().advance_to("rev.case").register(officers={})

    assert case.refused("rev.legal") == ["S-P-14"]
