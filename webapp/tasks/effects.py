"""What the acts of a completed task do to the records (环节效果), in the slices that keep them."""

from collections.abc import Iterable, Mapping

from flask import current_app

from processes.acts import Tag, tagged
from webapp.matters.turn import Turn
from webapp.tasks import faces

AFTERWARDS = "faxun.after_effects"
"""What else is done when a task was completed, whatever its acts."""


def registered() -> Mapping[str, faces.Effect]:
    """Return the effect of every act that has one."""
    return faces.current().effects


def lasting(acts: Iterable[str]) -> bool:
    """Tell whether acts have effects that doing them again would not simply replace."""
    effects = registered()
    return any(act in effects and act not in tagged(Tag.REPLACED) for act in acts)


def apply(turn: Turn) -> None:
    """Do what the acts of the completed task do (落实环节效果)."""
    effects = registered()
    for act in turn.acts:
        if act in effects:
            effects[act](turn)
    current_app.extensions[AFTERWARDS](turn)
