"""Clauses, enforcement items and discretion benchmarks as the law may look at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from processes import values as read
from processes.values import Values

#: Effect levels a penalty may rest on (《行政处罚法》第五条、第十六条).
PENALTY_SOURCES = frozenset(
    {
        "法律",
        "行政法规",
        "地方性法规",
        "自治条例和单行条例",
        "经济特区法规",
        "部门规章",
        "地方政府规章",
    }
)


@dataclass(frozen=True)
class ClauseFacts:
    """One provision (条款) as the law library holds it. From: laws, by the key a form cites.

    `ended` is the first day it no longer applies. `lighter`: this version penalizes more lightly
    than the one it replaced; `outdone`: a version in force now is lighter or no longer punishes.
    """

    key: str
    cite: str
    level: str
    effective: date
    ended: date | None = None
    published: bool = True
    lighter: bool = False
    outdone: bool = False

    def in_force(self, on: date) -> bool:
        """Tell whether it applies on a day."""
        return self.effective <= on and (self.ended is None or on < self.ended)


@dataclass(frozen=True)
class BaseFacts:
    """What the fine of an item is counted from (计罚基数). From: items.

    `name` as forms state it; `may_be_unknown`: its clauses say what holds where it cannot be found.
    """

    name: str
    title: str
    unit: str = "元"
    may_be_unknown: bool = False


class Base(Enum):
    """What a range is counted from (幅度基数)."""

    YUAN = "元"
    GOODS_VALUE = "货值金额的倍数"
    ILLEGAL_GAINS = "违法所得的倍数"


#: Under which circumstances a clause provides for more than the ordinary (适用情形).
UNCORRECTED = "uncorrected"
CONDITIONS: Mapping[str, str] = {
    UNCORRECTED: "拒不改正或者逾期不改正",
    "serious": "情节严重",
    "consequence": "造成危害后果",
    "repeated": "受过处罚又实施同类违法行为",
    "irremediable": "无法采取改正措施消除影响且不能拆除",
}


@dataclass(frozen=True)
class SanctionFacts:
    """One kind of penalty as a clause provides for it (处罚种类的规定). From: items.

    `condition` names under which circumstance; the clause says 可以 where it is `optional`, and
    或者 between those of one `choice`.
    """

    kind: str
    title: str
    cite: str = ""
    optional: bool = False
    condition: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Grounds:
    """By what a penalty leaves the ordinary rule of its clause (情节、减轻、不处的依据).

    `circumstances` with the evidence that proves them; `softened_by` is the evidence of the
    factors; `omitted` says why a kind that the clause wants is left out, by clauses where it does.
    """

    circumstances: frozenset[str] = frozenset()
    proved_by: tuple[str, ...] = ()
    softened_by: tuple[str, ...] = ()
    omitted: str = ""
    omitted_reason: str = ""
    clauses: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Values) -> Grounds:
        """Read the grounds from what a form submitted."""
        return cls(
            circumstances=frozenset(read.names(values, "circumstances")),
            proved_by=read.names(values, "circumstance_evidence"),
            softened_by=read.names(values, "factor_evidence"),
            omitted=read.text(values, "omitted"),
            omitted_reason=read.text(values, "omitted_reason"),
            clauses=read.names(values, "special_clauses"),
        )


@dataclass(frozen=True)
class RangeFacts:
    """A statutory range or a benchmark band of a fine (罚款幅度). From: items, discretion.

    `low` and `high` are yuan or multiples of the base; None: no limit. A range may apply only where
    the value of the goods reaches `goods_from` and stays below `goods_below` (yuan), and only under
    its `condition`.
    """

    low: Decimal | None
    high: Decimal | None
    base: Base = Base.YUAN
    low_closed: bool = True
    high_closed: bool = True
    goods_from: Decimal | None = None
    goods_below: Decimal | None = None
    condition: str = ""

    @property
    def needs_goods(self) -> bool:
        """Tell whether it cannot be applied without the value of the goods."""
        limited = self.goods_from is not None or self.goods_below is not None
        return limited or self.base is Base.GOODS_VALUE

    def applies(self, goods: Decimal) -> bool:
        """Tell whether it is the range for goods of this value."""
        reached = self.goods_from is None or goods >= self.goods_from
        return reached and (self.goods_below is None or goods < self.goods_below)

    def limits(self, goods: Decimal, gains: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """Return the limits in yuan."""
        unit = {Base.GOODS_VALUE: goods, Base.ILLEGAL_GAINS: gains}.get(self.base, Decimal(1))
        return (
            None if self.low is None else self.low * unit,
            None if self.high is None else self.high * unit,
        )

    def above(self, fine: Decimal, goods: Decimal, gains: Decimal) -> bool:
        """Tell whether a fine exceeds the range."""
        high = self.limits(goods, gains)[1]
        return high is not None and (fine > high or (fine == high and not self.high_closed))

    def below(self, fine: Decimal, goods: Decimal, gains: Decimal) -> bool:
        """Tell whether a fine stays under the range."""
        low = self.limits(goods, gains)[0]
        return low is not None and (fine < low or (fine == low and not self.low_closed))


class Effect(Enum):
    """Where a grade or a factor moves the penalty (裁量方向)."""

    WAIVED = "不予处罚"
    MITIGATED = "减轻"
    LIGHTER = "从轻"
    ORDINARY = "一般"
    HEAVIER = "从重"


SOFTENING = frozenset({Effect.WAIVED, Effect.MITIGATED, Effect.LIGHTER})


@dataclass(frozen=True)
class GradeFacts:
    """One grade of a discretion benchmark (裁量阶次). From: discretion."""

    id: str
    name: str
    effect: Effect
    ranges: tuple[RangeFacts, ...] = ()
    condition: str = ""


@dataclass(frozen=True)
class FactorFacts:
    """A factor of discretion with what its article allows (裁量因素). From: discretion.

    `mitigates`: below the minimum too (减轻). `open`: it only refers to what another article says.
    """

    effect: Effect
    mitigates: bool = False
    open: bool = False


@dataclass(frozen=True)
class Sanctions:
    """What an item may be punished by (处罚种类与幅度). From: items, discretion.

    `kinds` are the penalty kinds its clauses allow, `provided` how; `factors` each discretion
    factor by id; `unlimited` says that its clauses set no amounts for a fine; `bases` what its fine
    is counted from.
    """

    kinds: frozenset[str]
    ranges: tuple[RangeFacts, ...] = ()
    bases: tuple[BaseFacts, ...] = ()
    provided: tuple[SanctionFacts, ...] = ()
    unlimited: bool = False
    grades: Mapping[str, GradeFacts] = field(default_factory=dict)
    factors: Mapping[str, FactorFacts] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemFacts:
    """The enforcement item of the case (执法事项). From: items, discretion.

    What it may be punished by is weighed when the law first asks. `one_officer` is the clause of a
    *law* that lets one officer act alone.
    """

    code: str
    name: str
    domain: str
    weigh: Callable[[], Sanctions]
    one_officer: ClauseFacts | None = None

    @cached_property
    def sanctions(self) -> Sanctions:
        """Return what it may be punished by, for the amounts established."""
        return self.weigh()

    @property
    def kinds(self) -> frozenset[str]:
        """Return the penalty kinds its clauses allow."""
        return self.sanctions.kinds

    @property
    def ranges(self) -> tuple[RangeFacts, ...]:
        """Return the statutory ranges of its fine."""
        return self.sanctions.ranges

    @property
    def provided(self) -> tuple[SanctionFacts, ...]:
        """Return each kind of penalty as its clauses provide for it."""
        return self.sanctions.provided

    @property
    def bases(self) -> tuple[BaseFacts, ...]:
        """Return what its fine is counted from."""
        return self.sanctions.bases

    @property
    def unlimited(self) -> bool:
        """Tell whether its clauses set no amounts for a fine."""
        return self.sanctions.unlimited

    @property
    def grades(self) -> Mapping[str, GradeFacts]:
        """Return the grades of its benchmark by id."""
        return self.sanctions.grades

    @property
    def factors(self) -> Mapping[str, FactorFacts]:
        """Return each discretion factor by id."""
        return self.sanctions.factors
