"""What is owed and paid, to fill a form from (预填来源)."""

from collections.abc import Callable, Mapping
from typing import Any

from webapp.matters.turn import Turn
from webapp.payments import queries


def _balance(turn: Turn) -> dict[str, Any]:
    balance = queries.balance(turn.matter.id, turn.party_id)
    return {name: f"{getattr(balance, name):.2f}" for name in ("owed", "paid", "rest")}


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"balance": _balance}
