"""What the library of laws says, as values the law looks at (要素): provisions by their keys."""

from collections.abc import Iterable

from processes.facts.law import ClauseFacts
from webapp.laws import queries
from webapp.laws.models import EffectLevel, Provision


def clauses(keys: Iterable[str]) -> dict[str, ClauseFacts]:
    """Return provisions by their keys; unknown keys are left out."""
    return {place.key or "": _clause(place) for place in queries.find_provisions(set(keys))}


def _clause(place: Provision) -> ClauseFacts:
    version = place.version
    ended = [day for day in (place.repealed, version.repealed) if day]
    return ClauseFacts(
        key=place.key or "",
        cite=place.citation,
        level=version.law.level.value,
        effective=version.effective,
        ended=min(ended) if ended else None,
        published=version.law.level is not EffectLevel.DOCUMENT,
    )
