"""What the acts of a completed task do to the records (环节效果), in the slices that keep them."""

from collections.abc import Iterable

from processes.acts import Tag, tagged
from webapp.matters.turn import Turn
from webapp.tasks import faces


def lasting(acts: Iterable[str]) -> bool:
    """Tell whether acts have effects that doing them again would not simply replace."""
    effects = faces.current().effects
    return any(act in effects and act not in tagged(Tag.REPLACED) for act in acts)


def apply(turn: Turn) -> None:
    """Do what the acts of the completed task do (落实环节效果)."""
    effects = faces.current().effects
    for act in turn.todo.acts:
        if act in effects:
            effects[act](turn)
