"""Closing and filing away (结案、归档)."""

from collections.abc import Callable, Mapping

from webapp.dossiers import binding, numbering
from webapp.matters import operations as matters
from webapp.tasks.turn import Turn


def close(turn: Turn) -> None:
    """Close the matter."""
    matters.close_matter(turn.matter, turn.at.date())


def file_away(turn: Turn) -> None:
    """Lock the matter and let the volumes be bound."""
    matters.archive_matter(turn.matter, turn.at)
    numbering.take_number(
        turn.matter.body,
        binding.ARCHIVE_SERIES,
        turn.at,
        title="归档",
        matter_id=turn.matter.id,
        officer=turn.officer,
    )
    binding.request_binding(turn.matter)


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "arch.close": close,
    "arch.file": file_away,
}
