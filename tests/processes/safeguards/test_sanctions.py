"""S-P-32, the kinds: what the clause wants stands in the penalty, what it ties to a condition not.

Evading moves are named in the tests (`relabel`, `borrow`, `date`, `silence`).
"""

import pytest

from engine.safeguards import review
from processes.facts.evidence import PreservationFacts
from processes.facts.law import SanctionFacts
from tests.processes import penalty_case
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import AGREED, OFFICERS, SIGNED, visit
from tests.processes.people import BREACHED, PENALIZED, UNIT_HEAD, band, clause, item, moment
from tests.processes.script import step

STATING = ["inv.close", "proposal.draft", "notice.prior", "dec.draft", "dec.penalty"]
CITE = "《食品安全法》第一百二十四条第一款"
FOOD = tuple(
    SanctionFacts(kind, title, CITE)
    for kind, title in (("0201", "罚款"), ("0202", "没收违法所得"), ("0203", "没收非法财物"))
)


def case_on(*provided, **more):
    """Return a case on an item whose clause provides for this."""
    kinds = frozenset(one.kind for one in provided)
    return PenaltyCase().register(item=item(kinds=kinds, provided=provided, **more))


def all_through(act, **stated):
    """Return a case on food up to an act, with something stated in every paper before."""
    papers = {one.replace(".", "_"): stated for one in STATING}
    return case_on(*FOOD).advance_to(act, **papers)


# --- every kind that the clause wants -------------------------------------------------------------


@pytest.mark.parametrize("act", STATING)
def test_s_p_32_passes_every_kind_that_the_clause_wants(act):
    whole = {"kinds": ["0201", "0202", "0203"], "goods": "待售食品三箱"}

    assert all_through(act, **whole).refused(act, **whole) == []


@pytest.mark.parametrize("act", STATING)
def test_s_p_32_refuses_to_leave_out_what_the_clause_wants(act):
    refusals = all_through(act).attempt(act)

    assert [r.id for r in refusals] == ["S-P-32"]
    assert refusals[0].message.startswith(f"{CITE}规定应当处以没收非法财物，请一并处以")


def test_s_p_32_passes_a_kind_left_out_because_nothing_is_there():
    reason = {"omitted": "nothing", "omitted_reason": "涉案食品已全部售出并食用"}

    assert all_through("inv.close").refused("inv.close", **reason) == []
    silent = all_through("inv.close").attempt("inv.close", omitted="nothing")
    assert silent[0].message == "未处以没收非法财物，请写明不处的理由"


def test_s_p_32_asks_for_no_gains_where_there_were_none():
    none = {"kinds": ["0201", "0203"], "confiscation": "", "goods": "三箱"}
    case = all_through("inv.close")

    assert case.refused("inv.close", **none, illegal_gains="0.00") == []
    (hidden,) = case.attempt("inv.close", **none, omitted="nothing", omitted_reason="无")
    assert hidden.message == "写为没有可没收的违法所得，但认定的违法所得为8640.00元，请没收"


@pytest.mark.evades("S-P-32", move="silence")
def test_s_p_32_evading_by_calling_kept_goods_gone_is_refused():
    case = all_through("inv.close")
    kept = PreservationFacts("keeping", moment("2026-03-05T10:00"), None, pending=True)
    facts = case.submission("inv.close", omitted="nothing", omitted_reason="已售完")
    facts.facts.preservations = (kept,)

    assert "登记保存的物品已转为查封、扣押" in " ".join(
        one.message for one in review(penalty_case.SAFEGUARDS, facts) if one.id == "S-P-32"
    )


def test_s_p_32_leaves_a_kind_out_by_mitigation_or_by_a_clause_that_is_named():
    case, why = all_through("inv.close"), {"omitted_reason": "依法减轻"}

    proved = {"factors": ["merit"], "factor_evidence": ["e1"]}
    assert case.refused("inv.close", omitted="mitigated", **why, **proved) == []
    assert case.refused("inv.close", omitted="mitigated", **why) == ["S-P-32"]
    assert case.refused("inv.close", omitted="clause", **why) == ["S-P-32"]
    named = {"omitted": "clause", "special_clauses": [PENALIZED]}
    assert case.refused("inv.close", **named, **why) == []
    unknown = {"omitted": "clause", "special_clauses": ["LAW-0099@2020#a1"]}
    assert case.refused("inv.close", **unknown, **why) == ["S-G-14"]


def test_s_p_32_wants_one_of_several_alternatives():
    shut = SanctionFacts("0402", "责令停产停业", CITE, condition="serious", choice="停业或者吊销")
    struck = SanctionFacts("0303", "吊销许可证件", CITE, condition="serious", choice="停业或者吊销")
    fine = SanctionFacts("0201", "罚款", CITE)
    gains = SanctionFacts("0202", "没收违法所得", CITE, optional=True)
    case = case_on(fine, gains, shut, struck).advance_to("inv.close")
    grave = {"circumstances": ["serious"], "circumstance_evidence": ["e1"], "serious": "yes",
             "legal_trigger": "yes", "hearing_scope": "yes"}  # fmt: skip

    assert "S-P-32" in case.refused("inv.close", **grave)
    for one in ("0402", "0303"):
        chosen = {"kinds": ["0201", one], "licence": "许可证", "other_penalty": "七日"}
        assert "S-P-32" not in case.refused("inv.close", **grave, **chosen)


# --- what the clause ties to a condition ----------------------------------------------------------

WARNED = SanctionFacts("0101", "警告", "《食品安全法》第一百二十六条第一款")
REFUSED_FINE = SanctionFacts("0201", "罚款", WARNED.cite, condition="uncorrected")
GRAVE = SanctionFacts("0303", "吊销许可证件", WARNED.cite, condition="serious")
FINED = {"kinds": ["0101", "0201"], "fine": "12000.00", "confiscation": "", "grade": ""}


def unbought():
    """Return a case on an item that is fined only where the party refuses to correct."""
    limits = (band("5000", "50000", condition="uncorrected"),)
    return case_on(WARNED, REFUSED_FINE, GRAVE, ranges=limits, grades={}).advance_to("inv.close")


def ordered(case, *, cites=BREACHED, due="2026-03-13", served=True, found="not_fixed",
            checked="2026-03-20", beside="correction"):  # fmt: skip
    """Enter an order to correct, its service and the re-check."""
    steps = [
        step("order.correct", "2026-03-06T10:00", instance="correction", violated=[cites],
             basis=[], at_once=False, due_on=due, content="建立进货查验记录"),
        step("order.approve", "2026-03-06T11:00", UNIT_HEAD, instance="correction", **AGREED),
    ]  # fmt: skip
    if served:
        steps.append(
            step("serve.deliver", "2026-03-06T15:00", instance="correction", served="yes",
                 served_at="2026-03-06T14:30", officers=OFFICERS, signature=SIGNED,
                 documents=("order",))
        )  # fmt: skip
    if found:
        when = {"start_at": f"{checked}T10:00", "end_at": f"{checked}T11:00"}
        steps.append(
            step("order.recheck", f"{checked}T12:00", instance=beside, conclusion=found,
                 **visit(**when))
        )  # fmt: skip
    case.done.extend(steps)
    return case


def test_s_p_32_passes_a_fine_after_an_order_its_term_and_a_recheck():
    assert ordered(unbought()).refused("inv.close", **FINED) == []


def test_s_p_32_passes_the_warning_that_needs_no_condition():
    warned = {**FINED, "kinds": ["0101"], "fine": "", "money": "no"}

    assert unbought().refused("inv.close", **warned) == []


def test_s_p_32_refuses_a_fine_that_the_law_ties_to_a_refusal_to_correct():
    (refusal,) = unbought().attempt("inv.close", **FINED)

    assert refusal.id == "S-P-32"
    assert refusal.message == (
        "《食品安全法》第一百二十六条第一款规定罚款以“拒不改正或者逾期不改正”为条件，"
        "本案没有就该违法行为责令改正的通知书，请先责令改正并送达；条件不具备的，请改为警告"
    )


@pytest.mark.parametrize(
    ("move", "told"),
    [
        ({"served": False}, "尚未送达"),  # silence
        ({"due": "2026-04-30", "found": ""}, "尚未届满"),
        ({"found": ""}, "没有此后认定未改正的复查笔录"),  # silence
        ({"found": "fixed"}, "没有此后认定未改正的复查笔录"),
        ({"checked": "2026-03-12"}, "没有此后认定未改正的复查笔录"),  # date: before the term ended
        ({"cites": "LAW-0001@2021#a56.p2"}, "没有就该违法行为责令改正的通知书"),  # borrow
        ({"beside": "another"}, "没有此后认定未改正的复查笔录"),  # borrow
    ],
)
@pytest.mark.evades("S-P-32", move="date")
def test_s_p_32_evading_the_order_its_term_or_the_recheck_is_refused(move, told):
    (refusal,) = ordered(unbought(), **move).attempt("inv.close", **FINED)

    assert refusal.id == "S-P-32"
    assert told in refusal.message


def test_s_p_32_believes_no_tick_that_the_party_refused():
    said = {"circumstances": ["uncorrected"], "circumstance_evidence": ["e1"]}

    assert unbought().refused("inv.close", **FINED, **said) == ["S-P-32", "S-P-32"]


def test_s_p_32_wants_the_fine_once_the_party_refused():
    warned = {**FINED, "kinds": ["0101"], "fine": "", "money": "no"}

    (refusal,) = ordered(unbought()).attempt("inv.close", **warned)
    assert "应当处以罚款" in refusal.message


@pytest.mark.parametrize("proof", [[], ["e9"]])
def test_s_p_32_refuses_a_grave_case_without_evidence(proof):
    grave = {**FINED, "kinds": ["0101", "0303"], "fine": "", "money": "no", "licence": "许可证",
             "hearing_scope": "yes", "serious": "yes", "legal_trigger": "yes",
             "circumstances": ["serious"]}  # fmt: skip

    proved = unbought().refused("inv.close", **grave, circumstance_evidence=["e1"])
    refused = unbought().refused("inv.close", **grave, circumstance_evidence=proof)

    assert "S-P-32" not in proved
    assert "S-P-32" in refused


def test_s_p_32_refuses_a_circumstance_that_the_clause_does_not_know():
    other = {"circumstances": ["irremediable"], "circumstance_evidence": ["e1"]}
    case = all_through("inv.close")

    assert "S-P-32" in case.refused("inv.close", kinds=["0201", "0202", "0203"], **other)


def test_s_p_32_takes_the_order_of_the_same_clause_in_another_version():
    case = unbought().register(
        clauses={key: clause(key) for key in (BREACHED, PENALIZED, "LAW-0001@2025#a35.p1")}
    )

    assert ordered(case, cites="LAW-0001@2025#a35.p1").refused("inv.close", **FINED) == []
