"""What the acts of publication do to the records (公示环节效果); wired into the tasks."""

from collections.abc import Callable, Mapping

from webapp.errors import Invalid
from webapp.matters.turn import Turn
from webapp.publicity import operations, queries
from webapp.publicity.models import Publication


def decide(turn: Turn) -> None:
    """Decide what to show."""
    operations.prepare_publication(
        turn.officer, turn.matter.id, turn.party_id, turn.values, turn.at
    )


def approve(turn: Turn) -> None:
    """Approve it."""
    operations.approve_publication(turn.officer, _wanted(turn), turn.at)


def prepare_withdrawal(turn: Turn) -> None:
    """Note why it comes down; what was never shown needs no takedown."""
    publication = queries.latest(turn.matter.id, turn.party_id)
    if publication is not None:
        operations.prepare_withdrawal(publication, turn.values)


def withdraw(turn: Turn) -> None:
    """Take it down."""
    publication = queries.latest(turn.matter.id, turn.party_id)
    if publication is not None:
        operations.withdraw_publication(turn.officer, publication, turn.at)


def _wanted(turn: Turn) -> Publication:
    publication = queries.latest(turn.matter.id, turn.party_id)
    if publication is None:
        raise Invalid("没有待审批的公示信息。")
    return publication


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "pub.decide": decide,
    "pub.approve": approve,
    "pub.withdraw": prepare_withdrawal,
    "pub.withdraw_approve": withdraw,
}
