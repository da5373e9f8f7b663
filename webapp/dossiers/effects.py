"""What acts do to documents and dossier (环节效果): the seal, filing away (用印、归档)."""

from collections.abc import Callable, Mapping

from processes.acts import Tag
from webapp.dossiers import binding, operations, queries
from webapp.matters import operations as matters
from webapp.matters.turn import Turn
from webapp.numbers import operations as numbers


def seal(turn: Turn) -> None:
    """Put the seal on the version that was signed (用印)."""
    document = queries.latest(turn.matter.id, turn.todo.document, instance_id=turn.instance)
    if document is not None:
        digest = str(turn.values.get("digest") or document.approved_digest)
        operations.seal_document(turn.officer, document, digest, turn.at)
        turn.document = document


def file_away(turn: Turn) -> None:
    """Lock the matter and let its volumes be bound, if it has a cover (归档)."""
    matters.archive_matter(turn.matter, turn.at)
    numbers.take_number(
        turn.matter.body,
        binding.ARCHIVE_SERIES,
        turn.at,
        title="归档",
        matter_id=turn.matter.id,
        officer=turn.officer,
    )
    if queries.latest(turn.matter.id, binding.COVER) is not None:
        binding.request_binding(turn.matter)


EFFECTS: Mapping[str | Tag, Callable[[Turn], None]] = {
    "dec.seal": seal,
    Tag.ARCHIVING: file_away,
}
