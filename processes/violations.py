"""Several violations in one matter (多项违法行为): decided apart, carried out together.

A form that states a penalty has one block of fields, or, where several acts or several parties are
at stake, one row of `violations` for each act of each party. How rows become one penalty
(分别裁量、合并处罚), as the rules on work safety and on the environment have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from processes import values as read
from processes.values import ZERO, Values

ROWS = "violations"
PENALTY, NO_PENALTY = "penalty", "nopenalty"
#: How a proposal is approved that means no penalty (同意作其他处理).
OTHERWISE = "other"
#: Sums of a penalty, each with the kinds that impose it (罚款、没收违法所得、没收财物).
SUMS: Mapping[str, tuple[str, ...]] = {
    "fine": ("0201",),
    "confiscation": ("0202",),
    "goods_value": ("0203",),
}
LISTS = ("kinds", "basis", "factors")
#: What also speaks of violations that are not punished (不予处罚的违法行为也须查明).
FOUND = ("violated", "evidence")
#: By which article an act is not punished (不予处罚的情形), by its ground.
WAIVERS: Mapping[str, str] = {
    "minor_corrected": "第三十三条第一款",
    "first_violation": "第三十三条第一款",
    "no_fault": "第三十三条第二款",
    "under_age": "第三十条",
    "incapable": "第三十一条",
    "out_of_time": "第三十六条",
    "no_fact": "第五十七条第一款第（三）项",
}
NOTHING: tuple[object, ...] = ("", "0.00", [])
TEXTS = ("goods", "licence", "other_penalty", "discretion_reason", "deviation_reason")


def added_up(values: Values, party: str = "") -> Values:
    """Return a submission with the rows of a party (of all) and what they come to (合并处罚).

    A party none of whose acts is punished gets no penalty, whatever is suggested for the others.
    """
    if ROWS not in values:
        return values
    rows = rows_of(values, party)
    punished = [row for row in rows if is_punished(row)]
    found = {**values, ROWS: rows}
    found |= {name: _joined(punished, name) for name in LISTS}
    found |= {name: _joined(rows, name) for name in FOUND}
    found |= {name: f"{_sum(punished, name):.2f}" for name in SUMS}
    found |= {name: "；".join(_texts(punished, name)) for name in TEXTS}
    if party and not punished and read.text(values, "suggestion") == PENALTY:
        found["suggestion"] = NO_PENALTY
    return {name: value for name, value in found.items() if value not in NOTHING}


def begins_with(routing: Values, said: Values, party: str) -> Values:
    """Return the routing values with which the branch of a party begins (逐一办理).

    Where a penalty was approved, one none of whose acts is punished is not told of one: its branch
    goes straight to the decision.
    """
    if routing.get("proposal") != PENALTY or ROWS not in said:
        return routing
    is_meant = any(is_punished(row) for row in rows_of(said, party))
    return routing if is_meant else {**routing, "proposal": OTHERWISE}


def rows_of(values: Values, party: str = "") -> list[Values]:
    """Return the rows about a party; rows that name none are about the only one."""
    rows = read.rows(values, ROWS)
    return [row for row in rows if not party or read.text(row, "party") in ("", party)]


def blocks(values: Values) -> tuple[tuple[str, Values], ...]:
    """Return each violation as values of its own with its place; one block is one violation."""
    if ROWS not in values:
        return (("", values),)
    return tuple((f"{ROWS}.{at}.", row) for at, row in enumerate(rows_of(values)))


def named(path: str) -> str:
    """Return how a refusal names the violation at a place; the only one needs no name."""
    return f"第{int(path.split('.')[1]) + 1}项违法行为：" if path else ""


def is_punished(row: Values) -> bool:
    """Tell whether a violation is punished (给予处罚)."""
    return bool((read.text(row, "result") or PENALTY) == PENALTY)


def waived_by(row: Values) -> str:
    """Return the article by which a violation is not punished, as papers cite it (不予处罚依据)."""
    article = WAIVERS.get(read.text(row, "ground"))
    return f"《中华人民共和国行政处罚法》{article}" if article else read.text(row, "ground_text")


def _joined(rows: Iterable[Values], name: str) -> list[str]:
    return list(dict.fromkeys(one for row in rows for one in read.names(row, name)))


def _sum(rows: Iterable[Values], name: str) -> Decimal:
    due = (row for row in rows if set(SUMS[name]) & set(read.names(row, "kinds")))
    return sum((read.money(row, name) or ZERO for row in due), ZERO)


def _texts(rows: Iterable[Values], name: str) -> list[str]:
    return list(dict.fromkeys(text for row in rows if (text := read.text(row, name))))
