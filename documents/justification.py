"""Two-sided Chinese lines for WeasyPrint 70.0, which itself only stretches spaces.

A line that runs on is brought to full width by spreading the gap between its characters (never
inside a number or a Latin word, which keep their shape). Past 0.22 em per gap the line is left
ragged. Characters that may not begin or end a line (避头尾) stay with their neighbor.

This module replaces three functions of WeasyPrint and is therefore pinned to one version.
"""

from itertools import pairwise
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from documents.errors import RenderingFailed

VERSION = "70.0"
WIDEST_GAP = 0.22
"""The widest gap in ems that still looks like text."""


def is_latin(character: str) -> bool:
    """Say whether a character belongs to numbers and Latin words, which are never spread."""
    return character.isascii()


class SpreadLayout(line_break.Layout):
    """A Pango layout whose characters stand apart by a given gap."""

    gap = 0.0

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set the text, then widen the spacing after every character that may be spread."""
        super().set_text(text)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        own = self.style["letter_spacing"]
        spacing = int(((0 if own == "normal" else own) + self.gap) * TO_UNITS)
        for start, end in spread_runs(self.text):
            attribute = pango.pango_attr_letter_spacing_new(spacing)
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def spread_runs(text: str) -> list[tuple[int, int]]:
    """Return the byte ranges of the characters that take part in spreading."""
    runs: list[tuple[int, int]] = []
    position = 0
    for character in text:
        end = position + len(character.encode())
        if not is_latin(character):
            if runs and runs[-1][1] == position:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((position, end))
        position = end
    return runs


def parts(box: Any) -> list[Any]:
    """Return the text boxes and other atoms of a line, in order."""
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        flowing = [child for child in box.children if child.is_in_normal_flow()]
        return [part for child in flowing for part in parts(child)]
    return [box]


def weights(line: list[Any]) -> list[float]:
    """Return for each part how many gaps it opens inside, half a gap on each side that is free.

    Pango gives half of a character's spacing to either side, and none at the ends of a run.
    """
    found = []
    for part in line:
        if not isinstance(part, boxes.TextBox):
            found.append(0.0)
            continue
        spread = [0.0 if is_latin(character) else 1.0 for character in part.text]
        found.append(sum(spread) - (spread[0] + spread[-1]) / 2)
    return found


def joints(line: list[Any]) -> list[float]:
    """Return for each pair of neighboring parts how much of a gap opens between them."""

    def edge(part: Any, index: int) -> float:
        if isinstance(part, boxes.TextBox):
            return 0.0 if is_latin(part.text[index]) else 0.5
        return 0.5

    return [edge(left, -1) + edge(right, 0) for left, right in pairwise(line)]


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Bring a line to its full width (replaces WeasyPrint's function of this name)."""
    items = parts(line)
    inner, between = weights(items), joints(items)
    gaps = sum(inner) + sum(between)
    if not gaps:
        return
    gap = extra_width / gaps
    if gap > WIDEST_GAP * line.style["font_size"]:
        return
    advance = 0.0
    shifts: dict[int, float] = {}
    for index, item in enumerate(items):
        shifts[id(item)] = advance
        advance += inner[index] * gap + (between[index] * gap if index < len(between) else 0.0)
    _place(context, line, gap, dict(zip(map(id, items), inner, strict=True)), shifts)


def _place(
    context: Any, box: Any, gap: float, inner: dict[int, float], shifts: dict[int, float]
) -> tuple[float, float]:
    """Move and widen a box and its children; return how far its two edges moved."""
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        edges = [
            _place(context, child, gap, inner, shifts)
            for child in box.children
            if child.is_in_normal_flow()
        ]
        start, end = (edges[0][0], edges[-1][1]) if edges else (0.0, 0.0)
        box.position_x += start
        box.width += end - start
        return start, end
    shift, growth = shifts[id(box)], inner[id(box)] * gap
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        box.width += growth
        _spread(box, gap)
    else:
        box.translate(shift, 0)
    return shift, shift + growth


def _spread(box: Any, gap: float) -> None:
    """Give a text box a layout with wider spacing; drawing sets it up again by itself."""
    layout = SpreadLayout(box.style)
    layout.gap = gap
    layout.text = box.text
    layout.deactivate()
    box.pango_layout = layout


def install() -> None:
    """Put these functions in place; refuse any other version of WeasyPrint."""
    if weasyprint.VERSION != VERSION:
        raise RenderingFailed(
            f"两端对齐只为 WeasyPrint {VERSION} 编写，当前是 {weasyprint.VERSION}，请勿擅自升级"
        )
    inline.justify_line = justify_line
