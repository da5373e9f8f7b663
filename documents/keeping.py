"""Keep together on a line what may not be torn (不断行): dates, numbers of papers, codes, names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PIECES = (
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日",
    r"\d{1,2}时\d{1,2}分",
    r"[一-鿿]{1,4}〔\d{4}〕\d+号",
    r"[A-Za-z0-9]+(?:-[A-Za-z0-9.]+)+",
)
LONGEST_NAME, LONGEST_CODE = 4, 24
TAGS = re.compile(r"(<[^>]*>)")
PEOPLE = ("legal_rep", "operator")


def keep_together(html: str, context: Mapping[str, Any]) -> str:
    """Return a composed page whose dates, numbers and names stay on one line each."""
    head, body, rest = html.partition("<body")
    names = sorted(set(_names(context)), key=len, reverse=True)
    wanted = re.compile("|".join((*PIECES, *map(re.escape, names))))
    parts = TAGS.split(rest)
    parts[2::2] = [wanted.sub(_kept, text) for text in parts[2::2]]
    return head + body + "".join(parts)


def _kept(found: re.Match[str]) -> str:
    text = found[0]
    return text if len(text) > LONGEST_CODE else f'<span class="whole">{text}</span>'


def _names(context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the people whom the page names: officers, who gave opinions and signatures, parties."""
    people = [
        *context.get("officers", ()),
        *context.get("opinions", {}).values(),
        *(line for lines in context.get("signatures", {}).values() for line in lines),
    ]
    found = [str(one.get("name", "")) for one in people if isinstance(one, Mapping)]
    found += [str(p.get(key, "")) for p in context.get("parties", ()) for key in PEOPLE]
    for name in (each for one in found for each in one.split("、")):
        if 1 < len(name) <= LONGEST_NAME and not name.isascii():
            yield name
