"""What is owed and paid, to fill a form from (预填来源)."""

from collections.abc import Callable, Mapping
from typing import Any

from processes.facts import money
from webapp.matters.turn import Turn


def _balance(turn: Turn) -> dict[str, Any]:
    """Return what the decision in force orders, what came in and what is left (缴款情况)."""
    balance = money.balance(turn.history.entries)
    if not balance.owed:
        return {}
    return {name: f"{getattr(balance, name):.2f}" for name in ("owed", "paid", "rest")}


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"balance": _balance}
