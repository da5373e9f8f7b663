"""Errors of the engine; every message is one Chinese sentence a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from engine.findings import Finding
    from engine.trajectory import Step


class EngineError(Exception):
    """Base of every error raised by the engine."""


class TaskNotOpen(EngineError):
    """The task is not waiting: done, canceled or not reached yet.

    `step` is the trajectory step that closed it, where known: who was first.
    """

    def __init__(self, task: UUID, step: Step | None = None) -> None:
        self.task, self.step = task, step
        super().__init__("该任务已办理或已撤销" if step else "该任务不在待办状态")


class InstanceNotRunning(EngineError):
    """The instance is suspended (已中止), completed (已办结) or halted (已终止)."""

    def __init__(self, instance: UUID, status: str) -> None:
        self.instance, self.status = instance, status
        super().__init__(f"流程实例当前状态为“{status}”，不能办理")


class InstanceMissing(EngineError):
    """No instance has this id."""

    def __init__(self, instance: UUID) -> None:
        self.instance = instance
        super().__init__("流程实例不存在")


class Conflict(EngineError):
    """Somebody else saved the instance first; `winner` is the step that won, where known."""

    def __init__(self, winner: Step | None = None) -> None:
        self.winner = winner
        super().__init__("该流程刚被他人办理，请刷新后重试")


class InstanceStuck(EngineError):
    """After the command nothing would be left that anybody or any clock could move."""

    def __init__(self, instance: UUID) -> None:
        self.instance = instance
        super().__init__("流程停滞：办理后既无待办也无计时，请检查流程图")


class RunFailed(EngineError):
    """The library failed while it ran a diagram."""


class ErrorUncaught(EngineError):
    """An error end was reached and nothing around it catches the error: no normal completion."""

    def __init__(self, process: str, node: str) -> None:
        self.process, self.node = process, node
        super().__init__(f"环节“{node}”以错误结束，但没有边界事件处理该错误，请检查流程图")


class ReturnRefused(EngineError):
    """退回 or 撤回 to this node is not possible."""


class RoutingRefused(EngineError):
    """A routing value is not a plain text, number, true/false or empty value."""


class LimitExceeded(EngineError):
    """A command ran into a limit: automatic steps, live tasks or time."""


class ExpressionError(EngineError):
    """A 条件式 is wrong or cannot be evaluated: `reason`, and `position` in the text (from 0)."""

    def __init__(self, reason: str, position: int | None = None) -> None:
        self.reason, self.position = reason, position
        place = "" if position is None else f"（第{position + 1}个字符处）"
        super().__init__(f"{reason}{place}")


class ConditionFailed(EngineError):
    """A condition of the diagram could not be judged: `process`, `node` and the reason."""

    def __init__(self, process: str, node: str, text: str, reason: str) -> None:
        self.process, self.node, self.text = process, node, text
        super().__init__(f"环节“{node}”的条件“{text[:80]}”无法判断：{reason}")


class ScriptRefused(EngineError):
    """A diagram tried to run code; nothing but named operators is ever called."""


class OperatorFailed(EngineError):
    """A named platform operator is unknown or failed."""


class StateUnreadable(EngineError):
    """A stored state is not ours: unknown format, other version, damaged."""


class StateNotStorable(EngineError):
    """A value in the workflow cannot be saved."""


class DiagramError(EngineError):
    """A diagram cannot be read."""


class DiagramRefused(EngineError):
    """A bundle of diagrams cannot be run; `findings` says why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("；".join(f.message for f in findings[:5]) or "流程图未通过检查")


class CalendarMissing(EngineError):
    """The working-day calendar has no data for a year."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年放假安排尚未录入，无法计算工作日，请要素库管理员在“工作日历”中录入国务院办公厅通知"
        )
