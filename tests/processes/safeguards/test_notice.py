"""S-P-03 to 06: told, served, answered and never exceeded."""

from dataclasses import replace

import pytest

from tests.processes.packs import AGRICULTURE, MARKET
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import LARGE, content
from tests.processes.people import BREACHED, PENALIZED, clause, evidence, item, moment, party

DECIDING = ["dec.approve", "dec.penalty", "dec.sign"]
SERVING = ("serve.deliver",)


# --- S-P-03 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_03_passes_a_decision_after_the_notice_was_served(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_03_refuses_a_decision_before_the_notice_is_served(act):
    refusals = PenaltyCase().advance_to(act, skipping=SERVING).attempt(act)

    assert [r.id for r in refusals] == ["S-P-03"]
    assert refusals[0].message == (
        "事先告知书尚未送达当事人，不得作出处罚决定，请先送达并取得送达回证"
    )
    assert refusals[0].basis == "《行政处罚法》第四十四条、第六十二条"


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_03_refuses_a_decision_without_any_notice(act):
    case = PenaltyCase().advance_to(act, skipping=("notice.prior", *SERVING))

    found = case.attempt(act)

    assert [r.id for r in found if r.id == "S-P-03"] == ["S-P-03"]
    assert "尚未办理行政处罚事先告知" in next(r.message for r in found if r.id == "S-P-03")


def test_s_p_03_refuses_a_decision_on_an_unsuccessful_service():
    case = PenaltyCase().advance_to("dec.approve", serve_deliver={"served": "no"})

    assert case.refused("dec.approve") == ["S-P-03"]


@pytest.mark.evades("S-P-03", move="date")
def test_s_p_03_refuses_a_service_dated_in_the_future():
    case = PenaltyCase().advance_to("dec.approve", serve_deliver={"served_at": "2026-05-21T10:00"})

    assert "S-P-03" in case.refused("dec.approve")


def test_s_p_03_refuses_a_second_notice_that_was_not_served():
    case = PenaltyCase().advance_to("dec.draft").add("notice.prior")

    assert case.advance_to("dec.approve").refused("dec.approve") == ["S-P-03"]


@pytest.fixture
def reinvestigated():
    """Return a case reported anew after the defense, the old notice still standing."""
    case = PenaltyCase().advance_to("dec.draft").add("inv.close").add("rev.case")
    return case.add("proposal.draft").add("appr.proposal")


@pytest.mark.evades("S-P-03", move="borrow")
def test_s_p_03_refuses_a_decision_on_the_notice_of_an_earlier_report(reinvestigated):
    found = reinvestigated.advance_to("dec.approve").attempt("dec.approve")

    assert [r.id for r in found] == ["S-P-03"]
    assert "重新办理事先告知" in found[0].message


def test_s_p_03_passes_a_new_notice_after_a_new_report(reinvestigated):
    case = reinvestigated.add("notice.prior").add("serve.deliver").add("defense.receive")

    case.add("defense.review").advance_to("dec.approve")

    assert case.refused("dec.approve") == []


def test_s_p_03_passes_other_outcomes_without_notice():
    case = PenaltyCase().advance_to("dec.approve", skipping=("notice.prior", *SERVING))

    assert case.refused("dec.approve", outcome="nopenalty") == []


OTHER = "LAW-0001@2021#a126"


def test_s_p_03_refuses_a_basis_the_party_was_not_told():
    case = PenaltyCase().advance_to("dec.penalty")
    case.register(clauses={key: clause(key) for key in (BREACHED, PENALIZED, OTHER)})

    assert case.refused("dec.penalty", basis=[PENALIZED, OTHER]) == ["S-P-03"]


def test_s_p_03_passes_another_basis_where_no_rule_asks():
    case = PenaltyCase().advance_to("dec.penalty")
    case.register(clauses={key: clause(key) for key in (BREACHED, PENALIZED, OTHER)})
    case.register(parameters=replace(MARKET, basis_must_match_notice=False))

    assert case.refused("dec.penalty", basis=[OTHER]) == []


# --- S-P-04 ---------------------------------------------------------------------------------------

ANSWER = ("defense.receive", "defense.review", "defense.opinion")


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_04_passes_a_reviewed_defense(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_04_refuses_a_defense_nobody_reviewed(act):
    case = PenaltyCase().advance_to(act, skipping=("defense.review", "defense.opinion"))

    assert case.refused(act) == ["S-P-04"]


def test_s_p_04_refuses_a_second_defense_nobody_reviewed():
    case = PenaltyCase().advance_to("dec.draft").add("defense.receive").advance_to("dec.penalty")

    assert case.refused("dec.penalty") == ["S-P-04"]


def test_s_p_04_passes_silence_after_the_term():
    case = PenaltyCase().advance_to("dec.approve", skipping=ANSWER)

    assert case.refused("dec.approve", now="2026-04-25T09:00") == []


@pytest.mark.evades("S-P-04", move="silence")
def test_s_p_04_refuses_silence_inside_the_term():
    case = PenaltyCase().advance_to("dec.approve", skipping=ANSWER)

    refusals = case.attempt("dec.approve", now="2026-04-24T17:00")

    assert [r.id for r in refusals] == ["S-P-04"]
    assert "陈述申辩期尚未届满" in refusals[0].message


def test_s_p_04_heeds_a_longer_term_on_the_paper():
    case = PenaltyCase().advance_to(
        "dec.approve", skipping=ANSWER, notice_prior={"defense_days": 15}
    )

    assert case.refused("dec.approve", now="2026-05-12T09:00") == ["S-P-04"]
    assert case.refused("dec.approve", now="2026-05-14T09:00") == []


WAIVED = {"defense": "waived", "waiver_text": "我放弃陈述申辩。"}


@pytest.mark.parametrize("act", DECIDING)
@pytest.mark.evades("S-P-04", move="relabel")
def test_s_p_04_refuses_a_waiver_that_is_laid_over_a_defense(act):
    """Enter a waiver after the defense, so that nobody has to answer it."""
    case = PenaltyCase().advance_to(act, skipping=ANSWER[1:]).add("defense.receive", **WAIVED)

    assert case.refused(act) == ["S-P-04"]


def test_s_p_04_passes_a_waiver_in_the_partys_own_hand():
    case = PenaltyCase().advance_to("dec.approve", skipping=ANSWER[1:], defense_receive=WAIVED)

    assert case.refused("dec.approve", now="2026-04-22T09:00") == []


def test_s_p_04_refuses_a_waiver_nobody_signed():
    unsigned = {**WAIVED, "signature": {"method": "refused"}}
    case = PenaltyCase().advance_to("dec.approve", skipping=ANSWER[1:], defense_receive=unsigned)

    assert case.refused("dec.approve", now="2026-04-22T09:00") == ["S-P-04"]


def test_s_p_04_refuses_a_short_term_in_the_notice():
    case = PenaltyCase().advance_to("notice.prior")

    assert case.refused("notice.prior", defense_days=4) == ["S-P-04"]
    assert case.refused("notice.prior", defense_days="") == []
    assert case.register(parameters=AGRICULTURE).refused("notice.prior", defense_days=3) == []


# --- S-P-05 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["dec.draft", "dec.penalty"])
def test_s_p_05_passes_the_penalty_told_or_less(act):
    case = PenaltyCase().advance_to(act)

    assert case.refused(act) == []
    assert case.refused(act, fine="19000.00") == []
    assert case.refused(act, **content(kinds=["0101"])) == []


@pytest.mark.parametrize("act", ["dec.draft", "dec.penalty"])
@pytest.mark.parametrize(
    ("heavier", "said"),
    [
        ({"fine": "20000.01"}, "罚款数额"),
        ({"confiscation": "8640.01"}, "没收违法所得数额"),
        ({"kinds": ["0101", "0201", "0202"]}, "处罚种类"),
        ({"kinds": ["0202", "0203"], "goods_value": "1.00"}, "没收财物价值"),
    ],
    ids=["fine", "gains", "one kind more", "goods"],
)
def test_s_p_05_refuses_a_heavier_penalty_after_the_defense(act, heavier, said):
    refusals = PenaltyCase().advance_to(act).attempt(act, **heavier)

    assert [r.id for r in refusals] == ["S-P-05"]
    assert refusals[0].message.startswith(f"{said}重于事先告知的内容")
    assert refusals[0].basis == "《行政处罚法》第四十五条第二款"


def test_s_p_05_refuses_a_severer_kind():
    case = PenaltyCase().register(item=item(kinds=frozenset({"0101", "0201", "0202", "0301"})))
    case.advance_to("dec.draft")

    assert case.refused("dec.draft", **content(kinds=["0301"])) == ["S-P-05"]


def test_s_p_05_counts_an_unknown_kind_as_the_severest():
    case = PenaltyCase().register(item=item(kinds=frozenset({"0201", "0202", "0700"})))
    case.advance_to("dec.draft")

    assert case.refused("dec.draft", **content(kinds=["0700"])) == ["S-P-05"]


@pytest.mark.parametrize("act", ["dec.approve", "dec.sign"])
def test_s_p_05_refuses_approving_a_heavier_penalty(act):
    heavier = {"fine": "25000.00"}
    case = PenaltyCase().advance_to(act, dec_draft=heavier, dec_penalty=heavier)

    assert case.refused(act) == ["S-P-05"]


HEAVIER = {"fine": "30000.00"}


def test_s_p_05_refuses_telling_a_heavier_penalty_without_new_evidence(reinvestigated):
    assert reinvestigated.refused("notice.prior") == []
    assert reinvestigated.refused("notice.prior", **HEAVIER) == ["S-P-05"]


def test_s_p_05_passes_telling_a_heavier_penalty_on_new_evidence(reinvestigated):
    new = evidence("e3", added_at=moment("2026-04-24T10:00"))
    reinvestigated.register(evidence={"e1": evidence("e1"), "e2": evidence("e2"), "e3": new})

    assert reinvestigated.refused("notice.prior", **HEAVIER) == []

    barred = evidence("e3", added_at=moment("2026-04-24T10:00"), admissible=False)
    reinvestigated.register(evidence={"e1": evidence("e1"), "e2": evidence("e2"), "e3": barred})
    assert reinvestigated.refused("notice.prior", **HEAVIER) == ["S-P-05"]


# --- S-P-06 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["inv.close", "appr.proposal", "notice.prior", *DECIDING])
def test_s_p_06_passes_a_hearing_notice_in_scope(act):
    assert PenaltyCase.with_hearing().advance_to(act).refused(act) == []


def test_s_p_06_refuses_a_plain_notice_in_scope():
    case = PenaltyCase().advance_to("notice.prior")

    refused = case.refused("notice.prior", **content(**LARGE, grade="ordinary"))

    assert refused == ["S-P-06"]


@pytest.mark.parametrize("act", ["inv.close", "appr.proposal"])
def test_s_p_06_refuses_denying_the_scope(act):
    case = PenaltyCase.with_hearing().advance_to(act)

    refusals = case.attempt(act, hearing_scope="no")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-06", ("hearing_scope",))]


def test_s_p_06_passes_a_proposal_not_to_punish():
    case = PenaltyCase.with_hearing().advance_to("appr.proposal")

    assert case.refused("appr.proposal", proposal="other", hearing_scope="no") == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_06_refuses_a_decision_in_scope_without_hearing_notice(act):
    case = PenaltyCase().advance_to(act).register(parties=(party(kind="person"),))

    assert case.refused(act) == ["S-P-06"]


def test_s_p_06_refuses_at_the_decision_where_only_the_form_said_scope():
    case = PenaltyCase().advance_to("dec.penalty", appr_proposal={"hearing_scope": "yes"})

    assert case.refused("dec.penalty") == ["S-P-06"]


@pytest.mark.parametrize(
    ("kind", "changes", "found"),
    [
        (
            "person",
            {
                "fine": "4999.99",
                "grade": "mitigated",
                "factors": ["merit"],
                "factor_evidence": ["e1"],
            },
            [],
        ),
        ("person", {"fine": "5000.00", "grade": "lighter"}, ["S-P-06"]),
        ("sole_trader", {"fine": "5000.00", "grade": "lighter"}, ["S-P-06"]),
        ("organization", {"fine": "50000.00", "deviation_reason": "再犯"}, []),
        ("organization", {"kinds": ["0203"], "goods_value": "99999.99"}, []),
        ("organization", {"kinds": ["0203"], "goods_value": "100000.00"}, ["S-P-06"]),
        ("organization", {"kinds": ["0303"]}, ["S-P-06"]),
        ("organization", {"kinds": ["0301"]}, []),
    ],
)
def test_s_p_06_knows_the_scope(kind, changes, found):
    every = item(kinds=frozenset({"0201", "0203", "0301", "0303"}))
    case = PenaltyCase().register(parties=(party(kind=kind),), item=every)
    case.advance_to("notice.prior")

    assert case.refused("notice.prior", **content(**{"kinds": ["0201"], **changes})) == found


def test_s_p_06_counts_a_sole_trader_as_organization_where_the_place_says_so():
    lax = replace(MARKET, sole_trader_as_person=False)
    case = PenaltyCase().register(parties=(party(kind="sole_trader"),), parameters=lax)

    assert case.advance_to("notice.prior").refused("notice.prior") == []


def test_s_p_06_refuses_a_short_term_to_claim():
    case = PenaltyCase.with_hearing().advance_to("notice.prior")

    assert case.refused("notice.prior", hearing_days=4) == ["S-P-06"]
    assert case.refused("notice.prior", hearing_days="") == []


# --- S-P-47 ---------------------------------------------------------------------------------------

POSTED = {"way": "mailed", "requested_on": "2026-04-27", "posted_on": "2026-04-24"}
LATE = {"way": "written", "requested_on": "2026-04-27"}


def claimed(**request):
    return PenaltyCase.with_hearing().advance_to("hear.accept", hear_request=request)


def test_s_p_47_passes_accepting_a_request_posted_on_the_last_day():
    assert claimed(**POSTED).refused("hear.accept", now="2026-04-28T09:00") == []


def test_s_p_47_refuses_accepting_a_request_made_a_day_late():
    case = claimed(**{**POSTED, "posted_on": "2026-04-25"})

    assert case.refused("hear.accept", now="2026-04-28T09:00") == ["S-P-47"]
    assert case.refused("hear.accept", now="2026-04-28T09:00", hearing_accepted="no") == []


def test_s_p_47_refuses_a_good_cause_where_no_rule_hears_one():
    assert claimed(**LATE, hindered=True).refused("hear.accept") == ["S-P-47"]


def test_s_p_47_passes_a_good_cause_where_the_field_hears_one():
    case = claimed(**LATE, hindered=True).register(parameters=AGRICULTURE)

    assert "S-P-47" not in case.refused("hear.accept")
    assert "S-P-47" in claimed(**LATE).register(parameters=AGRICULTURE).refused("hear.accept")


def test_s_p_47_passes_a_waiver_taken_back_unless_a_rule_forbids_it():
    case = claimed(hearing_claimed="no").add("hear.request", requested_on="2026-04-24")
    bound = replace(MARKET, hearing_waiver_revocable=False)

    assert case.refused("hear.accept") == []
    assert case.register(parameters=bound).refused("hear.accept") == ["S-P-47"]


def test_s_p_47_refuses_another_reason_than_the_record_shows():
    late = claimed(**LATE)

    assert late.refused("hear.refuse", reason="late") == []
    assert late.refused("hear.refuse", reason="out_of_scope") == ["S-P-47"]


@pytest.mark.evades("S-P-47", move="restart")
def test_s_p_47_refuses_asking_beside_the_case_while_the_term_waits():
    case = PenaltyCase.with_hearing().advance_to("hear.request")
    beside = {"instance": "late_hearing", "requested_on": "2026-04-20"}

    assert case.refused("hear.request", now="2026-04-20T10:00", **beside) == ["S-P-47"]
    assert case.refused("hear.request", now="2026-04-27T10:00", **beside) == []
