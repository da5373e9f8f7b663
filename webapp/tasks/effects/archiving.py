"""Closing and filing away (结案、归档)."""

from collections.abc import Callable, Mapping

from webapp.cases import operations
from webapp.dossiers import binding, numbering
from webapp.tasks.turn import Turn


def close(turn: Turn) -> None:
    """Close the case."""
    operations.close_case(turn.case, turn.at.date())


def file_away(turn: Turn) -> None:
    """Lock the case and let the volumes be bound."""
    operations.archive_case(turn.case, turn.at)
    numbering.take_number(
        turn.case.body,
        binding.ARCHIVE_SERIES,
        turn.at,
        title="归档",
        case_id=turn.case.id,
        officer=turn.officer,
    )
    binding.request_binding(turn.case)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "arch.close": close,
    "arch.file": file_away,
}
