"""Soundness (健全性): no deadlock, no token twice, always able to finish, no dead step.

On the reduced net; a walk that was cut short answers *undecided*, which refuses as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.proof.net import Net
from engine.proof.reduction import reduce
from engine.proof.search import SECONDS, STATES, Walk, walk


@dataclass(frozen=True)
class Verdict:
    """What a walk showed: a run to a deadlock, to a doubled token, to where no end is reached.

    `dead` are elements that never take part; `complete` is False where a limit cut the walk.
    """

    deadlock: tuple[str, ...] | None
    doubled: tuple[str, ...] | None
    endless: tuple[str, ...] | None
    dead: frozenset[str]
    complete: bool

    @property
    def is_sound(self) -> bool:
        """Tell whether everything was shown."""
        wrong = (self.deadlock, self.doubled, self.endless)
        return self.complete and not self.dead and all(each is None for each in wrong)


def judge(
    net: Net, *, reduced: bool = True, states: int = STATES, seconds: float = SECONDS
) -> Verdict:
    """Judge a net; unreduced for comparison."""
    smaller = reduce(net) if reduced else net
    found = walk(smaller, states=states, seconds=seconds)
    doubled = found.run(*found.doubled) if found.doubled else None
    if not found.complete:
        return Verdict(None, doubled, None, frozenset(), complete=False)
    deadlock = _deadlock(found)
    endless = None if deadlock else _endless(found)
    lived: set[str] = set()
    for state in found.came:
        if lived >= smaller.elements:
            break
        for step in smaller.transitions:
            if step.is_enabled(state):
                lived |= step.covers
    return Verdict(deadlock, doubled, endless, smaller.elements - lived, complete=True)


def _deadlock(found: Walk) -> tuple[str, ...] | None:
    """Return a shortest run to a state with tokens that nothing can move."""
    for state in found.came:
        if state & found.net.control and not any(
            step.is_enabled(state) for step in found.net.transitions
        ):
            return found.run(state)
    return None


def _endless(found: Walk) -> tuple[str, ...] | None:
    """Return a shortest run to a state from which no end can be reached any more."""
    before: dict[int, list[int]] = defaultdict(list)
    for state in found.came:
        for step in found.net.transitions:
            if step.is_enabled(state):
                before[step.left(state) | step.post].append(state)
    ending = set(found.finals())
    stack = list(ending)
    while stack:
        for state in before[stack.pop()]:
            if state not in ending:
                ending.add(state)
                stack.append(state)
    return next((found.run(state) for state in found.came if state not in ending), None)
