"""What still has to be kept at a step (本环节须守的保障): met, unmet, or for a later step.

The task page shows this list beside the form, before anything is submitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.order import Declaration, MustFollow, MustPrecede, matches
from engine.safeguards import Check, Refusal, concerns, label_of, review
from processes.safeguards.attempt import Attempt, cited


class State(Enum):
    """Where a safeguard stands at a step (保障状态)."""

    UNMET = "未满足"
    MET = "已满足"
    LATER = "在后"


@dataclass(frozen=True)
class Standing:
    """One line of the list: safeguard, short title, article, state and, when unmet, why."""

    id: str
    title: str
    basis: str
    state: State
    messages: tuple[str, ...] = ()


def standing(safeguards: Sequence[Check | Declaration], attempt: Attempt) -> list[Standing]:
    """Tell how every safeguard of a step stands: unmet ones first, then met, then later ones.

    What concerns every step (归档、监督、举报人 …) is listed only when it stands in the way.
    """
    titles = {label.id: label.title for label in map(label_of, safeguards) if label.title}
    now: dict[str, list[Standing]] = {}
    later: dict[str, Standing] = {}
    for each in safeguards:
        label = label_of(each)
        title = titles.get(label.id, label.id)
        if concerns(each, attempt.acts):
            refusals = _judge(each, attempt)
            state = State.UNMET if refusals else State.MET
            if refusals or "*" not in label.acts:
                basis = cited(attempt, refusals[0].basis if refusals else label.basis)
                messages = tuple(refusal.message for refusal in refusals)
                found = Standing(label.id, title, basis, state, messages)
                now.setdefault(label.id, []).append(found)
        elif matches(attempt.acts, _preparing(each)):
            later.setdefault(
                label.id, Standing(label.id, title, cited(attempt, label.basis), State.LATER)
            )
    lines = [_merge(found) for found in now.values()]
    lines += [line for id, line in later.items() if id not in now]
    order = list(State)
    return sorted(lines, key=lambda line: order.index(line.state))


def _judge(safeguard: Check | Declaration, attempt: Attempt) -> list[Refusal]:
    return review([safeguard], attempt)


def together(views: Sequence[Sequence[Standing]]) -> list[Standing]:
    """Put what several parties see at a step into one list (各当事人合并)."""
    if len(views) == 1:
        return list(views[0])
    found: dict[str, list[Standing]] = {}
    for line in (line for view in views for line in view):
        found.setdefault(line.id, []).append(line)
    order = list(State)
    return sorted(
        (_merge(lines) for lines in found.values()), key=lambda one: order.index(one.state)
    )


def _merge(found: list[Standing]) -> Standing:
    """Make one line of the several checks of one safeguard."""
    unmet = [line for line in found if line.state is State.UNMET]
    if not unmet:
        return found[0]
    first = unmet[0]
    messages = tuple(dict.fromkeys(message for line in unmet for message in line.messages))
    return Standing(first.id, first.title, first.basis, State.UNMET, messages)


def _preparing(safeguard: Check | Declaration) -> Iterator[str]:
    yield from label_of(safeguard).prepared_by
    if isinstance(safeguard, MustPrecede):
        yield from safeguard.acts
    if isinstance(safeguard, MustFollow):
        after = safeguard.after
        yield from (after,) if isinstance(after, str) else after
