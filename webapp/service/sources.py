"""The documents that a 送达 is about, to fill a form from (预填来源)."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import clock
from webapp.matters.turn import Turn
from webapp.service import queries
from webapp.service.models import Carriage


def _serving(turn: Turn) -> dict[str, Any]:
    return {
        "documents": [str(one.id) for one in turn.serving],
        "names": "、".join(one.label for one in turn.serving),
    }


def _delivery(turn: Turn) -> dict[str, Any]:
    log = queries.log_of(queries.running(turn.instance, turn.scope), turn.at)
    if log is None:
        return {}
    ended = clock.local(log.ended_at) if log.ended_at else None
    sent = clock.local(log.sent_at)
    return {
        "number": log.number,
        "sent_at": f"{sent:%Y-%m-%dT%H:%M}",
        "sent_on": f"{sent:%Y-%m-%d}",
        "served": None if ended is None else "yes" if log.arrived_at else "no",
        "returned": None if ended is None else log.returned_at is not None,
        "arrived_at": f"{ended:%Y-%m-%dT%H:%M}" if ended and log.arrived_at else None,
        "ended_on": f"{ended:%Y-%m-%d}" if ended and log.state is not Carriage.LOST else None,
        "reason": None if ended is None or log.arrived_at else log.words or log.state.value,
    }


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"serving": _serving, "delivery": _delivery}
