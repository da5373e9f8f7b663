"""Order of acts (顺序规则): declared once, judged on the diagram and on the running step.

The diagram side (every path) is the token game of a later module; these declarations are its data.
The run-time side looks at the history of the case: acts that were really completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, Protocol

from engine.errors import EngineError
from engine.expressions import parse


class Item(Protocol):
    """A completed act of the case: what a history consists of."""

    @property
    def acts(self) -> Sequence[str]:
        """Return the acts of the completed task."""

    @property
    def outcome(self) -> Mapping[str, Any]:
        """Return the decision values it set."""

    @property
    def actor(self) -> str | None:
        """Return the officer who completed it."""

    @property
    def at(self) -> datetime:
        """Return when it was completed."""


class Attempt(Protocol):
    """What is about to be completed, for the run-time side of a declaration."""

    @property
    def acts(self) -> Sequence[str]:
        """Return the acts of the task."""

    @property
    def actor(self) -> str | None:
        """Return the officer who completes it."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the submitted values."""


def matches(acts: Iterable[str], globs: Iterable[str]) -> bool:
    """Tell whether one of the acts fits one of the patterns (`inv.*`)."""
    patterns = tuple(globs)
    return any(fnmatchcase(act, pattern) for act in acts for pattern in patterns)


def _globs(acts: str | Iterable[str]) -> tuple[str, ...]:
    return (acts,) if isinstance(acts, str) else tuple(acts)


def _decided(history: Iterable[Item], values: Mapping[str, Any]) -> dict[str, Any]:
    decided: dict[str, Any] = {}
    for item in history:
        decided.update(item.outcome)
    return {**decided, **values}


@dataclass(frozen=True)
class Declaration:
    """A statement about order: id, the act it is about, legal basis, sentence for a refusal.

    `title` is how officers read it, `prepared_by` are earlier acts that prepare what it asks.
    """

    id: str
    act: str | tuple[str, ...]
    basis: str = field(default="", kw_only=True)
    message: str = field(default="", kw_only=True)
    when: str = field(default="", kw_only=True)
    title: str = field(default="", kw_only=True)
    prepared_by: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the patterns of the act."""
        return _globs(self.act)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether completing a task with these acts is judged by the declaration."""
        raise NotImplementedError

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Return the reason for refusal, or None."""
        raise NotImplementedError

    def applies(self, attempt: Attempt, history: Sequence[Item]) -> bool:
        """Tell whether `when` may hold; a value not decided yet counts as it may."""
        if not self.when:
            return True
        try:
            return parse(self.when).holds(_decided(history, attempt.values))
        except EngineError:
            return True

    def _said(self, default: str) -> str:
        return self.message or default


@dataclass(frozen=True)
class MustPrecede(Declaration):
    """`act` was completed before `before` is (先后): with `value`, and again after each `renew`."""

    before: str | tuple[str, ...] = field(kw_only=True)
    value: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    renew: str | tuple[str, ...] = field(default=(), kw_only=True)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether the later act is among these."""
        return matches(acts, _globs(self.before))

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Refuse the later act without the earlier one."""
        done = False
        for item in history:
            if matches(item.acts, _globs(self.renew)):
                done = False
            if matches(item.acts, self.acts):
                done = all(item.outcome.get(k) == v for k, v in self.value.items())
        return None if done else self._said("尚未完成法定的前置环节")


@dataclass(frozen=True)
class MustFollow(Declaration):
    """`act` follows every `after` before `until` is completed (后续)."""

    after: str | tuple[str, ...] = field(kw_only=True)
    until: str | tuple[str, ...] = field(kw_only=True)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether the case is about to end."""
        return matches(acts, _globs(self.until))

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Refuse the end while the later act is owed."""
        owed = False
        for item in history:
            if matches(item.acts, _globs(self.after)):
                owed = True
            if matches(item.acts, self.acts):
                owed = False
        return self._said("尚有法定的后续环节未办理") if owed else None


@dataclass(frozen=True)
class MustInclude(Declaration):
    """One of `act` was completed before `until` is (必经)."""

    until: str | tuple[str, ...] = field(kw_only=True)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether the case is about to end."""
        return matches(acts, _globs(self.until))

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Refuse the end without the act."""
        if any(matches(item.acts, self.acts) for item in history):
            return None
        return self._said("缺少法定必经环节")


@dataclass(frozen=True)
class Excludes(Declaration):
    """After `after`, `act` is forbidden (互斥); with itself: at most once. `unless` lifts it."""

    after: str | tuple[str, ...] = field(kw_only=True)
    value: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    unless: str | tuple[str, ...] = field(default=(), kw_only=True)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether the forbidden act is among these."""
        return matches(acts, self.acts)

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Refuse the act once the other has happened."""
        barred = False
        for item in history:
            if matches(item.acts, _globs(self.unless)):
                barred = False
            if matches(item.acts, _globs(self.after)) and all(
                item.outcome.get(k) == v for k, v in self.value.items()
            ):
                barred = True
        return self._said("前序环节已排除本环节") if barred else None


@dataclass(frozen=True)
class SeparateRoles(Declaration):
    """Who completed one of `others` may not complete `act` (职责分离), nor the other way round."""

    others: str | tuple[str, ...] = field(kw_only=True)

    def concerns(self, acts: Iterable[str]) -> bool:
        """Tell whether either side is among these acts."""
        return matches(acts, (*self.acts, *_globs(self.others)))

    def broken(self, attempt: Attempt, history: Sequence[Item]) -> str | None:
        """Refuse an officer who stands on the other side."""
        against: set[str] = set()
        if matches(attempt.acts, self.acts):
            against.update(_globs(self.others))
        if matches(attempt.acts, _globs(self.others)):
            against.update(self.acts)
        officer = attempt.actor
        if officer and any(i.actor == officer and matches(i.acts, against) for i in history):
            return self._said("办理人员与前序环节人员应当分离")
        return None
