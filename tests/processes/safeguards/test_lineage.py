"""S-P-43 并案, S-P-44 另案: before the decision, nobody told, nothing lost."""

from dataclasses import replace
from datetime import date

import pytest

from processes.facts.people import MatterFacts
from tests.processes.penalty_case import PenaltyCase

MERGE, DIVIDE = ("case.merge_draft", "case.merge"), ("case.divide_draft", "case.divide")
BOTH = frozenset({"party", "other"})
MAIN = MatterFacts("岚市监立〔2026〕12号", "body", date(2026, 3, 1), is_open=True)


@pytest.fixture
def case():
    """Return an investigated case that may go on in another."""
    case = PenaltyCase().advance_to("inv.collect")
    return case.register(joined=MAIN, filed_on=date(2026, 3, 4), item_of_case="SJ-004")


@pytest.fixture
def told():
    """Return a case whose party has been told what is intended."""
    case = PenaltyCase().advance_to("defense.receive")
    return case.register(joined=MAIN, filed_on=date(2026, 3, 4), item_of_case="SJ-004")


def drafted(case, **values):
    """Return the case with the part that is to be handled apart proposed."""
    return case.add("case.divide_draft", **values)


@pytest.mark.parametrize("act", MERGE)
def test_s_p_43_passes_into_an_open_case_filed_before(case, act):
    assert case.refused(act) == []


@pytest.mark.parametrize("act", MERGE)
def test_s_p_43_passes_into_one_filed_on_the_same_day(case, act):
    assert case.register(joined=replace(MAIN, filed_on=date(2026, 3, 4))).refused(act) == []


@pytest.mark.parametrize("act", MERGE)
@pytest.mark.parametrize(
    ("joined", "words"),
    [
        (None, "请选择并入的案件"),
        (replace(MAIN, is_open=False), "已经进入告知、作出决定"),
        (replace(MAIN, filed_on=date(2026, 3, 5)), "应当并入先立案的案件"),
        (replace(MAIN, filed_on=None), "应当并入先立案的案件"),
    ],
)
def test_s_p_43_refuses_any_other_case(case, act, joined, words):
    (refusal,) = case.register(joined=joined).attempt(act)

    assert refusal.id == "S-P-43"
    assert words in refusal.message


@pytest.mark.parametrize("act", MERGE)
@pytest.mark.evades("S-P-43", move="borrow")
def test_s_p_43_refuses_the_case_of_another_body(case, act):
    (refusal,) = case.register(joined=replace(MAIN, body="elsewhere")).attempt(act)

    assert refusal.id == "S-P-43"
    assert "只能并入本机关办理的案件" in refusal.message


@pytest.mark.parametrize("act", MERGE)
def test_s_p_43_refuses_merging_away_whoever_was_told(told, act):
    (refusal,) = told.attempt(act)

    assert (refusal.id, refusal.basis) == ("S-P-43", "《行政处罚法》第四十四条、第四十五条第一款")


def test_s_p_43_passes_a_head_who_does_not_approve(told):
    assert told.refused("case.merge", agree="no") == []


def test_s_p_44_passes_another_violation(case):
    assert case.refused("case.divide_draft") == []
    assert drafted(case).refused("case.divide") == []


def test_s_p_44_passes_one_of_two_parties(case):
    case.register(party_ids=BOTH)

    assert case.refused("case.divide_draft", part="party", party="other") == []
    assert drafted(case, part="party", party="other").refused("case.divide") == []


def test_s_p_44_refuses_the_only_party(case):
    assert case.refused("case.divide_draft", part="party", party="party") == ["S-P-44"]


def test_s_p_44_refuses_a_party_whose_notice_is_being_made(case):
    case.register(party_ids=BOTH, under_way=frozenset({"other"}))

    assert case.refused("case.divide_draft", part="party", party="other") == ["S-P-44"]
    assert case.refused("case.divide_draft", part="party", party="party") == []


def test_s_p_44_refuses_whoever_is_no_party(case):
    case.register(party_ids=BOTH)

    assert case.refused("case.divide_draft", part="party", party="stranger") == ["S-P-44"]


@pytest.mark.evades("S-P-44", move="split")
def test_s_p_44_refuses_the_violation_of_the_case_itself(case):
    (refusal,) = case.attempt("case.divide_draft", item="SJ-004")

    assert refusal.id == "S-P-44"
    assert "同一违法行为不得分案处罚" in refusal.message


def test_s_p_44_refuses_at_the_approval_what_holds_no_longer(case):
    """The other party was split off meanwhile: two drafts side by side."""
    case.register(party_ids=BOTH)
    drafted(case, part="party", party="party")

    assert case.register(party_ids=frozenset({"party"})).refused("case.divide") == ["S-P-44"]


@pytest.mark.parametrize("act", DIVIDE)
def test_s_p_44_refuses_once_the_party_was_told(told, act):
    assert drafted(told).refused(act) == ["S-P-44"]


def test_s_p_44_passes_a_head_who_does_not_approve(told):
    assert drafted(told).refused("case.divide", agree="no") == []
