"""Benchmarks over the city of the demonstration; amounts worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.webapp.city import body_named
from webapp.discretion import operations, queries
from webapp.discretion.models import Effect, GradeLevel, RangeUnit
from webapp.errors import Conflict, Invalid, NotFound
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import Circumstance, Measure
from webapp.laws import queries as laws

TODAY = date(2026, 5, 18)


def factor_ids(*codes):
    by_code = {factor.code: factor.id for factor in queries.list_factors()}
    return [str(by_code[code]) for code in codes]


def banded(code, amounts, on=TODAY, circumstance=Circumstance.ORDINARY):
    return [
        (band.level.value, int(band.low), int(band.high))
        for band in queries.every_band(items.item_by_code(code), amounts, on)
        if band.circumstance is circumstance
    ]


def test_the_case_of_the_mock_has_its_bands(city):
    # 货值 9260 元: 5万至10万; 从轻至 6.5万, 从重自 8.5万.
    found = banded("SJ-001", Amounts(goods_value=Decimal(9260)))

    assert found == [
        ("不予处罚", 0, 0),
        ("减轻", 5000, 50000),
        ("从轻", 50000, 65000),
        ("一般", 65000, 85000),
        ("从重", 85000, 100000),
    ]


def test_a_benchmark_in_multiples_follows_the_goods(city):
    below, *found = banded("SJ-008", Amounts(goods_value=Decimal(20000)))

    assert below == ("减轻", 0, 10000)
    assert found == [("从轻", 10000, 25000), ("一般", 25000, 45000), ("从重", 45000, 60000)]


def test_a_serious_case_has_its_own_bands(city):
    amounts = Amounts(advertising_fee=Decimal(10000))

    ordinary = banded("SJ-010", amounts)
    serious = banded("SJ-010", amounts, circumstance=Circumstance.SERIOUS)

    # 减轻 stands in no benchmark of this item; the law allows it all the same.
    mitigated, *ordinary = ordinary
    assert mitigated == ("减轻", 0, 30000)
    assert ordinary == [("从轻", 30000, 36000), ("一般", 36000, 44000), ("从重", 44000, 50000)]
    assert serious == [("从轻", 50000, 65000), ("一般", 65000, 85000), ("从重", 85000, 100000)]


def test_an_item_without_a_benchmark_is_divided_by_default(city):
    found = banded("JT-008", Amounts())

    assert found == [
        ("减轻", 0, 5000),
        ("从轻", 5000, 9500),
        ("一般", 9500, 15500),
        ("从重", 15500, 20000),
    ]


def test_the_version_of_a_benchmark_follows_the_day(city):
    item = items.item_by_code("SJ-001")

    assert queries.benchmark_for(item.id, date(2025, 11, 30)).version == "2024"
    assert queries.benchmark_for(item.id, date(2025, 12, 1)).version == "2025"
    assert queries.benchmark_for(item.id, date(2023, 1, 1)) is None


def test_a_benchmark_of_the_city_binds_its_districts_and_towns_only(city):
    item = items.item_by_code("SJ-001")
    district = body_named("望海区市场监督管理局")
    government = body_named("岚江市人民政府")

    assert queries.benchmark_for(item.id, TODAY, district).issuer.name == "岚江市市场监督管理局"
    assert queries.benchmark_for(item.id, TODAY, body_named("白沙湾镇人民政府"))
    own = operations.issue_benchmark(
        district,
        item,
        "岚望市监裁-样例",
        title="样例",
        version="2026",
        effective=date(2026, 1, 1),
        clauses=[laws.get_provision("LAW-0001@2025#a122.p1")],
    )
    assert queries.benchmark_for(item.id, TODAY, district) is own
    city_bureau = body_named("岚江市市场监督管理局")
    assert queries.benchmark_for(item.id, TODAY, city_bureau).issuer_id == city_bureau.id
    assert not queries.binds(own, government)


@pytest.mark.parametrize("ids", [["0"], ["999999"], ["abc"]])
def test_an_unknown_factor_is_not_found(city, ids):
    with pytest.raises(NotFound, match="裁量因素"):
        queries.get_factors(ids)


@pytest.mark.parametrize("grade_id", ["0", "abc"])
def test_an_unknown_grade_is_not_found(city, grade_id):
    with pytest.raises(NotFound, match="裁量阶次"):
        queries.get_grade(grade_id)


def test_a_benchmark_rests_on_a_penalty_clause_of_its_item(city):
    body = body_named("岚江市市场监督管理局")
    item = items.item_by_code("SJ-001")
    details = {"title": "样例", "version": "2030", "effective": TODAY}

    with pytest.raises(Invalid, match="不是事项"):
        operations.issue_benchmark(
            body, item, "样例-1", clauses=[laws.get_provision("LAW-0005@1997#a42")], **details
        )
    with pytest.raises(Invalid, match="罚则"):
        operations.issue_benchmark(body, item, "样例-1", clauses=[], **details)
    with pytest.raises(Conflict):
        operations.issue_benchmark(body, item, "岚市监裁-食品012-2025", clauses=[], **details)


def test_a_grade_is_entered_in_order_and_in_form(city):
    body = body_named("岚江市农业农村局")
    benchmark = operations.issue_benchmark(
        body,
        items.item_by_code("NY-002"),
        "样例-2",
        title="样例",
        version="2026",
        effective=TODAY,
        clauses=[laws.get_provision("LAW-0013@2022#a55.p1.i2")],
    )
    bad = [
        {"unit": RangeUnit.YUAN, "low": Decimal(2), "high": Decimal(1)},
        {"unit": RangeUnit.MULTIPLE, "low": Decimal(1), "high": Decimal(2)},
        {"unit": RangeUnit.SHARE, "low": Decimal(0), "high": Decimal("1.1")},
    ]
    for ends in bad:
        with pytest.raises(Invalid):
            operations.add_grade(benchmark, GradeLevel.LIGHTER, "样例", **ends)
    operations.add_grade(
        benchmark,
        GradeLevel.HEAVIER,
        "样例",
        unit=RangeUnit.MULTIPLE,
        low=Decimal(5),
        high=Decimal(10),
        measure=Measure.GOODS_VALUE,
    )


def test_a_benchmark_ends_once_and_after_it_began(city):
    benchmark = queries.list_benchmarks("食品015")[0]

    with pytest.raises(Invalid):
        operations.end_benchmark(benchmark, benchmark.effective)
    operations.end_benchmark(benchmark, TODAY)
    assert not benchmark.is_in_force(TODAY)
    with pytest.raises(Conflict):
        operations.end_benchmark(benchmark, TODAY)


def test_benchmarks_that_outlived_their_clause_are_listed(city):
    assert queries.without_basis(date(2026, 8, 14)) == []
    assert [one.code for one in queries.without_basis(date(2026, 8, 15))] == [
        "岚城管裁-环卫001-2022"
    ]
    assert [one.code for one in queries.list_benchmarks(basis="LAW-0030@2020#a111")] == [
        "岚城管裁-环卫001-2022"
    ]


def test_the_list_is_filtered(city):
    assert [one.item.code for one in queries.list_benchmarks("虚假商业宣传")] == ["SJ-012"]
    assert {one.issuer.short_name for one in queries.list_benchmarks(field="交通运输")} == {
        "市交通运输局"
    }
    with pytest.raises(NotFound):
        queries.get_benchmark(0)


def test_a_factor_is_entered_once(city):
    place = laws.get_provision("LAW-0017@2021#a32")

    with pytest.raises(Conflict, match="under_14"):
        operations.add_factor("under_14", "样例", Effect.MUST_NOT, place)
