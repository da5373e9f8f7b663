"""PROCEDURES and SAFEGUARDS: every procedure by key, every safeguard (流程目录)."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from engine.order import Declaration
from engine.procedure import Procedure
from engine.safeguards import label_of
from processes.families import families, in_families

GROUPS: Mapping[str, str] = {
    "evidence": "调查取证",
    "case": "案件事项",
    "party": "当事人",
}
"""The groups of the case menu, in the order of the menu."""


def _gathered() -> list[Procedure]:
    """Gather the procedures: those with matters of their own, beside any of these, beside some."""
    packages = (import_module(f"processes.{family}") for family in families())
    found = [one for package in packages for one in getattr(package, "PROCEDURES", ())]
    return sorted(found, key=lambda one: (one.opens is None, bool(one.needs)))


PROCEDURES: Mapping[str, Procedure] = {one.key: one for one in _gathered()}
"""Every procedure by key, as the folders of this package declare them."""

MAIN: Mapping[str, Procedure] = {
    one.key: one for one in PROCEDURES.values() if one.opens is not None
}
"""The procedures that are opened as matters of their own."""

KINDS: Mapping[str, str] = {**{key: one.name for key, one in MAIN.items()}, **GROUPS}
"""What lists tell apart: main procedures by key, those beside them by group (程序类别)."""


def name_of(key: str) -> str:
    """Return what lists call a procedure, its key if it is none of ours any more."""
    return PROCEDURES[key].name if key in PROCEDURES else key


def stages() -> tuple[str, ...]:
    """Return the stages of all main procedures, each in its order."""
    return tuple(dict.fromkeys(stage for one in MAIN.values() for stage in one.stages))


def main_clocks() -> list[tuple[str, str]]:
    """Return which clock measures which procedure."""
    return [(one.key, one.main_clock) for one in MAIN.values() if one.main_clock]


def is_safeguard(found: object) -> bool:
    """Tell whether something in a module is a labeled check or a declaration."""
    return isinstance(found, Declaration) or hasattr(found, "safeguard")


def _safeguards() -> Iterator[Any]:
    """Yield the safeguards of the law and of the families, in the order of their ids."""
    general = (one.name for one in iter_modules(import_module("processes.safeguards").__path__))
    modules = [import_module(f"processes.safeguards.{name}") for name in sorted(general)]
    modules += in_families("safeguards")
    found = {
        id(each): each for module in modules for each in vars(module).values() if is_safeguard(each)
    }
    yield from sorted(found.values(), key=lambda each: label_of(each).id)


SAFEGUARDS: tuple[Any, ...] = tuple(_safeguards())
"""Every check and declaration of every procedure, in the order in which refusals are shown."""
