"""条件式: the small whitelisted language of conditions.

A condition is parsed once, under limits, and evaluated over a plain mapping of fields. It can
compare, combine, calculate with bounded numbers and call eleven fixed functions; an unknown field
is an error, never false; a condition yields exactly true or false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException
from functools import cached_property, lru_cache
from typing import Any

from engine import clock
from engine.errors import CalendarMissing, ExpressionError
from engine.expression_functions import ARITHMETIC, FUNCTIONS, Surroundings, kind_of, number
from engine.expression_syntax import (
    COMPARISONS,
    Field,
    FixedFunction,
    Listing,
    Literal,
    Node,
    Operation,
    parts,
    read,
)
from engine.workdays import NATIONAL, Calendar

ARITHMETICS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": ARITHMETIC.add,
    "-": ARITHMETIC.subtract,
    "*": ARITHMETIC.multiply,
    "/": ARITHMETIC.divide,
}
SPOKEN = {
    "==": "为", "!=": "不为", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于",
    "in": "属于", "not in": "不属于", "+": "加", "-": "减", "*": "乘以", "/": "除以",
}  # fmt: skip
Labels = Mapping[str, str]
Meanings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Expression:
    """A parsed 条件式."""

    text: str
    tree: Node

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of the fields it reads."""
        return frozenset(_names(self.tree))

    @cached_property
    def compared(self) -> frozenset[tuple[str, Any]]:
        """Return the fields it compares with fixed values, each with every such value."""
        return frozenset(_compared(self.tree))

    def evaluate(
        self,
        values: Mapping[str, Any],
        *,
        today: date | None = None,
        calendar: Calendar = NATIONAL,
    ) -> Any:
        """Compute its value over the fields, or raise `ExpressionError`."""
        around = Surroundings((lambda: today) if today else clock.today, calendar)
        try:
            return _Evaluation(values, around).of(self.tree)
        except CalendarMissing as missing:
            raise ExpressionError(str(missing)) from missing
        except RecursionError:
            raise ExpressionError("值的嵌套过深") from None

    def holds(self, values: Mapping[str, Any], **around: Any) -> bool:
        """Compute a condition; anything but exactly true or false is an error."""
        result = self.evaluate(values, **around)
        if type(result) is not bool:
            raise ExpressionError(f"条件应得出真或假，实际得出{kind_of(result)}")
        return result

    def to_chinese(self, labels: Labels | None = None, meanings: Meanings | None = None) -> str:
        """Read the condition back in Chinese, with field labels and the meanings of values."""
        return _Reading(labels or {}, meanings or {}).of(self.tree)


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """Parse a 条件式, or raise `ExpressionError` with a reason in Chinese and a position."""
    return Expression(text, read(text))


def _names(node: Node) -> list[str]:
    if isinstance(node, Field):
        return [node.name]
    return [name for part in parts(node) for name in _names(part)]


def _compared(node: Node) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Operation) and node.operator in COMPARISONS:
        fields = [part.name for part in node.operands if isinstance(part, Field)]
        listed = [part.items for part in node.operands if isinstance(part, Listing)]
        for part in (*node.operands, *(item for items in listed for item in items)):
            if isinstance(part, Literal):
                yield from ((name, part.value) for name in fields)
    for part in parts(node):
        yield from _compared(part)


class _Evaluation:
    """One evaluation over one mapping."""

    def __init__(self, values: Mapping[str, Any], around: Surroundings) -> None:
        self.values, self.around = values, around

    def of(self, node: Node) -> Any:
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Field):
            return self.field(node)
        if isinstance(node, Listing):
            return [self.of(item) for item in node.items]
        try:
            if isinstance(node, FixedFunction):
                arguments = [self.of(argument) for argument in node.arguments]
                return FUNCTIONS[node.name].call(self.around, *arguments)
            return self.operation(node)
        except ExpressionError as error:
            if error.position is None:
                raise ExpressionError(error.reason, node.position) from None
            raise

    def field(self, node: Field) -> Any:
        try:
            value = self.values[node.name]
        except KeyError:
            raise ExpressionError(f"没有“{node.name}”这一项", node.position) from None
        kind_of(value)
        return value

    def operation(self, node: Operation) -> Any:
        operator, operands = node.operator, node.operands
        if operator == "and":
            return all(self.truth(operand) for operand in operands)
        if operator == "or":
            return any(self.truth(operand) for operand in operands)
        if operator == "not":
            return not self.truth(operands[0])
        if operator == "neg":
            return -number(self.of(operands[0]))
        left, right = self.of(operands[0]), self.of(operands[1])
        if operator in COMPARISONS:
            return compare(operator, left, right)
        return calculate(operator, left, right)

    def truth(self, node: Node) -> bool:
        value = self.of(node)
        if type(value) is not bool:
            raise ExpressionError(f"此处应为真或假，实际为{kind_of(value)}", node.position)
        return value


def calculate(operator: str, left: Any, right: Any) -> int | Decimal:
    """Add, subtract, multiply or divide bounded numbers."""
    a, b = number(left), number(right)
    try:
        result = ARITHMETICS[operator](Decimal(a), Decimal(b))
    except DecimalException:
        raise ExpressionError("除数为零" if operator == "/" else "数字过大") from None
    if operator != "/" and isinstance(a, int) and isinstance(b, int):
        return number(int(result))
    return number(result)


def compare(operator: str, left: Any, right: Any) -> bool:
    """Compare two values of one kind; None may only be compared for equality."""
    if operator in ("in", "not in"):
        if kind_of(right) != "列表":
            raise ExpressionError("“属于”之后应为列表")
        return any(equal(left, item) for item in right) == (operator == "in")
    if operator in ("==", "!="):
        return equal(left, right) == (operator == "==")
    kinds = {kind_of(left), kind_of(right)}
    if len(kinds) > 1 or not kinds <= {"数字", "日期", "文本"}:
        raise ExpressionError(f"{kind_of(left)}与{kind_of(right)}不能比较大小")
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def equal(left: Any, right: Any) -> bool:
    """Tell whether two values of one kind are equal; None equals only None."""
    if left is None or right is None:
        kind_of(left), kind_of(right)
        return left is right
    if kind_of(left) != kind_of(right):
        raise ExpressionError(f"{kind_of(left)}与{kind_of(right)}不能比较")
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(equal, left, right))
    return bool(left == right)


class _Reading:
    """The words of a condition."""

    def __init__(self, labels: Labels, meanings: Meanings) -> None:
        self.labels, self.meanings = labels, meanings

    def of(self, node: Node, field: str = "") -> str:
        if isinstance(node, Literal):
            return self.literal(node, field)
        if isinstance(node, Field):
            return self.labels.get(node.name, node.name)
        if isinstance(node, Listing):
            return "、".join(self.of(item, field) for item in node.items)
        if isinstance(node, FixedFunction):
            return f"{node.name}（{'，'.join(map(self.of, node.arguments))}）"
        return self.operation(node)

    def literal(self, node: Literal, field: str) -> str:
        if node.value is None:
            return "空"
        if isinstance(node.value, bool):
            return "是" if node.value else "否"
        if isinstance(node.value, str):
            return f"“{self.meanings.get(field, {}).get(node.value, node.value)}”"
        return str(node.value)

    def operation(self, node: Operation) -> str:
        if node.operator in ("and", "or"):
            word = "，且" if node.operator == "and" else "，或者"
            return word.join(self.inner(operand, node.operator) for operand in node.operands)
        if node.operator == "not":
            return f"并非（{self.of(node.operands[0])}）"
        if node.operator == "neg":
            return f"负{self.of(node.operands[0])}"
        left, right = node.operands
        field = (
            left.name if isinstance(left, Field) else right.name if isinstance(right, Field) else ""
        )
        return f"{self.of(left, field)}{SPOKEN[node.operator]}{self.of(right, field)}"

    def inner(self, node: Node, outside: str) -> str:
        text = self.of(node)
        mixed = isinstance(node, Operation) and node.operator in ("and", "or")
        return f"（{text}）" if mixed else text
