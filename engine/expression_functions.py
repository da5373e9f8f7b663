"""The fixed functions of 条件式 and the rules of its values; nothing else can be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from engine.errors import ExpressionError
from engine.workdays import Calendar

GREATEST = 10**15
MAX_DAYS = 3660
ARITHMETIC = Context(prec=28)


@dataclass(frozen=True)
class Surroundings:
    """What functions may look at besides their arguments."""

    today: Callable[[], date]
    calendar: Calendar


def kind_of(value: Any) -> str:
    """Name the kind of a value in Chinese; refuse any other type."""
    if value is None:
        return "空值"
    kind = KINDS.get(type(value))
    if kind is None:
        raise ExpressionError(f"不支持的值类型 {type(value).__name__}")
    return kind


KINDS: dict[type, str] = {
    bool: "真假",
    str: "文本",
    int: "数字",
    Decimal: "数字",
    date: "日期",
    list: "列表",
    tuple: "列表",
}


def number(value: Any) -> int | Decimal:
    """Take a bounded number, or refuse."""
    kind = kind_of(value)
    if kind != "数字":
        raise ExpressionError(f"此处应为数字，实际为{kind}")
    if not isinstance(value, (int, Decimal)) or not Decimal(value).is_finite():
        raise ExpressionError("数字无效")
    if not -GREATEST <= value <= GREATEST:
        raise ExpressionError("数字过大")
    return value


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ExpressionError(f"此处应为日期，实际为{kind_of(value)}")
    return value


def _days(value: Any) -> int:
    days = number(value)
    if days != int(days) or not -MAX_DAYS <= days <= MAX_DAYS:
        raise ExpressionError(f"天数应为不超过 {MAX_DAYS} 的整数")
    return int(days)


def _today(around: Surroundings) -> date:
    return around.today()


def _as_date(around: Surroundings, text: Any) -> date:
    if type(text) is date:
        return text
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise ExpressionError("日期应写作 2026-03-02") from None


def _add_days(around: Surroundings, start: Any, days: Any) -> date:
    try:
        return _day(start) + timedelta(days=_days(days))
    except OverflowError:
        raise ExpressionError("日期超出范围") from None


def _add_workdays(around: Surroundings, start: Any, days: Any) -> date:
    length = _days(days)
    if length < 0:
        raise ExpressionError("工作日数不能为负")
    try:
        return around.calendar.add_workdays(_day(start), length)
    except OverflowError:
        raise ExpressionError("日期超出范围") from None


def _between(around: Surroundings, first: Any, second: Any) -> int:
    return (_day(second) - _day(first)).days


def _length(around: Surroundings, value: Any) -> int:
    if kind_of(value) not in ("文本", "列表"):
        raise ExpressionError(f"{kind_of(value)}没有长度")
    return len(value)


def _contains(around: Surroundings, whole: Any, part: Any) -> bool:
    if kind_of(whole) == "文本" and kind_of(part) == "文本":
        return part in whole
    if kind_of(whole) == "列表":
        kind_of(part)
        return any(type(item) is type(part) and item == part for item in whole)
    raise ExpressionError("“包含”的第一个参数应为列表，或两个参数都为文本")


def _empty(around: Surroundings, value: Any) -> bool:
    return kind_of(value) in ("空值", "文本", "列表") and not value


def _as_number(around: Surroundings, text: Any) -> int | Decimal:
    if kind_of(text) == "数字":
        return number(text)
    if kind_of(text) != "文本" or len(text) > 20:
        raise ExpressionError("“数值”的参数应为数字文本")
    try:
        return number(Decimal(text))
    except InvalidOperation:
        raise ExpressionError("“数值”的参数应为数字文本") from None


def _greatest(around: Surroundings, *values: Any) -> int | Decimal:
    return max(map(number, values))


def _least(around: Surroundings, *values: Any) -> int | Decimal:
    return min(map(number, values))


@dataclass(frozen=True)
class Function:
    """A function that conditions may call by its bare name."""

    call: Callable[..., Any]
    arity: tuple[int, int]


FUNCTIONS: dict[str, Function] = {
    "今日": Function(_today, (0, 0)),
    "日期": Function(_as_date, (1, 1)),
    "日加": Function(_add_days, (2, 2)),
    "工作日加": Function(_add_workdays, (2, 2)),
    "天数": Function(_between, (2, 2)),
    "长度": Function(_length, (1, 1)),
    "包含": Function(_contains, (2, 2)),
    "为空": Function(_empty, (1, 1)),
    "数值": Function(_as_number, (1, 1)),
    "最大": Function(_greatest, (1, 10)),
    "最小": Function(_least, (1, 10)),
}
