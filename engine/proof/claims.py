"""Rules about the order of acts, proven on every way (顺序规则的证明), each with a counterexample.

A claim names acts by pattern, never elements. Some take steps out and ask whether something can
still be reached; the others watch: a bit that some acts raise and others lower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from engine.order import matches
from engine.proof.conditions import FREE, ways
from engine.proof.net import Net, Transition
from engine.proof.reduction import reduce
from engine.proof.search import SECONDS, STATES, Walk, walk

Acts = tuple[str, ...]


class ClaimKind(Enum):
    """What a claim says of its acts `a`, `b` and `c` (规则类型)."""

    PRECEDE = "a 办结之后才能开始 b"
    RENEW = "每次 c 之后，重新办结 a 才能开始 b"
    RESPONSE = "a 办结之后，结束之前一定办结 b"
    OUTCOME = "结束之前一定办结 a 中的一个"
    BRANCH = "a 办结之后，开始 b 之前仍然可以开始 c"
    AT_MOST_ONCE = "a 至多办理一次"
    EXCLUDE = "a 办结之后不能再开始 b，除非办结了 c"
    WAIT = "a 办结之后，经过不短于规定时长的计时或者办结了 c，才能开始 b"
    DEADLINE = "a 办结之后到开始 b 之前，没有长于规定时长的计时"


@dataclass(frozen=True)
class Claim:
    """One claim about every way through a procedure.

    `value` narrows completions of `a` to those with this result, `when` the starts of `b` to values
    that may still hold there; `minutes` is the length of WAIT and DEADLINE.
    """

    id: str
    kind: ClaimKind
    a: Acts
    b: Acts = ()
    c: Acts = ()
    value: tuple[str, object] | None = None
    when: str = ""
    minutes: int = 0

    @property
    def acts(self) -> Acts:
        """Return every pattern it names."""
        return (*self.a, *self.b, *self.c)

    def names(self, step: Transition) -> bool:
        """Tell whether a step is one it asks about."""
        timed = self.kind in (ClaimKind.WAIT, ClaimKind.DEADLINE) and step.minutes > 0
        return timed or matches(step.begins | step.does, self.acts)


@dataclass(frozen=True)
class Answer:
    """Whether a claim holds; else a shortest run that breaks it. Undecided is never a yes."""

    holds: bool
    run: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Watch:
    """A bit of the state: which steps raise it, which lower it, where it must not be up."""

    raised: Callable[[Transition], bool]
    lowered: Callable[[Transition], bool]
    broken: Callable[[Transition], bool] | None = None
    at_the_end: bool = False


def prove(
    net: Net,
    claim: Claim,
    *,
    reduced: bool = True,
    states: int = STATES,
    seconds: float = SECONDS,
) -> Answer:
    """Prove a claim on a net, or find a shortest way round it."""
    smaller = reduce(net, claim.names) if reduced else net
    limits = (states, seconds)
    if claim.kind is ClaimKind.PRECEDE:
        rest = _without(smaller, lambda step: _does_a(claim, step))
        return _reaches(rest, _begins_b(claim, smaller), limits)
    if claim.kind is ClaimKind.OUTCOME:
        found = _walk(_without(smaller, lambda step: _does_a(claim, step)), None, limits)
        return _at_end(found, 0)
    if claim.kind is ClaimKind.BRANCH:
        return _branch(smaller, claim, limits)
    return _watched(smaller, _watch(claim), claim, limits)


def _does_a(claim: Claim, step: Transition) -> bool:
    if not matches(step.does, claim.a):
        return False
    return claim.value is None or claim.value in step.sets


def _begins_b(claim: Claim, net: Net) -> Callable[[int, Transition], bool]:
    masks = ways(claim.when, net.values) if claim.when else FREE
    return lambda state, step: (
        matches(step.begins, claim.b) and any(not state & mask for mask in masks)
    )


def _watch(claim: Claim) -> Watch:
    """Say what the kinds that watch a bit look at."""

    def does_a(step: Transition) -> bool:
        return _does_a(claim, step)

    def begins_b(step: Transition) -> bool:
        return matches(step.begins, claim.b)

    def does_c(step: Transition) -> bool:
        return matches(step.does, claim.c)

    def waited(step: Transition) -> bool:
        return step.minutes >= claim.minutes > 0 or does_c(step)

    if claim.kind is ClaimKind.RENEW:
        return Watch(does_c, does_a, begins_b)
    if claim.kind is ClaimKind.RESPONSE:
        return Watch(does_a, lambda step: matches(step.does, claim.b), at_the_end=True)
    if claim.kind is ClaimKind.AT_MOST_ONCE:
        return Watch(does_a, lambda step: False, lambda step: matches(step.begins, claim.a))
    if claim.kind is ClaimKind.EXCLUDE:
        return Watch(does_a, does_c, begins_b)
    if claim.kind is ClaimKind.WAIT:
        return Watch(does_a, waited, begins_b)
    return Watch(does_a, begins_b, lambda step: step.minutes > claim.minutes)


def _watched(net: Net, watch: Watch, claim: Claim, limits: tuple[int, float]) -> Answer:
    bit = 1 << (net.control | net.start).bit_length()
    steps = []
    for step in net.transitions:
        if watch.raised(step):
            step = replace(step, clear=step.clear | bit, post=step.post | bit)
        elif watch.lowered(step):
            step = replace(step, clear=step.clear | bit)
        steps.append(step)
    watching = replace(net, transitions=tuple(steps))
    broken = watch.broken
    if broken is None:
        return _at_end(_walk(watching, None, limits), bit)
    masks = ways(claim.when, net.values) if claim.when else FREE

    def stop(state: int, step: Transition) -> bool:
        return bool(state & bit) and broken(step) and any(not state & mask for mask in masks)

    return _reaches(watching, stop, limits)


def _branch(net: Net, claim: Claim, limits: tuple[int, float]) -> Answer:
    """Look back from where `c` may start, `b` taken out, to every state right behind `a`."""
    found = _walk(net, None, limits)
    if not found.complete:
        return Answer(False, complete=False)
    before: dict[int, list[int]] = defaultdict(list)
    able: set[int] = set()
    behind: dict[int, tuple[int, Transition]] = {}
    for state in found.came:
        for step in net.transitions:
            if not step.is_enabled(state):
                continue
            after = step.left(state) | step.post
            if _does_a(claim, step):
                behind.setdefault(after, (state, step))
            if matches(step.begins, claim.c):
                able.add(state)
            if not matches(step.begins, claim.b):
                before[after].append(state)
    stack = list(able)
    while stack:
        for state in before[stack.pop()]:
            if state not in able:
                able.add(state)
                stack.append(state)
    for after, (state, step) in behind.items():
        if after not in able:
            return Answer(False, found.run(state, step))
    return Answer(True)


def _without(net: Net, gone: Callable[[Transition], bool]) -> Net:
    return replace(net, transitions=tuple(step for step in net.transitions if not gone(step)))


def _walk(
    net: Net, stop: Callable[[int, Transition], bool] | None, limits: tuple[int, float]
) -> Walk:
    return walk(net, stop=stop, states=limits[0], seconds=limits[1])


def _reaches(
    net: Net, stop: Callable[[int, Transition], bool], limits: tuple[int, float]
) -> Answer:
    found = _walk(net, stop, limits)
    if found.stopped is not None:
        state, step = found.stopped
        return Answer(False, (*found.run(state), *step.path[:1]))
    return Answer(found.complete, complete=found.complete)


def _at_end(found: Walk, bit: int) -> Answer:
    """Refuse an end at which a bit is up; with no bit, every end."""
    for state in found.finals():
        if not bit or state & bit:
            return Answer(False, found.run(state))
    return Answer(found.complete, complete=found.complete)
