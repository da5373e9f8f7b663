"""Where form files come from: the project's folder, or the mapping pinned in a process version."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forms.errors import Fault, FormInvalid, FormMissing
from forms.keywords import ADDRESS

FOLDER = Path(__file__).parent
DEFS = "shared/_defs.json"


def sources() -> dict[str, str]:
    """Return every form file of the project by name, for pinning in a process version."""
    return {name: _read(name) for name in sorted(_names())}


def addresses(given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the addresses of all forms, of the project or of a pinned mapping."""
    names = _names() if given is None else given
    found = (name.removesuffix(".json") for name in names if name.endswith(".json"))
    return tuple(sorted(name for name in found if re.fullmatch(ADDRESS, name)))


def text_of(address: str, given: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Return the text of a form and of the shared definitions that belong to it."""
    name = f"{address}.json"
    if not re.fullmatch(ADDRESS, address):
        raise FormMissing(address)
    if given is not None:
        if name not in given:
            raise FormMissing(address)
        return given[name], given.get(DEFS, "{}")
    if not (FOLDER / name).is_file():
        raise FormMissing(address)
    return _read(name), _read(DEFS)


def parse(name: str, text: str) -> dict[str, Any]:
    """Read a form file; a repeated key or broken JSON is a fault of the file."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key in (keys := [key for key, _ in pairs]):
            if keys.count(key) > 1:
                raise FormInvalid(name, (Fault("", key, "同一处写了两次"),))
        return dict(pairs)

    try:
        content = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        reason = f"不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）"
        raise FormInvalid(name, (Fault("", "", reason),)) from error
    if not isinstance(content, dict):
        raise FormInvalid(name, (Fault("", "", "最外层须为对象"),))
    return content


def _names() -> list[str]:
    return [path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.json")]


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
