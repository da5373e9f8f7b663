"""What only a penalty case knows, to fill a form from (预填来源): who reported."""

from collections.abc import Callable, Mapping
from typing import Any

from webapp.cases import confidential
from webapp.cases.models import PenaltyCase
from webapp.matters.turn import Turn


def _reporter(turn: Turn) -> dict[str, str]:
    """Return who reported, to the intake desk only, when a registration came back."""
    if "case.intake" not in turn.todo.acts:
        return {}
    return confidential.unseal(PenaltyCase.of(turn.matter).lead.reporter)


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"reporter": _reporter}
