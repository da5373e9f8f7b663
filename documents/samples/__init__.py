"""A believable context for every document: what all share, then what is its own."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from documents.catalogue import DOCUMENTS, get
from documents.errors import UnknownDocument
from documents.printer import render
from documents.sandbox import project_sources


def load(address: str) -> dict[str, Any]:
    """Return the sample context of a document, laid over the shared case."""
    own = _read(f"{get(address).address}.json")
    return merge(merge(blank_facts(), _read("case.json")), own)


def blank_facts() -> dict[str, Any]:
    """Return the parts every context has, empty."""
    return _read("blank.json")


@lru_cache(maxsize=256)
def _text(name: str) -> str:
    path = files("documents") / "samples" / name
    if not path.is_file():
        raise UnknownDocument(f"没有样例“{name}”")
    return path.read_text(encoding="utf-8")


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_text(name))
    return loaded


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one context over another, dictionaries key by key, everything else as a whole."""
    result = dict(base)
    for key, value in over.items():
        mine = result.get(key)
        both = isinstance(mine, Mapping) and isinstance(value, Mapping)
        result[key] = merge(mine, value) if both and mine is not None else value
    return result


def render_all(folder: str | Path) -> list[Path]:
    """Write every sample as PDF into a folder (``make samples``); return the files."""
    target = Path(folder)
    written = []
    existing = project_sources()
    for document in sorted(DOCUMENTS.values(), key=lambda item: item.address):
        if f"{document.address}.html" not in existing:
            continue
        path = target / f"{document.address.replace('/', '-')} {document.title}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render(document.address, load(document.address)))
        written.append(path)
    return written
