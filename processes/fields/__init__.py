"""Field packs (领域规则包): which rule binds a field of enforcement and what it settles, as data.

One file per field beside this module, one per province in `provinces/`. A row names the rule and
its article; `valid_from` and `valid_to` of a row or of its rule say when it holds. A row marked K
was not read: it is kept for the editor and counts for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

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
_HERE = resources.files("processes.fields")


class FieldUnknown(Exception):
    """No pack has this name."""


@dataclass(frozen=True)
class ProcedureRule:
    """A rule of a field or province (规章): its law in the library, full name, when it holds."""

    short: str
    law: str
    title: str
    valid_from: date
    valid_to: date | None = None

    def cite(self, article: str) -> str:
        """Return articles of it as documents print them."""
        return f"《{self.title}》{article}"


@dataclass(frozen=True)
class Pack:
    """What one field or province adds to national law (规则包)."""

    id: str
    title: str
    layer: Layer
    rules: Mapping[str, ProcedureRule]
    settings: tuple[Setting, ...]


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
    return Pack(id, data["title"], layer, rules, settings)


def _rule(row: Mapping[str, Any]) -> ProcedureRule:
    return ProcedureRule(
        short=row["short"],
        law=row["law"],
        title=row["title"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row, "valid_to"),
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
