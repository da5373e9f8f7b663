"""What a penalty consists of, from the report to the decision, and how two of them compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from processes import values as read
from processes.facts.law import Grounds
from processes.facts.people import PERSON, SOLE_TRADER, PartyFacts
from processes.parameters import Parameters
from processes.values import ZERO, Values
from processes.violations import ROWS, blocks, is_punished, named

WARNING, FINE, CONFISCATED_GAINS, CONFISCATED_GOODS = "0101", "0201", "0202", "0203"
GOODS_VALUE, GAINS = "goods_value", "illegal_gains"


@dataclass(frozen=True)
class CrimeFacts:
    """A suspected crime: who said so last, who cleared it (涉嫌犯罪). From: inv.close, crim.*."""

    suspected_seq: int = -1
    cleared_seq: int = -1
    reported: bool = False
    filed: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether nobody who may has said yet that it is none."""
        return self.suspected_seq > self.cleared_seq


@dataclass(frozen=True)
class PenaltyContent:
    """The content of an intended or decided penalty (处罚内容). From: the block PENALTY and CITES.

    Of several `violations` the sums. Amounts in yuan; `kinds` are codes of the penalty kinds;
    `violated` and `basis` provision keys. `measure` names what else a fine is counted from;
    `unknown` says why nobody can establish what it is counted from.
    """

    kinds: frozenset[str] = frozenset()
    fine: Decimal = ZERO
    confiscation: Decimal = ZERO
    goods_value: Decimal = ZERO
    grade: str = ""
    factors: tuple[str, ...] = ()
    reason: str = ""
    deviation: str = ""
    violated: frozenset[str] = frozenset()
    basis: frozenset[str] = frozenset()
    evidence: tuple[str, ...] = ()
    gains: Decimal | None = None
    refunded: Decimal = ZERO
    measure: str = ""
    measure_amount: Decimal | None = None
    unknown: str = ""
    grounds: Grounds = field(default_factory=Grounds)
    violations: tuple[ViolationFacts, ...] = ()

    @classmethod
    def read(cls, values: Values) -> PenaltyContent:
        """Read the content from what a form submitted."""
        kinds = frozenset(read.names(values, "kinds"))
        return cls(
            kinds=kinds,
            fine=_amount(values, "fine", FINE in kinds),
            confiscation=_amount(values, "confiscation", CONFISCATED_GAINS in kinds),
            goods_value=read.money(values, "goods_value") or ZERO,
            grade=read.text(values, "grade"),
            factors=read.names(values, "factors"),
            reason=read.text(values, "discretion_reason"),
            deviation=read.text(values, "deviation_reason"),
            violated=frozenset(read.names(values, "violated")),
            basis=frozenset(read.names(values, "basis")),
            evidence=read.names(values, "evidence"),
            gains=read.money(values, "illegal_gains"),
            refunded=read.money(values, "refunded") or ZERO,
            measure=read.text(values, "measure"),
            measure_amount=read.money(values, "measure_amount"),
            unknown=read.text(values, "measure_unknown"),
            grounds=Grounds.read(values),
            violations=tuple(ViolationFacts.read(*one) for one in blocks(values) if ROWS in values),
        )

    @property
    def punished(self) -> tuple[ViolationFacts, ...]:
        """Return the violations that are punished, where several are stated (给予处罚)."""
        return tuple(one for one in self.violations if one.punished)

    def of_party(self, party: str) -> PenaltyContent:
        """Return what is imposed on one party of a joint paper: the sums of its violations."""
        mine = tuple(one for one in self.violations if one.party in ("", party))
        contents = [one.content for one in mine if one.punished]
        return replace(
            self,
            kinds=frozenset().union(*(one.kinds for one in contents)),
            fine=sum((one.fine for one in contents), ZERO),
            confiscation=sum((one.confiscation for one in contents), ZERO),
            goods_value=sum((one.goods for one in contents), ZERO),
            violations=mine,
        )

    @property
    def goods(self) -> Decimal:
        """Return the value of the goods taken from the party (没收非法财物)."""
        return self.goods_value if CONFISCATED_GOODS in self.kinds else ZERO

    def base(self, name: str) -> Decimal | None:
        """Return what a fine is counted from, as it is stated here (计罚基数); None: not stated."""
        if name == GOODS_VALUE:
            return self.goods_value or None
        if name == GAINS:
            return self.gains if self.gains is not None else self.confiscation or None
        return self.measure_amount if name == self.measure else None

    def heavier_than(self, told: PenaltyContent, rank: Mapping[str, int]) -> str:
        """Name what is heavier than in `told` (更重之处), or return an empty text.

        Sums may not grow, and each kind must stand against a told kind at least as severe: neither
        a severer kind nor an additional one passes. So it is with each violation: a sum that holds
        must not hide that one of them is punished more.
        """
        for mine, theirs in matched(self.violations, told.violations):
            heavier = mine.heavier_than(theirs, rank)
            if heavier:
                return heavier
        for name, own, other in (
            ("罚款数额", self.fine, told.fine),
            ("没收违法所得数额", self.confiscation, told.confiscation),
            ("没收财物价值", self.goods, told.goods),
        ):
            if own > other:
                return name
        mine_ranked = sorted((_rank(k, rank) for k in self.kinds), reverse=True)
        told_ranked = sorted((_rank(k, rank) for k in told.kinds), reverse=True)
        if len(mine_ranked) > len(told_ranked):
            return "处罚种类"
        pairs = zip(mine_ranked, told_ranked, strict=False)
        return "处罚种类" if any(high > low for high, low in pairs) else ""


@dataclass(frozen=True)
class ViolationFacts:
    """One of several violations as a form states it (一项违法行为). From: a row of VIOLATIONS.

    `path` is where it stands in the form; `result` empty where nobody said what becomes of it.
    `discovered_on` and `harmful` only where they differ from what the verification found.
    """

    path: str
    party: str = ""
    item: str = ""
    conduct: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    discovered_on: date | None = None
    harmful: bool | None = None
    place: str = ""
    result: str = ""
    ground: str = ""
    punished: bool = True
    content: PenaltyContent = PenaltyContent()

    @classmethod
    def read(cls, path: str, row: Values) -> ViolationFacts:
        """Read one row."""
        stated = read.given(row, "health_or_finance_harm") is not None
        return cls(
            path=path,
            party=read.text(row, "party"),
            item=read.text(row, "item"),
            conduct=read.text(row, "conduct"),
            started_on=read.day(row, "act_started_on"),
            ended_on=read.day(row, "act_ended_on"),
            discovered_on=read.day(row, "discovered_on"),
            harmful=read.says(row, "health_or_finance_harm") if stated else None,
            place=read.text(row, "place"),
            result=read.text(row, "result"),
            ground=read.text(row, "ground"),
            punished=is_punished(row),
            content=PenaltyContent.read(row),
        )

    @property
    def which(self) -> str:
        """Return how a refusal names it."""
        return named(self.path)

    def is_same(self, other: ViolationFacts) -> bool:
        """Tell whether it may be the same violation: under the same item, of the same party."""
        return self.item == other.item and self.is_of(other.party)

    def is_of(self, party: str) -> bool:
        """Tell whether it may be of a party; without one it is of the only one."""
        return self.party == party or not (self.party and party)

    def heavier_than(self, told: ViolationFacts | None, rank: Mapping[str, int]) -> str:
        """Name what is heavier than the same violation in `told`, or return an empty text."""
        if not self.punished:
            return ""
        if told is None or not told.punished:
            return f"{self.which}处罚"
        heavier = self.content.heavier_than(told.content, rank)
        return f"{self.which}{heavier}" if heavier else ""


def matched(
    mine: Iterable[ViolationFacts], theirs: Iterable[ViolationFacts]
) -> Iterator[tuple[ViolationFacts, ViolationFacts | None]]:
    """Pair each violation with the same one of another paper: of its party, under its item.

    Of several under one item that of the same day, else the first that is left.
    """
    left = list(theirs)
    for one in mine:
        same = [other for other in left if other.is_same(one)]
        same.sort(key=lambda other: other.ended_on != one.ended_on)
        found = same[0] if same else None
        if found is not None:
            left.remove(found)
        yield one, found


def in_hearing_scope(
    content: PenaltyContent, parties: Iterable[PartyFacts], parameters: Parameters
) -> bool:
    """Tell whether a penalty gives the right to a hearing (听证范围).

    《行政处罚法》第六十三条; the amounts are those of field and province. Several violations of a
    party count together. Of several parties the lowest threshold counts, unless the violations say
    what each of them did.
    """
    everybody = list(parties)
    if any(one.party for one in content.violations) and everybody:
        return any(_in_scope(content.of_party(one.id), [one], parameters) for one in everybody)
    return _in_scope(content, everybody, parameters)


def _in_scope(
    content: PenaltyContent, parties: Iterable[PartyFacts], parameters: Parameters
) -> bool:
    if content.kinds & parameters.hearing_kinds:
        return True
    limits = [_threshold(party.kind, parameters) for party in parties]
    limit = min(limits, default=parameters.hearing_person)
    return content.fine >= limit or content.confiscation + content.goods >= limit


def _threshold(kind: str, parameters: Parameters) -> Decimal:
    person = kind == PERSON or (kind == SOLE_TRADER and parameters.sole_trader_as_person)
    return parameters.hearing_person if person else parameters.hearing_organization


def _amount(values: Values, name: str, imposed: bool) -> Decimal:
    return (read.money(values, name) or ZERO) if imposed else ZERO


def _rank(kind: str, rank: Mapping[str, int]) -> int:
    return rank.get(kind, max(rank.values(), default=0) + 1)


@dataclass(frozen=True)
class DecisionFacts:
    """The latest decision document (决定书). From: dec.penalty, dec.nopenalty, dec.nofact.

    `kind` is penalty, nopenalty or nofact; `signed_on` from dec.sign, `sealed` from dec.seal,
    `served_on` from 送达 of the document.
    """

    at_seq: int
    kind: str
    content: PenaltyContent
    signed: bool = False
    signed_on: date | None = None
    sealed: bool = False
    served_on: date | None = None


@dataclass(frozen=True)
class EarlierFine:
    """An earlier fine of the same party (此前罚款). From: the case search.

    `act_from` and `act_to` are the days of the fined act; only decisions still in effect.
    `violated` are the clauses that the decision cites, `conduct` the act in its words.
    """

    body: str
    number: str
    item: str
    act_from: date
    act_to: date
    place: str = ""
    violated: frozenset[str] = frozenset()
    conduct: str = ""
