"""Challenges and what a granted one changes (回避)."""

from collections.abc import Callable, Mapping

from webapp.bodies import queries as bodies
from webapp.matters import operations as matters
from webapp.tasks.candidates import refresh
from webapp.tasks.turn import Turn


def decide(turn: Turn) -> None:
    """Keep a rightly challenged officer away, and put the replacement in the place."""
    if turn.values.get("granted") != "yes":
        return
    target = int(turn.values["target"])
    matters.recuse(turn.matter, target, turn.at, str(turn.values.get("reason", "")))
    replacement = turn.values.get("replacement")
    if replacement:
        officer = bodies.get_officer(int(replacement))
        matters.replace_handler(turn.matter, target, officer, turn.at, "回避")
    refresh(turn.matter)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {"recuse.decide": decide}
