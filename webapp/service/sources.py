"""The documents that a 送达 is about, to fill a form from (预填来源)."""

from collections.abc import Callable, Mapping
from typing import Any

from webapp.matters.turn import Turn


def _serving(turn: Turn) -> dict[str, Any]:
    return {
        "documents": [str(one.id) for one in turn.serving],
        "names": "、".join(one.label for one in turn.serving),
    }


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"serving": _serving}
