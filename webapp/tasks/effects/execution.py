"""Payment, deferral, reconsideration and suit (缴款、延期分期、复议诉讼)."""

from collections.abc import Callable, Mapping

from processes import values as read
from webapp.cases import operations as cases
from webapp.cases.models import PenaltyCase
from webapp.payments import operations
from webapp.tasks.turn import Turn


def notify(turn: Turn) -> None:
    """Tell what is owed."""
    operations.issue_notice(turn.matter.id, turn.values, _document(turn), turn.at)


def pay(turn: Turn) -> None:
    """Enter what was paid."""
    operations.enter_payment(turn.officer, turn.matter.id, turn.values, _document(turn), turn.at)


def defer(turn: Turn) -> None:
    """Put the payment off as granted: by the plan of the head, else by the one proposed."""
    if turn.values.get("granted") != "yes":
        return
    plan = read.rows(turn.values, "plan") or read.rows(turn.last("exec.defer_draft"), "plan")
    operations.grant_deferral(turn.matter.id, turn.instance, plan, _document(turn), turn.at)


def end_remedy(turn: Turn) -> None:
    """Note that reconsideration or suit changed the decision."""
    if turn.values["remedy_result"] == "changed":
        cases.revoke_decision(PenaltyCase.of(turn.matter))


def _document(turn: Turn) -> int | None:
    return turn.document.id if turn.document else None


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "exec.notify": notify,
    "exec.pay": pay,
    "exec.defer": defer,
    "remedy.result": end_remedy,
}
