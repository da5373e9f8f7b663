"""How heavy a request is: modules of ours that run for it, statements that reach the database.

Both are counted whatever calls them: Python functions by the file they stand in, SQL where the
driver sends it, with savepoints, locks and the jobs that are deferred. Commits are counted apart.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any

import psycopg

from webapp.config import ROOT

PACKAGES = ("engine", "processes", "forms", "documents", "webapp")
FOLDERS = tuple(f"{ROOT}/{name}/" for name in PACKAGES)


@dataclass
class Weight:
    """What ran while it was measured (一次请求的分量)."""

    modules: set[str] = field(default_factory=set)
    statements: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    """Where in our code each statement comes from."""
    commits: int = 0

    def by_sender(self) -> list[tuple[str, int]]:
        """Return how many statements come from which line, the dearest first."""
        return Counter(self.senders).most_common()


@contextmanager
def weighed() -> Iterator[Weight]:
    """Measure what runs inside, in this thread."""
    weight = Weight()
    files: set[str] = set()

    def entered(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    with _listening(weight):
        before = sys.getprofile()
        sys.setprofile(entered)
        try:
            yield weight
        finally:
            sys.setprofile(before)
    for name in files:
        if name.startswith(FOLDERS):
            weight.modules.add(name.removeprefix(f"{ROOT}/"))


@contextmanager
def _listening(weight: Weight) -> Iterator[None]:
    """Hear every statement that the driver sends."""
    cursor, connection = psycopg.Cursor, psycopg.Connection
    kept = cursor.execute, cursor.executemany, connection.commit

    def hear(run: Callable[..., Any], self: Any, query: Any, *rest: Any, **options: Any) -> Any:
        weight.statements.append(" ".join(str(query).split()))
        weight.senders.append(_sender())
        return run(self, query, *rest, **options)

    def commit(self: Any) -> None:
        weight.commits += 1
        kept[2](self)

    cursor.execute = _method(partial(hear, kept[0]))  # type: ignore[method-assign]
    cursor.executemany = _method(partial(hear, kept[1]))  # type: ignore[method-assign]
    connection.commit = commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        cursor.execute, cursor.executemany, connection.commit = kept  # type: ignore[method-assign]


def _method(run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *rest, **options: run(self, *rest, **options)


def _sender() -> str:
    """Return the innermost line of ours that has a statement sent."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(FOLDERS):
            return f"{name.removeprefix(f'{ROOT}/')}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return "?"
