"""The evidence a form may be filled from (预填来源): all of it, and what was admitted."""

from collections.abc import Callable, Mapping
from typing import Any

from webapp.evidence import queries
from webapp.matters.turn import Turn


def _evidence(turn: Turn) -> dict[str, Any]:
    pieces = queries.of_matter(turn.matter.id)
    good = [one for one in pieces if one.verdict is None or one.verdict.is_admissible]
    return {
        "all": [str(one.id) for one in pieces],
        "admissible": [str(one.id) for one in good],
        "verdicts": [{"evidence": str(one.id)} for one in pieces],
    }


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"evidence": _evidence}
