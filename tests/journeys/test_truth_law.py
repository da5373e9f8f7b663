"""What the law asks of a penalty is reckoned, not believed: amounts, kinds, grounds, conditions.

Through the pages, as an officer would try it (`processes/TRUTH.md`, rows on law).
"""

from datetime import date
from typing import Any

import pytest

from tests.journeys import stages
from tests.journeys.web import WebJourney
from tests.webapp.city import body_named
from webapp.database import transaction
from webapp.items import operations as items
from webapp.items import queries

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
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-18T09:00")
    j.steps("inv.collect", "evidence.review")
    return j


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
