"""Walking a net breadth-first, so that every counterexample is a shortest one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from engine.proof.net import Net, Transition

STATES = 200_000
SECONDS = 1.5
Step = tuple[int, Transition]


@dataclass
class Walk:
    """What was seen: states with the step that led to each first; `complete` unless cut short."""

    net: Net
    came: dict[int, Step | None] = field(default_factory=dict)
    doubled: Step | None = None
    stopped: Step | None = None
    complete: bool = True

    def run(self, state: int, last: Transition | None = None) -> tuple[str, ...]:
        """Return the elements on a shortest way to a state, and through one step more."""
        found = [last.path] if last else []
        came = self.came[state]
        while came is not None:
            found.append(came[1].path)
            came = self.came[came[0]]
        found.append(self.net.head)
        return tuple(id for path in reversed(found) for id in path)

    def finals(self) -> Iterator[int]:
        """Iterate over the states in which no token is left."""
        return (state for state in self.came if not state & self.net.control)


def walk(
    net: Net,
    *,
    stop: Callable[[int, Transition], bool] | None = None,
    states: int = STATES,
    seconds: float = SECONDS,
) -> Walk:
    """Visit every state that can be reached, up to a limit; stop at a step that is looked for.

    A step that would mark a place twice is not taken: `doubled` is the first of these.
    """
    found, until = Walk(net, {net.start: None}), monotonic() + seconds
    queue, single = deque([net.start]), net.control & ~net.many
    while queue:
        state = queue.popleft()
        for step in net.transitions:
            if not step.is_enabled(state):
                continue
            if stop is not None and stop(state, step):
                found.stopped = (state, step)
                return found
            left = step.left(state)
            if left & step.post & single:
                found.doubled = found.doubled or (state, step)
                continue
            after = left | step.post
            if after not in found.came:
                found.came[after] = (state, step)
                queue.append(after)
        if len(found.came) > states or monotonic() > until:
            found.complete = False
            return found
    return found
