"""What a condition needs of the values a proof follows: bits that must not be known.

A value that is not decided, or not followed, may be anything, so a proof covers every officer and
every datum. `holds` lists the ways in which a condition may be true, `fails` in which it may be
false: each is a mask of values that would exclude it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from engine.errors import ExpressionError
from engine.expression_syntax import Field, Listing, Literal, Node, Operation
from engine.expressions import parse

Values = Mapping[tuple[str, object], int]
MOST = 16
FREE: tuple[int, ...] = (0,)


def ways(text: str, values: Values, wanted: bool = True) -> tuple[int, ...]:
    """List the masks of values that a condition, or its contrary, must not meet."""
    try:
        found = _ways(parse(text).tree, values, wanted)
    except ExpressionError:
        return FREE
    return found if len(found) <= MOST else FREE


def both(one: Iterable[int], other: Iterable[int]) -> tuple[int, ...]:
    """List the masks under which two things may hold together."""
    found = {a | b for a, b in product(one, other)}
    return tuple(sorted(found)) if len(found) <= MOST else FREE


def _ways(node: Node, values: Values, wanted: bool) -> tuple[int, ...]:
    if isinstance(node, Literal) and isinstance(node.value, bool):
        return FREE if node.value is wanted else ()
    if not isinstance(node, Operation):
        return FREE
    if node.operator == "not":
        return _ways(node.operands[0], values, not wanted)
    if node.operator in ("and", "or"):
        parts = [_ways(operand, values, wanted) for operand in node.operands]
        if (node.operator == "and") is wanted:
            found = FREE
            for part in parts:
                found = both(found, part)
            return found
        return tuple(sorted({mask for part in parts for mask in part}))
    return _compared(node, values, wanted)


def _compared(node: Operation, values: Values, wanted: bool) -> tuple[int, ...]:
    left, right = node.operands[0], node.operands[-1]
    if isinstance(left, Literal) and isinstance(right, Field):
        left, right = right, left
    named = _named(node.operator, right)
    if not isinstance(left, Field) or named is None:
        return FREE
    known = {value: bit for (name, value), bit in values.items() if name == left.name}
    if not known:
        return FREE
    is_among = (node.operator in ("==", "in")) is wanted
    allowed = [value for value in known if (value in named) is is_among]
    excluded = sum(bit for value, bit in known.items() if value not in allowed)
    return (excluded,) if allowed else ()


def _named(operator: str, right: Node) -> list[object] | None:
    if operator in ("==", "!=") and isinstance(right, Literal):
        return [right.value]
    if operator in ("in", "not in") and isinstance(right, Listing):
        items: list[object] = [item.value for item in right.items if isinstance(item, Literal)]
        return items if len(items) == len(right.items) else None
    return None
