"""From a statutory range to bands in yuan: the shares, their ends, the limits of the law."""

from decimal import Decimal

import pytest

from webapp.discretion.banding import Shares, band_of, default_bands
from webapp.discretion.models import Grade, GradeLevel, RangeUnit
from webapp.items.fines import Amounts, FineRange
from webapp.items.models import Circumstance, Measure


def fine(low, high, circumstance=Circumstance.ORDINARY):
    return FineRange(
        low=Decimal(low),
        high=Decimal(high),
        sentence="",
        clause="LAW-0099@2024#a1",
        citation="《样例法》第一条",
        is_optional=False,
        circumstance=circumstance,
        range_id=1,
    )


def grade(level, unit=None, low=None, high=None, **details):
    settings = {
        "circumstance": Circumstance.ORDINARY,
        "conditions": "样例",
        "low_is_open": False,
        "high_is_open": False,
        "other_penalties": [],
    }
    return Grade(
        level=level,
        unit=unit,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        **(settings | details),
    )


def test_the_default_shares_are_thirty_forty_thirty():
    # 5万至10万: 从轻 5–6.5, 一般 6.5–8.5, 从重 8.5–10, as the mock of the notice shows.
    bands = default_bands(fine(50000, 100000))

    assert [(band.level.value, int(band.low), int(band.high)) for band in bands] == [
        ("减轻", 0, 50000),
        ("从轻", 50000, 65000),
        ("一般", 65000, 85000),
        ("从重", 85000, 100000),
    ]


@pytest.mark.parametrize(
    ("amount", "level"),
    [
        ("0", "减轻"),
        ("49999.99", "减轻"),
        ("50000", "从轻"),
        ("65000", "从轻"),
        ("65000.01", "一般"),
        ("84999.99", "一般"),
        ("85000", "从重"),
        ("100000", "从重"),
    ],
)
def test_every_amount_lies_in_exactly_one_band(amount, level):
    holding = [band for band in default_bands(fine(50000, 100000)) if band.holds(Decimal(amount))]

    assert [band.level.value for band in holding] == [level]


def test_a_range_from_nothing_has_nothing_to_mitigate():
    levels = [band.level for band in default_bands(fine(0, 20000))]

    assert GradeLevel.MITIGATED not in levels
    assert len(levels) == 3


def test_the_shares_are_settings():
    bands = default_bands(fine(0, 1000), Shares(Decimal("0.4"), Decimal("0.6")))

    assert [int(band.high) for band in bands] == [400, 600, 1000]


def test_a_share_is_taken_from_the_range_of_its_own_circumstance():
    serious = grade(
        GradeLevel.LIGHTER, RangeUnit.SHARE, 0, "0.3", circumstance=Circumstance.SERIOUS
    )
    fines = [fine(0, 1000000), fine(1000000, 2000000, Circumstance.SERIOUS)]

    band = band_of(serious, fines, Amounts())

    assert (band.low, band.high) == (Decimal("1000000.00"), Decimal("1300000.00"))
    assert band_of(serious, fines[:1], Amounts()) is None


def test_a_multiple_is_counted_from_the_case_and_kept_inside_the_law():
    lighter = grade(
        GradeLevel.LIGHTER, RangeUnit.MULTIPLE, "0.8", "1.6", measure=Measure.GOODS_VALUE
    )
    amounts = Amounts(goods_value=Decimal("12345.67"))

    band = band_of(lighter, [fine("12345.67", "37037.01")], amounts)

    assert (band.low, band.high) == (Decimal("12345.67"), Decimal("19753.07"))
    assert band_of(lighter, [], Amounts()) is None


def test_a_grade_outside_the_law_for_this_case_gives_no_band():
    fixed = grade(GradeLevel.LIGHTER, RangeUnit.YUAN, 1000, 1600)

    assert band_of(fixed, [fine(5000, 10000)], Amounts()) is None


def test_only_mitigation_may_go_below_the_law():
    statutory = [fine(50000, 100000)]
    mitigated = grade(GradeLevel.MITIGATED, RangeUnit.YUAN, 5000, 50000, high_is_open=True)

    band = band_of(mitigated, statutory, Amounts())

    assert (band.low, band.high) == (Decimal("5000.00"), Decimal("50000.00"))
    assert not band.holds(Decimal(50000))
    assert band.high <= statutory[0].low


def test_waiving_fines_nothing():
    band = band_of(grade(GradeLevel.WAIVED), [fine(50000, 100000)], Amounts())

    assert band.sentence == "不予罚款"
    assert band.holds(Decimal(0))
    assert not band.holds(Decimal("0.01"))
