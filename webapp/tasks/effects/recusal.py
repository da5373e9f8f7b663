"""Challenges and what a granted one changes (回避)."""

from collections.abc import Callable, Mapping

from webapp.bodies import queries as bodies
from webapp.cases import operations
from webapp.tasks.candidates import refresh
from webapp.tasks.turn import Turn


def decide(turn: Turn) -> None:
    """Keep a rightly challenged officer away, and put the replacement in the place."""
    if turn.values.get("granted") != "yes":
        return
    target = int(turn.values["target"])
    operations.recuse(turn.case, target, turn.at, str(turn.values.get("reason", "")))
    replacement = turn.values.get("replacement")
    if replacement:
        officer = bodies.get_officer(int(replacement))
        operations.replace_handler(turn.case, target, officer, turn.at, "回避")
    refresh(turn.case)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {"recuse.decide": decide}
