"""Safeguards (程序保障): conditions of law on a submission, judged before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from engine.errors import CalendarMissing
from engine.order import Declaration, Item, matches


@dataclass(frozen=True)
class Refusal:
    """Why a submission is refused (不予通过): sentence, safeguard id, article, fields concerned."""

    message: str
    id: str = ""
    basis: str = ""
    fields: tuple[str, ...] = ()


class Facts(Protocol):
    """All that the law may look at; the least is the history of the case."""

    @property
    def history(self) -> Sequence[Item]:
        """Return the completed acts of the case, oldest first."""


F = TypeVar("F", bound=Facts, covariant=True)


@dataclass(frozen=True)
class Submission(Generic[F]):
    """What an officer is about to complete (提交), with the facts of the case."""

    acts: tuple[str, ...]
    process: str
    node: str
    role: str
    actor: str | None
    values: Mapping[str, Any]
    at: datetime
    facts: F
    final: bool = False


Check = Callable[[Submission[Any]], Refusal | None]


@dataclass(frozen=True)
class Label:
    """What the decorator notes on a check: id, the acts it concerns, legal basis.

    The first check of an id bears its `title`, as officers read it; `prepared_by` are earlier acts
    that prepare what it will ask.
    """

    id: str
    acts: tuple[str, ...]
    basis: str
    title: str = ""
    prepared_by: tuple[str, ...] = ()


C = TypeVar("C", bound=Callable[..., Refusal | Iterable[Refusal] | None])


def safeguard(
    id: str,
    *,
    acts: Sequence[str],
    basis: str,
    title: str = "",
    prepared_by: Sequence[str] = (),
) -> Callable[[C], C]:
    """Label a function as a safeguard (保障条款); nothing is registered."""

    def label(check: C) -> C:
        check.__dict__["safeguard"] = Label(id, tuple(acts), basis, title, tuple(prepared_by))
        return check

    return label


def label_of(safeguard: Check | Declaration) -> Label:
    """Return id, acts and basis of a safeguard of either kind."""
    if isinstance(safeguard, Declaration):
        return Label(
            safeguard.id,
            safeguard.acts,
            safeguard.basis,
            safeguard.title,
            safeguard.prepared_by,
        )
    label = getattr(safeguard, "safeguard", None)
    if not isinstance(label, Label):
        raise TypeError(f"{safeguard!r} is not labeled with @safeguard")
    return label


@dataclass(frozen=True)
class Review:
    """What `review` found: the refusals and the ids of the safeguards that were met."""

    refusals: tuple[Refusal, ...] = ()
    met: tuple[str, ...] = field(default=())


def review(safeguards: Iterable[Check | Declaration], submission: Submission[Any]) -> list[Refusal]:
    """Judge a submission by every safeguard that concerns its acts; all refusals, in order."""
    return list(examine(safeguards, submission).refusals)


def examine(safeguards: Iterable[Check | Declaration], submission: Submission[Any]) -> Review:
    """Judge like `review`, and also tell which safeguards were met (for the task page)."""
    refusals: list[Refusal] = []
    met: list[str] = []
    for each in safeguards:
        if not concerns(each, submission.acts):
            continue
        found = _judge(each, submission)
        refusals.extend(found)
        if not found:
            met.append(label_of(each).id)
    return Review(tuple(refusals), tuple(met))


def concerns(safeguard: Check | Declaration, acts: Iterable[str]) -> bool:
    """Tell whether a safeguard judges a task with these acts."""
    if isinstance(safeguard, Declaration):
        return safeguard.concerns(acts)
    return matches(acts, label_of(safeguard).acts)


def _judge(safeguard: Check | Declaration, submission: Submission[Any]) -> list[Refusal]:
    label = label_of(safeguard)
    try:
        refusals = _found(safeguard, submission)
    except CalendarMissing as missing:  # said in words, with who can enter it
        refusals = [Refusal(str(missing))]
    return [replace(r, id=r.id or label.id, basis=r.basis or label.basis) for r in refusals]


def _found(safeguard: Check | Declaration, submission: Submission[Any]) -> list[Refusal]:
    if isinstance(safeguard, Declaration):
        history = submission.facts.history
        if not safeguard.applies(submission, history):
            return []
        reason = safeguard.broken(submission, history)
        return [Refusal(reason)] if reason else []
    found = safeguard(submission)
    return [] if found is None else [found] if isinstance(found, Refusal) else list(found)
