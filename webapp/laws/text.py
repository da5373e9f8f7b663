"""Reads the text of a law from our JSON form into a tree, refusing what is out of order (法律文本).

A body is a list of ``{"heading": "第五章 …"}`` and ``{"article": "第五十七条", "text": […]}``.
Each string of ``text`` is one printed line: （一） opens an item of the paragraph before it, ``1.``
a point of the item before it, anything else a new paragraph. An article with ``"unread": true``
is known by its number alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.laws.citation import Citation
from webapp.laws.models import HEADINGS, ProvisionKind
from webapp.laws.numerals import from_chinese, to_chinese

NUMERAL = "[零一二三四五六七八九十百千]+"
ARTICLE = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
HEADING = re.compile(rf"第{NUMERAL}(分编|编|章|节)(?:\s|$)")
ITEM = re.compile(rf"（({NUMERAL})）")
POINT = re.compile(r"(\d{1,2})[.．]")
UNREAD = "条文未录入（待核）"
RANKS = {kind.value: rank for rank, kind in enumerate(HEADINGS)}


class TextError(ValueError):
    """The text is out of order; the sentence says where."""


@dataclass
class Node:
    """One place in the tree while it is being read."""

    kind: ProvisionKind
    label: str
    text: str
    place: Citation | None = None
    note: str = ""
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and everything below it in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_body(version: Citation, body: Sequence[Mapping[str, Any]]) -> list[Node]:
    """Read a whole body into its top nodes."""
    top: list[Node] = []
    open_headings: list[Node] = []
    last = (0, 0)
    for entry in body:
        if "heading" in entry:
            node = _read_heading(str(entry["heading"]))
            rank = RANKS[node.kind.value]
            while open_headings and RANKS[open_headings[-1].kind.value] >= rank:
                open_headings.pop()
            (open_headings[-1].children if open_headings else top).append(node)
            open_headings.append(node)
            continue
        node = _read_article(version, entry)
        here = (node.place.article or 0, node.place.suffix or 0) if node.place else (0, 0)
        if here <= last:
            raise TextError(f"{node.label}的次序有误，应在前一条之后")
        last = here
        (open_headings[-1].children if open_headings else top).append(node)
    if last == (0, 0):
        raise TextError("文本没有任何条文")
    return top


def _read_heading(title: str) -> Node:
    match = HEADING.match(title)
    if match is None:
        raise TextError(f"标题“{title}”应形如“第五章 行政处罚的决定”")
    label, _, rest = title.partition(" ")
    return Node(ProvisionKind(match[1]), label, rest.strip())


def _read_article(version: Citation, entry: Mapping[str, Any]) -> Node:
    label = str(entry.get("article", ""))
    match = ARTICLE.fullmatch(label)
    if match is None:
        raise TextError(f"条号“{label}”应形如“第五十七条”或“第五十七条之一”")
    lines = entry.get("text")
    is_unread = entry.get("unread") is True and lines is None
    if is_unread:
        lines = []
    elif not isinstance(lines, list) or not lines or not all(_is_line(line) for line in lines):
        raise TextError(f"{label}的文本应为非空的字符串列表")
    try:
        number, suffix = from_chinese(match[1]), from_chinese(match[2]) if match[2] else None
    except ValueError as error:
        raise TextError(f"{label}：{error}") from error
    place = Citation(version.law, version.version, number, suffix)
    article = Node(ProvisionKind.ARTICLE, label, "", place, UNREAD if is_unread else "")
    for line in lines:
        _read_line(article, line.strip())
    return article


def _is_line(line: Any) -> bool:
    return isinstance(line, str) and bool(line.strip())


def _read_line(article: Node, line: str) -> None:
    item, point = ITEM.match(line), POINT.match(line)
    paragraph = article.children[-1] if article.children else None
    if item and paragraph:
        _append(paragraph, ProvisionKind.ITEM, from_chinese(item[1]), line[item.end() :])
    elif point and paragraph and paragraph.children:
        last = paragraph.children[-1]
        _append(last, ProvisionKind.POINT, int(point[1]), line[point.end() :])
    elif item:
        raise TextError(f"{article.label}以项开头，缺少款的引语")
    else:
        _append(article, ProvisionKind.PARAGRAPH, len(article.children) + 1, line)


def _append(parent: Node, kind: ProvisionKind, number: int, text: str) -> None:
    if number != len(parent.children) + 1:
        expected = len(parent.children) + 1
        raise TextError(f"{_where(parent)}的{kind.value}序号应为 {expected}，写成了 {number}")
    labels = {
        ProvisionKind.PARAGRAPH: f"第{to_chinese(number)}款",
        ProvisionKind.ITEM: f"（{to_chinese(number)}）",
        ProvisionKind.POINT: f"{number}.",
    }
    parent.children.append(Node(kind, labels[kind], text.strip(), _below(parent, kind, number)))


def _below(parent: Node, kind: ProvisionKind, number: int) -> Citation:
    place = parent.place
    if place is None:
        raise TextError(f"{parent.label}之下不能直接有{kind.value}")
    names = {
        ProvisionKind.PARAGRAPH: "paragraph",
        ProvisionKind.ITEM: "item",
        ProvisionKind.POINT: "point",
    }
    return Citation(**{**place.__dict__, names[kind]: number})


def _where(node: Node) -> str:
    return node.place.printed("本法").removeprefix("《本法》") if node.place else node.label
