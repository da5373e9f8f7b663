"""Field packs (领域规则包): which rule binds a field of enforcement and what it settles, as data.

One file per field beside this module, one per province in `provinces/`. A row names the rule and
its article; `valid_from` and `valid_to` of a row or of its rule say when it holds. A row marked K
was not read: it is kept for the editor and counts for nothing. Of `articles` the first row that
matches an act counts.

Diagrams, safeguards and papers name no rule of a field. They write
``《行政处罚法》第六十条；{case.extend}``; the rules that bind the body fill the place: first the
law, then the field, then the province.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from engine.order import matches
from processes.layers import Layer, Setting

FIELDS = (
    "general",
    "market",
    "urban",
    "agri",
    "transport",
    "housing",
    "environment",
    "emergency",
)
PROVINCES = ("44",)
UNREAD = "K"
PLACE = re.compile(r"\{([\w.]+)\}")
EMPTY = re.compile("（）|(?<=（)；|；(?=）)")
_HERE = resources.files("processes.fields")


class FieldUnknown(Exception):
    """No pack has this name."""


@dataclass(frozen=True)
class ProcedureRule:
    """A rule of a field or province (规章): its law in the library, full name, when it holds.

    `called` is what officers call it where room is short (简称).
    """

    short: str
    law: str
    title: str
    valid_from: date
    valid_to: date | None = None
    called: str = ""

    def cite(self, article: str) -> str:
        """Return articles of it as documents print them."""
        return f"《{self.title}》{article}"


@dataclass(frozen=True)
class Articles:
    """Which articles of a rule bind some acts (条文)."""

    acts: tuple[str, ...]
    text: str
    valid_from: date
    valid_to: date | None = None

    def binds(self, act: str, on: date) -> bool:
        """Tell whether it binds an act on a day."""
        holds = self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
        return holds and matches((act,), self.acts)


@dataclass(frozen=True)
class Pack:
    """What one field or province adds to national law (规则包)."""

    id: str
    title: str
    layer: Layer
    rules: Mapping[str, ProcedureRule]
    settings: tuple[Setting, ...]
    articles: tuple[Articles, ...]
    words: Mapping[str, str]

    def rule(self, act: str, on: date) -> str:
        """Return the articles that bind an act; none where national law stands alone."""
        return next((one.text for one in self.articles if one.binds(act, on)), "")


@dataclass(frozen=True)
class Binding:
    """The rules that bind one body: of its field and of its province (适用规则)."""

    packs: tuple[Pack, ...]

    def rules(self, act: str, on: date) -> str:
        """Return what field and province say of an act, as papers print it."""
        return "；".join(filter(None, (pack.rule(act, on) for pack in self.packs)))

    def cite(self, basis: str, on: date) -> str:
        """Return a basis with its places filled; a place without a rule is left out (依据)."""
        parts = basis.split("；")
        filled = [PLACE.sub(lambda found: self.rules(found[1], on), part) for part in parts]
        return "；".join(part for part in filled if part)

    def say(self, words: str, on: date) -> str:
        """Return a note with its places filled; brackets left empty go (提示语)."""
        filled = PLACE.sub(lambda found: self.rules(found[1], on), words)
        return EMPTY.sub("", filled).strip("；，")

    def word(self, name: str, default: str) -> str:
        """Return what papers of the field call something."""
        return next((pack.words[name] for pack in self.packs if name in pack.words), default)


@cache
def pack(field: str) -> Pack:
    """Return the pack of a field id (领域规则包)."""
    if field not in FIELDS:
        raise FieldUnknown(f"没有执法领域“{field}”")
    return _read(field, f"{field}.json", Layer.FIELD)


def pack_of(title: str) -> Pack:
    """Return the pack of a body by the title of its field, 市场监管."""
    return pack(field_of(title))


def field_of(title: str) -> str:
    """Return the id of a field by its title."""
    try:
        return _ids()[title]
    except KeyError:
        raise FieldUnknown(f"没有执法领域“{title}”，只能是{'、'.join(_ids())}") from None


def titles() -> tuple[str, ...]:
    """Return the titles of the eight fields (执法领域)."""
    return tuple(_ids())


@cache
def province(division_code: str) -> Pack | None:
    """Return the pack of the province a division code lies in, if it has one (地方规则包)."""
    area = division_code[:2]
    return _read(area, f"provinces/{area}.json", Layer.PROVINCE) if area in PROVINCES else None


def places(basis: Iterable[str]) -> list[str]:
    """Return the acts whose rules a basis leaves to the body (待填依据)."""
    return [found for part in basis for found in PLACE.findall(part)]


def nicknames() -> dict[str, str]:
    """Return what officers call the rules of all fields and provinces, by title (简称)."""
    packs = [pack(field) for field in FIELDS] + [province(area) for area in PROVINCES]
    rules = (rule for one in packs if one for rule in one.rules.values())
    return {rule.title: rule.called for rule in rules if rule.called}


@cache
def binding(title: str, division_code: str) -> Binding:
    """Return the rules that bind a body of this field in this place (适用规则)."""
    local = province(division_code)
    return Binding((pack_of(title), *((local,) if local else ())))


def settings_of(title: str, division_code: str) -> tuple[Setting, ...]:
    """Return what the rules of field and province settle for a body there."""
    local = province(division_code)
    return (*pack_of(title).settings, *(local.settings if local else ()))


@cache
def _ids() -> Mapping[str, str]:
    return {pack(field).title: field for field in FIELDS}


def _read(id: str, name: str, layer: Layer) -> Pack:
    data = json.loads(_HERE.joinpath(name).read_text(encoding="utf-8"))
    rules = {row["short"]: _rule(row) for row in data["rules"]}
    settings = tuple(_setting(row, rules[row["rule"]], layer) for row in data["parameters"])
    articles = tuple(_articles(row, rules[row["rule"]]) for row in data["articles"])
    return Pack(id, data["title"], layer, rules, settings, articles, data.get("words", {}))


def _rule(row: Mapping[str, Any]) -> ProcedureRule:
    return ProcedureRule(
        short=row["short"],
        law=row["law"],
        title=row["title"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row, "valid_to"),
        called=row.get("called", ""),
    )


def _articles(row: Mapping[str, Any], rule: ProcedureRule) -> Articles:
    return Articles(
        acts=tuple(row["acts"]),
        text="" if row.get("mark") == UNREAD else rule.cite(row["article"]),
        valid_from=_day(row, "valid_from") or rule.valid_from,
        valid_to=_day(row, "valid_to") or rule.valid_to,
    )


def _setting(row: Mapping[str, Any], rule: ProcedureRule, layer: Layer) -> Setting:
    return Setting(
        layer=layer,
        key=row["key"],
        value=row["value"],
        basis=rule.cite(row["article"]),
        valid_from=_day(row, "valid_from") or rule.valid_from,
        valid_to=_day(row, "valid_to") or rule.valid_to,
        adds=row.get("adds", False),
        is_law=True,
    )


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if name in row else None
