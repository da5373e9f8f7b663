"""What an act does to the records (环节效果): one function per act, each calls a slice's operation.

The registry is explicit: `EFFECTS` gathers the modules, and slices above this one add theirs when
the platform is put together.
"""

from collections.abc import Callable, Iterable, Mapping

from flask import Flask, current_app

from processes.acts import Tag, tagged
from webapp.tasks.effects import (
    archiving,
    decision,
    evidence,
    execution,
    filing,
    interruption,
    recusal,
    referral,
    serving,
)
from webapp.tasks.turn import Turn

Effect = Callable[[Turn], None]

EFFECTS: Mapping[str, Effect] = {
    **filing.EFFECTS,
    **evidence.EFFECTS,
    **recusal.EFFECTS,
    **interruption.EFFECTS,
    **decision.EFFECTS,
    **serving.EFFECTS,
    **execution.EFFECTS,
    **referral.EFFECTS,
    **archiving.EFFECTS,
}

EXTENSION = "faxun.effects"


def init_app(app: Flask, more: Mapping[str, Effect]) -> None:
    """Add the effects of slices above this one."""
    app.extensions[EXTENSION] = {**EFFECTS, **more}


def registered() -> Mapping[str, Effect]:
    """Return the effect of every act that has one."""
    found: Mapping[str, Effect] = current_app.extensions.get(EXTENSION, EFFECTS)
    return found


def lasting(acts: Iterable[str]) -> bool:
    """Tell whether acts have effects that doing them again would not simply replace."""
    return any(act in registered() and act not in tagged(Tag.REPLACED) for act in acts)


def apply(turn: Turn) -> None:
    """Do what the acts of the completed task do (落实环节效果)."""
    effects = registered()
    for act in turn.todo.acts:
        if act in effects:
            effects[act](turn)
