"""The evidence a form may be filled from (预填来源): all of it, and what was admitted."""

from collections.abc import Callable, Mapping
from typing import Any

from processes.acts import aliases
from webapp.evidence import queries
from webapp.matters.parties import RESIDENT
from webapp.matters.turn import Turn


def _evidence(turn: Turn) -> dict[str, Any]:
    pieces = queries.of_matter(turn.matter.id)
    good = [one for one in pieces if one.verdict is None or one.verdict.is_admissible]
    return {
        "all": [str(one.id) for one in pieces],
        "admissible": [str(one.id) for one in good],
        "verdicts": [{"evidence": str(one.id)} for one in pieces],
    }


def _interviewee(turn: Turn) -> dict[str, Any]:
    """Return what the matter knows of whom the certificates were shown to (被询问人).

    Nothing, unless it was the party in person.
    """
    shown = turn.history.last(*aliases()["id_show"], instance=str(turn.instance))
    party = turn.party
    if shown is None or party is None or shown.entry.values.get("shown_to") != "party":
        return {}
    is_resident = party.details.get("id_kind") == RESIDENT and party.id_number
    return {
        "id_kind": "resident" if is_resident else None,
        "id_number": party.id_number if is_resident else None,
        "phone": party.phone,
        "address": party.address,
    }


SOURCES: Mapping[str, Callable[[Turn], Any]] = {"evidence": _evidence, "interviewee": _interviewee}
