"""Which characters a document can print (可以印刷的字); no emoji, no scripts that no face draws.

Every Chinese character is one, however rare: a name is never refused. The ranges of printable.json
are those of the faces that every installation has; the browser bundles the same file.
"""

import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("printable.json")
BLANK_BOX = "□"


def unprintable(text: str) -> str:
    """Return the first character of a text that cannot be printed, or nothing."""
    found = _others().search(text)
    return found.group() if found else ""


def legible(text: str) -> str:
    """Return a text with a box for each character that cannot be printed."""
    return _others().sub(BLANK_BOX, text)


@cache
def _others() -> re.Pattern[str]:
    groups = json.loads(FILE.read_text(encoding="utf-8")).values()
    ranges = [part.split("-") for group in groups for part in group.split()]
    allowed = "".join(f"{_escaped(ends[0])}-{_escaped(ends[-1])}" for ends in ranges)
    return re.compile(f"[^{allowed}]")


def _escaped(code: str) -> str:
    return f"\\U{int(code, 16):08x}"
