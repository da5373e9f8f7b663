"""How far the cases of the demonstration have been loaded (演示案件载入进度).

A file beside the database says it: the program that loads writes it, pages and jobs read it. One
that was not touched for a while belongs to a program that is gone.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import orjson

NAME = "demo-cases.json"
FRESH_SECONDS = 90


@dataclass
class Loading:
    """The plans that were begun, by their place, and how many of all steps were taken."""

    home: Path
    total: int
    steps: int
    begun: set[int]
    taken: int = 0
    is_done: bool = False

    @property
    def percent(self) -> int:
        """Return how much was done; all of it only when it is over."""
        return min(99, 100 * self.taken // max(1, self.steps))

    @property
    def missing(self) -> list[int]:
        """Return the plans that nobody has begun."""
        return [place for place in range(self.total) if place not in self.begun]

    def keep(self) -> None:
        """Write it down: whoever reads sees one state or the next."""
        told = {
            "total": self.total,
            "steps": self.steps,
            "begun": sorted(self.begun),
            "taken": self.taken,
            "done": self.is_done,
        }
        fresh = self.home / f".{NAME}"
        fresh.write_bytes(orjson.dumps(told))
        fresh.replace(self.home / NAME)


def read(home: Path) -> Loading | None:
    """Return how far loading has come here, if it was ever begun."""
    try:
        told = orjson.loads((home / NAME).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    begun, steps = set(told["begun"]), told["steps"]
    return Loading(home, told["total"], steps, begun, told["taken"], told["done"])


def begin(home: Path, total: int, steps: int = 0, begun: Collection[int] = ()) -> Loading:
    """Begin to load, or go on where an earlier start was cut off."""
    home.mkdir(parents=True, exist_ok=True)
    found = Loading(home, total, steps, set(begun))
    found.keep()
    return found


def under_way(home: Path) -> Loading | None:
    """Return how far loading has come while a program is at it."""
    try:
        age = time.time() - (home / NAME).stat().st_mtime
    except FileNotFoundError:
        return None
    found = read(home) if age < FRESH_SECONDS else None
    return None if found is None or found.is_done else found
