"""Who does what in a body of the demonstration (岗位): by role, from the file of its people."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from webapp.demo import files

CITY = "岚江市市场监督管理局"
FIRST_UNIT = "执法一科"
IN_UNIT = ("officer_lead", "officer_assist", "unit_head")
VALID_UNTIL = "2029"
"""Certificates that hold all through the demonstration."""


@cache
def of(body: str, unit: str = "") -> Mapping[str, str]:
    """Return post → login of a body, the handlers and their head from one unit."""
    people = [row for row in files.rows("officers") if row["body"] == body and row["roles"]]
    units = [row["unit"] for row in people if "officer_lead" in row["roles"]]
    unit = unit or units[0]
    found: dict[str, str] = {}
    for row in people:
        for role in row["roles"]:
            if role not in IN_UNIT or row["unit"] == unit:
                found.setdefault(role, row["login"])
    inside = [row for row in people if row["unit"] == unit and _is_certified(row)]
    handlers = [row for row in inside if {"officer_lead", "officer_assist"} & set(row["roles"])]
    others = [row["login"] for row in handlers if row["login"] != found["officer_lead"]]
    found["officer_assist"] = others[0]
    if len(others) > 1:
        found["spare"] = others[1]
    members = _holders(people, "hearing_member")
    if len(members) > 1:
        found["second_member"] = members[1]
    return found


@cache
def panel(body: str) -> tuple[str, ...]:
    """Return the logins of those who discuss serious cases."""
    return tuple(_holders([row for row in files.rows("officers") if row["body"] == body], "panel"))


def names() -> dict[str, str]:
    """Return login → name of everybody."""
    return {row["login"]: row["name"] for row in files.rows("officers") if row.get("login")}


def _holders(people: list[dict[str, Any]], role: str) -> list[str]:
    return [row["login"] for row in people if role in row["roles"]]


def _is_certified(row: dict[str, Any]) -> bool:
    held = row.get("certificate", {})
    return "status" not in held and str(held.get("valid_until", "")).startswith(VALID_UNTIL)
