"""Filters that lay out ready-made values: paragraphs, blank rows, boxes. They compute no value."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import segno
from markupsafe import Markup, escape

from documents.chinese import ordinal


def join(values: Iterable[Any], separator: str = "") -> Markup:
    """Join values with a separator; no attribute lookup as Jinja's own has."""
    return Markup(escape(separator)).join(escape(value) for value in values)


def paragraphs(text: str) -> str:
    """Set each line of a text as a paragraph of its own."""
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines) if lines else ""


def lines(text: str) -> str:
    """Keep the line breaks of a text."""
    kept = [line.strip() for line in str(text).splitlines() if line.strip()]
    return Markup("<br>").join(escape(line) for line in kept) if kept else ""


def padded(rows: Sequence[Any], count: int) -> list[Any]:
    """Fill a list with empty rows up to a number, so that a form keeps its height."""
    return [*rows, *([None] * max(0, count - len(rows)))]


def boxes(chosen: Any, options: Sequence[str]) -> Markup:
    """Print choices with ☑ before the chosen ones and □ before the others."""
    picked = {chosen} if isinstance(chosen, str) else set(chosen)
    return Markup("　").join(
        Markup('<span class="choice">{}{}</span>').format("☑" if option in picked else "□", option)
        for option in options
    )


def chinese_number(number: Any) -> Any:
    """Print 一, 二, 三 for a whole number; what is none stays as it is."""
    return ordinal(int(number)) if str(number).isdigit() else number


def clause_end(text: str, mark: str = "。") -> str:
    """End a typed sentence with the given mark, whatever mark the officer ended it with."""
    words = str(text).strip().rstrip("。；;，,.、")
    return words + mark if words else ""


def mark(text: str) -> Markup:
    """Let a label of the template itself break where it says <br>."""
    return Markup("<br>").join(escape(part) for part in str(text).split("<br>"))


def width(text: str) -> float:
    """Return the width of a line in ems: wide characters 1, others ½."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in str(text))


def closing_indent(date: str, name: str) -> str:
    """Return the class that puts the date four ems from the right, the agency centered above."""
    overhang = max(0.0, (width(name) - width(date or "2026年12月31日")) / 2)
    return f"right-{max(0, round(8 - overhang * 2))}"


def wider(columns: Sequence[Any]) -> int:
    """Return the number of cells of a row that also has a running number."""
    return len(columns) + 1


def qr(url: str) -> str:
    """Return a QR code as a data image (empty for no address)."""
    if not url:
        return ""
    return str(segno.make(url, error="m").svg_data_uri(border=0, scale=4, dark="#000"))


FILTERS: dict[str, Callable[..., Any]] = {
    "boxes": boxes,
    "chinese_number": chinese_number,
    "clause_end": clause_end,
    "closing_indent": closing_indent,
    "lines": lines,
    "mark": mark,
    "padded": padded,
    "paragraphs": paragraphs,
    "qr": qr,
    "wider": wider,
}
