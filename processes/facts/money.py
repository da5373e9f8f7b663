"""What a decision orders to be paid and what has come in (罚没款), from the entries of a case."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from processes import values as read
from processes.entries import Entries
from processes.facts.papers import decision
from processes.values import Values

ZERO = Decimal(0)


@dataclass(frozen=True)
class BalanceFacts:
    """What is owed by the decision in force and what was entered as paid, in yuan (缴款情况).

    From: dec.penalty, exec.pay. Nobody types either: the one is what was decided, the other the
    sum of the vouchers.
    """

    owed: Decimal = ZERO
    paid: Decimal = ZERO

    def plus(self, values: Values) -> BalanceFacts:
        """Return the balance with one more payment."""
        return BalanceFacts(self.owed, self.paid + (read.money(values, "amount") or ZERO))

    @property
    def rest(self) -> Decimal:
        """Return what is still owed."""
        return max(self.owed - self.paid, ZERO)


def balance(entries: Entries) -> BalanceFacts:
    """Read what the newest decision orders, and what came in after it."""
    ordered = decision(entries)
    if ordered is None:
        return BalanceFacts()
    paid = entries.of("exec.pay", after=ordered.at_seq)
    amounts = [read.money(one.values, "amount") or ZERO for one in paid]
    content = ordered.content
    return BalanceFacts(content.fine + content.confiscation, sum(amounts, ZERO))
