"""Making a net small: what only passes tokens on is taken out, what is twice is merged.

No answer changes: a place with one plain consumer that no question names is fused with what
follows; identical steps become one that stands for the elements of both. Values are never touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from engine.proof.net import Net, Transition, bits

Named = Callable[[Transition], bool]


def unnamed(transition: Transition) -> bool:
    """Take no step for one that a question names."""
    return False


def reduce(net: Net, named: Named = unnamed) -> Net:
    """Return a smaller net with the same answers; steps that are `named` stay as they are."""
    steps = list(net.transitions)
    while True:
        before = len(steps)
        steps = _Fusing(net, _merged(steps, named), named).done()
        if len(steps) == before:
            return replace(net, transitions=tuple(steps))


def _merged(steps: list[Transition], named: Named) -> list[Transition]:
    """Merge steps that do the same."""
    found: dict[tuple[object, ...], Transition] = {}
    for step in steps:
        labels = (step.begins, step.does, step.minutes) if named(step) else ()
        key = (step.pre, step.post, step.any, step.none, step.clear, step.sets, labels)
        first = found.get(key)
        if first is None:
            found[key] = step
        elif not step.covers <= first.covers:
            found[key] = replace(first, covers=first.covers | step.covers)
    return list(found.values())


class _Fusing:
    """Fuses places with their only, plain consumers, one after the other."""

    def __init__(self, net: Net, steps: list[Transition], named: Named) -> None:
        self.net, self.named = net, named
        self.steps = dict(enumerate(steps))
        self.consumers: dict[int, set[int]] = defaultdict(set)
        self.producers: dict[int, set[int]] = defaultdict(set)
        self.watched = net.start
        for number, step in self.steps.items():
            self.watched |= step.any
            for place in bits(step.pre & net.control):
                self.consumers[place].add(number)
            for place in bits(step.post & net.control):
                self.producers[place].add(number)
        masks = {mask for step in steps for mask in (step.none, step.clear, net.many) if mask}
        self.masks = sorted(masks)

    def done(self) -> list[Transition]:
        """Fuse what can be, and return the steps that are left."""
        for place in list(self.consumers):
            self._fuse(place)
        return list(self.steps.values())

    def _fuse(self, place: int) -> None:
        if len(self.consumers[place]) != 1 or not self.producers[place] or place & self.watched:
            return
        (number,) = self.consumers[place]
        consumer, producers = self.steps[number], self.producers[place]
        if number in producers or not self._is_silent(consumer, place):
            return
        if any(self.steps[each].post & consumer.post for each in producers):
            return
        if any(self._among(place) != self._among(each) for each in bits(consumer.post)):
            return
        for each in producers:
            step = self.steps[each]
            self.steps[each] = replace(
                step,
                post=(step.post & ~place) | consumer.post,
                path=(*step.path, *consumer.path),
                covers=step.covers | consumer.covers,
            )
        for other in bits(consumer.post):
            self.producers[other].discard(number)
            self.producers[other] |= producers
        del self.steps[number], self.consumers[place], self.producers[place]

    def _is_silent(self, step: Transition, place: int) -> bool:
        """Tell whether a step only passes one token on, whoever it stands for."""
        return (
            step.pre == place
            and step.is_plain
            and not step.sets
            and bool(step.post)
            and not step.post & ~self.net.control
            and not self.named(step)
        )

    def _among(self, place: int) -> list[bool]:
        """Say to which masks a place belongs: only places that belong to the same are fused."""
        return [bool(mask & place) for mask in self.masks]
