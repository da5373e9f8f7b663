"""What a person reads when a value is refused; the words stand in messages.json."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forms.keywords import CHOSEN

FILE = Path(__file__).with_name("messages.json")
Path_ = tuple[str | int, ...]
BOUNDS = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "x-min", "x-max"))


@cache
def words() -> Mapping[str, str]:
    """Return the sentences by key, the same that the browser bundles."""
    found: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def say(key: str, **values: object) -> str:
    """Return a sentence with its gaps filled."""
    text = words()[key]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def missing(field: Mapping[str, Any]) -> str:
    """Ask for a value that is not there."""
    widget = field["x-widget"]
    key = "chosen" if widget in CHOSEN else "typed"
    key = {"files": "files", "photo": "files", "signature": "signature", "rows": "rows"}.get(
        widget, key
    )
    return say(f"required.{key}", title=title_of(field))


def violated(field: Mapping[str, Any], keyword: str, limit: Any, value: Any) -> str:
    """Say which limit a value breaks."""
    title, widget = title_of(field), field["x-widget"]
    if keyword == "type":
        return say("type", title=title, kind=words()[f"kind.{field['type']}"])
    if keyword in ("minItems", "maxItems") and widget in ("officers", "rows"):
        return say(f"{keyword}.{widget}", title=title, limit=limit)
    if keyword in BOUNDS and field.get("x-unit"):
        limit = f"{limit} {field['x-unit']}"
    length = len(value) if isinstance(value, str | list) else 0
    return say(keyword, title=title, limit=limit, length=length)


def title_of(field: Mapping[str, Any]) -> str:
    """Return the name a person knows the field by."""
    return str(field.get("x-label") or field["title"])


def locate(schema: Mapping[str, Any], path: Path_) -> tuple[Mapping[str, Any], Path_]:
    """Return the field at a path and the path cut at the field people see.

    Items of a plain list (ids, files) are no fields of their own: the list stands for them.
    """
    field: Mapping[str, Any] = schema
    for index, step in enumerate(path):
        if isinstance(step, int):
            if "properties" not in field["items"]:
                return field, path[:index]
            field = {**field, "properties": field["items"]["properties"]}
        elif step in field.get("properties", {}):
            field = field["properties"][step]
        else:
            return field, path[: index + 1]
    return field, path


def place(schema: Mapping[str, Any], path: Path_, message: str) -> tuple[str, str]:
    """Return the message and title with the rows that the path runs through named before them."""
    title = ""
    for index in range(len(path) - 1, -1, -1):
        field, _ = locate(schema, path[: index + 1])
        step = path[index]
        if isinstance(step, int):
            owner, _ = locate(schema, path[:index])
            name = title_of(owner)
            message = say("row", title=name, number=step + 1, message=message)
            title = say("row.title", title=name, number=step + 1, inner=title).strip()
        elif not title and "title" in field:
            title = title_of(field)
    return message, title
