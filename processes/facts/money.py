"""What a decision orders to be paid and what has come in (罚没款), from the entries of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from processes import values as read
from processes.entries import Entries
from processes.facts.papers import decision
from processes.values import Values

ZERO = Decimal(0)


@dataclass(frozen=True)
class BalanceFacts:
    """What is owed by the decision in force and what was entered as paid, in yuan (缴款情况).

    From: dec.penalty, remedy.result, exec.pay, exec.repay. Nobody types them: the one is what was
    decided, the others the sums of the vouchers.
    """

    owed: Decimal = ZERO
    paid: Decimal = ZERO
    refunded: Decimal = ZERO

    def plus(self, values: Values) -> BalanceFacts:
        """Return the balance with one more payment."""
        return replace(self, paid=self.paid + (read.money(values, "amount") or ZERO))

    def after(self, values: Values) -> Decimal | None:
        """Return what a review or suit leaves to be paid; None where it changes nothing (变更)."""
        said = [read.money(values, name) for name in ("fine_after", "confiscation_after")]
        if read.text(values, "remedy_result") != "changed" or all(one is None for one in said):
            return None
        return sum((one or ZERO for one in said), ZERO)

    @property
    def rest(self) -> Decimal:
        """Return what is still owed."""
        return max(self.owed - self.paid + self.refunded, ZERO)

    @property
    def excess(self) -> Decimal:
        """Return what was paid and is owed no longer: it goes back (应退还)."""
        return max(self.paid - self.refunded - self.owed, ZERO)


def balance(entries: Entries) -> BalanceFacts:
    """Read what the decision in force orders, and what came in after it."""
    ordered = decision(entries)
    if ordered is None:
        return BalanceFacts()
    owed = ordered.content.fine + ordered.content.confiscation
    came, back = (_sum(entries, act, ordered.at_seq) for act in ("exec.pay", "exec.repay"))
    found = BalanceFacts(owed, came, back)
    for result in entries.of("remedy.result", after=ordered.at_seq):
        after = found.after(result.values)
        found = found if after is None else replace(found, owed=after)
    return found


def _sum(entries: Entries, act: str, after: int) -> Decimal:
    amounts = (read.money(one.values, "amount") or ZERO for one in entries.of(act, after=after))
    return sum(amounts, ZERO)


def parts_of(plan: Sequence[Values]) -> list[tuple[date, Decimal]]:
    """Return the parts of a plan by day, each with what must have come in by then (分期)."""
    dated = ((read.day(row, "due"), read.money(row, "amount") or ZERO) for row in plan)
    owed, found = ZERO, []
    for due, amount in sorted((due, amount) for due, amount in dated if due):
        owed += amount
        found.append((due, owed))
    return found


def due_part(plan: Sequence[Values], paid: Decimal) -> date | None:
    """Return the day of the first part of a plan that is not paid yet, else of the last (分期)."""
    parts = parts_of(plan)
    open_ = (due for due, owed in parts if owed > paid or not owed)
    return next(open_, parts[-1][0] if parts else None)
