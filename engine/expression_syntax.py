"""Reading a 条件式: text → tokens → tree, under limits; nothing of Python's parser is involved.

    filing == "yes" and not 为空(金额)      立案结果 属于 ("yes", "no") 或 数值(罚款) > 5000

Operators: == != < <= > >= (＝ ≠ ≤ ≥), in 属于, not in 不属于, and 且, or 或, not 非, + - * / (× ÷);
brackets, text in quotes, numbers, True False None (真 假 空), lists in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from engine.errors import ExpressionError
from engine.expression_functions import FUNCTIONS, GREATEST

MAX_LENGTH = 500
MAX_NODES = 120
MAX_DEPTH = 20

Scalar = str | int | Decimal | bool | None


@dataclass(frozen=True)
class Literal:
    """A value written in the text."""

    value: Scalar
    position: int


@dataclass(frozen=True)
class Field:
    """The value of a field, by name."""

    name: str
    position: int


@dataclass(frozen=True)
class Listing:
    """Several values in brackets."""

    items: tuple[Node, ...]
    position: int


@dataclass(frozen=True)
class FixedFunction:
    """One of the fixed functions."""

    name: str
    arguments: tuple[Node, ...]
    position: int


@dataclass(frozen=True)
class Operation:
    """An operator and its operands: arithmetic, comparison, and, or, not, negative."""

    operator: str
    operands: tuple[Node, ...]
    position: int


Node = Literal | Field | Listing | FixedFunction | Operation
Inner = Callable[[int], Node]

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})
SPELLINGS = {
    "且": "and", "或": "or", "非": "not", "属于": "in", "不属于": "not in", "＝": "==", "≠": "!=",
    "≤": "<=", "≥": ">=", "×": "*", "÷": "/", "（": "(", "）": ")", "，": ",", "＞": ">", "＜": "<",
}  # fmt: skip
CONSTANTS: dict[str, bool | None] = {
    "True": True, "False": False, "None": None, "真": True, "假": False, "空": None,
}  # fmt: skip
WORDS = frozenset({"and", "or", "not", "in"})
TOKEN = re.compile(
    r"""(?P<space>[\ \t\r\n\u3000]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))
    |(?P<text>"[^"\\\n]*"|'[^'\\\n]*'|“[^”\\\n]*”)
    |(?P<name>[^\W\d]\w*)
    |(?P<mark>==|!=|<=|>=|[<>+\-*/×÷()\[\],（），＝≠≤≥＞＜])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One word of the text."""

    kind: str
    text: str
    position: int


def read(text: str) -> Node:
    """Parse a text into its tree, or raise `ExpressionError`."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"条件式超过 {MAX_LENGTH} 个字符")
    reader = _Reader(_tokens(text))
    tree = reader.either(0)
    reader.end()
    if _depth(tree) > MAX_DEPTH:
        raise ExpressionError(f"条件式嵌套超过 {MAX_DEPTH} 层")
    return tree


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(f"不认识的字符“{text[position]}”", position)
        kind = str(match.lastgroup)
        word = match.group()
        if kind != "space":
            word = SPELLINGS.get(word, word)
            tokens.append(
                Token("mark" if word in WORDS or word == "not in" else kind, word, position)
            )
        position = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


class _Reader:
    """Recursive descent over the tokens, counting nodes and depth."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at, self.nodes = tokens, 0, 0

    def take(self, *marks: str) -> Token | None:
        token = self.tokens[self.at]
        if token.kind == "mark" and token.text in marks:
            self.at += 1
            return token
        return None

    def expect(self, mark: str) -> None:
        if self.take(mark) is None:
            raise self.wrong(f"此处应为“{mark}”")

    def wrong(self, reason: str) -> ExpressionError:
        return ExpressionError(reason, self.tokens[self.at].position)

    def end(self) -> None:
        if self.tokens[self.at].kind != "end":
            raise self.wrong(f"多余的“{self.tokens[self.at].text}”")

    def made(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionError(f"条件式超过 {MAX_NODES} 个成分", node.position)
        return node

    def deeper(self, depth: int) -> int:
        if depth >= MAX_DEPTH:
            raise self.wrong(f"条件式嵌套超过 {MAX_DEPTH} 层")
        return depth + 1

    def either(self, depth: int) -> Node:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> Node:
        return self._joined("and", self._negated, depth)

    def _joined(self, word: str, inner: Inner, depth: int) -> Node:
        first = self.tokens[self.at].position
        items = [inner(depth)]
        while self.take(word):
            items.append(inner(depth))
        if len(items) == 1:
            return items[0]
        return self.made(Operation(word, tuple(items), first))

    def _negated(self, depth: int) -> Node:
        token = self.take("not")
        if token is None:
            return self._comparison(depth)
        operand = self._negated(self.deeper(depth))
        return self.made(Operation("not", (operand,), token.position))

    def _comparison(self, depth: int) -> Node:
        left = self._sum(depth)
        operator = self._comparing()
        if operator is None:
            return left
        right = self._sum(depth)
        if self._comparing():
            raise self.wrong("不支持连续比较，请用“且”连接")
        return self.made(Operation(operator.text, (left, right), operator.position))

    def _comparing(self) -> Token | None:
        negated = self.take("not")
        token = self.take("in") if negated else self.take(*COMPARISONS)
        if negated and token is None:
            raise self.wrong("此处应为“in”")
        return Token("mark", "not in", negated.position) if negated else token

    def _sum(self, depth: int) -> Node:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Node:
        return self._chain(("*", "/"), self._signed, depth)

    def _chain(self, marks: tuple[str, ...], inner: Inner, depth: int) -> Node:
        node = inner(depth)
        while token := self.take(*marks):
            node = self.made(Operation(token.text, (node, inner(depth)), token.position))
        return node

    def _signed(self, depth: int) -> Node:
        token = self.take("-")
        if token is None:
            return self._atom(depth)
        operand = self._signed(self.deeper(depth))
        return self.made(Operation("neg", (operand,), token.position))

    def _atom(self, depth: int) -> Node:
        token = self.tokens[self.at]
        if token.kind == "name":
            return self._named(depth)
        if self.take("("):
            return self._bracketed(")", token, depth)
        if self.take("["):
            return self._bracketed("]", token, depth)
        if token.kind not in ("number", "text"):
            raise self.wrong("此处缺少内容" if token.kind == "end" else f"此处不能用“{token.text}”")
        self.at += 1
        value = _number(token) if token.kind == "number" else token.text[1:-1]
        return self.made(Literal(value, token.position))

    def _bracketed(self, close: str, opening: Token, depth: int) -> Node:
        items, listed = self._items(close, depth)
        if close == ")" and len(items) == 1 and not listed:
            return items[0]
        return self.made(Listing(tuple(items), opening.position))

    def _items(self, close: str, depth: int) -> tuple[list[Node], bool]:
        items: list[Node] = []
        listed = False
        while not self.take(close):
            items.append(self.either(self.deeper(depth)))
            if self.take(close):
                break
            self.expect(",")
            listed = True
        return items, listed

    def _named(self, depth: int) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        if self.take("("):
            return self._call(token, depth)
        if token.text in CONSTANTS:
            return self.made(Literal(CONSTANTS[token.text], token.position))
        if token.text in FUNCTIONS:
            raise ExpressionError(f"“{token.text}”是函数，后面应有括号", token.position)
        return self.made(Field(token.text, token.position))

    def _call(self, token: Token, depth: int) -> Node:
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise ExpressionError(f"没有“{token.text}”这个函数", token.position)
        arguments, _ = self._items(")", depth)
        low, high = function.arity
        if not low <= len(arguments) <= high:
            raise ExpressionError(f"函数“{token.text}”的参数个数不对", token.position)
        return self.made(FixedFunction(token.text, tuple(arguments), token.position))


def _number(token: Token) -> int | Decimal:
    if len(token.text) > 20 or Decimal(token.text) > GREATEST:
        raise ExpressionError("数字过大", token.position)
    return Decimal(token.text) if "." in token.text else int(token.text)


def parts(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node."""
    if isinstance(node, Operation):
        return node.operands
    if isinstance(node, Listing):
        return node.items
    return node.arguments if isinstance(node, FixedFunction) else ()


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, parts(node)), default=0)
