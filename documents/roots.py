"""Where templates, their metadata and examples lie (文书目录): this package, then added folders.

``FAXUN_DOCUMENTS`` names further folders that hold ``templates`` and ``examples``, separated as in
``PATH``: an installation adds documents of its own without touching the project.
"""

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

ADDED = "FAXUN_DOCUMENTS"


def roots() -> Sequence[Traversable]:
    """Return every folder with documents, the project's own first."""
    added = os.environ.get(ADDED, "")
    return (files("documents"), *(Path(one) for one in added.split(os.pathsep) if one))


def texts(root: Traversable, folder: str, ending: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file of a kind below a folder of a root, in order."""
    place = root / folder
    if place.is_dir():
        yield from _texts(place, "", ending)


def _texts(folder: Traversable, prefix: str, ending: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _texts(entry, f"{prefix}{entry.name}/", ending)
        elif entry.name.endswith(ending):
            yield prefix + entry.name, entry.read_text(encoding="utf-8")
