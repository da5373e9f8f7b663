"""An item with what it may be punished by, as the law looks at it (执法事项、裁量基准)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from processes import values as read
from processes.facts import law
from processes.values import Values
from webapp.bodies.models import Body
from webapp.discretion import queries
from webapp.discretion.models import Effect, Factor, GradeLevel
from webapp.items import queries as items
from webapp.items.fines import Amounts, lighter_since
from webapp.items.models import Circumstance, Item, Measure
from webapp.items.models import PartyScope as Addressee

LEVELS: Mapping[GradeLevel, law.Effect] = {
    GradeLevel.WAIVED: law.Effect.WAIVED,
    GradeLevel.MITIGATED: law.Effect.MITIGATED,
    GradeLevel.LIGHTER: law.Effect.LIGHTER,
    GradeLevel.ORDINARY: law.Effect.ORDINARY,
    GradeLevel.HEAVIER: law.Effect.HEAVIER,
}
EFFECTS: Mapping[Effect, law.Effect] = {
    Effect.MUST_NOT: law.Effect.WAIVED,
    Effect.MAY_WAIVE: law.Effect.WAIVED,
    Effect.MUST_LIGHTEN: law.Effect.LIGHTER,
    Effect.MAY_LIGHTEN: law.Effect.LIGHTER,
    Effect.HEAVIER: law.Effect.HEAVIER,
}


#: Factors that only refer to what another article provides (《行政处罚法》第三十二条第五项).
REFERRING = frozenset({"other_lighter"})
#: Fields of a form that establish amounts (计罚基数).
AMOUNTS = (
    "goods_value", "illegal_gains", "confiscation", "measure", "measure_amount", "measure_unknown",
)  # fmt: skip
MEASURES = frozenset(one.name.lower() for one in Measure)


def amounts(values: Values) -> Amounts:
    """Return the amounts a submission establishes; what is said to be unknown is not one."""
    if read.text(values, "measure_unknown"):
        return Amounts()
    gains = read.money(values, "illegal_gains")
    found = {
        "goods_value": read.money(values, "goods_value"),
        "illegal_gains": read.money(values, "confiscation") if gains is None else gains,
    }
    measure = read.text(values, "measure")
    if measure in MEASURES - set(found):
        found[measure] = read.money(values, "measure_amount")
    return Amounts(**found)


def law_day(item: Item, ended: date | None, today: date, values: Values) -> date:
    """Return the day whose law sets kinds and ranges: the end of the act (行为终了时的规定).

    Today, where a version that holds only since is cited: whether it may be is judged apart
    (《行政处罚法》第三十七条).
    """
    if ended is None or ended >= today:
        return today
    cited = set(read.names(values, "basis"))
    newer = (
        row.provision
        for row in items.ranges(item)
        if row.provision.key in cited and not row.provision.is_in_force(ended)
    )
    return today if any(place.is_in_force(today) for place in newer) else ended


def lighter(item: Item, ended: date | None, today: date) -> frozenset[str]:
    """Return the versions in force only since the act that punish it more lightly (处罚较轻)."""
    return lighter_since(items.ranges(item), ended, today) if ended else frozenset()


def item_of(
    record: Item,
    body: Body,
    party: Addressee | None,
    when: Callable[[], date],
    found: Callable[[], Amounts],
) -> law.ItemFacts:
    """Return an item; its ranges and grades are read when the law first weighs them.

    `when` says the day whose law applies.
    """
    weigh = partial(_weigh, record, body, party, when, found)
    return law.ItemFacts(record.code, record.name, record.field, weigh)


def _weigh(
    record: Item,
    body: Body,
    party: Addressee | None,
    when: Callable[[], date],
    found: Callable[[], Amounts],
) -> law.Sanctions:
    established, on = found(), when()
    return law.Sanctions(
        kinds=frozenset(one.kind.code for one in items.penalties(record, on, party)),
        ranges=tuple(
            law.RangeFacts(fine.low, fine.high, condition=_condition(fine.circumstance))
            for fine in items.statutory_ranges(record, established, on, party)
        ),
        bases=_bases(record, on, party),
        provided=tuple(
            law.SanctionFacts(
                kind=row.kind.code,
                title=row.kind.value,
                cite=row.provision.citation,
                optional=row.is_optional,
                condition=_condition(row.circumstance),
                choice=row.choice,
            )
            for row in items.provided(record, established, on, party)
        ),
        grades=_grades(record, established, on, body, party),
        factors={str(one.id): _factor(one) for one in queries.list_factors()},
    )


def _condition(circumstance: Circumstance) -> str:
    """Return how the law calls a circumstance; the ordinary one has no name (适用情形)."""
    return "" if circumstance is Circumstance.ORDINARY else circumstance.name.lower()


def _factor(factor: Factor) -> law.FactorFacts:
    mitigates = factor.effect in (Effect.MUST_LIGHTEN, Effect.MAY_LIGHTEN)
    return law.FactorFacts(EFFECTS[factor.effect], mitigates, factor.code in REFERRING)


def _bases(record: Item, on: date, party: Addressee | None) -> tuple[law.BaseFacts, ...]:
    rows = items.measured(record, on, party)
    unknown = {row.measure for row in rows if row.if_unknown}
    measures = dict.fromkeys(row.measure for row in rows if row.measure)
    return tuple(
        law.BaseFacts(one.name.lower(), one.value, one.unit, one in unknown) for one in measures
    )


def _grades(
    record: Item, found: Amounts, on: date, body: Body, party: Addressee | None
) -> dict[str, law.GradeFacts]:
    bands = queries.every_band(record, found, on, body=body, party=party)
    return {
        str(band.grade_id or band.level.name): law.GradeFacts(
            id=str(band.grade_id or band.level.name),
            name=band.title,
            effect=LEVELS[band.level],
            ranges=(
                law.RangeFacts(
                    band.low,
                    band.high,
                    low_closed=not band.low_is_open,
                    high_closed=not band.high_is_open,
                ),
            ),
            condition=_condition(band.circumstance),
        )
        for band in bands
    }
