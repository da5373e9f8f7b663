"""S-P-16, 17, 24, 28, 30: panel, deciders, time, correction, first violations."""

from dataclasses import replace

import pytest

from processes.facts.review import PanelFacts
from tests.processes.packs import AGRICULTURE, HOUSING, MARKET, TRANSPORT, settled
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import ASSIST, HEAD, LEAD

SERIOUS = {"serious": "yes"}


# --- S-P-16 ---------------------------------------------------------------------------------------


def test_s_p_16_passes_a_serious_case_after_the_panel():
    assert PenaltyCase.with_hearing().advance_to("dec.approve").refused("dec.approve") == []


def test_s_p_16_passes_an_ordinary_case_without_panel():
    assert PenaltyCase().advance_to("dec.approve").refused("dec.approve") == []


@pytest.mark.parametrize("act", ["dec.approve", "dec.penalty", "dec.sign"])
def test_s_p_16_refuses_a_serious_case_without_panel(act):
    case = PenaltyCase().advance_to(act, dec_draft=SERIOUS)

    refusals = case.attempt(act)

    assert [r.id for r in refusals] == ["S-P-16"]
    assert "集体讨论" in refusals[0].message


def test_s_p_16_passes_other_outcomes_without_panel():
    case = PenaltyCase().advance_to("dec.approve", dec_draft=SERIOUS)

    assert case.refused("dec.approve", outcome="nopenalty") == []


@pytest.mark.evades("S-P-16", move="borrow")
def test_s_p_16_refuses_a_panel_before_the_newest_report():
    case = PenaltyCase().advance_to("rev.case").add("panel.discuss")
    case.add("inv.close").advance_to("dec.approve", dec_draft=SERIOUS)

    assert case.refused("dec.approve") == ["S-P-16"]


@pytest.fixture
def discussed():
    return PenaltyCase().advance_to("dec.opinion", dec_draft=SERIOUS)


def test_s_p_16_refuses_minutes_without_all_signatures(discussed):
    discussed.register(panel=PanelFacts(at_seq=0, suggestion="", unsigned=(HEAD,)))

    refusals = discussed.add("panel.discuss").advance_to("dec.approve").attempt("dec.approve")

    assert [r.message for r in refusals] == ["集体讨论记录缺少韩越的签名，请补签"]


def test_s_p_16_refuses_a_decision_against_the_panel(discussed):
    discussed.add("panel.discuss", suggestion="nopenalty").advance_to("dec.approve")

    assert discussed.refused("dec.approve") == ["S-P-16"]


def test_s_p_16_refuses_another_fine_than_the_panel_decided():
    case = PenaltyCase.with_hearing().advance_to("dec.penalty")

    assert case.refused("dec.penalty", fine="190000.00") == ["S-P-16"]
    assert case.refused("dec.penalty", fine="200000") == []
    assert case.refused("dec.penalty", kinds=["0202"]) == []


def test_s_p_16_refuses_calling_a_heard_case_simple():
    case = PenaltyCase.with_hearing().advance_to("dec.draft")

    assert case.refused("dec.draft", serious="no") == ["S-P-16"]
    assert case.refused("dec.draft", serious="no", suggestion="nofact") == []


def test_s_p_16_refuses_calling_a_case_simple_that_the_report_calls_serious():
    case = PenaltyCase().advance_to("dec.draft", inv_close=SERIOUS)
    assert case.refused("dec.draft") == ["S-P-16"]

    assert case.advance_to("dec.approve").refused("dec.approve") == ["S-P-16"]


def test_s_p_16_passes_a_heard_case_where_the_rule_asks_for_no_panel():
    case = PenaltyCase.with_hearing().register(parameters=TRANSPORT).advance_to("dec.draft")

    assert case.refused("dec.draft", serious="no") == []


@pytest.mark.parametrize("field", ["agri", "emergency"])
def test_s_p_16_refuses_calling_simple_what_the_field_counts_as_serious(field):
    case = PenaltyCase.with_hearing().register(parameters=settled(field)).advance_to("dec.draft")

    assert case.refused("dec.draft", serious="no") == ["S-P-16"]


@pytest.mark.parametrize(("fine", "found"), [("499999.99", []), ("500000", ["S-P-16"])])
def test_s_p_16_wants_a_panel_from_the_amount_of_the_field_on(fine, found):
    most = replace(TRANSPORT, panel_amount=settled("environment").panel_amount)
    case = PenaltyCase.with_hearing().register(parameters=most).advance_to("dec.draft")

    assert "S-P-16" not in case.refused("dec.draft", serious="yes", fine=fine)
    assert [
        id for id in case.refused("dec.draft", serious="no", fine=fine) if id == "S-P-16"
    ] == found


@pytest.mark.evades("S-P-16", move="relabel")
def test_s_p_16_refuses_calling_three_million_simple_at_every_step():
    case = PenaltyCase.with_hearing().register(parameters=TRANSPORT).advance_to("inv.close")
    most = {"fine": "3000000.00"}

    assert "S-P-16" in case.refused("inv.close", serious="no", **most)
    assert "S-P-16" not in case.refused("inv.close", serious="yes", **most)
    case.advance_to("dec.draft")
    assert "S-P-16" in case.refused("dec.draft", serious="no", **most)
    case.advance_to("dec.approve", skipping=("panel.discuss",), dec_draft={**most, "serious": "no"})
    assert "S-P-16" in case.refused("dec.approve")


def test_s_p_16_wants_a_panel_for_a_kind_that_weighs():
    case = PenaltyCase.with_hearing().register(parameters=TRANSPORT).advance_to("dec.draft")

    assert "S-P-16" in case.refused("dec.draft", serious="no", kinds=["0303"])
    assert "S-P-16" not in case.refused("dec.draft", serious="no", kinds=["0301"])


def test_s_p_24_refuses_any_extension_where_no_rule_knows_one():
    case = PenaltyCase().register(parameters=settled("urban")).advance_to("dec.draft")

    refusals = case.attempt("case.extend_draft", days=10, level="head")

    assert [r.id for r in refusals] == ["S-P-24"]
    assert "没有延长办案期限的规定" in refusals[0].message


def voting(*officers):
    return [{"officer": officer, "vote": "agree"} for officer in officers]


@pytest.mark.parametrize(
    ("attendees", "said"),
    [
        (voting(HEAD, "zhou"), "不得少于3人"),
        (voting(HEAD, "zhou", ""), "不得少于3人"),
        (voting(HEAD, "zhou", "deputy", HEAD), "重复"),
        (voting(HEAD, "zhou", "recorder"), "不参加表决"),
    ],
    ids=["two", "an empty seat", "twice", "recorder"],
)
def test_s_p_16_refuses_an_improper_panel(attendees, said):
    case = PenaltyCase().advance_to("dec.draft")

    refusals = case.attempt("panel.discuss", attendees=attendees)

    assert [r.id for r in refusals] == ["S-P-16"]
    assert said in refusals[0].message


def test_s_p_16_passes_a_voting_recorder_where_the_place_says_so():
    lax = replace(MARKET, panel_without_presenter=False)
    case = PenaltyCase().register(parameters=lax).advance_to("dec.draft")

    assert case.refused("panel.discuss", attendees=voting(HEAD, "zhou", "recorder")) == []


# --- S-P-17 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["appr.proposal", "dec.approve", "dec.sign"])
def test_s_p_17_passes_a_head_who_did_not_investigate(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", ["appr.proposal", "dec.approve", "dec.sign"])
def test_s_p_17_refuses_a_head_who_investigated(act):
    assert PenaltyCase().advance_to(act).refused(act, actor=ASSIST) == ["S-P-17"]


@pytest.mark.evades("S-P-17", move="relabel")
def test_s_p_17_refuses_the_vote_of_a_handler():
    case = PenaltyCase().advance_to("dec.draft")

    found = case.refused("panel.discuss", attendees=voting(HEAD, "zhou", "deputy", ASSIST))

    assert found == ["S-P-17"]


# --- S-P-24 ---------------------------------------------------------------------------------------

DECIDING = ["dec.approve", "dec.penalty", "dec.sign"]


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_24_passes_a_decision_in_ninety_days(act):
    assert PenaltyCase().advance_to(act).refused(act, now="2026-06-01T18:00") == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_24_refuses_a_late_decision_without_reason(act):
    case = PenaltyCase().advance_to(act)

    refusals = case.attempt(act, now="2026-06-02T09:00")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-24", ("overdue_reason",))]
    assert case.refused(act, now="2026-06-02T09:00", overdue_reason="当事人申请延期听证") == []


def test_s_p_24_passes_a_reason_given_with_the_approval_or_the_document():
    explained = {"overdue_reason": "当事人申请延期听证"}
    case = PenaltyCase().advance_to("dec.sign", dec_approve=explained)
    assert case.refused("dec.sign", now="2026-06-02T09:00") == []

    case = PenaltyCase().advance_to("dec.sign", dec_penalty=explained)
    assert case.refused("dec.sign", now="2026-06-02T09:00") == []


def test_s_p_24_passes_sending_back_a_late_case():
    case = PenaltyCase().advance_to("dec.approve")

    assert case.refused("dec.approve", now="2026-06-02T09:00", outcome="reinvestigate") == []


def test_s_p_24_passes_what_was_decided_before():
    case = PenaltyCase().advance_to("dec.seal")

    assert case.refused("dec.sign", now="2026-06-02T09:00") == []


def test_s_p_24_passes_a_decision_in_a_case_without_a_clock():
    assert PenaltyCase().advance_to("case.file").refused("dec.nofact", evidence=[]) == []


def test_s_p_24_subtracts_a_suspension_with_its_document():
    case = PenaltyCase().advance_to("inv.collect")
    for act in ("case.suspend_draft", "case.suspend", "case.resume_draft", "case.resume"):
        case.add(act)

    case.advance_to("dec.approve")

    assert case.refused("dec.approve", now="2026-06-15T18:00") == []
    assert case.refused("dec.approve", now="2026-06-16T09:00") == ["S-P-24"]


def test_s_p_24_adds_an_extension():
    case = PenaltyCase().advance_to("dec.approve").add("case.extend_draft").add("case.extend")

    assert case.refused("dec.approve", now="2026-06-30T18:00") == []
    assert case.refused("dec.approve", now="2026-07-01T09:00") == ["S-P-24"]


@pytest.fixture
def extending():
    return PenaltyCase().advance_to("dec.draft")


def test_s_p_24_passes_a_first_extension_of_thirty_days(extending):
    assert extending.refused("case.extend_draft") == []
    assert extending.add("case.extend_draft").refused("case.extend") == []


@pytest.mark.parametrize("level", ["head", "collective"])
def test_s_p_24_refuses_a_first_extension_beyond_thirty_days(extending, level):
    assert extending.refused("case.extend_draft", days=31, level=level) == ["S-P-24"]


@pytest.mark.evades("S-P-24", move="restart")
def test_s_p_24_refuses_extending_after_the_end(extending):
    late = {"now": "2026-06-02T09:00"}

    assert extending.refused("case.extend_draft", **late) == ["S-P-24"]
    assert extending.refused("case.extend", **late) == ["S-P-24"]


def test_s_p_24_refuses_extending_what_was_not_filed():
    assert PenaltyCase().refused("case.extend_draft") == ["S-P-24"]


@pytest.fixture
def extended(extending):
    return extending.add("case.extend_draft").add("case.extend")


COLLECTIVE = {"level": "collective", "discussion": "doc-39", "days": 90}


@pytest.mark.parametrize(
    ("pack", "changes", "found"),
    [
        (MARKET, COLLECTIVE, []),
        (MARKET, {**COLLECTIVE, "discussion": ""}, ["S-P-24"]),
        (MARKET, {"level": "head"}, ["S-P-24"]),
        (HOUSING, COLLECTIVE, ["S-P-24"]),
        (HOUSING, {**COLLECTIVE, "days": 60}, []),
        (AGRICULTURE, COLLECTIVE, ["S-P-24"]),
        (TRANSPORT, COLLECTIVE, ["S-P-24"]),
    ],
    ids=["panel", "no minutes", "head again", "too long", "sixty", "superior", "never"],
)
def test_s_p_24_refuses_a_further_extension_the_field_does_not_know(extended, pack, changes, found):
    assert extended.register(parameters=pack).refused("case.extend_draft", **changes) == found


@pytest.mark.parametrize(
    ("pack", "most"), [(MARKET, 15), (AGRICULTURE, 7), (HOUSING, 10)], ids=["15", "7", "10"]
)
def test_s_p_24_refuses_to_verify_longer_than_the_field_allows(pack, most):
    verifying = PenaltyCase().register(parameters=pack)

    assert verifying.refused("case.verify_extend_draft", days=most) == []
    assert verifying.refused("case.verify_extend_draft", days=most + 1) == ["S-P-24"]


# --- S-P-28 ---------------------------------------------------------------------------------------


@pytest.fixture
def deciding():
    return PenaltyCase().advance_to("dec.penalty")


def test_s_p_28_passes_a_correction_in_the_decision(deciding):
    assert deciding.refused("dec.penalty") == []


def test_s_p_28_passes_a_correction_that_was_proved(deciding):
    found = deciding.refused("dec.penalty", correction="corrected", correction_proof="已取得许可证")

    assert found == []


def test_s_p_28_passes_a_separate_order_that_was_approved(deciding):
    deciding.add("order.correct")
    assert deciding.refused("dec.penalty", correction="separate") == ["S-P-28"]

    deciding.add("order.approve")
    assert deciding.refused("dec.penalty", correction="separate") == []


@pytest.mark.evades("S-P-28", move="relabel")
def test_s_p_28_refuses_an_order_that_nobody_approved(deciding):
    deciding.add("order.correct").add("order.correct")  # sent back and written again

    assert deciding.refused("dec.penalty", correction="separate") == ["S-P-28"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"correction": ...}, "请选择责令改正的方式"),
        ({"correction_text": ""}, "请写明责令改正的内容"),
        ({"correction": "corrected"}, "请写明已经改正的证明"),
        ({"correction": "separate"}, "尚无经核准的责令改正通知书"),
    ],
)
def test_s_p_28_refuses_a_penalty_without_correction(deciding, changes, said):
    refusals = deciding.attempt("dec.penalty", **changes)

    assert [r.id for r in refusals] == ["S-P-28"]
    assert said in refusals[0].message


# --- S-P-30 ---------------------------------------------------------------------------------------


def test_s_p_30_passes_a_first_violation_with_search_harm_and_proof(deciding):
    assert deciding.refused("dec.nopenalty") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_search": ""}, "first_search"),
        ({"first_search_result": ...}, "first_search"),
        ({"first_search_result": "found"}, "first_search_result"),
        ({"slight_harm": False}, "slight_harm"),
        ({"correction_proof": ""}, "correction_proof"),
    ],
)
def test_s_p_30_refuses_a_waiver_that_lacks_one(deciding, changes, field):
    refusals = deciding.attempt("dec.nopenalty", **changes)

    assert [(r.id, r.fields) for r in refusals] == [("S-P-30", (field,))]


@pytest.mark.evades("S-P-30", move="silence")
def test_s_p_30_refuses_a_waiver_when_the_register_knows_better(deciding):
    deciding.register(earlier_violations=("岚江市市场监督管理局岚市监案〔2025〕3号",))

    refusals = deciding.attempt("dec.nopenalty")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-30", ("first_search_result",))]
    assert "〔2025〕3号" in refusals[0].message
    assert deciding.refused("dec.nopenalty", ground="no_fault") == []


def test_s_p_30_passes_other_grounds(deciding):
    assert deciding.refused("dec.nopenalty", ground="no_fault", first_search="") == []


def test_the_actor_of_a_panel_is_its_recorder():
    assert PenaltyCase().advance_to("dec.draft").refused("panel.discuss", presenter=LEAD) == []
