"""From the amounts of a case to the ends of the fine that a clause allows (法定幅度)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from webapp.items.models import Circumstance, Measure, PartyScope, PenaltyKind, PenaltyRange

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Amounts:
    """The amounts established in a case; None means that it could not be established."""

    goods_value: Decimal | None = None
    illegal_gains: Decimal | None = None
    advertising_fee: Decimal | None = None
    project_cost: Decimal | None = None
    contract_price: Decimal | None = None
    personal_income: Decimal | None = None
    area: Decimal | None = None
    heads: Decimal | None = None

    def of(self, measure: Measure | None) -> Decimal | None:
        """Return the amount of a measure."""
        if measure is None:
            return None
        amount: Decimal | None = getattr(self, measure.name.lower())
        return amount


@dataclass(frozen=True)
class FineRange:
    """The ends of a fine in yuan, both included, with the clause that sets them (罚款幅度)."""

    low: Decimal
    high: Decimal
    sentence: str
    clause: str
    citation: str
    is_optional: bool
    circumstance: Circumstance
    range_id: int


def applies(row: PenaltyRange, party: PartyScope | None, circumstance: Circumstance) -> bool:
    """Tell whether a row is meant for this party under these circumstances."""
    if party is None and row.party is not None:
        return False
    return row.circumstance is circumstance and row.is_for(party)


def fine_of(row: PenaltyRange, amounts: Amounts) -> FineRange | None:
    """Return the ends of the fine that a row sets for these amounts, or None."""
    if row.kind is not PenaltyKind.K0201:
        return None
    amount = amounts.of(row.measure)
    if not row.fits(amount) or row.high is None:
        return None
    low, high = row.low or NOTHING, row.high
    if row.is_multiple:
        if amount is None:
            return None
        low, high = low * amount, high * amount
    low = max(low, row.least or NOTHING)
    return FineRange(
        low=_cents(low),
        high=_cents(max(low, high)),
        sentence=sentence(row),
        clause=row.provision.key or "",
        citation=row.provision.citation,
        is_optional=row.is_optional,
        circumstance=row.circumstance,
        range_id=row.id,
    )


def sentence(row: PenaltyRange) -> str:
    """Say in words what a row allows: 货值金额不足 10000 元的，处 5000 元以上 50000 元以下罚款."""
    condition = _condition(row)
    can = "可以" if row.is_optional else ""
    if row.kind is not PenaltyKind.K0201:
        extra = f"（{row.note}）" if row.note else ""
        return f"{condition}{can}{row.kind.value}{extra}"
    floor = f"，不低于 {_plain(row.least)} 元" if row.least else ""
    return f"{condition}{can}处{_ends(row)}罚款{floor}"


def lighter_since(rows: Iterable[PenaltyRange], before: date, now: date) -> frozenset[str]:
    """Return the versions in force now that punish more lightly than those before (处罚较轻).

    《行政处罚法》第三十七条. Where the rows cannot be compared one by one, nothing is said to be.
    """
    laws: dict[str, tuple[list[PenaltyRange], list[PenaltyRange]]] = {}
    for row in rows:
        old, new = laws.setdefault(row.provision.version.law_id, ([], []))
        was, holds = row.provision.is_in_force(before), row.provision.is_in_force(now)
        if was != holds:
            (old if was else new).append(row)
    lighter = (new for old, new in laws.values() if old and new and _is_lighter(new, old))
    return frozenset(row.provision.version.key for new in lighter for row in new)


def _is_lighter(new: Iterable[PenaltyRange], old: Iterable[PenaltyRange]) -> bool:
    """Tell whether nothing is heavier and something lighter: an end, a kind, a 可以."""
    then, now = ({_sort(row): row for row in some} for some in (old, new))
    if not set(now) <= set(then):
        return False
    pairs = [(_weight(row), _weight(then[sort])) for sort, row in now.items()]
    if any(a > x or b > y or c > z for (a, b, c), (x, y, z) in pairs):
        return False
    return len(now) < len(then) or any(mine != theirs for mine, theirs in pairs)


def _sort(row: PenaltyRange) -> tuple[object, ...]:
    return (
        row.kind, row.party, row.circumstance, row.measure, row.is_multiple, row.if_unknown,
        row.from_amount, row.below_amount, row.note,
    )  # fmt: skip


def _weight(row: PenaltyRange) -> tuple[Decimal, Decimal, bool]:
    return (row.low or NOTHING, row.high or NOTHING, not row.is_optional)


def _condition(row: PenaltyRange) -> str:
    parts = []
    if row.party is not None:
        parts.append(f"对{row.party.value}")
    if row.circumstance is not Circumstance.ORDINARY:
        parts.append(f"{row.circumstance.value}的")
    if row.measure is not None and row.if_unknown:
        parts.append(f"{row.measure.value}无法计算或者查证的")
    elif row.measure is not None:
        parts += _bounds(row, row.measure)
    return "，".join(parts) + ("，" if parts else "")


def _ends(row: PenaltyRange) -> str:
    """Say the ends: 货值金额 10 倍以上 20 倍以下, 工程造价 5% 以上 10% 以下, 每头 30 元以下."""
    if row.high is None:
        return ""
    base, unit, factor = " ", " 元", Decimal(1)
    if row.is_multiple and row.measure and row.measure.unit != "元":
        base = f"每{row.measure.unit} "
    elif row.is_multiple and row.measure:
        base, unit = f"{row.measure.value} ", " 倍"
        if row.high < 1:
            unit, factor = "%", Decimal(100)
    low = f"{_plain(row.low * factor)}{unit}以上 " if row.low else ""
    return f"{base}{low}{_plain(row.high * factor)}{unit}以下"


def _bounds(row: PenaltyRange, measure: Measure) -> list[str]:
    name, unit = measure.value, measure.unit
    parts = []
    if row.from_amount is not None and row.from_is_open:
        more = f"{name}超过 {_plain(row.from_amount)} {unit}的"
        parts.append(more if row.from_amount else f"有{name}的")
    elif row.from_amount:
        parts.append(f"{name} {_plain(row.from_amount)} {unit}以上的")
    if row.below_amount is not None:
        less = f"{name}不足 {_plain(row.below_amount)} {unit}的"
        parts.append(less if row.below_amount > CENT else f"没有{name}的")
    return parts


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _plain(number: Decimal | None) -> str:
    return format(number.normalize(), "f") if number is not None else ""
