"""What one row of a penalty clause allows for the amounts of a case."""

from datetime import date
from decimal import Decimal

import pytest

from webapp.items.fines import Amounts, applies, fine_of, lighter_since, sentence
from webapp.items.models import Circumstance, Measure, PartyScope, PenaltyKind, PenaltyRange
from webapp.laws.models import LawVersion, Provision


def row(low=None, high=None, **details):
    settings = {
        "kind": PenaltyKind.K0201,
        "circumstance": Circumstance.ORDINARY,
        "is_multiple": False,
        "is_optional": False,
        "from_is_open": False,
        "if_unknown": False,
        "note": "",
        "low": None if low is None else Decimal(low),
        "high": None if high is None else Decimal(high),
        "provision": Provision(key="LAW-0099@2024#a1", citation="《样例法》第一条"),
    }
    return PenaltyRange(**(settings | details))


def goods(value):
    return Amounts(goods_value=Decimal(value))


def test_a_tier_below_a_threshold_holds_only_below_it():
    tier = row(50000, 100000, measure=Measure.GOODS_VALUE, below_amount=Decimal(10000))

    assert fine_of(tier, goods("9999.99")).high == Decimal("100000.00")
    assert fine_of(tier, goods("10000")) is None
    assert fine_of(tier, Amounts()) is None


def test_a_multiple_is_counted_from_the_amount_and_rounded_to_the_cent():
    tier = row(10, 20, measure=Measure.GOODS_VALUE, is_multiple=True, from_amount=Decimal(10000))

    fine = fine_of(tier, goods("10000.005"))

    assert (fine.low, fine.high) == (Decimal("100000.05"), Decimal("200000.10"))
    assert fine.citation == "《样例法》第一条"


def test_more_than_an_amount_excludes_the_amount_itself():
    more = row(
        1,
        5,
        measure=Measure.ILLEGAL_GAINS,
        is_multiple=True,
        from_amount=Decimal(10000),
        from_is_open=True,
    )

    assert fine_of(more, Amounts(illegal_gains=Decimal(10000))) is None
    assert fine_of(more, Amounts(illegal_gains=Decimal("10000.01"))).low == Decimal("10000.01")


def test_a_row_for_the_unknown_holds_only_when_nothing_was_established():
    unknown = row(200000, 1000000, measure=Measure.ADVERTISING_FEE, if_unknown=True)

    assert fine_of(unknown, Amounts()).low == Decimal("200000.00")
    assert fine_of(unknown, Amounts(advertising_fee=Decimal(0))) is None


@pytest.mark.parametrize(
    ("measure", "amounts"),
    [
        (Measure.AREA, Amounts(area=Decimal("12.5"))),
        (Measure.HEADS, Amounts(heads=Decimal("12.5"))),
    ],
)
def test_a_fine_may_be_counted_by_the_square_metre_or_by_the_head(measure, amounts):
    fine = fine_of(row(100, 1000, measure=measure, is_multiple=True), amounts)

    assert (fine.low, fine.high) == (Decimal("1250.00"), Decimal("12500.00"))


def test_a_fine_without_a_lower_end_begins_at_nothing():
    fine = fine_of(row(None, 5000), Amounts())

    assert (fine.low, fine.high) == (Decimal("0.00"), Decimal("5000.00"))


def test_a_floor_lifts_a_small_multiple():
    tier = row(1, 2, measure=Measure.GOODS_VALUE, is_multiple=True, least=Decimal(3000))

    assert fine_of(tier, goods(1000)).low == fine_of(tier, goods(1000)).high == Decimal("3000.00")
    assert fine_of(tier, goods(2000)).high == Decimal("4000.00")


def test_only_a_fine_has_a_range_of_money():
    assert fine_of(row(kind=PenaltyKind.K0202), Amounts()) is None


def test_a_row_is_meant_for_its_party_and_circumstance():
    farmer = row(500, 5000, party=PartyScope.FARMER, circumstance=Circumstance.UNCORRECTED)

    assert applies(farmer, PartyScope.FARMER, Circumstance.UNCORRECTED)
    assert not applies(farmer, PartyScope.ORGANIZATION, Circumstance.UNCORRECTED)
    assert not applies(farmer, PartyScope.FARMER, Circumstance.ORDINARY)
    assert not applies(farmer, None, Circumstance.UNCORRECTED)
    assert applies(row(1, 2), None, Circumstance.ORDINARY)


@pytest.mark.parametrize(
    ("range_row", "words"),
    [
        (
            row(50000, 100000, measure=Measure.GOODS_VALUE, below_amount=Decimal(10000)),
            "货值金额不足 10000 元的，处 50000 元以上 100000 元以下罚款",
        ),
        (
            row(10, 20, measure=Measure.GOODS_VALUE, is_multiple=True, from_amount=Decimal(10000)),
            "货值金额 10000 元以上的，处货值金额 10 倍以上 20 倍以下罚款",
        ),
        (
            row("0.05", "0.1", measure=Measure.PROJECT_COST, is_multiple=True),
            "处工程造价 5%以上 10%以下罚款",
        ),
        (row(None, 20000, is_optional=True), "可以处 20000 元以下罚款"),
        (
            row(100, 1000, measure=Measure.AREA, is_multiple=True),
            "处每平方米 100 元以上 1000 元以下罚款",
        ),
        (
            row(None, 500, measure=Measure.HEADS, is_multiple=True, from_amount=Decimal(10)),
            "头数 10 头以上的，处每头 500 元以下罚款",
        ),
        (
            row(100, 1000, circumstance=Circumstance.UNCORRECTED, party=PartyScope.PERSON),
            "对个人，拒不改正或者逾期不改正的，处 100 元以上 1000 元以下罚款",
        ),
        (
            row(None, 50, measure=Measure.ILLEGAL_GAINS, below_amount=Decimal("0.01")),
            "没有违法所得的，处 50 元以下罚款",
        ),
        (
            row(
                1,
                5,
                measure=Measure.ILLEGAL_GAINS,
                is_multiple=True,
                from_amount=Decimal(0),
                from_is_open=True,
            ),
            "有违法所得的，处违法所得 1 倍以上 5 倍以下罚款",
        ),
        (row(kind=PenaltyKind.K0303, note="吊销营业执照"), "吊销许可证件（吊销营业执照）"),
    ],
)
def test_a_range_is_said_in_words(range_row, words):
    assert sentence(range_row) == words


def test_an_order_to_correct_is_no_kind_of_penalty():
    assert not [kind for kind in PenaltyKind if "责令改正" in kind.value]
    assert {kind.code for kind in PenaltyKind} == {
        *("0101", "0102", "0201", "0202", "0203", "0301", "0302", "0303"),
        *("0401", "0402", "0403", "0404", "0501", "0699"),
    }


# --- 从旧兼从轻 --------------------------------------------------------------------------------

BEFORE, NOW = date(2025, 9, 1), date(2026, 3, 2)


def version(label, effective, repealed=None):
    law_version = LawVersion(law_id="LAW-0099", label=label, effective=effective, repealed=repealed)
    return Provision(key=f"LAW-0099@{label}#a1", citation="《样例法》第一条", version=law_version)


def two_texts(old, new):
    """Return the rows of a text until October 2025 and of the one since."""
    change = date(2025, 10, 15)
    first, then = version("2019", date(2019, 1, 1), change), version("2025", change)
    return [*(row(*ends, provision=first, **more) for ends, more in old),
            *(row(*ends, provision=then, **more) for ends, more in new)]  # fmt: skip


SERIOUS_FINE = ((100, 200), {"circumstance": Circumstance.SERIOUS})


@pytest.mark.parametrize(
    ("old", "new", "is_lighter"),
    [
        ([((20, 100), {}), SERIOUS_FINE], [((None, 100), {}), SERIOUS_FINE], True),
        ([((20, 100), {})], [((20, 100), {"is_optional": True})], True),
        ([((20, 100), {}), SERIOUS_FINE], [((20, 100), {})], True),
        ([((20, 100), {})], [((20, 100), {})], False),  # the same
        ([((20, 100), {})], [((10, 150), {})], False),  # lower and higher: nobody can say
        ([((20, 100), {})], [((10, 100), {}), SERIOUS_FINE], False),  # something new
    ],
)
def test_a_newer_text_is_lighter_only_if_nothing_in_it_is_heavier(old, new, is_lighter):
    found = lighter_since(two_texts(old, new), BEFORE, NOW)

    assert found == (frozenset({"LAW-0099@2025"}) if is_lighter else frozenset())
    assert lighter_since(two_texts(old, new), NOW, NOW) == frozenset()
