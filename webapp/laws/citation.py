"""Citations: the stable key of a provision and its printed form (条文引用).

``LAW-0017@2021#a57.p1.i1`` is 《行政处罚法》第五十七条第一款第（一）项: article numbers run
through the whole law, so chapters do not appear. ``a57-2`` is 第五十七条之二. In a printed citation
the paragraph is left out when the article has only one.
"""

import re
from dataclasses import dataclass, replace

from webapp.laws.numerals import from_chinese, to_chinese

KEY = re.compile(
    r"(?P<law>LAW-\d{4})(?:@(?P<version>\d{4}(?:-\d)?))?"
    r"(?:#a(?P<article>\d{1,4})(?:-(?P<suffix>\d{1,2}))?"
    r"(?:\.p(?P<paragraph>\d{1,2}))?(?:\.i(?P<item>\d{1,2}))?(?:\.t(?P<point>\d{1,2}))?)?"
)
NUMERAL = "[零一二三四五六七八九十百千]+"
PRINTED = re.compile(
    rf"《(?P<title>[^《》]+)》第(?P<article>{NUMERAL})条(?:之(?P<suffix>{NUMERAL}))?"
    rf"(?:第(?P<paragraph>{NUMERAL})款)?(?:第[（(]?(?P<item>{NUMERAL})[）)]?项)?"
    r"(?:第(?P<point>\d+)目)?"
)


class CitationError(ValueError):
    """A citation cannot be read; the sentence is for the reader."""


@dataclass(frozen=True)
class Citation:
    """Where a provision stands: law, version, 条, 之, 款, 项, 目."""

    law: str
    version: str | None = None
    article: int | None = None
    suffix: int | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    @property
    def key(self) -> str:
        """Return the stable key."""
        version = f"@{self.version}" if self.version else ""
        return f"{self.law}{version}{'#' if self.article else ''}{self.address}"

    @property
    def address(self) -> str:
        """Return the part of the key that stays the same from version to version."""
        if self.article is None:
            return ""
        parts = [f"a{self.article}" + (f"-{self.suffix}" if self.suffix else "")]
        parts += [
            f"{letter}{number}"
            for letter, number in (("p", self.paragraph), ("i", self.item), ("t", self.point))
            if number
        ]
        return ".".join(parts)

    def printed(self, title: str, *, only_paragraph: bool = False) -> str:
        """Return the citation as documents print it."""
        if self.article is None:
            return f"《{title}》"
        text = f"《{title}》第{to_chinese(self.article)}条"
        if self.suffix:
            text += f"之{to_chinese(self.suffix)}"
        if self.paragraph and not only_paragraph:
            text += f"第{to_chinese(self.paragraph)}款"
        if self.item:
            text += f"第（{to_chinese(self.item)}）项"
        if self.point:
            text += f"第{self.point}目"
        return text

    def in_version(self, version: str) -> "Citation":
        """Return the same place in another version."""
        return replace(self, version=version)


def read_key(key: str) -> Citation:
    """Read a key; an item named without its paragraph stands in the first."""
    match = KEY.fullmatch(key)
    if match is None:
        raise CitationError(f"条文编号“{key}”无法识别")
    numbers = {
        name: int(match[name]) if match[name] else None
        for name in ("article", "suffix", "paragraph", "item", "point")
    }
    if numbers["point"] and not numbers["item"]:
        raise CitationError(f"条文编号“{key}”有目而无项")
    if numbers["item"] and not numbers["paragraph"]:
        numbers["paragraph"] = 1
    return Citation(match["law"], match["version"], **numbers)


def read_printed(text: str) -> tuple[str, Citation]:
    """Read a printed citation: the title inside 《》 and the place, its law still unnamed."""
    match = PRINTED.fullmatch(text.strip())
    if match is None:
        raise CitationError(f"引用“{text}”无法识别，应形如《行政处罚法》第五十七条第一款第（一）项")
    try:
        numbers = {
            name: from_chinese(match[name]) if match[name] else None
            for name in ("article", "suffix", "paragraph", "item")
        }
    except ValueError as error:
        raise CitationError(f"引用“{text}”中{error}") from error
    if numbers["item"] and not numbers["paragraph"]:
        numbers["paragraph"] = 1
    point = int(match["point"]) if match["point"] else None
    return match["title"], Citation("", None, point=point, **numbers)
