"""What acts do to payments (环节效果): notice, payment, deferral (缴款、延期分期)."""

from collections.abc import Callable, Mapping

from processes import values as read
from webapp.matters.turn import Turn
from webapp.payments import operations


def notify(turn: Turn) -> None:
    """Tell what is owed."""
    operations.issue_notice(turn.matter.id, turn.party_id, turn.values, turn.document_id, turn.at)


def pay(turn: Turn) -> None:
    """Enter what was paid."""
    operations.enter_payment(
        turn.officer, turn.matter.id, turn.party_id, turn.values, turn.document_id, turn.at
    )


def defer(turn: Turn) -> None:
    """Put the payment off as granted: by the plan of the head, else by the one proposed."""
    if turn.values.get("granted") != "yes":
        return
    plan = read.rows(turn.values, "plan") or read.rows(turn.last("exec.defer_draft"), "plan")
    operations.grant_deferral(
        turn.matter.id, turn.party_id, turn.instance, plan, turn.document_id, turn.at
    )


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "exec.notify": notify,
    "exec.pay": pay,
    "exec.defer": defer,
}
