"""What the law asks of a penalty is reckoned, not believed: amounts, kinds, grounds, conditions.

Through the pages, as an officer would try it (`processes/TRUTH.md`, rows on law).
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.journeys import stages
from tests.journeys.web import WebJourney
from tests.webapp.city import body_named
from webapp.database import transaction
from webapp.discretion import queries as discretion
from webapp.discretion.models import GradeLevel
from webapp.items import operations as items
from webapp.items import queries
from webapp.tasks import queries as tasks

pytestmark = pytest.mark.usefixtures("office")

ONLY_FINED: dict[str, Any] = {"kinds": ["0201"], "goods_value": "", "confiscation": ""}


def handed_to_the_office(code: str) -> None:
    """Let the body of the journeys exercise an item of another field, as its own officers may."""
    with transaction():
        body, item = body_named("岚江市市场监督管理局"), queries.item_by_code(code)
        item.field = body.field
        items.assign_item(body, item, date(2024, 1, 1))


def at_the_report(office: Any, item: str, **facts: Any) -> WebJourney:
    """Return a case on an item whose evidence was reviewed."""
    j = WebJourney(office, item=item, **facts)
    j.behind(stages.opened, stages.evidence_taken)
    j.at("2026-03-18T09:00")
    j.steps("inv.collect", "evidence.review")
    return j


def factor(code: str) -> str:
    """Return the id of a factor of discretion as forms hold it."""
    return next(str(one.id) for one in discretion.list_factors() if one.code == code)


def test_a_fine_for_a_false_advertisement_is_counted_from_its_fee(office) -> None:
    j = at_the_report(office, "SJ-010", fine="15000.00", **ONLY_FINED)
    page = j.page_of(j.todo("inv.close"), j.office["officer_lead"])

    blank = j.told("inv.close", fine="250000.00", grade=...)
    above = j.told("inv.close", fine="250000.00", measure_amount="5000", grade=...)

    assert page["measure"] == "advertising_fee"
    assert blank.messages[0] == (
        "该事项的罚款幅度按广告费用确定，请填写广告费用；无法计算、无法查证的，写明理由"
    )
    assert above.messages[0].startswith("罚款高于法定幅度（15000.00元至25000.00元")
    assert above.articles[0].startswith("《行政处罚法》第五条第二款、第三十四条")

    j.do("inv.close", measure_amount="5000")
    j.steps("inv.close_opinion")
    stages.review(j)
    borrowed = j.told("proposal.draft", measure_amount="50000", fine="150000.00")

    assert borrowed.messages[0] == (
        "广告费用写为50000元，调查终结报告认定的是5000元，请更正；认定的事实有变化的，退回补充调查"
    )
    assert borrowed.articles[0].startswith("《行政处罚法》第四十条")
    j.do("proposal.draft")


@pytest.mark.parametrize(
    ("item", "cost", "lawful", "excess", "told"),
    [  # 《城乡规划法》第六十四条、第六十六条, of a cost of 860000 and of 30000
        ("CG-003", "860000", "43000.00", "86000.01", "罚款高于法定幅度（43000.00元至86000.00元"),
        ("CG-004", "30000", "30000.00", "30000.01", "罚款高于法定幅度（0元至30000.00元"),
    ],
)
def test_a_building_without_approval_is_fined_by_its_cost(
    office, item, cost, lawful, excess, told
) -> None:
    handed_to_the_office(item)
    j = at_the_report(office, item, fine=lawful, **ONLY_FINED)
    page = j.page_of(j.todo("inv.close"), j.office["officer_lead"])

    blank = j.told("inv.close", grade=...)
    above = j.told("inv.close", measure_amount=cost, fine=excess, grade=...)

    assert page["measure"] == "project_cost"
    assert blank.messages[0] == "该事项的罚款幅度按工程造价确定，请填写工程造价"
    assert above.messages[0].startswith(told)
    j.do("inv.close", measure_amount=cost)


def test_a_grade_is_no_ground_to_go_below_the_minimum(office) -> None:
    j = at_the_report(
        office, "SJ-002", fine="20000.00", confiscation="22.00", goods_value="220.00",
        goods="超过保质期的纯牛奶 32 盒",
    )  # fmt: skip
    benchmark = discretion.benchmark_for(queries.item_by_code("SJ-002").id, j.now.date())
    assert benchmark is not None
    grade = next(one.id for one in benchmark.grades if one.level is GradeLevel.MITIGATED)
    lighter = {"grade": str(grade), "factors": [factor("harm_removed")]}

    alone = j.told("inv.close", **{**lighter, "factors": []})
    unproved = j.told("inv.close", **lighter)

    assert alone.messages == (
        "罚款低于法定幅度（50000.00元至100000.00元），依法减轻处罚的才可低于，"
        "须选择可以减轻处罚的法定情节，裁量阶次本身不是减轻的依据",
    )
    assert unproved.messages[0].endswith("减轻情节须有经审查采信的证据证明，请选择证据")
    j.do("inv.close", **lighter, factor_evidence=j.admissible()[:1])


def test_what_the_law_lets_mitigate_needs_no_grade_of_the_benchmark(office) -> None:
    handed_to_the_office("NY-001")
    j = at_the_report(
        office, "NY-001", fine="3000.00", confiscation="340.00", goods_value="900.00",
        goods="未售出的农药 56 瓶",
    )  # fmt: skip

    j.do(
        "inv.close", grade="MITIGATED", factors=[factor("harm_removed")],
        factor_evidence=j.admissible()[:1],
    )  # fmt: skip


def test_every_kind_that_the_clause_wants_is_imposed(office) -> None:
    j = at_the_report(office, "SJ-004")

    dropped = j.told("inv.close", kinds=["0201", "0202"], goods=...)

    assert dropped.messages == (
        "《食品安全法》第一百二十五条第一款第（二）项规定应当处以没收非法财物，请一并处以；"
        "依法可以不处的，请写明不处的依据和理由",
    )
    j.do(
        "inv.close", kinds=["0201", "0202"], goods=..., omitted="nothing",
        omitted_reason="涉案糕点已全部售出",
    )  # fmt: skip


# 食品安全法 126, 登记条例 43, 农药条例 58, 农产品质量安全法 73, 道路运输条例 65
ONLY_IF_REFUSED = ["SJ-005", "SJ-006", "SJ-017", "NY-004", "NY-013", "JT-009"]


@pytest.mark.parametrize("item", ONLY_IF_REFUSED)
def test_a_fine_for_refusing_to_correct_needs_the_refusal_on_record(office, item) -> None:
    if not item.startswith("SJ"):
        handed_to_the_office(item)
    j = at_the_report(office, item, fine="12000.00", **ONLY_FINED)

    refused = j.told("inv.close", grade=..., discretion_reason="经责令改正，拒不改正。")

    assert "规定罚款以“拒不改正或者逾期不改正”" in refused.messages[0]
    assert "本案没有就该违法行为责令改正的通知书，请先责令改正并送达" in refused.messages[0]
    assert refused.articles[0] == "《行政处罚法》第四条、第三十八条"


def test_a_recheck_that_found_nothing_corrected_opens_the_way_to_the_fine(office) -> None:
    j = at_the_report(
        office, "SJ-005", fine="12000.00", refused=True,
        **{**ONLY_FINED, "kinds": ["0101", "0201"]},
    )  # fmt: skip
    j.start("correction")
    j.do("order.correct")
    j.do("order.approve")
    j.later(minutes=30)
    j.serve()
    early = j.told("inv.close")
    j.at("2026-03-25T09:00")
    unseen = j.told("inv.close")
    j.do("inv.id_show")
    j.later(hours=1)
    j.do("order.recheck")
    j.later(minutes=10)

    assert "尚未届满" in early.messages[0]
    assert "没有此后认定未改正的复查笔录" in unseen.messages[0]
    j.do("inv.close")


def autumn(office: Any, **facts: Any) -> WebJourney:
    """Return a case on an act of 1 September 2025, six weeks before the law became lighter."""
    j = WebJourney(office, item="SJ-012", **ONLY_FINED, **facts)
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    when = {"act_started_on": "2025-08-01", "act_ended_on": "2025-09-01"}
    j.do("case.verify", **when, discovered_on="2026-03-02")
    j.steps("case.verify_opinion", "case.file_request", "case.file_opinion", "case.file")
    j.behind(stages.evidence_taken)
    j.at("2026-03-18T09:00")
    j.steps("inv.collect", "evidence.review")
    return j


def offered(j: WebJourney) -> list[tuple[str, str]]:
    """Return the penalty clauses that the report offers, in their order, and why."""
    page = tasks.page(j.office["officer_lead"], j.todo("inv.close").id)
    return [(one.value, one.state) for one in page.choices["basis"].items]


OLD = {"violated": ["LAW-0004@2019#a8.p1"], "basis": ["LAW-0004@2019#a20.p1"]}
NEW = {"violated": ["LAW-0004@2025#a9.p1"], "basis": ["LAW-0004@2025#a25.p1"]}


def test_the_law_at_the_act_sets_the_range_and_a_lighter_one_may_be_chosen(office) -> None:
    j = autumn(office, fine="100000.00")

    assert offered(j) == [
        ("LAW-0004@2019#a20.p1", "行为时有效"),
        (
            "LAW-0004@2025#a25.p1",
            "2025-10-15起施行，处罚较轻，可以适用（《行政处罚法》第三十七条）",
        ),
    ]
    below = j.told("inv.close", **OLD, grade=...)
    both = j.told("inv.close", violated=OLD["violated"], basis=[*OLD["basis"], *NEW["basis"]])

    assert any("罚款低于法定幅度（200000.00元至1000000.00元）" in one for one in below.messages)
    assert any("同时引用了同一法律的两个版本" in one for one in both.messages)
    j.do("inv.close", **NEW, legal_trigger="yes", hearing_scope="yes", serious="yes")


def test_a_fine_within_the_law_of_the_act_passes(office) -> None:
    j = autumn(office, fine="220000.00")

    j.do("inv.close", **OLD, legal_trigger="yes", hearing_scope="yes", serious="yes")


def test_a_version_that_is_no_lighter_is_not_yet_in_force_at_the_act(office) -> None:
    old = queries.item_by_code("SJ-012").ranges
    with transaction():
        next(one for one in old if one.high == 1000000 and not one.low).high = Decimal(1500000)
    j = autumn(office, fine="220000.00")

    refused = j.told("inv.close", **NEW, legal_trigger="yes", hearing_scope="yes", serious="yes")

    assert any("尚未施行" in one for one in refused.messages)
    assert offered(j)[1][1] == "行为时尚未施行（2025-10-15起施行）"
