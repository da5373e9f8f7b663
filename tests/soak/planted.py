"""Faults planted by hand in platform code (植入差错): each must be noticed by the tests named.

A new one is a row of `tests/webapp/slips.py`: what is wrong, the function, the words that stand
there once, what takes their place, and the test. Removals of effects and of clock starts and stops
need no row.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.webapp.planting import texts
from tests.webapp.slips import SLIPS
from webapp.config import ROOT


@dataclass(frozen=True)
class Fault:
    """One change of one file that must fail one of some tests (差错)."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def rows() -> Iterator[Fault]:
    """Yield the slips of the platform: the whole function, right and wrong."""
    for slip in SLIPS:
        right, wrong = texts((ROOT / slip.file).read_text(encoding="utf-8"), slip)
        yield Fault(slip.says, slip.file, right, wrong, (slip.node,))


PLANTED: tuple[Fault, ...] = tuple(rows())
