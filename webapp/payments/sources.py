"""What is owed and paid, to fill a form from (预填来源)."""

from collections.abc import Callable, Mapping
from typing import Any

from processes import values as read
from processes.facts import money, papers
from processes.facts.penalty import CONFISCATED_GOODS
from webapp.matters.turn import Turn


def _balance(turn: Turn) -> dict[str, Any]:
    """Return what the decision in force orders, what came in and what is left (缴款情况)."""
    balance = money.balance(turn.history.entries)
    if balance == money.BalanceFacts():
        return {}
    return {name: f"{getattr(balance, name):.2f}" for name in ("owed", "paid", "rest", "excess")}


def _confiscated(turn: Turn) -> str | None:
    """Return the goods that the decision confiscates, as it calls them (没收物品)."""
    entries = turn.history.entries
    ordered, drawn_up = papers.decision(entries), entries.last("dec.penalty")
    if ordered is None or drawn_up is None or CONFISCATED_GOODS not in ordered.content.kinds:
        return None
    rows = (drawn_up.values, *read.rows(drawn_up.values, "violations"))
    named = filter(None, (read.text(row, "goods") for row in rows))
    return "；".join(dict.fromkeys(named)) or "决定书载明的物品"


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"balance": _balance, "confiscated": _confiscated}
