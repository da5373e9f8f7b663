"""Items over the city of the demonstration; ranges worked out from the articles by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.webapp.city import body_named
from webapp.bodies.models import Level
from webapp.errors import Conflict, Invalid, NotFound
from webapp.items import operations, queries
from webapp.items.fines import Amounts
from webapp.items.models import Circumstance, ClauseRole, ItemStatus, PartyScope, PenaltyKind
from webapp.laws import operations as laws
from webapp.laws import queries as law_queries

TODAY = date(2026, 5, 18)
AUTUMN = date(2026, 9, 1)
SERIOUS, UNCORRECTED = Circumstance.SERIOUS, Circumstance.UNCORRECTED


def amounts(**values):
    return Amounts(**{name: Decimal(value) for name, value in values.items()})


def resting_on(key):
    return queries.list_items(basis=key).rows


# Each line was worked out by hand from the words of the article.
STATUTORY = [
    # 食品安全法 122: 货值不足一万元，五万元以上十万元以下；一万元以上，十倍以上二十倍以下
    ("SJ-001", {"goods_value": "9260"}, None, None, "50000.00", "100000.00"),
    ("SJ-001", {"goods_value": "9999.99"}, None, None, "50000.00", "100000.00"),
    ("SJ-001", {"goods_value": "10000"}, None, None, "100000.00", "200000.00"),
    ("SJ-002", {"goods_value": "23456.78"}, None, None, "234567.80", "469135.60"),
    # 食品安全法 125: 五千元以上五万元以下；五倍以上十倍以下
    ("SJ-004", {"goods_value": "1200"}, None, None, "5000.00", "50000.00"),
    # 食品安全法 126: 警告，拒不改正的五千元以上五万元以下
    ("SJ-005", {}, None, None, None, None),
    ("SJ-005", {}, None, UNCORRECTED, "5000.00", "50000.00"),
    # 产品质量法 49: 等值以上三倍以下; 50: 百分之五十以上三倍以下; 53: 等值以下
    ("SJ-007", {"goods_value": "12000"}, None, None, "12000.00", "36000.00"),
    ("SJ-008", {"goods_value": "12000"}, None, None, "6000.00", "36000.00"),
    ("SJ-009", {"goods_value": "12000"}, None, None, "0.00", "12000.00"),
    # 广告法 55: 广告费用三倍以上五倍以下，无法计算的二十万元以上一百万元以下
    ("SJ-010", {"advertising_fee": "30000"}, None, None, "90000.00", "150000.00"),
    ("SJ-010", {}, None, None, "200000.00", "1000000.00"),
    ("SJ-010", {"advertising_fee": "30000"}, None, SERIOUS, "150000.00", "300000.00"),
    # 反不正当竞争法 2025 25: 一百万元以下
    ("SJ-012", {}, None, None, "0.00", "1000000.00"),
    # 价格法 42: 五千元以下; 价格处罚规定 7: 违法所得五倍以下，没有的五万元以上五十万元以下
    ("SJ-013", {}, None, None, "0.00", "5000.00"),
    ("SJ-014", {"illegal_gains": "8000"}, None, None, "0.00", "40000.00"),
    ("SJ-014", {"illegal_gains": "0"}, None, None, "50000.00", "500000.00"),
    # 登记条例 43: 拒不改正的一万元以上十万元以下，情节严重的十万元以上五十万元以下
    ("SJ-017", {}, None, UNCORRECTED, "10000.00", "100000.00"),
    ("SJ-017", {}, None, SERIOUS, "100000.00", "500000.00"),
    # 登记条例 44: 五万元以上二十万元以下; 公司法 250: 公司至二百万元，责任人员至三十万元
    ("SJ-018", {}, PartyScope.ORGANIZATION, None, "50000.00", "200000.00"),
    ("SJ-018", {}, PartyScope.COMPANY, None, "50000.00", "2000000.00"),
    ("SJ-018", {}, PartyScope.RESPONSIBLE, None, "30000.00", "300000.00"),
    # 化妆品条例 61、62: 情节严重的，责任人员上一年度收入一倍以上二倍以下，一万元以上三万元以下
    (
        "SJ-019",
        {"personal_income": "80000"},
        PartyScope.RESPONSIBLE,
        SERIOUS,
        "80000.00",
        "160000.00",
    ),
    ("SJ-019", {"goods_value": "9000"}, PartyScope.RESPONSIBLE, None, None, None),
    ("SJ-020", {}, PartyScope.RESPONSIBLE, SERIOUS, "10000.00", "30000.00"),
    ("SJ-020", {}, PartyScope.COMPANY, SERIOUS, "30000.00", "50000.00"),
    # 农药条例 58: 拒不改正或者情节严重的二千元以上二万元以下
    ("NY-004", {}, None, UNCORRECTED, "2000.00", "20000.00"),
    ("NY-004", {}, None, SERIOUS, "2000.00", "20000.00"),
    ("NY-004", {}, None, None, None, None),
    # 化妆品条例 61: 一万元以上三万元以下；三倍以上十倍以下
    ("SJ-019", {"goods_value": "10001"}, None, None, "30003.00", "100010.00"),
    # 城乡规划法 64: 造价百分之五以上百分之十以下
    ("CG-003", {"project_cost": "860000"}, None, None, "43000.00", "86000.00"),
    # 农药条例 60: 单位五万元以上十万元以下，个人一万元以下
    ("NY-006", {}, PartyScope.ORGANIZATION, None, "50000.00", "100000.00"),
    ("NY-006", {}, PartyScope.PERSON, None, "0.00", "10000.00"),
    # 种子法 75: 货值不足二万元，一万元以上十万元以下；五倍以上十倍以下
    ("NY-008", {"goods_value": "19999"}, None, None, "10000.00", "100000.00"),
    ("NY-008", {"goods_value": "20000"}, None, None, "100000.00", "200000.00"),
    # 兽药条例 56: 二倍以上五倍以下，无法查证的十万元以上二十万元以下
    ("NY-011", {"goods_value": "4000"}, None, None, "8000.00", "20000.00"),
    ("NY-011", {}, None, None, "100000.00", "200000.00"),
    # 农产品质量安全法 71: 农户五百元以上五千元以下
    ("NY-012", {"goods_value": "600"}, PartyScope.FARMER, None, "500.00", "5000.00"),
    ("NY-012", {"goods_value": "600"}, PartyScope.ORGANIZATION, None, "50000.00", "100000.00"),
    # 道路运输条例 63: 违法所得超过一万元的一倍以上五倍以下，不足的三千元以上一万元以下
    ("JT-001", {"illegal_gains": "10000.01"}, None, None, "10000.01", "50000.05"),
    ("JT-001", {"illegal_gains": "0"}, None, None, "3000.00", "10000.00"),
    ("JT-001", {"illegal_gains": "0"}, None, SERIOUS, "10000.00", "50000.00"),
    ("JT-002", {"illegal_gains": "25000"}, None, None, "50000.00", "250000.00"),
    # 公路法 76: 三万元以下
    ("JT-011", {}, None, None, "0.00", "30000.00"),
]


@pytest.mark.parametrize(("code", "values", "party", "circumstance", "low", "high"), STATUTORY)
def test_the_statutory_range_of_an_item(city, code, values, party, circumstance, low, high):
    item = queries.item_by_code(code)

    fine = queries.statutory_range(
        item, amounts(**values), TODAY, party, circumstance or Circumstance.ORDINARY
    )

    found = (str(fine.low), str(fine.high)) if fine else (None, None)
    assert found == (low, high)


def test_a_fine_follows_the_version_that_held_when_the_act_was_done(city):
    item = queries.item_by_code("SJ-012")

    old = queries.statutory_range(item, Amounts(), date(2025, 10, 14))
    new = queries.statutory_range(item, Amounts(), date(2025, 10, 15))

    assert (old.clause, old.low) == ("LAW-0004@2019#a20.p1", Decimal("200000.00"))
    assert (new.clause, new.low) == ("LAW-0004@2025#a25.p1", Decimal("0.00"))


def test_an_amount_between_the_tiers_of_the_statute_has_no_range(city):
    # 道路运输条例 63: 超过1万元 and 不足1万元 leave exactly 10,000 yuan unsaid.
    item = queries.item_by_code("JT-001")

    assert queries.statutory_range(item, amounts(illegal_gains="10000"), TODAY) is None


def test_a_fine_is_measured_by_every_circumstance_the_clauses_know(city):
    item = queries.item_by_code("SJ-017")

    fines = queries.statutory_ranges(item, Amounts(), TODAY)

    assert min(fine.low for fine in fines) == Decimal(10000)
    assert max(fine.high for fine in fines) == Decimal(500000)
    assert any(fine.low <= Decimal(10000) <= fine.high for fine in fines)


def test_everything_the_clauses_allow_is_listed_with_its_clause(city):
    allowed = queries.penalties(queries.item_by_code("SJ-002"), TODAY)

    assert {one.citation for one in allowed} == {"《食品安全法》第一百二十四条第一款第（五）项"}
    assert {one.clause for one in allowed} == {"LAW-0001@2025#a124.p1.i5"}
    assert [one.kind for one in allowed if one.circumstance is SERIOUS] == [PenaltyKind.K0303]
    assert [one.is_optional for one in allowed if one.kind is PenaltyKind.K0203] == [False, True]


# What the articles say, kind by kind: under which circumstance, for whom, which of several.
PROVIDED = [
    ("NY-004", PartyScope.ORGANIZATION, SERIOUS, {("0201", ""), ("0303", "")}),  # 农药条例 58
    ("NY-005", PartyScope.ORGANIZATION, UNCORRECTED, {("0303", "")}),  # 57
    ("CG-009", PartyScope.ORGANIZATION, SERIOUS,
     {("0401", "限制生产、停产整治"), ("0402", "限制生产、停产整治")}),
    ("CG-003", None, Circumstance.IRREMEDIABLE,
     {("0201", ""), ("0202", "没收实物或者违法收入"), ("0203", "没收实物或者违法收入")}),
    ("SJ-019", PartyScope.RESPONSIBLE, SERIOUS, {("0201", ""), ("0404", "")}),  # 化妆品条例 61
    ("NY-011", PartyScope.RESPONSIBLE, Circumstance.ORDINARY, {("0404", "")}),  # 兽药条例 56
    ("SJ-005", PartyScope.COMPANY, SERIOUS,
     {("0402", "停产停业或者吊销"), ("0303", "停产停业或者吊销")}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "party", "circumstance", "kinds"), PROVIDED)
def test_an_item_provides_for_each_kind_as_its_article_says(city, code, party, circumstance, kinds):
    rows = queries.provided(queries.item_by_code(code), Amounts(), AUTUMN, party)

    found = {(one.kind.code, one.choice) for one in rows if one.circumstance is circumstance}
    assert found == kinds


def test_a_party_sees_only_its_own_ranges(city):
    sentences = [
        one.sentence
        for one in queries.penalties(queries.item_by_code("NY-006"), TODAY, PartyScope.PERSON)
    ]

    assert sentences == ["对个人，处 10000 元以下罚款"]


def test_a_body_exercises_its_own_items_only(city):
    market = body_named("岚江市市场监督管理局")

    codes = [item.code for item in queries.exercisable(market.id, TODAY)]

    assert "SJ-001" in codes
    assert not [code for code in codes if not code.startswith("SJ-")]
    assert "SJ-021" not in codes
    assert queries.reason_against(market.id, queries.item_by_code("SJ-001").id, TODAY) is None


def test_a_town_exercises_what_was_handed_down_and_from_that_day(city):
    town = body_named("白沙湾镇人民政府")
    roads, food = queries.item_by_code("CG-001"), queries.item_by_code("SJ-001")

    assert queries.reason_against(town.id, roads.id, TODAY) is None
    assert queries.reason_against(town.id, roads.id, date(2023, 6, 30))
    assert "第十七条" in queries.reason_against(town.id, food.id, TODAY)
    links = {link.body.name: link for link in queries.bodies_exercising(roads.id, TODAY)}
    assert links["白沙湾镇人民政府"].instrument
    assert not links["岚江市城市管理和综合执法局"].instrument


def test_a_power_that_was_taken_back_is_gone(city):
    stone_gate = body_named("石门镇人民政府")
    item = queries.item_by_code("SJ-017")

    assert queries.reason_against(stone_gate.id, item.id, date(2025, 12, 31)) is None
    assert queries.reason_against(stone_gate.id, item.id, date(2026, 1, 1))


def test_taking_a_power_back_leaves_the_days_before(city):
    town = body_named("柳塘街道办事处")
    item = queries.item_by_code("CG-001")
    link = next(one for one in queries.bodies_exercising(item.id, TODAY) if one.body_id == town.id)

    with pytest.raises(Invalid, match="收回日"):
        operations.withdraw_item(link, date(2023, 6, 30))
    operations.withdraw_item(link, date(2026, 6, 30))

    assert queries.reason_against(town.id, item.id, date(2026, 6, 30)) is None
    assert queries.reason_against(town.id, item.id, date(2026, 7, 1))


def test_an_item_whose_penalty_clause_was_repealed_opens_no_case(city):
    management = body_named("岚江市城市管理和综合执法局")
    item = queries.item_by_code("CG-007")

    assert queries.reason_against(management.id, item.id, date(2026, 8, 14)) is None
    reason = queries.reason_against(management.id, item.id, date(2026, 8, 15))
    assert "第一百一十一条" in reason
    assert "失效" in reason
    assert "CG-007" not in [one.code for one in queries.exercisable(management.id, AUTUMN)]
    assert "CG-009" in [one.code for one in queries.exercisable(management.id, AUTUMN)]
    before = queries.exercisable(management.id, AUTUMN, date(2026, 8, 14))
    assert "CG-007" in [one.code for one in before]  # the law at the time of the act counts
    assert queries.statutory_range(item, Amounts(), AUTUMN, PartyScope.ORGANIZATION) is None


def test_items_without_a_living_clause_are_listed(city):
    assert [one.code for one in queries.without_basis(date(2026, 8, 14))] == []
    assert [one.code for one in queries.without_basis(AUTUMN)] == ["CG-007"]


def test_repealing_a_clause_shows_the_items_it_strikes(city):
    clause = law_queries.get_provision("LAW-0016@2023#a68.p2")

    assert [one.code for one in resting_on(clause.key)] == ["JT-006"]
    laws.repeal_provision(clause, date(2026, 7, 1), "样例决定")
    assert "JT-006" in [one.code for one in queries.without_basis(date(2026, 7, 1))]


def test_what_rests_on_a_whole_law_or_article_is_found(city):
    seeds = {"NY-007", "NY-008", "NY-009", "NY-010"}

    assert {one.code for one in resting_on("LAW-0014")} == seeds
    assert {one.code for one in resting_on("LAW-0014@2021")} == seeds
    assert {one.code for one in resting_on("LAW-0014@2021#a48")} == {"NY-007", "NY-008"}
    assert resting_on("LAW-0014@2021#a4") == []


def test_a_suspended_item_says_why(city):
    market = body_named("岚江市市场监督管理局")
    item = queries.item_by_code("SJ-001")

    operations.set_status(item, ItemStatus.SUSPENDED, "源系统暂停")

    assert queries.reason_against(market.id, item.id, TODAY).endswith("源系统暂停")
    with pytest.raises(Invalid, match="原因"):
        operations.set_status(item, ItemStatus.CANCELED, "")


def test_a_document_below_the_rules_cannot_be_a_penalty_clause(city):
    laws.import_law(
        {
            "law": "LAW-0998",
            "title": "岚江市样例工作指引",
            "level": "行政规范性文件",
            "organ": "岚江市市场监督管理局",
            "versions": [
                {
                    "version": "2025",
                    "promulgated": "2025-01-01",
                    "effective": "2025-01-01",
                    "body": [{"article": "第一条", "text": ["处一百元罚款。"]}],
                }
            ],
        }
    )
    place = law_queries.get_provision("LAW-0998@2025#a1")

    with pytest.raises(Invalid, match="第十六条"):
        operations.link_clause(queries.item_by_code("SJ-001"), place, ClauseRole.PENALTY)


def test_a_range_belongs_to_a_penalty_clause_of_the_item(city):
    item = queries.item_by_code("SJ-001")
    other = law_queries.get_provision("LAW-0005@1997#a42")

    with pytest.raises(Invalid, match="不是事项"):
        operations.allow_penalty(item, other, PenaltyKind.K0101)
    own = law_queries.get_provision("LAW-0001@2025#a122.p1")
    with pytest.raises(Invalid, match="下限"):
        operations.allow_penalty(item, own, PenaltyKind.K0201, low=Decimal(2), high=Decimal(1))


def test_an_item_goes_only_to_a_level_that_may_exercise_it(city):
    town = body_named("柳塘街道办事处")

    with pytest.raises(Invalid, match="镇街级"):
        operations.assign_item(town, queries.item_by_code("SJ-001"), TODAY, instrument="样例")
    with pytest.raises(Invalid, match="第二十四条"):
        operations.assign_item(town, queries.item_by_code("NY-001"), TODAY)
    with pytest.raises(Invalid, match="有效期止"):
        operations.assign_item(
            town,
            queries.item_by_code("NY-001"),
            TODAY,
            until=date(2026, 1, 1),
            instrument="样例决定",
        )


def test_a_code_is_taken_once(city):
    with pytest.raises(Conflict, match="SJ-001"):
        operations.add_item(
            "SJ-001",
            name="样例",
            conduct="样例",
            field="市场监管",
            valid_from=TODAY,
            levels=[Level.CITY],
        )
    with pytest.raises(NotFound):
        queries.item_by_code("SJ-999")


def test_the_list_is_filtered_and_cut_into_pages(city):
    first = queries.list_items(field="市场监管")
    second = queries.list_items(field="市场监管", after=first.after)

    assert len(first) == 20
    assert [item.code for item in second] == ["SJ-021"]
    assert [item.code for item in queries.list_items(word="农药采购台账")] == ["NY-004"]
    assert [item.code for item in queries.list_items(status=ItemStatus.CANCELED)] == ["SJ-021"]
    assert queries.fields() == sorted(queries.fields())
