"""S-G-14, S-P-01, 26, 27: law in force, filed in time, one fine for one act."""

from datetime import date

import pytest

from processes.facts.penalty import EarlierFine
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import content
from tests.processes.people import BREACHED, PENALIZED, clause

CITING = ["inv.close", "proposal.draft", "notice.prior", "dec.draft", "dec.penalty"]


def citing(**changes):
    """Return the clauses of the registers, the one on penalties changed."""
    changed = {"cite": "《中华人民共和国食品安全法》第一百二十二条第一款", **changes}
    return {BREACHED: clause(BREACHED), PENALIZED: clause(PENALIZED, **changed)}


# --- S-P-01 ---------------------------------------------------------------------------------------


def test_s_p_01_passes_a_decision_in_a_filed_case():
    case = PenaltyCase().advance_to("dec.penalty")

    assert case.refused("dec.penalty") == []


@pytest.mark.parametrize("act", ["dec.approve", "dec.penalty", "dec.sign"])
def test_s_p_01_refuses_a_decision_without_filing(act):
    case = PenaltyCase().advance_to(act, skipping=("case.file",))

    assert "S-P-01" in case.refused(act)


@pytest.mark.evades("S-P-01", move="relabel")
def test_s_p_01_refuses_a_decision_where_filing_was_declined():
    case = PenaltyCase().advance_to("dec.penalty", case_file={"filing": "no"})

    assert "S-P-01" in case.refused("dec.penalty")


def test_s_p_01_passes_another_outcome_without_filing():
    case = PenaltyCase().advance_to("dec.approve", skipping=("case.file",))

    assert case.refused("dec.approve", outcome="nofact") == []


# --- S-G-14 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", CITING)
def test_s_g_14_passes_law_in_force(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", CITING)
def test_s_g_14_refuses_a_repealed_clause(act):
    case = PenaltyCase().register(clauses=citing(ended=date(2026, 1, 1))).advance_to(act)

    refusals = case.attempt(act)

    assert [(r.id, r.fields) for r in refusals] == [("S-G-14", ("basis",))]
    assert refusals[0].message == (
        "《中华人民共和国食品安全法》第一百二十二条第一款在违法行为发生时（2026年2月24日）"
        "已经失效，请更换条款"
    )
    assert refusals[0].basis == "《行政处罚法》第五条第三款、第十六条、第三十七条"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": "行政规范性文件"}, "不得作为行政处罚的依据"),
        ({"published": False}, "未经公布"),
        ({"effective": date(2026, 2, 25)}, "尚未施行"),
        ({"ended": date(2026, 2, 24)}, "已经失效"),
        ({"ended": date(2026, 4, 1), "outdone": True}, "应当适用新的规定"),
    ],
    ids=["a mere document", "unpublished", "not yet", "that very day", "outdone since"],
)
def test_s_g_14_refuses_what_cannot_carry_a_penalty(changes, said):
    case = PenaltyCase().register(clauses=citing(**changes)).advance_to("notice.prior")

    refusals = case.attempt("notice.prior")

    assert [r.id for r in refusals] == ["S-G-14"]
    assert said in refusals[0].message


@pytest.mark.parametrize(
    "changes",
    [
        {"ended": date(2026, 2, 25)},
        {"effective": date(2026, 2, 24)},
        {"ended": date(2026, 4, 1)},
        {"outdone": True},
        {"effective": date(2026, 3, 1), "lighter": True},
        {"level": "地方政府规章"},
    ],
    ids=["last day", "first day", "repealed later", "not yet outdone", "newer and lighter", "rule"],
)
def test_s_g_14_passes_what_was_in_force_or_is_lighter(changes):
    case = PenaltyCase().register(clauses=citing(**changes)).advance_to("notice.prior")

    assert case.refused("notice.prior") == []


def test_s_g_14_refuses_a_lighter_clause_that_is_over_again():
    over = citing(effective=date(2026, 3, 1), ended=date(2026, 4, 1), lighter=True)
    case = PenaltyCase().register(clauses=over).advance_to("notice.prior")

    assert case.refused("notice.prior") == ["S-G-14"]


def test_s_g_14_refuses_an_unknown_clause():
    case = PenaltyCase().advance_to("notice.prior")

    refusals = case.attempt("notice.prior", violated=["LAW-9999#a1"])

    assert [(r.id, r.fields) for r in refusals] == [("S-G-14", ("violated",))]


@pytest.mark.evades("S-G-14", move="silence")
def test_s_g_14_takes_the_day_of_submission_while_the_act_has_no_date():
    case = PenaltyCase().register(clauses=citing(ended=date(2026, 4, 1)))
    case.advance_to("inv.close", case_verify={"act_ended_on": ""})

    assert case.refused("inv.close") == ["S-G-14"]


def test_s_g_14_passes_a_report_without_penalty():
    case = PenaltyCase().register(clauses={}).advance_to("inv.close")

    assert case.refused("inv.close", suggestion="nopenalty") == []
    assert case.refused("dec.nopenalty") == ["S-G-14", "S-G-14"]


# --- S-P-26 ---------------------------------------------------------------------------------------


@pytest.fixture
def verifying():
    return PenaltyCase().advance_to("case.verify")


def test_s_p_26_passes_an_act_discovered_in_time(verifying):
    assert verifying.refused("case.verify") == []


@pytest.mark.parametrize(
    ("ended", "harm", "found"),
    [
        ("2024-02-24", False, []),
        ("2024-02-23", False, ["S-P-26"]),
        ("2021-02-24", True, []),
        ("2021-02-23", True, ["S-P-26"]),
        ("2024-02-29", False, []),
    ],
    ids=["two years", "a day more", "five years", "a day more than five", "leap day"],
)
def test_s_p_26_refuses_an_act_undiscovered_for_too_long(verifying, ended, harm, found):
    refused = verifying.refused("case.verify", act_ended_on=ended, health_or_finance_harm=harm)

    assert refused == found


@pytest.mark.parametrize("missing", ["act_ended_on", "discovered_on"])
def test_s_p_26_refuses_filing_without_both_dates(verifying, missing):
    assert verifying.refused("case.verify", **{missing: ""}) == ["S-P-26"]
    assert verifying.refused("case.verify", **{missing: ""}, suggestion="nofile") == []


OLD = {"act_ended_on": "2023-01-01"}


def test_s_p_26_refuses_filing_and_deciding_too_late():
    case = PenaltyCase().advance_to("case.file", case_verify=OLD)
    assert case.refused("case.file") == ["S-P-26"]
    assert case.refused("case.file", filing="no") == []

    case.advance_to("dec.approve")
    assert "S-P-26" in case.refused("dec.approve")
    assert "S-P-26" not in case.refused("dec.approve", outcome="nopenalty")


def test_s_p_26_refuses_filing_without_a_verification():
    case = PenaltyCase().advance_to("case.file", skipping=("case.verify",))

    assert case.refused("case.file") == ["S-P-26"]


# --- S-P-27 ---------------------------------------------------------------------------------------


def earlier(**changes):
    """Return an earlier fine for the same act."""
    values = {
        "body": "岚江市望海区市场监督管理局",
        "number": "岚望市监罚决〔2026〕7号",
        "item": "SJ-0122",
        "act_from": date(2025, 11, 1),
        "act_to": date(2026, 1, 15),
    }
    return EarlierFine(**{**values, **changes})


@pytest.mark.parametrize("act", CITING)
def test_s_p_27_passes_a_first_fine(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", CITING)
def test_s_p_27_refuses_a_second_fine_for_the_same_act(act):
    case = PenaltyCase().advance_to(act).register(earlier_fines=(earlier(),))

    refusals = case.attempt(act)

    assert [r.id for r in refusals] == ["S-P-27"]
    assert "岚望市监罚决〔2026〕7号" in refusals[0].message
    assert refusals[0].basis == "《行政处罚法》第二十九条"


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "SJ-0001"},
        {"act_to": date(2025, 11, 30)},
        {"act_from": date(2026, 2, 25), "act_to": date(2026, 2, 25)},
        {"place": "金湾路3号"},
    ],
    ids=["another item", "before", "after", "elsewhere"],
)
def test_s_p_27_passes_a_fine_for_another_act(changes):
    explained = {"other_act": "此前罚款针对另一店铺。"}
    case = PenaltyCase().advance_to("notice.prior", rev_case=explained)
    case.register(earlier_fines=(earlier(**changes),))

    assert case.refused("notice.prior") == []


@pytest.mark.evades("S-P-27", move="relabel")
def test_s_p_27_refuses_the_same_place_in_other_words():
    same = earlier(place="岚江市望海区柳塘街道榕荫路88号")
    case = PenaltyCase().advance_to("notice.prior").register(earlier_fines=(same,))

    assert case.refused("notice.prior") == ["S-P-27"]


HERE = "岚江市望海区柳塘街道榕荫路88号"


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "金湾路3号"},
        {"item": "SJ-0001", "place": "望海区榕荫路 88 号（临街铺面）"},
        {"item": "SJ-0001", "place": "金湾路3号", "violated": {BREACHED.replace("2021", "2018")}},
    ],
    ids=["place in other words", "another item", "the same clause in another version"],
)
@pytest.mark.parametrize("act", ["rev.case", "rev.legal"])
@pytest.mark.evades("S-P-27", move="relabel")
def test_s_p_27_refuses_a_review_that_does_not_say_why_a_near_fine_is_for_another_act(act, changes):
    case = (PenaltyCase.with_hearing() if act == "rev.legal" else PenaltyCase()).advance_to(act)
    case.register(earlier_fines=(earlier(**changes),), place=HERE)

    assert "S-P-27" in case.refused(act, review="pass")
    said = {"review": "pass", "other_act": "此前罚款针对另一店铺。"}
    assert "S-P-27" not in case.refused(act, **said)
    assert "S-P-27" not in case.refused(act, review="fix")


@pytest.mark.parametrize("act", ["notice.prior", "dec.draft", "dec.penalty"])
@pytest.mark.evades("S-P-27", move="split")
def test_s_p_27_refuses_a_near_fine_that_came_after_the_review(act):
    """Two cases of one act side by side: both are reviewed before either is decided."""
    near = earlier(item="SJ-0001", place="望海区榕荫路 88 号（临街铺面）")
    case = PenaltyCase().advance_to(act).register(earlier_fines=(near,), place=HERE)

    (refusal,) = case.attempt(act)
    assert refusal.id == "S-P-27"
    assert "请退回补充调查后重新审核" in refusal.message

    case = PenaltyCase().advance_to(act, rev_case={"other_act": "此前罚款针对另一店铺。"})
    assert case.register(earlier_fines=(near,), place=HERE).refused(act) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "SJ-0001", "place": "南溪县墟镇大街149号"},
        {"act_to": date(2025, 11, 30)},
    ],
    ids=["nothing alike", "another time"],
)
def test_s_p_27_passes_a_review_where_no_fine_is_near(changes):
    case = PenaltyCase().advance_to("rev.case")
    case.register(earlier_fines=(earlier(**changes),), place=HERE)

    assert "S-P-27" not in case.refused("rev.case", review="pass")


def test_s_p_27_passes_other_kinds_of_penalty():
    case = PenaltyCase().advance_to("notice.prior").register(earlier_fines=(earlier(),))

    assert case.refused("notice.prior", **content(kinds=["0101"])) == []


def test_s_p_27_passes_while_the_item_is_unknown():
    case = PenaltyCase().advance_to("notice.prior").register(earlier_fines=(earlier(),), item=None)

    assert case.refused("notice.prior") == []


def test_s_p_27_takes_one_day_for_an_act_without_a_beginning():
    case = PenaltyCase().advance_to("notice.prior", case_verify={"act_started_on": ""})

    assert case.register(earlier_fines=(earlier(),)).refused("notice.prior") == []
