"""The laws that the platform itself cites come with it (随平台提供的法律法规), in every mode.

Articles that were cited but not read stand with their number alone and are marked.
"""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from webapp.laws import operations

TEXTS = resources.files("webapp.laws").joinpath("texts")


def texts() -> Iterator[dict[str, Any]]:
    """Yield every law file, in the order of their numbers."""
    for file in sorted(TEXTS.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".json"):
            yield json.loads(file.read_text(encoding="utf-8"))


def load() -> int:
    """Take in the versions that the library lacks; return how many (补齐随平台法律)."""
    return sum(len(operations.import_law(law)) for law in texts())
