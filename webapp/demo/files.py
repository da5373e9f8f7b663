"""Reads the files of the demonstration (演示数据文件)."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

DATA = resources.files("webapp.demo").joinpath("data")


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file: ``rows("items")`` are those under "items" in items.json."""
    text = DATA.joinpath(f"{name}.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)[_list_in(name)]
    return found


def laws() -> Iterator[dict[str, Any]]:
    """Yield every law file, in the order of their numbers."""
    folder = DATA.joinpath("laws")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".json"):
            yield json.loads(file.read_text(encoding="utf-8"))


def _list_in(name: str) -> str:
    return {"body_items": "assignments"}.get(name, name)
