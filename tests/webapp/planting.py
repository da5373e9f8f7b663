"""Plants a fault into running code: a function gets the body it would have with some words changed.

The function keeps its identity, so that whoever holds it runs the faulty body. The words must stand
in it exactly once: a fault that fits the code no longer is told, it does not pass for noticed.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from webapp.config import ROOT

GUARDS, EFFECTS = "test_guards", "test_effects"
DOES = "test_an_effect_does_what_its_act_says"
DECLINES = "test_an_effect_declines_what_its_act_does_not_say"


@dataclass(frozen=True)
class Slip:
    """A small mistake (差错): where, which words become which, and the test that must notice it."""

    says: str
    where: str
    """Module and function, ``webapp.tasks.authority:holds``; a property of a class is one too."""
    old: str
    new: str
    test: str
    """A test of `test_guards`, or with an act one of `test_effects`."""
    act: str = ""

    @property
    def file(self) -> str:
        """Return where its module stands."""
        return f"{self.where.partition(':')[0].replace('.', '/')}.py"

    @property
    def node(self) -> str:
        """Return how pytest calls the test."""
        module, case = (EFFECTS, f"[{self.act}]") if self.act else (GUARDS, "")
        return f"tests/webapp/{module}.py::{self.test}{case}"


class Misplanted(Exception):
    """The code has moved on: the fault does not fit it."""


@contextmanager
def planted(slip: Slip) -> Iterator[None]:
    """Run with the fault in its function."""
    module_name, _, place = slip.where.partition(":")
    module, path = import_module(module_name), ROOT / slip.file
    names = place.split(".")
    faulty = _code(compile(plant(path.read_text("utf-8"), slip), str(path), "exec"), names)
    function, forget = _function(module, names)
    right = function.__code__
    forget()
    function.__code__ = faulty
    try:
        yield
    finally:
        function.__code__ = right
        forget()


def plant(source: str, slip: Slip) -> str:
    """Return the text of a module with the fault in it."""
    right, wrong = texts(source, slip)
    return source.replace(right, wrong)


def texts(source: str, slip: Slip) -> tuple[str, str]:
    """Return the text of the function, right and wrong."""
    names = slip.where.partition(":")[2].split(".")
    lines = source.splitlines(keepends=True)
    node: Any = ast.parse(source)
    for name in names:
        node = next((one for one in node.body if getattr(one, "name", "") == name), None)
        if node is None:
            raise Misplanted(f"{slip.where} is gone")
    part = "".join(lines[node.lineno - 1 : node.end_lineno])
    if part.count(slip.old) != 1:
        raise Misplanted(f"{slip.where}: {slip.old!r} stands there {part.count(slip.old)} times")
    if source.count(part) != 1:
        raise Misplanted(f"{slip.where} stands there more than once")
    return part, part.replace(slip.old, slip.new)


def _code(code: CodeType, names: list[str]) -> CodeType:
    for name in names:
        code = next(
            one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name
        )
    return code


def _function(module: Any, names: list[str]) -> tuple[FunctionType, Callable[[], None]]:
    """Return the function itself, and how to forget what a cache around it knows."""
    found: Any = module
    for name in names:
        found = inspect.getattr_static(found, name)
    if isinstance(found, property):
        found = found.fget
    forget = getattr(found, "cache_clear", lambda: None)
    function = inspect.unwrap(found)
    assert isinstance(function, FunctionType)
    return function, forget
