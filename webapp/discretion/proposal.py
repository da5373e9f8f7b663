"""Which grades the factors of a case leave open, and why (裁量建议).

《行政处罚法》第三十至三十三条、第三十六条、第四十九条: a must binds, a may opens a choice that
needs reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.discretion.models import Effect, Factor, GradeLevel

LIGHT = (GradeLevel.MITIGATED, GradeLevel.LIGHTER)
MIDDLE = (GradeLevel.LIGHTER, GradeLevel.ORDINARY)
NOTHING_SAID = "没有从轻、减轻或者从重情节，按一般幅度处罚"


@dataclass(frozen=True)
class Proposal:
    """The grades that remain, the first one proposed, and the reasons (裁量建议)."""

    grades: tuple[GradeLevel, ...]
    is_binding: bool
    sentence: str
    citations: tuple[str, ...]

    @property
    def level(self) -> GradeLevel:
        """Return the proposed grade."""
        return self.grades[0]


def propose(factors: Iterable[Factor]) -> Proposal:
    """Weigh the factors (由裁量因素推得阶次)."""
    factors = sorted(factors, key=lambda factor: factor.position)
    by_effect: dict[Effect, list[Factor]] = {}
    for factor in factors:
        by_effect.setdefault(factor.effect, []).append(factor)
    grades, is_binding, counted = _weigh(by_effect)
    titles = "；".join(factor.title for factor in counted)
    words = "或者".join(grade.value for grade in grades)
    must = "应当" if is_binding else "可以"
    sentence = f"{titles}，{must}{words}" if counted else NOTHING_SAID
    return Proposal(
        grades=grades,
        is_binding=is_binding,
        sentence=sentence,
        citations=tuple(dict.fromkeys(factor.provision.citation for factor in counted)),
    )


def _weigh(
    by_effect: dict[Effect, list[Factor]],
) -> tuple[tuple[GradeLevel, ...], bool, list[Factor]]:
    never = by_effect.get(Effect.MUST_NOT, [])
    waivable = by_effect.get(Effect.MAY_WAIVE, [])
    must = by_effect.get(Effect.MUST_LIGHTEN, [])
    may = by_effect.get(Effect.MAY_LIGHTEN, [])
    heavier = by_effect.get(Effect.HEAVIER, [])
    if never:
        return (GradeLevel.WAIVED,), True, never
    if must and heavier:
        # 应当从轻或者减轻不因从重情节而消失: both are weighed, never above the middle.
        return MIDDLE, False, must + heavier
    if heavier:
        return (GradeLevel.HEAVIER, GradeLevel.ORDINARY), bool(not may), heavier + may
    if waivable:
        grades = (GradeLevel.WAIVED, GradeLevel.LIGHTER, GradeLevel.MITIGATED)
        return grades, False, waivable + must + may
    if must:
        return (GradeLevel.LIGHTER, GradeLevel.MITIGATED), True, must + may
    if may:
        return (GradeLevel.LIGHTER, GradeLevel.MITIGATED, GradeLevel.ORDINARY), False, may
    return (GradeLevel.ORDINARY,), False, []
