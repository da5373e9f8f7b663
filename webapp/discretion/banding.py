"""From a statutory range and a grade to a band in yuan (裁量幅度).

A benchmark that gives only the range is divided 30/40/30: 从轻 the lower, 从重 the upper thirty per
cent, 减轻 below the minimum. Market regulation's guidance fixes the two thirties
(《市场监管总局关于规范市场监督管理行政处罚裁量权的指导意见》); they are settings here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from webapp.discretion.models import Grade, GradeLevel, RangeUnit
from webapp.items.fines import CENT, NOTHING, Amounts, FineRange
from webapp.items.models import Circumstance

GRADE_WORDS = {
    GradeLevel.WAIVED: "不予罚款",
    GradeLevel.MITIGATED: "低于法定最低幅度",
    GradeLevel.LIGHTER: "靠近法定最低幅度",
    GradeLevel.ORDINARY: "法定幅度居中",
    GradeLevel.HEAVIER: "靠近法定最高幅度",
}


@dataclass(frozen=True)
class Shares:
    """Where 从轻 ends and 从重 begins inside the statutory range (默认分档)."""

    lighter_until: Decimal = Decimal("0.3")
    heavier_from: Decimal = Decimal("0.7")


DEFAULT_SHARES = Shares()


@dataclass(frozen=True)
class Band:
    """A grade with the ends of its fine in yuan (裁量档次)."""

    level: GradeLevel
    low: Decimal
    high: Decimal
    low_is_open: bool
    high_is_open: bool
    conditions: str
    sentence: str
    grade_id: int | None = None
    other_penalties: tuple[str, ...] = ()
    circumstance: Circumstance = Circumstance.ORDINARY

    @property
    def title(self) -> str:
        """Return the level, with the circumstance that it presupposes."""
        if self.circumstance is Circumstance.ORDINARY:
            return self.level.value
        return f"{self.level.value}（{self.circumstance.value}）"

    def holds(self, amount: Decimal) -> bool:
        """Tell whether a fine lies in the band."""
        above = amount > self.low if self.low_is_open else amount >= self.low
        below = amount < self.high if self.high_is_open else amount <= self.high
        return above and below


def default_bands(fine: FineRange, shares: Shares = DEFAULT_SHARES) -> list[Band]:
    """Divide a statutory range where a benchmark gives no grades of its own (默认分档)."""
    first = _at(fine, shares.lighter_until)
    second = _at(fine, shares.heavier_from)
    bands = [
        _band(GradeLevel.LIGHTER, fine.low, first, False, False),
        _band(GradeLevel.ORDINARY, first, second, True, True),
        _band(GradeLevel.HEAVIER, second, fine.high, False, False),
    ]
    if fine.low > NOTHING:
        bands.insert(0, _band(GradeLevel.MITIGATED, NOTHING, fine.low, False, True))
    return bands


def band_of(grade: Grade, fines: Iterable[FineRange], amounts: Amounts) -> Band | None:
    """Return the band of a grade for a case, or None when its measure is not established."""
    if grade.unit is None or grade.high is None:
        return _described(grade, NOTHING, NOTHING)
    fine = next((one for one in fines if one.circumstance is grade.circumstance), None)
    low, high = grade.low or NOTHING, grade.high
    if grade.unit is RangeUnit.SHARE:
        if fine is None:
            return None
        return _described(grade, _at(fine, low), _at(fine, high))
    if grade.unit is RangeUnit.MULTIPLE:
        amount = amounts.of(grade.measure)
        if amount is None:
            return None
        low, high = low * amount, high * amount
    low, high = _cents(low), _cents(high)
    if fine is not None and grade.level is not GradeLevel.MITIGATED:
        if low > fine.high or high < fine.low:
            return None
        low, high = max(low, fine.low), min(high, fine.high)
    return _described(grade, low, high)


def _described(grade: Grade, low: Decimal, high: Decimal) -> Band:
    band = _band(grade.level, low, high, grade.low_is_open, grade.high_is_open)
    return Band(
        level=grade.level,
        low=low,
        high=high,
        low_is_open=grade.low_is_open,
        high_is_open=grade.high_is_open,
        conditions=grade.conditions,
        sentence=band.sentence,
        grade_id=grade.id,
        other_penalties=tuple(grade.other_penalties),
        circumstance=grade.circumstance,
    )


def _band(
    level: GradeLevel, low: Decimal, high: Decimal, low_is_open: bool, high_is_open: bool
) -> Band:
    return Band(
        level=level,
        low=low,
        high=high,
        low_is_open=low_is_open,
        high_is_open=high_is_open,
        conditions=GRADE_WORDS[level],
        sentence=_sentence(level, low, high, low_is_open, high_is_open),
    )


def _sentence(
    level: GradeLevel, low: Decimal, high: Decimal, low_is_open: bool, high_is_open: bool
) -> str:
    if level is GradeLevel.WAIVED:
        return "不予罚款"
    start = f"{_plain(low)} 元{'以上（不含）' if low_is_open else '以上'} " if low else ""
    end = f"{_plain(high)} 元{'以下（不含）' if high_is_open else '以下'}"
    return f"罚款 {start}{end}"


def _at(fine: FineRange, share: Decimal) -> Decimal:
    return _cents(fine.low + (fine.high - fine.low) * share)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")
