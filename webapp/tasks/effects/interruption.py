"""Suspension, resumption, termination, withdrawal of the filing (中止、恢复、终止、撤销立案)."""

from collections.abc import Callable, Mapping

from webapp.cases import operations
from webapp.cases.models import Outcome, PenaltyCase
from webapp.matters import operations as matters
from webapp.tasks import beside
from webapp.tasks.turn import Turn


def suspend(turn: Turn) -> None:
    """Let all other procedures of the matter rest; their to-dos keep their ids."""
    matters.suspend_matter(turn.matter)
    beside.suspend(turn)


def resume(turn: Turn) -> None:
    """Open the same to-dos again."""
    matters.resume_matter(turn.matter)
    beside.resume(turn)


def terminate(turn: Turn) -> None:
    """End all other procedures of the matter."""
    operations.terminate_case(PenaltyCase.of(turn.matter), turn.at)
    beside.halt(turn)


def withdraw(turn: Turn) -> None:
    """Take the filing back: one of its conditions was not met."""
    operations.decide_case(PenaltyCase.of(turn.matter), Outcome.WITHDRAW, turn.at)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "case.suspend": suspend,
    "case.resume": resume,
    "case.terminate": terminate,
    "case.withdraw": withdraw,
}
