"""Discretion (裁量): within the statutory range, in the band or with reasons, age heeded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.law import (
    CONDITIONS,
    SOFTENING,
    BaseFacts,
    Effect,
    GradeFacts,
    ItemFacts,
    RangeFacts,
)
from processes.facts.penalty import FINE, GAINS, GOODS_VALUE, PenaltyContent, matched
from processes.facts.people import MAJORITY, YOUTH
from processes.safeguards.attempt import (
    DECIDING,
    STATING,
    Attempt,
    Charge,
    apart,
    at_stake,
    is_,
    stated,
)
from processes.safeguards.decision import youngest_of
from processes.safeguards.sanctions import conditions, unsoftened
from processes.values import ZERO

BASIS = "《行政处罚法》第五条第二款、第三十四条；{discretion}"
#: Acts that state again what the report found (承接调查终结报告).
AFTER_REPORT = tuple(act for act in STATING if act != "inv.close")


@safeguard("S-P-32", acts=STATING, basis=BASIS)
def within_the_statute(attempt: Attempt) -> Iterator[Refusal]:
    """Keep a fine inside the statutory range; below it only as mitigation (法定幅度)."""
    for charge in apart(attempt, stated(attempt)):
        if charge.item is None or FINE not in charge.content.kinds:
            continue
        wrong = _off_the_statute(attempt, charge, charge.item)
        if wrong is not None:
            told = f"{charge.which}{wrong.message}"
            yield replace(wrong, message=told, fields=charge.at(*wrong.fields))


def _off_the_statute(attempt: Attempt, charge: Charge, item: ItemFacts) -> Refusal | None:
    content = charge.content
    if content.fine <= 0:
        return Refusal("罚款数额未填写，请填写", fields=("fine",))
    goods, gains = _bases(attempt, charge)
    if goods == 0 and any(limit.needs_goods for limit in item.ranges):
        return Refusal("该事项的罚款幅度按货值金额确定，请填写货值金额", fields=("goods_value",))
    unstated = _unstated(attempt, charge, item)
    if unstated is not None:
        return unstated
    active = conditions(attempt, charge)
    ranges = [limit for limit in _in_play(item.ranges, active) if limit.applies(goods)]
    if item.unlimited or _is_conditional(item, active):
        return None
    if not ranges:
        return Refusal(
            "法定罚款幅度无法确定，请核对违法情形并填写货值金额、违法所得",
            fields=("goods_value", "illegal_gains"),
        )
    if all(limit.above(content.fine, goods, gains) for limit in ranges):
        return Refusal(
            f"罚款高于法定幅度（{_told(ranges, goods, gains)}），请调整", fields=("fine",)
        )
    below = all(limit.below(content.fine, goods, gains) for limit in ranges)
    unproved = unsoftened(attempt, charge) if below else ""
    if not unproved:
        return None
    return Refusal(
        f"罚款低于法定幅度（{_told(ranges, goods, gains)}），依法减轻处罚的才可低于，{unproved}",
        fields=("fine", "factors", "factor_evidence"),
    )


def _is_conditional(item: ItemFacts, active: frozenset[str]) -> bool:
    """Tell whether a fine is provided for only under a circumstance that is not there."""
    rows = [one.condition for one in item.provided if one.kind == FINE]
    return bool(rows) and active.isdisjoint(rows)


def _in_play(ranges: Iterable[RangeFacts], active: frozenset[str]) -> list[RangeFacts]:
    """Return the ranges of the special circumstances that hold, else the ordinary ones."""
    held = [limit for limit in ranges if limit.condition in active]
    return [limit for limit in held if limit.condition] or held


def _unstated(attempt: Attempt, charge: Charge, item: ItemFacts) -> Refusal | None:
    """Say which base of the fine nobody stated; what cannot be found must be said to be so."""
    content = charge.content
    may_be_unknown = any(base.may_be_unknown for base in item.bases)
    if content.unknown:
        return (
            None
            if may_be_unknown
            else Refusal(
                "该事项没有规定计罚基数无法计算时的幅度，请填写计罚基数",
                fields=("measure_unknown",),
            )
        )
    for base in item.bases:
        if _base(attempt, charge, base.name) is not None:
            continue
        otherwise = "；无法计算、无法查证的，写明理由" if base.may_be_unknown else ""
        return Refusal(
            f"该事项的罚款幅度按{base.title}确定，请填写{base.title}{otherwise}",
            fields=_fields_of(base),
        )
    return None


@safeguard("S-P-32", acts=AFTER_REPORT, basis="《行政处罚法》第四十条、第五十七条第一款")
def bases_as_found(attempt: Attempt) -> Iterator[Refusal]:
    """Count a fine from what the investigation found, not from another amount (计罚基数)."""
    for charge in apart(attempt, stated(attempt)):
        found = _found(attempt, charge)
        if charge.item is None or found is None or FINE not in charge.content.kinds:
            continue
        for base in charge.item.bases:
            mine, theirs = charge.content.base(base.name), found.base(base.name)
            if charge.content.unknown and theirs is not None and not found.unknown:
                said = "无法计算"
            elif mine is not None and theirs is not None and mine != theirs:
                said = f"{mine}{base.unit}"
            else:
                continue
            yield Refusal(
                f"{charge.which}{base.title}写为{said}，调查终结报告认定的是{theirs}{base.unit}，"
                "请更正；认定的事实有变化的，退回补充调查",
                fields=charge.at(*_fields_of(base)),
            )


def _fields_of(base: BaseFacts) -> tuple[str, ...]:
    if base.name in (GOODS_VALUE, GAINS):
        return (base.name,)
    return ("measure", "measure_amount", "measure_unknown")


def _found(attempt: Attempt, charge: Charge) -> PenaltyContent | None:
    """Return the same violation as the investigation report states it."""
    report = attempt.facts.report
    if report is None:
        return None
    one = charge.violation
    if one is None:
        return None if report.content.violations else report.content
    theirs = dict(matched([one], report.content.violations)).get(one)
    return theirs.content if theirs else None


def _base(attempt: Attempt, charge: Charge, name: str) -> Decimal | None:
    """Return what a fine is counted from, as stated here or else in the report."""
    mine = charge.content.base(name)
    found = _found(attempt, charge) if charge.violation is None else None
    return mine if mine is not None or found is None else found.base(name)


@safeguard("S-P-32", acts=STATING, basis=BASIS)
def within_the_band(attempt: Attempt) -> Iterator[Refusal]:
    """Keep a fine inside the band of the chosen grade, or say why not (裁量基准)."""
    for charge in apart(attempt, stated(attempt)):
        content, item, which = charge.content, charge.item, charge.which
        if item is None:
            continue
        if not content.reason:
            yield Refusal(f"{which}未说明裁量理由，请填写", fields=charge.at("discretion_reason"))
        active = conditions(attempt, charge)
        if FINE not in content.kinds or not item.grades or _is_conditional(item, active):
            continue
        grade = item.grades.get(content.grade)
        if grade is None:
            yield Refusal(f"{which}该事项有裁量基准，请选择适用的阶次", fields=charge.at("grade"))
        elif grade.condition not in active:
            yield Refusal(
                f"{which}阶次“{grade.name}”以“{CONDITIONS[grade.condition]}”为条件，请更换阶次",
                fields=charge.at("grade"),
            )
        elif _outside(attempt, charge, grade) and not content.deviation:
            yield Refusal(
                f"{which}罚款不在“{grade.name}”阶次的幅度之内，请调整数额，或者写明偏离基准的理由",
                fields=charge.at("fine", "deviation_reason"),
            )


@safeguard("S-P-32", acts=("dec.draft", *DECIDING), basis=BASIS)
def deviation_discussed(attempt: Attempt) -> Refusal | None:
    """Leave the band only after a panel discussion (偏离裁量基准须集体讨论)."""
    if not attempt.facts.parameters.deviation_needs_panel or not any(
        _deviates(attempt, charge) for charge in apart(attempt, at_stake(attempt))
    ):
        return None
    if is_(attempt, "dec.draft"):
        if read.text(attempt.values, "serious") != "no":
            return None
        return Refusal("偏离裁量基准的处罚须经集体讨论，请选择“须集体讨论”", fields=("serious",))
    if attempt.facts.panel is not None:
        return None
    return Refusal("偏离裁量基准的处罚须经集体讨论决定，请退回呈报环节提请集体讨论")


def _deviates(attempt: Attempt, charge: Charge) -> bool:
    item, content = charge.item, charge.content
    grade = item.grades.get(content.grade) if item is not None else None
    return grade is not None and FINE in content.kinds and _outside(attempt, charge, grade)


@safeguard("S-P-32", acts=("inv.close",), basis="《行政处罚法》第二十八条第二款")
def refunds_left_out(attempt: Attempt) -> Iterator[Refusal]:
    """Confiscate no more than the gains less what must be refunded (违法所得扣除退赔)."""
    for charge in apart(attempt, stated(attempt)):
        content = charge.content
        if content.gains is None or content.confiscation <= content.gains - content.refunded:
            continue
        yield Refusal(
            f"{charge.which}没收违法所得不得超过扣除依法退赔后的数额"
            f"（{content.gains - content.refunded}元），请调整",
            fields=charge.at("confiscation"),
        )


@safeguard("S-P-38", acts=STATING, basis="《行政处罚法》第三十条")
def minor_treated_lightly(attempt: Attempt) -> Iterator[Refusal]:
    """Punish nobody under fourteen, and under eighteen only lightly (未成年人)."""
    for charge in apart(attempt, stated(attempt)):
        youngest = youngest_of(attempt, charge)
        if youngest is None or youngest >= MAJORITY:
            continue
        if youngest < YOUTH:
            yield Refusal(
                f"{charge.which}当事人行为时不满十四周岁，不予行政处罚，"
                "请改为不予处罚并责令监护人管教"
            )
        elif charge.item is None or not _softened(charge.item, charge.content) & SOFTENING:
            yield Refusal(
                f"{charge.which}当事人行为时不满十八周岁，应当从轻或者减轻处罚，"
                "请选择从轻、减轻的阶次或者因素",
                fields=charge.at("grade", "factors"),
            )


def _bases(attempt: Attempt, charge: Charge) -> tuple[Decimal, Decimal]:
    """Return goods and gains that a range counts from; one violation alone has the report's."""
    content, known = charge.content, attempt.facts.report
    if charge.violation is not None or (known is not None and known.content.violations):
        known = None
    goods = content.goods_value or (known.content.goods_value if known else ZERO)
    gains = content.gains
    return goods, gains if gains is not None else known.gains if known else ZERO


def _softened(item: ItemFacts, content: PenaltyContent) -> set[Effect | None]:
    """Return what the chosen grade and factors do to the penalty."""
    grade = item.grades.get(content.grade)
    chosen = (item.factors.get(factor) for factor in content.factors)
    return {grade.effect if grade else None, *(one.effect for one in chosen if one)}


def _outside(attempt: Attempt, charge: Charge, grade: GradeFacts) -> bool:
    content = charge.content
    goods, gains = _bases(attempt, charge)
    bands = [band for band in grade.ranges if band.applies(goods)]
    return bool(bands) and all(
        band.above(content.fine, goods, gains) or band.below(content.fine, goods, gains)
        for band in bands
    )


def _told(ranges: list[RangeFacts], goods: Decimal, gains: Decimal) -> str:
    parts = []
    for limit in ranges:
        low, high = limit.limits(goods, gains)
        parts.append(f"{low or 0}元至{high}元" if high is not None else f"{low or 0}元以上")
    return "、".join(parts)
