"""A document that may not exist yet (文书稿): what its template will be filled from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from webapp.matters.done import History
from webapp.matters.models import Matter, Party

Json = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A document in the making (文书稿): who filled in what, with which opinions."""

    matter: Matter
    address: str
    contributions: Sequence[Mapping[str, Any]]
    opinions: Mapping[str, Mapping[str, Any]]
    history: History
    instance: str
    party_id: int | None = None
    """The party that the document alone is about; none: all of them (当事人)."""
    number: str = ""
    check: str = ""
    """Where the public checks the paper (验真网址); empty for drafts and what stays inside."""
    dated: date | None = None
    forms: Mapping[str, str] | None = None
    """The form files pinned in the version; None: those of the project."""
    templates: Mapping[str, str] | None = None
    serving: Sequence[str] = field(default=())
    """Ids of the documents a 送达回证 is about."""

    @property
    def parties(self) -> Sequence[Party]:
        """Return the parties the document is about."""
        return [one for one in self.matter.parties if self.party_id in (None, one.id)]

    @property
    def values(self) -> Json:
        """Return the fields of all contributions, later ones over earlier ones."""
        merged: Json = {}
        for contribution in self.contributions:
            merged.update(contribution["values"])
        return merged
