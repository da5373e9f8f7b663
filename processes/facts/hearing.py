"""The hearing of a case as the law may look at it (听证)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class HearingRequest:
    """What the party said about a hearing (听证要求). From: hear.request.

    `on`: the day of the request; of a mailed one the day of posting. `claimed` False is a waiver.
    `hindered`: a good cause for coming late was shown, with proof.
    """

    at_seq: int
    claimed: bool
    on: date | None = None
    hindered: bool = False


@dataclass(frozen=True)
class HearingFacts:
    """One hearing procedure (听证). From: the hear.* acts of one request.

    `accepted` is None until hear.accept; `issued_on` and `notified_on` are when hear.notify (or a
    deferral by hear.change) was completed and served; `held` and `ended` come from hear.hold
    `hearing_result`, `ended_at` and `ended_seq` from its end_at and place in the case; `examined`
    is the evidence of hear.hold.
    """

    at_seq: int
    accepted: bool | None = None
    refused: bool = False
    chair: str = ""
    members: tuple[str, ...] = ()
    clerk: str = ""
    issued_on: date | None = None
    notified_on: date | None = None
    public: bool = True
    announced_on: date | None = None
    held: bool = False
    ended: bool = False
    ended_at: datetime | None = None
    ended_seq: int = 0
    examined: frozenset[str] = frozenset()

    @property
    def over(self) -> bool:
        """Tell whether the right to a hearing has been honored or lawfully ended."""
        return self.held or self.ended or self.refused

    @property
    def people(self) -> frozenset[str]:
        """Return chair, members and clerk."""
        return frozenset({self.chair, *self.members, self.clerk} - {""})
