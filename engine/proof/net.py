"""A net: places as bits of one integer, steps that move tokens and decide values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Transition:
    """One step of the token game.

    It may happen where all of `pre`, something of `any` (if not empty) and nothing of `none` is
    marked; it takes `pre`, `any` and `clear` away and marks `post`. `begins` and `does` are the
    acts it starts and completes, `sets` the values it decides, `minutes` the length of the timer it
    fires. `path` are the elements it goes through, `covers` all it may stand for.
    """

    pre: int
    post: int
    any: int = 0
    none: int = 0
    clear: int = 0
    begins: frozenset[str] = frozenset()
    does: frozenset[str] = frozenset()
    sets: frozenset[tuple[str, object]] = frozenset()
    minutes: int = 0
    path: tuple[str, ...] = ()
    covers: frozenset[str] = frozenset()

    def is_enabled(self, state: int) -> bool:
        """Tell whether it may happen in a state."""
        if state & self.pre != self.pre or state & self.none:
            return False
        return not self.any or bool(state & self.any)

    def left(self, state: int) -> int:
        """Return what it leaves of a state before it marks anything."""
        return state & ~(self.pre | self.any | self.clear)

    @property
    def is_plain(self) -> bool:
        """Tell whether it only moves tokens."""
        return not (self.any or self.none or self.clear)

    def with_elements(self, *ids: str) -> Transition:
        """Let it go through some elements."""
        return replace(self, path=ids, covers=frozenset(ids))


@dataclass(frozen=True)
class Net:
    """Places (as bits of `control`), values (bits outside it), steps and where tokens start.

    Places in `many` lie on ways beside the main one, which may be gone several times at once: one
    bit stands for all tokens there.
    """

    transitions: tuple[Transition, ...]
    start: int
    control: int
    many: int = 0
    values: dict[tuple[str, object], int] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    """The elements before the first step: where every run begins."""

    @property
    def elements(self) -> frozenset[str]:
        """Return every element that some step goes through."""
        return frozenset().union(*(each.covers for each in self.transitions))


def bits(mask: int) -> list[int]:
    """List the bits of a mask."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low)
        mask ^= low
    return found
