"""Discretion (裁量): within the statutory range, in the band or with reasons, age heeded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.law import SOFTENING, Effect, GradeFacts, ItemFacts, RangeFacts
from processes.facts.penalty import FINE, PenaltyContent
from processes.safeguards.attempt import (
    DECIDING,
    STATING,
    Attempt,
    at_stake,
    decides_penalty,
    is_,
    stated,
)
from processes.values import ZERO

BASIS = "《行政处罚法》第五条第二款、第三十四条；《广东省规范行政处罚自由裁量权规定》第十六条"
YOUTH, MAJORITY = 14, 18


@safeguard("S-P-32", acts=STATING, basis="《行政处罚法》第四条、第三十八条")
def kinds_allowed(attempt: Attempt) -> Refusal | None:
    """Impose only kinds of penalty that the clauses of the item provide for (处罚种类法定)."""
    content, item = stated(attempt), attempt.facts.item
    if content is None or item is None:
        return None
    if not content.kinds:
        return Refusal("尚未选择处罚种类，请选择", fields=("kinds",))
    if content.kinds <= item.kinds:
        return None
    return Refusal("所选处罚种类不在该事项的法定处罚种类之内，请更换", fields=("kinds",))


@safeguard("S-P-32", acts=STATING, basis=BASIS)
def within_the_statute(attempt: Attempt) -> Refusal | None:
    """Keep a fine inside the statutory range; below it only as mitigation (法定幅度)."""
    content, item = stated(attempt), attempt.facts.item
    if content is None or item is None or FINE not in content.kinds:
        return None
    if content.fine <= 0:
        return Refusal("罚款数额未填写，请填写", fields=("fine",))
    goods, gains = _bases(attempt, content)
    if goods == 0 and any(limit.needs_goods for limit in item.ranges):
        return Refusal("该事项的罚款幅度按货值金额确定，请填写货值金额", fields=("goods_value",))
    ranges = [limit for limit in item.ranges if limit.applies(goods)]
    if item.unlimited:
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
    if all(limit.below(content.fine, goods, gains) for limit in ranges):
        grade = item.grades.get(content.grade)
        softened = {grade.effect if grade else None, *_effects(item, content)}
        if Effect.MITIGATED not in softened:
            return Refusal(
                f"罚款低于法定幅度（{_told(ranges, goods, gains)}），"
                "只有具备法定减轻情节才可低于，请调整或者选择减轻的阶次、因素",
                fields=("fine", "grade", "factors"),
            )
    return None


@safeguard("S-P-32", acts=STATING, basis=BASIS)
def within_the_band(attempt: Attempt) -> Iterator[Refusal]:
    """Keep a fine inside the band of the chosen grade, or say why not (裁量基准)."""
    content, item = stated(attempt), attempt.facts.item
    if content is None or item is None:
        return
    if not content.reason:
        yield Refusal("未说明裁量理由，请填写", fields=("discretion_reason",))
    if FINE not in content.kinds or not item.grades:
        return
    grade = item.grades.get(content.grade)
    if grade is None:
        yield Refusal("该事项有裁量基准，请选择适用的阶次", fields=("grade",))
    elif _outside(attempt, content, grade) and not content.deviation:
        yield Refusal(
            f"罚款不在“{grade.name}”阶次的幅度之内，请调整数额，或者写明偏离基准的理由",
            fields=("fine", "deviation_reason"),
        )


@safeguard("S-P-32", acts=("dec.draft", *DECIDING), basis=BASIS)
def deviation_discussed(attempt: Attempt) -> Refusal | None:
    """Leave the band only after a panel discussion (偏离裁量基准须集体讨论)."""
    content, item = at_stake(attempt), attempt.facts.item
    if content is None or item is None or not attempt.facts.parameters.deviation_needs_panel:
        return None
    grade = item.grades.get(content.grade)
    if FINE not in content.kinds or grade is None or not _outside(attempt, content, grade):
        return None
    if is_(attempt, "dec.draft"):
        if attempt.values.get("serious") != "no":
            return None
        return Refusal("偏离裁量基准的处罚须经集体讨论，请选择“须集体讨论”", fields=("serious",))
    if attempt.facts.panel is not None:
        return None
    return Refusal("偏离裁量基准的处罚须经集体讨论决定，请退回呈报环节提请集体讨论")


@safeguard("S-P-32", acts=("inv.close",), basis="《行政处罚法》第二十八条第二款")
def refunds_left_out(attempt: Attempt) -> Refusal | None:
    """Confiscate no more than the gains less what must be refunded (违法所得扣除退赔)."""
    content = stated(attempt)
    gains = read.money(attempt.values, "illegal_gains")
    if content is None or gains is None:
        return None
    most = gains - (read.money(attempt.values, "refunded") or ZERO)
    if content.confiscation <= most:
        return None
    return Refusal(
        f"没收违法所得不得超过扣除依法退赔后的数额（{most}元），请调整", fields=("confiscation",)
    )


@safeguard("S-P-38", acts=STATING, basis="《行政处罚法》第三十条")
def minor_treated_lightly(attempt: Attempt) -> Refusal | None:
    """Punish nobody under fourteen, and under eighteen only lightly (未成年人)."""
    content = stated(attempt)
    if content is None:
        return None
    youngest = _youngest(attempt)
    if youngest is None or youngest >= MAJORITY:
        return None
    if youngest < YOUTH:
        return Refusal("当事人行为时不满十四周岁，不予行政处罚，请改为不予处罚并责令监护人管教")
    item = attempt.facts.item
    grade = item.grades.get(content.grade) if item else None
    effects = {grade.effect if grade else None, *(_effects(item, content) if item else ())}
    if effects & SOFTENING:
        return None
    return Refusal(
        "当事人行为时不满十八周岁，应当从轻或者减轻处罚，请选择从轻、减轻的阶次或者因素",
        fields=("grade", "factors"),
    )


@safeguard("S-P-38", acts=("dec.approve",), basis="《行政处罚法》第三十条")
def no_penalty_under_fourteen(attempt: Attempt) -> Refusal | None:
    """Decide on no penalty for an act before the age of fourteen (不满十四周岁不予处罚)."""
    youngest = _youngest(attempt)
    if not decides_penalty(attempt) or youngest is None or youngest >= YOUTH:
        return None
    return Refusal("当事人行为时不满十四周岁，不予行政处罚，请改为不予处罚", fields=("outcome",))


def _youngest(attempt: Attempt) -> int | None:
    on = attempt.facts.times.ended_on or attempt.at.date()
    ages = (party.age_on(on) for party in attempt.facts.parties)
    return min((age for age in ages if age is not None), default=None)


def _bases(attempt: Attempt, content: PenaltyContent) -> tuple[Decimal, Decimal]:
    report = attempt.facts.report
    goods = content.goods_value or (report.content.goods_value if report else ZERO)
    stated_gains = read.money(attempt.values, "illegal_gains")
    gains = stated_gains if stated_gains is not None else (report.gains if report else ZERO)
    return goods, gains


def _effects(item: ItemFacts, content: PenaltyContent) -> list[Effect]:
    return [item.factors[factor] for factor in content.factors if factor in item.factors]


def _outside(attempt: Attempt, content: PenaltyContent, grade: GradeFacts) -> bool:
    goods, gains = _bases(attempt, content)
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


SAFEGUARDS = (
    kinds_allowed,
    within_the_statute,
    within_the_band,
    deviation_discussed,
    refunds_left_out,
    minor_treated_lightly,
    no_penalty_under_fourteen,
)
