"""Faults planted by hand in platform code (植入差错): each must be noticed by the tests named.

A new one is a row: what is wrong then, the file, the text that stands there once, what takes its
place, and the nearest tests. Removals of effects and of clock starts and stops need no row.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One change of one file that must fail one of some tests (差错)."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


PLANTED: tuple[Fault, ...] = ()
