"""The families of acts and procedures (流程门类): folders of this package, found by looking.

A family is a folder with an `acts.py`; it may bring further modules of the same names everywhere.
Nothing lists the families: a new folder is one.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import processes

ROWS = "acts"


@cache
def families() -> tuple[str, ...]:
    """Return the names of the folders that hold acts, in alphabetical order."""
    folders = (found.name for found in iter_modules(processes.__path__) if found.ispkg)
    return tuple(sorted(name for name in folders if _has(name, ROWS)))


@cache
def gather(module: str, name: str) -> tuple[Any, ...]:
    """Return the entries of a tuple that a module of each family may declare."""
    found = in_families(module)
    return tuple(entry for each in found for entry in getattr(each, name, ()))


def in_families(module: str) -> list[ModuleType]:
    """Return the modules of one name that families have."""
    names = (f"processes.{family}.{module}" for family in families() if _has(family, module))
    return [import_module(name) for name in names]


def _has(family: str, module: str) -> bool:
    return find_spec(f"processes.{family}.{module}") is not None
