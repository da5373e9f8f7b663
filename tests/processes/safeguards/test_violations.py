"""Several violations: each is judged apart, and the sum where the law means the sum.

Three in one case: a fine within its range, a confiscation, one that is not punished. Beside the
passing and the refusing tests stand evading ones: a violation hidden in the sum, a fine moved from
one to another, a violation dropped on the way.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from processes.acts import Tag, tagged
from processes.facts.penalty import EarlierFine
from processes.violations import added_up
from tests.processes.packs import MARKET
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import (
    BREACHED,
    PENALIZED,
    clause,
    evidence,
    item,
    party,
)
from tests.processes.people import registers as known

STATING = ["inv.close", "proposal.draft", "notice.prior", "dec.draft", "dec.penalty"]
CARRIED = STATING[1:]
#: What the single block states, which a form with several violations does not have.
BLOCK = (
    "kinds", "fine", "confiscation", "goods_value", "grade", "factors", "discretion_reason",
    "violated", "basis", "evidence", "illegal_gains", "refunded", "goods",
)  # fmt: skip

COMMON: Mapping[str, Any] = {
    "act_started_on": "2025-12-01",
    "act_ended_on": "2026-02-20",
    "place": "榕荫路88号",
    "facts": "查明的事实。",
    "evidence": ["e1"],
    "violated": [BREACHED],
    "result": "penalty",
    "basis": [PENALIZED],
    "discretion_reason": "情节一般。",
}
FINED = {
    **COMMON, "item": "SJ-1", "conduct": "无证经营的行为", "kinds": ["0201", "0202"],
    "fine": "20000.00", "goods_value": "9260.00", "confiscation": "8640.00",
    "illegal_gains": "8640.00", "grade": "ordinary",
}  # fmt: skip
TAKEN = {
    **COMMON, "item": "SJ-2", "conduct": "销售不合格商品的行为", "kinds": ["0203"],
    "goods": "不合格商品六箱", "goods_value": "500.00",
}  # fmt: skip
SPARED = {
    name: value
    for name, value in {**COMMON, "item": "SJ-3", "conduct": "未公示的行为"}.items()
    if name not in ("basis", "discretion_reason")
} | {
    "result": "nopenalty", "ground": "minor_corrected", "waiver_reason": "轻微并当场改正。",
    "correction_proof": "当场公示。",
}  # fmt: skip
THREE = (FINED, TAKEN, SPARED)


def stated(*rows: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return what the platform keeps of a form that states these violations."""
    whole = added_up({"several": True, "violations": [dict(row) for row in rows], **more})
    return {**dict.fromkeys(BLOCK, ...), **whole}


def registers(rows=THREE, **changes):
    """Return the registers of the case: each violation has an item of its own."""
    items = changes.pop("items", tuple(item(code=row["item"]) for row in rows))
    return known(items=items, **changes)


def at(act: str, *rows: Mapping[str, Any], **changes: Any) -> PenaltyCase:
    """Return a case whose papers up to an act stated these violations."""
    rows = rows or THREE
    said = {one.replace(".", "_"): stated(*rows) for one in STATING}
    return PenaltyCase(registered=registers(rows, **changes)).advance_to(act, **said)


def refused(act: str, *rows: Mapping[str, Any], **changes: Any) -> list[tuple[str, str]]:
    """Try an act with these violations after papers that stated the same."""
    return tried(at(act, *rows, **changes), act, *rows)


def tried(case: PenaltyCase, act: str, *rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Try an act with these violations; return ids and messages of what is refused."""
    return [(one.id, one.message) for one in case.attempt(act, **stated(*rows or THREE))]


def ids(found: list[tuple[str, str]]) -> list[str]:
    return sorted({id for id, _ in found})


# --- S-P-42 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", STATING)
def test_s_p_42_passes_three_violations_from_the_report_to_the_decision(act):
    assert refused(act) == []


@pytest.mark.parametrize("act", ["dec.approve", "dec.sign"])
def test_s_p_42_passes_what_is_approved_and_signed(act):
    assert at(act).refused(act) == []


@pytest.mark.parametrize("act", STATING)
def test_s_p_42_refuses_a_violation_without_a_result(act):
    open_ = {k: v for k, v in SPARED.items() if k not in ("result", "ground", "waiver_reason")}

    found = tried(at(act), act, FINED, TAKEN, open_)

    assert ("S-P-42", "第3项违法行为：未写明处理结果，请选择") in found


@pytest.mark.parametrize("gone", ["ground", "waiver_reason"])
def test_s_p_42_refuses_to_spare_without_ground_and_reason(gone):
    spared = {name: value for name, value in SPARED.items() if name != gone}

    found = tried(at("dec.draft"), "dec.draft", FINED, TAKEN, spared)

    assert found == [("S-P-42", "第3项违法行为：不予处罚须写明情形和理由，请填写")]


def test_s_p_42_refuses_a_penalty_none_of_whose_violations_is_punished():
    spared = [{**SPARED, "item": row["item"]} for row in THREE]

    case = at("dec.draft")

    assert ids(tried(case, "dec.draft", *spared)) == ["S-P-42"]


def test_s_p_42_refuses_to_suggest_no_penalty_while_a_violation_is_punished():
    case = at("dec.draft")

    found = case.attempt("dec.draft", **stated(*THREE, suggestion="nopenalty"))

    assert [(one.id, one.fields) for one in found] == [("S-P-42", ("suggestion",))]


@pytest.mark.parametrize("act", CARRIED)
def test_s_p_42_refuses_a_violation_dropped_on_the_way(act):
    case = at(act)

    found = case.attempt(act, **stated(FINED, TAKEN))

    assert [one.id for one in found] == ["S-P-42"]
    assert "第3项违法行为没有写入" in found[0].message


@pytest.mark.parametrize("act", CARRIED)
def test_s_p_42_refuses_one_block_that_hides_the_violations_in_a_sum(act):
    case = at(act)

    found = case.refused(act)  # the single block, as the case with one violation states it

    assert "S-P-42" in found


@pytest.mark.parametrize("act", CARRIED)
@pytest.mark.evades("S-P-42", move="relabel")
def test_s_p_42_refuses_a_violation_that_takes_the_place_of_another(act):
    other = {**SPARED, "item": "SJ-9", "conduct": "另一行为"}

    found = tried(at(act), act, FINED, TAKEN, other)

    told = [message for id, message in found if id == "S-P-42"]
    assert len(told) == 2
    assert "第3项违法行为：前一环节没有认定" in told[0]
    assert "第3项违法行为没有写入" in told[1]


def test_s_p_42_passes_the_same_violations_in_another_order():
    case = at("dec.penalty", items=tuple(item(code=f"SJ-{n}") for n in (2, 3, 1)))

    assert tried(case, "dec.penalty", TAKEN, SPARED, FINED) == []


def test_s_p_42_passes_a_violation_spared_after_the_notice():
    taken = {**SPARED, "item": "SJ-2", "ground": "no_fact", "waiver_reason": "经复核证据不足。"}
    case = at("dec.draft")

    assert tried(case, "dec.draft", FINED, taken, SPARED) == []


def test_s_p_42_passes_a_new_report_that_finds_otherwise():
    case = at("dec.draft")

    assert tried(case, "inv.close", FINED) == []


def test_s_p_42_passes_another_end_of_the_case_without_rows():
    case = at("dec.draft")

    gone = dict.fromkeys((*BLOCK, "several", "violations"), ...)

    assert case.refused("dec.draft", suggestion="reinvestigate", **gone) == []


def test_s_p_42_refuses_a_violation_of_nobody_where_there_are_two_parties():
    both = (party(), party(id="second", name="岚江市榕记配送有限公司"))
    case = at("inv.close", parties=both)

    found = tried(case, "inv.close")
    named = tried(case, "inv.close", *({**row, "party": "second"} for row in THREE))
    strange = tried(case, "inv.close", *({**row, "party": "third"} for row in THREE))

    assert ids(found) == ids(strange) == ["S-P-42"]
    assert named == []


# --- S-P-32: each fine in its own range -----------------------------------------------------------


def test_s_p_32_passes_a_multiple_of_the_goods_of_that_violation():
    large = {
        **FINED,
        "goods_value": "16000.00",
        "fine": "99000.00",
    }  # five times 80,000, six 96,000
    fined = {**large, "fine": "90000.00", "grade": "lighter"}

    assert refused("inv.close", fined, TAKEN, SPARED) == []
    assert ids(
        tried(at("inv.close"), "inv.close", {**large, "grade": "lighter"}, TAKEN, SPARED)
    ) == ["S-P-32"]


def test_s_p_32_refuses_a_fine_that_counts_the_goods_of_another_violation():
    bare = {k: v for k, v in FINED.items() if k != "goods_value"}

    found = tried(at("inv.close"), "inv.close", bare, TAKEN, SPARED)

    assert found == [("S-P-32", "第1项违法行为：该事项的罚款幅度按货值金额确定，请填写货值金额")]


@pytest.mark.parametrize("act", STATING)
def test_s_p_32_refuses_a_fine_too_high_that_the_sum_would_hide(act):
    """Two fines of 25000 would be in order; 50001 and nothing are not."""
    above = {**FINED, "fine": "50001.00", "deviation_reason": "两项合并"}
    none = {**TAKEN, "kinds": ["0101"]}

    found = tried(at(act, above, none, SPARED), act, above, none, SPARED)

    assert ("S-P-32", "第1项违法行为：罚款高于法定幅度（5000元至50000元），请调整") in found


def test_s_p_32_refuses_a_kind_that_only_the_item_of_another_violation_has():
    items = (item(code="SJ-1"), item(code="SJ-2", kinds=frozenset({"0101"})), item(code="SJ-3"))

    found = tried(at("inv.close", items=items), "inv.close")

    assert found == [("S-P-32", "第2项违法行为：所选处罚种类不在该事项的法定处罚种类之内，请更换")]


def test_s_p_32_refuses_a_violation_without_reasons_of_its_own():
    found = tried(at("inv.close"), "inv.close", FINED, {**TAKEN, "discretion_reason": ""}, SPARED)

    assert found == [("S-P-32", "第2项违法行为：未说明裁量理由，请填写")]


def test_s_p_32_refuses_gains_of_one_violation_taken_for_another():
    """Confiscated are 8641 yuan of gains of 8640; the other violation made 100 more."""
    fined = {**FINED, "confiscation": "8641.00"}
    taken = {**TAKEN, "illegal_gains": "100.00"}

    found = tried(at("inv.close"), "inv.close", fined, taken, SPARED)

    assert [(id, message[:8]) for id, message in found] == [("S-P-32", "第1项违法行为：")]


def test_s_p_32_refuses_a_deviation_of_one_violation_that_no_panel_discussed():
    outside = {**FINED, "fine": "40000.00", "deviation_reason": "再犯"}
    case = at("dec.draft", outside, TAKEN, SPARED)

    assert ids(tried(case, "dec.draft", outside, TAKEN, SPARED)) == ["S-P-32"]
    assert case.refused("dec.draft", **stated(outside, TAKEN, SPARED, serious="yes")) == []


# --- S-P-26, S-P-27, S-G-14, S-G-11: time, second fines, clauses, evidence ------------------------

OLD = {"act_started_on": "2023-01-01", "act_ended_on": "2024-02-23"}  # two years end a day too soon


@pytest.mark.parametrize("act", STATING)
def test_s_p_26_refuses_one_violation_whose_time_is_over(act):
    old = {**TAKEN, **OLD}
    case = at(act)

    found = tried(case, act, FINED, old, SPARED)

    assert ids(found) == ["S-P-26"]
    assert found[0][1].startswith("第2项违法行为：违法行为至2026年2月23日已满2年")


def test_s_p_26_refuses_to_approve_it():
    case = at("dec.approve", FINED, {**TAKEN, **OLD}, SPARED)

    assert "S-P-26" in case.refused("dec.approve")


@pytest.mark.parametrize(
    "row",
    [
        {**TAKEN, "act_started_on": "2023-01-01", "act_ended_on": "2024-02-24"},
        {**TAKEN, **OLD, "health_or_finance_harm": True},
        {**SPARED, **OLD, "item": "SJ-2", "ground": "out_of_time"},
    ],
    ids=["last day", "five years", "spared"],
)
def test_s_p_26_passes_what_was_found_in_its_own_time_or_is_not_punished(row):
    assert tried(at("inv.close"), "inv.close", FINED, row, SPARED) == []


@pytest.mark.evades("S-P-26", move="date")
def test_s_p_26_refuses_a_discovery_before_the_lead_was_found():
    early = {**TAKEN, **OLD, "discovered_on": "2026-02-01"}

    found = tried(at("inv.close"), "inv.close", FINED, early, SPARED)

    assert found == [
        (
            "S-P-26",
            "第2项违法行为：发现日期（2026年2月1日）早于线索核查认定的发现日期"
            "（2026年2月24日），请核对",
        )
    ]


def test_s_p_26_refuses_what_was_found_later_than_the_lead_when_its_time_was_over():
    late = {**TAKEN, "act_started_on": "2024-01-01", "act_ended_on": "2024-03-01"}

    assert tried(at("inv.close"), "inv.close", FINED, late, SPARED) == []
    late["discovered_on"] = "2026-03-05"
    assert ids(tried(at("inv.close"), "inv.close", FINED, late, SPARED)) == ["S-P-26"]


def fine(**changes):
    """Return an earlier fine for the act of the second violation."""
    values = {
        "body": "岚江市城东区市场监督管理局", "number": "岚市监罚决〔2025〕9号", "item": "SJ-2",
        "act_from": date(2026, 1, 1), "act_to": date(2026, 1, 31), "place": "榕荫路88号",
    }  # fmt: skip
    return EarlierFine(**{**values, **changes})


SECOND = {**TAKEN, "kinds": ["0201"], "fine": "20000.00", "grade": "ordinary"}


@pytest.mark.parametrize("act", STATING)
def test_s_p_27_refuses_a_second_fine_hidden_among_several_violations(act):
    case = at(act, FINED, SECOND, SPARED, earlier_fines=(fine(),))

    found = tried(case, act, FINED, SECOND, SPARED)

    assert ids(found) == ["S-P-27"]
    assert found[0][1].startswith("第2项违法行为：岚江市城东区市场监督管理局已以")


@pytest.mark.parametrize(
    "earlier",
    [
        fine(item="SJ-7"),
        fine(place="文澜路12号"),
        fine(act_from=date(2025, 1, 1), act_to=date(2025, 11, 30)),
    ],
    ids=["item", "place", "period"],
)
def test_s_p_27_passes_a_fine_for_another_act(earlier):
    assert refused("inv.close", FINED, SECOND, SPARED, earlier_fines=(earlier,)) == []


@pytest.mark.parametrize(
    "twin",
    [{"item": "SJ-1"}, {"conduct": FINED["conduct"]}],
    ids=["item", "words"],
)
@pytest.mark.parametrize("act", STATING)
@pytest.mark.evades("S-P-27", move="split")
def test_s_p_27_refuses_one_act_stated_as_two(act, twin):
    rows = (FINED, {**SECOND, **twin}, SPARED)

    found = tried(at(act, *rows), act, *rows)

    assert ids(found) == ["S-P-27"]
    assert found[0][1].startswith("第2项违法行为：与第1项违法行为的行为、时间、地点相同")


@pytest.mark.parametrize(
    "other",
    [
        {"act_started_on": "2026-02-21", "act_ended_on": "2026-02-24"},
        {"place": "文澜路12号"},
        {"kinds": ["0203"], "goods": "商品", "fine": None},
    ],
    ids=["later", "elsewhere", "not fined"],
)
def test_s_p_27_passes_two_acts_under_one_item(other):
    rows = (FINED, {**SECOND, "item": "SJ-1", **other}, SPARED)

    assert tried(at("inv.close", *rows), "inv.close", *rows) == []


def test_s_g_14_refuses_a_clause_out_of_force_at_the_end_of_that_violation_alone():
    clauses = {
        BREACHED: clause(BREACHED),
        PENALIZED: clause(PENALIZED, effective=date(2026, 2, 1)),
    }
    early = {**TAKEN, "act_ended_on": "2026-01-31"}
    case = at("inv.close", clauses=clauses)

    found = case.attempt("inv.close", **stated(FINED, early, SPARED))

    assert [(one.id, one.fields) for one in found] == [("S-G-14", ("violations.1.basis",))]
    assert tried(case, "inv.close") == []


def test_s_g_14_refuses_a_clause_whose_newer_version_is_lighter_for_one_violation():
    old = "LAW-0001@2015#a122.p1"
    clauses = {
        BREACHED: clause(BREACHED),
        PENALIZED: clause(PENALIZED),
        old: clause(old, ended=date(2026, 3, 1), outdone=True),
    }
    case = at("inv.close", clauses=clauses)

    found = tried(case, "inv.close", FINED, {**TAKEN, "basis": [old]}, SPARED)

    assert ids(found) == ["S-G-14"]
    assert found[0][1].startswith("第2项违法行为：")
    assert "新的规定处罚较轻" in found[0][1]


@pytest.mark.parametrize("act", [one for one in STATING if one in tagged(Tag.CITING)])
def test_s_g_11_refuses_evidence_not_admitted_even_for_a_violation_that_is_spared(act):
    pieces = {"e1": evidence("e1"), "e2": evidence("e2", admissible=False)}
    case = at(act, evidence=pieces)

    found = case.attempt(act, **stated(FINED, TAKEN, {**SPARED, "evidence": ["e2"]}))

    assert [(one.id, one.fields) for one in found] == [("S-G-11", ("violations.2.evidence",))]


# --- S-P-03, S-P-05: as told, violation by violation ----------------------------------------------


@pytest.mark.parametrize("act", ["dec.draft", "dec.penalty"])
@pytest.mark.evades("S-P-05", move="split")
def test_s_p_05_refuses_a_fine_moved_from_one_violation_to_another(act):
    """The sum stays 40000 yuan; one of the two acts is fined more than the party was told."""
    told = ({**FINED, "fine": "19000.00"}, {**SECOND, "fine": "21000.00", "goods_value": "900.00"})
    case = at("dec.draft", *told, SPARED)
    moved = ({**told[0], "fine": "21000.00"}, {**told[1], "fine": "19000.00"})
    if act == "dec.penalty":
        case = case.add("dec.draft", **stated(*told, SPARED))
        case = case.add("dec.approve")

    found = tried(case, act, *moved, SPARED)

    assert "S-P-05" in ids(found)
    assert found[0][1].startswith("第1项违法行为：罚款数额重于事先告知的内容")


@pytest.mark.parametrize("act", ["dec.draft", "dec.penalty"])
def test_s_p_05_refuses_to_punish_what_the_party_was_told_is_not_punished(act):
    warned = {**COMMON, "item": "SJ-3", "conduct": "未公示的行为", "kinds": ["0101"]}

    found = tried(at(act), act, {**FINED, "fine": "18600.00"}, TAKEN, warned)

    assert "S-P-05" in ids(found)


@pytest.mark.parametrize("act", ["notice.prior", "dec.penalty"])
@pytest.mark.evades("S-P-42", move="split")
def test_s_p_42_refuses_a_fine_moved_after_the_head_approved_it(act):
    """The sum stays what was approved, and each fine below what the party was told."""
    low, high = (
        {**FINED, "fine": "19000.00"},
        {**SECOND, "fine": "21000.00", "goods_value": "900.00"},
    )
    case = at(act, {**low, "fine": "30000.00"}, {**high, "fine": "30000.00"}, SPARED)
    drawn, agreed = {
        "notice.prior": ("proposal.draft", "appr.proposal"),
        "dec.penalty": ("dec.draft", "dec.approve"),
    }[act]
    case = case.add(drawn, **stated(low, high, SPARED)).add(agreed)

    assert tried(case, act, low, high, SPARED) == []
    found = tried(case, act, {**low, "fine": "21000.00"}, {**high, "fine": "19000.00"}, SPARED)

    assert ids(found) == ["S-P-42"]
    assert found[0][1].startswith("第1项违法行为：罚款数额重于负责人批准的内容")


def test_s_p_05_passes_less_for_each_violation():
    lighter = {**FINED, "fine": "18600.00"}

    assert tried(at("dec.draft"), "dec.draft", lighter, TAKEN, SPARED) == []


@pytest.mark.evades("S-P-03", move="borrow")
def test_s_p_03_refuses_a_basis_that_was_told_for_another_violation():
    other = "LAW-0002@2018#a49"
    clauses = {key: clause(key) for key in (BREACHED, PENALIZED, other)}
    told = (FINED, {**TAKEN, "basis": [other]}, SPARED)
    case = at("dec.penalty", *told, clauses=clauses)

    assert tried(case, "dec.penalty", *told) == []
    found = tried(case, "dec.penalty", {**FINED, "basis": [other]}, *told[1:])
    assert ids(found) == ["S-P-03"]
    assert found[0][1].startswith("第1项违法行为：处罚依据含有未告知当事人的条款")


# --- sums: S-P-06, S-P-16 -------------------------------------------------------------------------

TWO = (party(), party(id="second", name="岚江市榕记配送有限公司"))


def fines(*amounts: str, parties=("", "")):
    """Return fines of several violations by multiples of goods of 12000 yuan each."""
    rows = zip(("SJ-1", "SJ-2"), amounts, parties, strict=True)
    return [
        {**FINED, "item": code, "conduct": f"{code}的行为", "fine": amount, "party": who,
         "goods_value": "12000.00", "grade": "lighter"}
        for code, amount, who in rows
    ]  # fmt: skip


@pytest.mark.evades("S-P-06", move="split")
def test_s_p_06_refuses_to_miss_a_hearing_that_the_fines_of_one_party_add_up_to():
    """Each of 60000 yuan stays below the threshold of an organization, 120000 does not."""
    rows = fines("60000.00", "60000.00")

    found = tried(at("inv.close", *rows), "inv.close", *rows)

    assert MARKET.hearing_organization == 100_000
    assert ids(found) == ["S-P-06"]
    assert "达到听证标准" in found[0][1]


def test_s_p_06_passes_fines_of_two_parties_that_each_stay_below():
    rows = fines("60000.00", "60000.00", parties=("party", "second"))

    assert tried(at("inv.close", *rows, parties=TWO), "inv.close", *rows) == []


def test_s_p_06_refuses_to_miss_the_hearing_of_one_of_two_parties():
    rows = fines("60000.00", "60000.00", parties=("second", "second"))

    assert ids(tried(at("inv.close", *rows, parties=TWO), "inv.close", *rows)) == ["S-P-06"]


def test_s_p_16_refuses_a_sum_other_than_the_panel_decided():
    rows = (FINED, SECOND, SPARED)
    case = at("dec.penalty", *rows)
    heads = [
        {"officer": one, "vote": "agree", "opinion": "同意。"} for one in ("han", "zhou", "gu")
    ]

    agreed = case.add("panel.discuss", "2026-05-19T10:00", fine="40000.00", suggestion="penalty",
                      attendees=heads)  # fmt: skip
    assert tried(agreed, "dec.penalty", *rows) == []
    one_alone = case.add("panel.discuss", "2026-05-19T11:00", fine="20000.00",
                         suggestion="penalty", attendees=heads)  # fmt: skip
    assert ids(tried(one_alone, "dec.penalty", *rows)) == ["S-P-16"]


# --- S-P-30, S-P-38 -------------------------------------------------------------------------------

FIRST = {**SPARED, "ground": "first_violation", "first_search": "经查询无同类记录。"}


def test_s_p_30_passes_a_first_violation_among_several_on_search_and_correction():
    assert tried(at("dec.draft"), "dec.draft", FINED, TAKEN, FIRST) == []


@pytest.mark.parametrize("gone", ["first_search", "correction_proof"])
def test_s_p_30_refuses_a_first_violation_among_several_without(gone):
    bare = {name: value for name, value in FIRST.items() if name != gone}

    assert ids(tried(at("dec.draft"), "dec.draft", FINED, TAKEN, bare)) == ["S-P-30"]


def test_s_p_30_refuses_a_first_violation_that_was_not_the_first():
    case = at("dec.draft", earlier_violations=("岚市监立〔2025〕3号",))
    same = {**FIRST, "item": item().code}

    assert "S-P-30" in ids(tried(case, "dec.draft", FINED, TAKEN, same))
    assert tried(case, "dec.draft", FINED, TAKEN, FIRST) == []


def test_s_p_38_judges_the_age_at_each_violation():
    """Fourteen on 1 January 2026: too young at the first act, treated lightly at the other."""
    child = party(kind="person", birth=date(2012, 1, 1))
    early = {**FINED, "act_started_on": "2025-12-01", "act_ended_on": "2025-12-31"}
    late = {**SECOND, "factors": ["harm_removed"]}
    spared = {**SPARED, "item": "SJ-1", "act_ended_on": "2025-12-31", "ground": "under_age"}
    case = at("inv.close", parties=(child,))

    found = case.attempt("inv.close", **stated(early, late, SPARED, hearing_scope="yes"))
    assert {(one.id, one.message[:8]) for one in found} == {("S-P-38", "第1项违法行为：")}
    passed = case.refused("inv.close", **stated(spared, late, SPARED, hearing_scope="yes"))
    assert passed == []
