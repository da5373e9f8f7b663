"""Parties, officers and the body itself as the law may look at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from unicodedata import normalize

PERSON, SOLE_TRADER, ORGANIZATION = "person", "sole_trader", "organization"

YOUTH, MAJORITY = 14, 18
"""Ages of 《行政处罚法》第三十条 in full years (周岁)."""


def age(birth: date, on: date) -> int:
    """Return the full years of age on a day (周岁: reached on the day after the birthday).

    Criminal justice counts so; read alike into 《行政处罚法》第三十条 in the party's favor (待核).
    """
    had = (on.month, on.day) > (birth.month, birth.day)
    return on.year - birth.year - (not had)


def birth_of(id_number: str) -> date | None:
    """Read the birth date in a resident identity number (公民身份号码, GB 11643)."""
    digits = id_number[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def sex_of(id_number: str) -> str:
    """Read the sex in a resident identity number: the last digit but one, odd for men."""
    return "男" if int(id_number[16]) % 2 else "女"


def folded(name: str) -> str:
    """Return a name as names are compared: one form of letters, without dots and spaces."""
    return re.sub(r"[\s·•・.]", "", normalize("NFKC", name))


def is_near(name: str, other: str) -> bool:
    """Tell whether two places may be one in other words: half of their pairs of letters agree."""
    here, there = (_pairs(one) for one in (name, other))
    return bool(here and there) and 4 * len(here & there) >= len(here) + len(there)


def _pairs(name: str) -> frozenset[str]:
    letters = re.sub(r"\W", "", folded(name))
    return frozenset(one + next_ for one, next_ in pairwise(letters))


@dataclass(frozen=True)
class AgentFacts:
    """Who acts for a party by its mandate (委托代理人). From: party block, party.mandate `agents`.

    `special`: the mandate names what may be given up in the party's stead (特别授权).
    """

    name: str
    special: bool = False
    since: date | None = None
    until: date | None = None

    def acts_on(self, on: date) -> bool:
        """Tell whether the mandate holds on a day (its last day included)."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class PartyFacts:
    """A party of the case (当事人). From: case.intake and case.verify `party`, parties table.

    `birth` only for a natural person or the operator of a sole trader. `speaks`: who speaks for it
    by law: itself, its representative or operator; only the guardian where it has one.
    """

    id: str
    name: str
    kind: str
    address: str = ""
    id_number: str = ""
    birth: date | None = None
    speaks: tuple[str, ...] = ()
    agents: tuple[AgentFacts, ...] = ()

    def age_on(self, on: date) -> int | None:
        """Return the age in full years, where the birth date is known."""
        birth = self.birth or birth_of(self.id_number)
        return None if birth is None or self.kind == ORGANIZATION else age(birth, on)


@dataclass(frozen=True)
class Certificate:
    """An enforcement certificate (执法证). From: officers' certificates; empty means every one.

    `status` is 有效, 过期, 暂扣, 注销 or 遗失; the last three end it, 过期 goes by the dates.
    `domains` are codes of fields of law, `areas` division codes whose trailing zeros stand for
    everything below.
    """

    number: str
    issued: date
    expires: date
    status: str = "有效"
    domains: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()

    def valid(self, on: date) -> bool:
        """Tell whether it is valid on a day (its last day included)."""
        return self.status in ("有效", "过期") and self.issued <= on <= self.expires

    def covers(self, domain: str, division: str) -> bool:
        """Tell whether it covers a field of law and a place."""
        placed = not self.areas or any(within(division, area) for area in self.areas)
        return placed and (not self.domains or not domain or domain in self.domains)


def within(division: str, area: str) -> bool:
    """Tell whether a division lies in an area, by administrative codes (GB/T 2260)."""
    while len(area) > 2 and area.endswith("00"):
        area = area[:-2]
    return division.startswith(area)


@dataclass(frozen=True)
class OfficerFacts:
    """An officer whom the case or the submission names. From: accounts, officers, certificates.

    `legal_review_since` is when the officer took up legal review of penalty decisions.
    """

    id: str
    name: str
    certificates: tuple[Certificate, ...] = ()
    legal_qualification: bool = False
    legal_review_since: date | None = None


@dataclass(frozen=True)
class RecusalFacts:
    """A decision on a challenge (回避决定). From: recuse.decide `target`, `granted`, its time."""

    officer: str
    granted: bool
    at: datetime


@dataclass(frozen=True)
class MatterFacts:
    """The case that this one is to go on in (并入的案件). From: case.merge_draft `into`, matters.

    `is_open`: it is filed, nothing in it is decided and no party's own branch has begun.
    """

    number: str
    body: str
    filed_on: date | None = None
    is_open: bool = True


@dataclass(frozen=True)
class PowerFacts:
    """That the body holds the item here at this level (执法权). From: items ↔ bodies.

    An entrusted body (受委托组织) acts in the name of `principal`.
    """

    since: date
    until: date | None = None
    entrusted: bool = False
    principal: str = ""

    def held(self, on: date) -> bool:
        """Tell whether the body holds it on a day (`until` included)."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class BodyFacts:
    """The enforcement body of the case (执法主体). From: bodies.

    `review_body`, `court` and `online_review` are what its decisions must tell the party; `powers`
    those for the item and division of the case.
    """

    id: str
    name: str
    review_body: str
    court: str
    online_review: str = ""
    powers: tuple[PowerFacts, ...] = ()
