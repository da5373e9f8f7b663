"""S-P-32 and the penalties of S-P-38: within statute and band, or with reasons; age heeded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from processes.facts.law import BaseFacts, Effect
from processes.facts.penalty import PenaltyContent
from processes.fields import binding
from tests.processes.packs import MARKET
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import PENALIZED, band, grade, item, party

STATING = ["inv.close", "proposal.draft", "notice.prior", "dec.draft", "dec.penalty"]


@pytest.fixture
def noticing():
    return PenaltyCase().advance_to("notice.prior")


# --- S-P-32 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", STATING)
def test_s_p_32_passes_a_fine_inside_the_band(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", STATING[:-2])
def test_s_p_32_refuses_a_fine_outside_the_band_without_reason(act):
    refusals = PenaltyCase().advance_to(act).attempt(act, fine="40000.00")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-32", ("fine", "deviation_reason"))]
    assert refusals[0].message == (
        "罚款不在“一般”阶次的幅度之内，请调整数额，或者写明偏离基准的理由"
    )


def test_s_p_32_passes_a_deviation_with_its_reason(noticing):
    assert noticing.refused("notice.prior", fine="40000.00", deviation_reason="再犯") == []


@pytest.mark.parametrize(("fine", "found"), [("18500.00", ["S-P-32"]), ("18500.01", [])])
def test_s_p_32_heeds_open_ends(noticing, fine, found):
    assert noticing.refused("notice.prior", fine=fine) == found


def test_s_p_32_refuses_a_fine_above_the_statute_even_with_reason(noticing):
    refusals = noticing.attempt("notice.prior", fine="50000.01", deviation_reason="情节恶劣")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-32", ("fine",))]
    assert refusals[0].message == "罚款高于法定幅度（5000元至50000元），请调整"


def test_s_p_32_refuses_a_fine_below_the_statute_without_mitigation(noticing):
    found = noticing.refused("notice.prior", fine="4999.99", deviation_reason="配合调查")

    assert found == ["S-P-32"]


SOFTENED = {"factors": ["merit"], "factor_evidence": ["e1"]}


@pytest.mark.parametrize(
    "softened",
    [{**SOFTENED, "grade": "mitigated"}, {**SOFTENED, "deviation_reason": "立功"}],
    ids=["grade", "deviation"],
)
def test_s_p_32_passes_mitigation_below_the_statute(noticing, softened):
    assert noticing.refused("notice.prior", fine="3000.00", **softened) == []


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({}, "裁量阶次本身不是减轻的依据"),  # relabel: the grade alone
        ({"factors": ["first"], "factor_evidence": ["e1"]}, "须选择可以减轻处罚的法定情节"),
        ({"factors": ["merit"]}, "须有经审查采信的证据证明"),  # silence
        ({"factors": ["merit"], "factor_evidence": ["e9"]}, "须有经审查采信的证据证明"),  # borrow
        ({"factors": ["other_lighter"], "factor_evidence": ["e1"]}, "请选择该条款"),
    ],
)
@pytest.mark.evades("S-P-32", move="relabel")
def test_s_p_32_evading_a_ground_of_mitigation_is_refused(noticing, said, lacking):
    refusals = noticing.attempt("notice.prior", fine="3000.00", grade="mitigated", **said)

    assert [(r.id, r.fields) for r in refusals] == [
        ("S-P-32", ("fine", "factors", "factor_evidence"))
    ]
    assert lacking in refusals[0].message


def test_s_p_32_passes_mitigation_by_a_special_law_that_is_cited(noticing):
    special = {"factors": ["other_lighter"], "factor_evidence": ["e1"]}

    found = noticing.refused(
        "notice.prior", fine="3000.00", grade="mitigated", special_clauses=[PENALIZED], **special
    )

    assert found == []


@pytest.mark.parametrize(
    ("fine", "found"), [("180000.01", []), ("150000.00", ["S-P-32"]), ("300000.01", ["S-P-32"] * 2)]
)
def test_s_p_32_multiplies_by_the_value_of_the_goods(fine, found):
    case = PenaltyCase.with_hearing().advance_to("notice.prior")

    assert case.refused("notice.prior", fine=fine) == found


def test_s_p_32_refuses_while_the_value_of_the_goods_is_unknown():
    case = PenaltyCase().advance_to("inv.close")

    refusals = case.attempt("inv.close", goods_value="")

    assert [(r.id, r.fields) for r in refusals][:1] == [("S-P-32", ("goods_value",))]


def test_s_p_32_takes_the_value_of_the_goods_from_the_report(noticing):
    assert noticing.refused("notice.prior", goods_value="") == []


def test_s_p_32_refuses_a_fine_whose_range_nobody_knows(noticing):
    noticing.register(item=item(ranges=(), grades={}))

    assert noticing.refused("notice.prior") == ["S-P-32"]


def test_s_p_32_passes_a_fine_where_the_clause_sets_no_amount(noticing):
    noticing.register(item=item(ranges=(), grades={}, unlimited=True))

    assert noticing.refused("notice.prior") == []


def test_s_p_32_names_a_range_without_upper_end(noticing):
    noticing.register(item=item(ranges=(band("30000", None),), grades={}))

    assert "30000元以上" in noticing.attempt("notice.prior")[0].message


def test_s_p_32_judges_a_multiple_of_the_gains():
    by_gains = item(ranges=(band("1", "3", base=band("1", "1").base.ILLEGAL_GAINS),), grades={})
    case = PenaltyCase().advance_to("inv.close").register(item=by_gains)

    assert case.refused("inv.close", fine="25920.00") == []
    assert case.refused("inv.close", fine="25920.01") == ["S-P-32"]
    assert PenaltyCase().advance_to("inv.close").register(item=by_gains).refused(
        "inv.close", illegal_gains="", fine="1.00"
    ) == ["S-P-32"]


FEE = BaseFacts("advertising_fee", "广告费用", may_be_unknown=True)
COST = BaseFacts("project_cost", "工程造价")


def counted(base, low="15000", high="25000"):
    """Return a case whose item counts its fine from something else than goods."""
    return PenaltyCase().register(item=item(ranges=(band(low, high),), grades={}, bases=(base,)))


def test_s_p_32_asks_for_what_the_fine_is_counted_from():
    case = counted(FEE).advance_to("inv.close")
    fee = {"measure": "advertising_fee", "measure_amount": "5000"}

    assert case.refused("inv.close", fine="15000.00", **fee) == []
    (silent,) = case.attempt("inv.close", fine="15000.00")
    assert silent.message.startswith("该事项的罚款幅度按广告费用确定，请填写广告费用")
    relabeled = {"measure": "project_cost", "measure_amount": "5000"}
    assert case.refused("inv.close", fine="15000.00", **relabeled) == ["S-P-32"]


def test_s_p_32_lets_a_base_be_unknown_only_with_a_reason_where_the_clause_says_so():
    unknown = {"fine": "15000.00", "measure_unknown": "当事人未保存广告合同和付款凭证"}

    assert counted(FEE).advance_to("inv.close").refused("inv.close", **unknown) == []
    (refused,) = counted(COST).advance_to("inv.close").attempt("inv.close", **unknown)
    assert refused.message == "该事项没有规定计罚基数无法计算时的幅度，请填写计罚基数"


@pytest.mark.parametrize("act", STATING[1:])
@pytest.mark.evades("S-P-32", move="split")
def test_s_p_32_refuses_another_base_than_the_investigation_found(act):
    fee = {"measure": "advertising_fee", "measure_amount": "5000", "fine": "20000.00"}
    case = counted(FEE).advance_to(act, inv_close=fee)

    assert case.refused(act) == []
    assert case.refused(act, **fee) == []
    (borrowed,) = case.attempt(act, **fee | {"measure_amount": "50000"})
    assert "广告费用写为50000元，调查终结报告认定的是5000元" in borrowed.message
    (hidden,) = case.attempt(act, **fee | {"measure_amount": "", "measure_unknown": "没有合同"})
    assert "广告费用写为无法计算" in hidden.message


def test_s_p_32_refuses_a_missing_fine_grade_or_reason(noticing):
    assert noticing.refused("notice.prior", fine="") == ["S-P-32", "S-P-32"]
    assert noticing.refused("notice.prior", grade="") == ["S-P-32"]
    assert noticing.refused("notice.prior", discretion_reason=" ") == ["S-P-32"]


def test_s_p_32_passes_a_grade_without_a_band(noticing):
    noticing.register(item=item(grades={"ordinary": grade("ordinary", Effect.ORDINARY)}))

    assert noticing.refused("notice.prior") == []


def test_s_p_32_refuses_kinds_the_clauses_do_not_know(noticing):
    assert noticing.refused("notice.prior", kinds=["0201", "0303"]) == ["S-P-06", "S-P-32"]
    assert noticing.refused("notice.prior", kinds=[]) == ["S-P-32"]


def test_s_p_32_passes_what_states_no_penalty():
    case = PenaltyCase().advance_to("inv.close")

    found = case.refused("inv.close", suggestion="nopenalty", kinds=[], grade="", fine="")

    assert found == []


def test_s_p_32_passes_before_the_item_is_known(noticing):
    assert noticing.register(item=None).refused("notice.prior", fine="1.00") == []


def test_s_p_32_refuses_confiscating_what_must_be_refunded():
    case = PenaltyCase().advance_to("inv.close")

    assert case.refused("inv.close", refunded="1000.00") == ["S-P-32"]
    assert case.refused("inv.close", refunded="1000.00", confiscation="7640.00") == []
    assert case.refused("inv.close", illegal_gains="") == []


DEVIATING = {"fine": "40000.00", "deviation_reason": "再犯"}
EVERYWHERE = dict.fromkeys(("inv_close", "proposal_draft", "notice_prior", "dec_draft"), DEVIATING)


def test_s_p_32_refuses_a_deviation_that_no_panel_discussed():
    case = PenaltyCase().advance_to("dec.draft", **EVERYWHERE)
    assert case.refused("dec.draft", **DEVIATING) == ["S-P-32"]

    case.advance_to("dec.approve", **EVERYWHERE)
    assert case.refused("dec.approve") == ["S-P-32"]


def test_s_p_32_passes_a_deviation_that_a_panel_discussed():
    case = PenaltyCase().advance_to("dec.draft", **EVERYWHERE)
    assert case.refused("dec.draft", **DEVIATING, serious="yes") == []

    serious = {**EVERYWHERE, "dec_draft": {**DEVIATING, "serious": "yes"}}
    case.advance_to("dec.approve", **serious).add("panel.discuss")
    assert case.refused("dec.approve") == []
    assert case.add("dec.approve").refused("dec.penalty", **DEVIATING) == []


def test_s_p_32_passes_a_deviation_without_panel_where_the_place_says_so():
    lax = replace(MARKET, deviation_needs_panel=False)
    case = PenaltyCase().register(parameters=lax).advance_to("dec.approve", **EVERYWHERE)

    assert case.refused("dec.approve") == []


# --- S-P-38, the penalty --------------------------------------------------------------------------


def aged(birth: date) -> PenaltyCase:
    """Return a case against a person, whose act ended on 2026-02-24."""
    person = party(kind="person", name="沈某", birth=birth)
    return PenaltyCase().register(parties=(person,))


LIGHT = {"kinds": ["0201"], "fine": "3000.00", "grade": "mitigated", **SOFTENED}
LIGHTLY = dict.fromkeys(("inv_close", "proposal_draft", "notice_prior", "dec_draft"), LIGHT)


def test_s_p_38_passes_an_adult():
    case = aged(date(2000, 1, 1)).advance_to("dec.draft", **LIGHTLY)

    assert case.refused("dec.draft", **LIGHT) == []


def test_s_p_38_refuses_an_ordinary_penalty_under_eighteen():
    case = aged(date(2008, 2, 24)).advance_to("dec.draft", **LIGHTLY)

    refused = case.refused("dec.draft", fine="4900.00", grade="ordinary", deviation_reason="一般")

    assert "S-P-38" in refused
    assert case.refused("dec.draft", **LIGHT) == []


def test_s_p_38_passes_a_softening_factor_under_eighteen():
    young = aged(date(2010, 1, 1)).register(item=item(grades={}, ranges=(band("100", "4000"),)))
    case = young.advance_to("notice.prior")

    assert case.refused("notice.prior", fine="100.00", factors=["harm_removed"]) == ["S-P-06"]
    assert "S-P-38" in case.refused("notice.prior", fine="100.00", factors=["unknown"])


def test_s_p_38_refuses_an_ordinary_penalty_under_eighteen_without_an_item():
    case = aged(date(2010, 1, 1)).register(item=None).advance_to("notice.prior")

    assert "S-P-38" in case.refused("notice.prior")


def test_s_p_38_refuses_any_penalty_under_fourteen():
    case = aged(date(2012, 2, 24)).advance_to("dec.draft", **LIGHTLY)
    assert case.refused("dec.draft", **LIGHT) == ["S-P-38"]

    case.advance_to("dec.approve", **LIGHTLY)
    assert case.refused("dec.approve") == ["S-P-38"]
    assert case.refused("dec.approve", outcome="nopenalty") == []


def test_s_p_38_counts_to_the_day_after_the_fourteenth_birthday():
    case = aged(date(2012, 2, 23)).advance_to("dec.approve", **LIGHTLY)

    assert case.refused("dec.approve") == []


def test_s_p_38_passes_a_company_and_a_person_of_unknown_age():
    assert party(birth=date(2020, 1, 1)).age_on(date(2026, 1, 1)) is None
    assert party(kind="person").age_on(date(2026, 1, 1)) is None
    assert party(kind="person", id_number="110105201201010019").age_on(date(2026, 1, 1)) == 13


# --- what a penalty consists of -------------------------------------------------------------------


def test_amounts_count_only_for_the_kinds_imposed():
    read = PenaltyContent.read({"kinds": ["0101"], "fine": "5.00", "confiscation": "5.00"})

    assert (read.fine, read.confiscation, read.goods) == (Decimal(0), Decimal(0), Decimal(0))


def test_s_p_32_cites_the_rule_of_the_province_and_elsewhere_the_law_alone(noticing):
    (refusal,) = noticing.attempt("notice.prior", discretion_reason=" ")
    on = date(2026, 5, 1)

    assert "《广东省规范行政处罚自由裁量权规定》第十六条" in binding("市场监管", "440400").cite(
        refusal.basis, on
    )
    assert binding("市场监管", "330100").cite(refusal.basis, on) == (
        "《行政处罚法》第五条第二款、第三十四条"
    )
