"""Which rare characters no prepared face draws (生僻字字形): said early, where a name is typed."""

from functools import lru_cache

from documents.worker import fonts_folder

RARE_FROM = 0x20000
"""Below it the forms let pass only what is drawn (`forms/printable.json`)."""


def undrawn(text: str) -> str:
    """Return the rare characters of a text that papers could not show; usually none."""
    rare = dict.fromkeys(mark for mark in text if ord(mark) >= RARE_FROM)
    return "".join(mark for mark in rare if ord(mark) not in _drawn()) if rare else ""


@lru_cache(maxsize=1)
def _drawn() -> frozenset[int]:
    """Return every rare character that some face draws; read once, when one is first typed."""
    from fontTools.ttLib import TTFont  # only here: nearly no process ever meets a rare character

    found: set[int] = set()
    for path in sorted(fonts_folder().glob("*.[ot]tf")):
        with TTFont(path, lazy=True) as font:
            found |= {code for code in font.getBestCmap() if code >= RARE_FROM}
    return frozenset(found)
