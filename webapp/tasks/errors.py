"""What can stand in the way of a completion; each says so in Chinese (不能办理的原因)."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.safeguards import Refusal
from webapp.errors import AppError, Conflict


class StepRefused(AppError):
    """Safeguards refuse the step (程序保障不予通过); all reasons at once, nothing changed.

    `values` keeps what was typed. The attempt is recorded in a transaction of its own.
    """

    def __init__(self, refusals: Sequence[Refusal], values: Mapping[str, Any]) -> None:
        self.refusals, self.values = tuple(refusals), dict(values)
        super().__init__("；".join(refusal.message for refusal in self.refusals))

    @property
    def fields(self) -> dict[str, str]:
        """Return the messages by the fields they concern."""
        return {
            name: f"{refusal.message}（{refusal.basis}）" if refusal.basis else refusal.message
            for refusal in self.refusals
            for name in refusal.fields
        }


class Stale(Conflict):
    """The to-do changed since the page was opened (页面内容已过期)."""

    def __init__(self) -> None:
        super().__init__("该任务在您打开页面后有了变化，请刷新后核对再提交；已填写的内容已保留。")


class NotStartable(Conflict):
    """A procedure of the matter menu cannot be started now (条件不具备)."""
