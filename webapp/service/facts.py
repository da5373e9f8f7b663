"""What the log of a carrier says of the papers under way (投递记录)."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import clock
from processes.facts.documents import DeliveryFacts
from webapp.matters.turn import Turn
from webapp.service import queries


def delivery(turn: Turn) -> DeliveryFacts | None:
    """Return the log of what this 送达 handed to a carrier."""
    log = queries.log_of(queries.running(turn.instance, turn.scope), turn.at)
    if log is None:
        return None
    return DeliveryFacts(
        number=log.number,
        state=log.state.value,
        sent_at=clock.local(log.sent_at),
        arrived_at=clock.local(log.arrived_at) if log.arrived_at else None,
        returned_at=clock.local(log.returned_at) if log.returned_at else None,
    )


FACTS: Mapping[str, Callable[[Turn], Any]] = {"delivery": delivery}
