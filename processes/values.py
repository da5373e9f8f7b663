"""Read typed values from what a form submitted; unreadable or missing means None or empty.

Drafts are judged too (for the list of open safeguards on a task page), so nothing here raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.clock import ZONE

Values = Mapping[str, Any]

ZERO = Decimal(0)


def given(values: Values, name: str) -> Any:
    """Return what was submitted as it is, or None."""
    return values.get(name)


def text(values: Values, name: str) -> str:
    """Return a text without the space around it."""
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""


def says(values: Values, name: str) -> bool:
    """Tell whether a yes-or-no field says yes (是)."""
    return values.get(name) in (True, "yes")


def denies(values: Values, name: str) -> bool:
    """Tell whether a yes-or-no field says no (否)."""
    found = values.get(name)
    return found is False or found == "no"


def day(values: Values, name: str) -> date | None:
    """Return a date; of a date with time its day."""
    found = text(values, name)
    try:
        return date.fromisoformat(found[:10])
    except ValueError:
        return None


def moment(values: Values, name: str) -> datetime | None:
    """Return a date with time, in Asia/Shanghai; a day without time is no moment."""
    found = text(values, name)
    if len(found) <= len("2026-01-01"):
        return None
    try:
        at = datetime.fromisoformat(found)
    except ValueError:
        return None
    return at.replace(tzinfo=ZONE) if at.tzinfo is None else at.astimezone(ZONE)


def money(values: Values, name: str) -> Decimal | None:
    """Return an amount in yuan."""
    found = values.get(name)
    if isinstance(found, bool) or found in (None, ""):
        return None
    try:
        amount = Decimal(str(found))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def number(values: Values, name: str) -> int | None:
    """Return a whole number."""
    amount = money(values, name)
    return int(amount) if amount is not None and amount == int(amount) else None


def names(values: Values, name: str) -> tuple[str, ...]:
    """Return a list of ids without the empty ones; a single id counts as a list of one."""
    found = values.get(name)
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list | tuple):
        return ()
    return tuple(each for each in found if isinstance(each, str) and each)


def rows(values: Values, name: str) -> tuple[Values, ...]:
    """Return the rows of a table."""
    found = values.get(name)
    if not isinstance(found, list | tuple):
        return ()
    return tuple(row for row in found if isinstance(row, Mapping))


def block(values: Values, name: str) -> Values:
    """Return a nested object, such as a signature."""
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}


def holding(values: Values, words: Iterable[str]) -> tuple[str, ...]:
    """Return the fields in which some words stand, however deep."""
    sought = tuple(words)
    return tuple(
        name
        for name, value in values.items()
        if any(word in text for text in texts(value) for word in sought)
    )


def texts(value: object) -> Iterator[str]:
    """Yield every text anywhere inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
