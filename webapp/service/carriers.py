"""Who carries papers by post and electronically (投递渠道), and the local counterpart of both.

Only the log of a carrier says when a paper arrived: the officer cannot type it. An outside provider
takes the place of the local one where the settings name it: ``FAXUN_POST=package.module:make``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Protocol

import sqlalchemy as sa
from flask import current_app

from webapp.config import Settings
from webapp.database import db
from webapp.errors import Conflict, NotFound
from webapp.service.models import Carriage, CarrierEntry, ServiceMethod

LOCAL = "local"
USUAL = {
    ServiceMethod.ELECTRONIC: timedelta(minutes=1),
    ServiceMethod.MAIL: timedelta(days=2),
}
"""After how long the local counterpart delivers, where no real mail room keeps its log."""
PREFIXES = {ServiceMethod.ELECTRONIC: "DZ", ServiceMethod.MAIL: "YJ"}


@dataclass(frozen=True)
class Parcel:
    """What is handed over: for whom, whither, which attempt (投递件)."""

    attempt_id: int
    recipient: str
    address: str
    at: datetime


@dataclass(frozen=True)
class CarrierLog:
    """What a carrier's log says of a parcel now (投递记录)."""

    number: str
    sent_at: datetime
    state: Carriage
    ended_at: datetime | None
    words: str

    @property
    def arrived_at(self) -> datetime | None:
        """Return when it reached the recipient's system or hands (到达时间)."""
        return self.ended_at if self.state is Carriage.DELIVERED else None

    @property
    def returned_at(self) -> datetime | None:
        """Return when it came back (退回时间)."""
        return self.ended_at if self.state is Carriage.BOUNCED else None


class Carrier(Protocol):
    """Carries parcels and keeps their log (投递渠道).

    Both are called inside the transaction of a step: what speaks with another system does so in a
    job of its own and answers here from what it has heard so far.
    """

    def hand_over(self, parcel: Parcel) -> str:
        """Take a parcel and return its number (交付投递)."""

    def log(self, number: str, now: datetime) -> CarrierLog | None:
        """Return what has happened to a parcel until now (查询投递记录)."""


@dataclass(frozen=True)
class LocalCarrier:
    """The counterpart in this installation: a log that is only added to (本地投递登记).

    In a demonstration it delivers by itself; otherwise the mail room enters what the receipt says.
    """

    method: ServiceMethod
    usual: timedelta | None

    def hand_over(self, parcel: Parcel) -> str:
        """Write that a parcel was taken, and when it will arrive unless told otherwise."""
        number = f"{PREFIXES[self.method]}{parcel.at:%Y%m%d}{parcel.attempt_id:06d}"
        self._write(number, Carriage.HANDED_OVER, parcel.at, parcel.at, parcel.address)
        if self.usual is not None:
            self._write(number, Carriage.DELIVERED, parcel.at + self.usual, parcel.at)
        return number

    def log(self, number: str, now: datetime) -> CarrierLog | None:
        """Read the log: of several outcomes the one entered last counts, once its time has come."""
        found = entries(number)
        if not found:
            return None
        first, *later = found
        outcome = later[-1] if later and later[-1].at <= now else None
        state = outcome.state if outcome else Carriage.HANDED_OVER
        words = (outcome or first).words
        return CarrierLog(number, first.at, state, outcome.at if outcome else None, words)

    def tell(
        self, number: str, state: Carriage, at: datetime, now: datetime, words: str = ""
    ) -> None:
        """Enter what becomes of a parcel: what has happened already stays (登记投递结果)."""
        known = self.log(number, now)
        if known is None:
            raise NotFound(f"没有编号为 {number} 的投递件。")
        if known.ended_at is not None:
            raise Conflict(f"投递件 {number} 已{known.state.value}，不能更改。")
        if at < known.sent_at:
            raise Conflict(f"投递结果不能早于交付时间（{known.sent_at:%Y-%m-%d %H:%M}）。")
        self._write(number, state, at, now, words)

    def _write(
        self, number: str, state: Carriage, at: datetime, now: datetime, words: str = ""
    ) -> None:
        db.session.add(CarrierEntry(number=number, state=state, at=at, entered_at=now, words=words))
        db.session.flush()


def of(method: ServiceMethod) -> Carrier | None:
    """Return who carries papers served in this way; nobody where officers hand them over."""
    settings: Settings = current_app.extensions["faxun.settings"]
    names = {ServiceMethod.MAIL: settings.post, ServiceMethod.ELECTRONIC: settings.eservice}
    name = names.get(method)
    if name is None:
        return None
    if name != LOCAL:
        return _outside(name)()
    return LocalCarrier(method, None if settings.is_production else USUAL[method])


def local(number: str) -> LocalCarrier:
    """Return the local counterpart that a number belongs to."""
    for method, prefix in PREFIXES.items():
        if number.startswith(prefix) and isinstance(found := of(method), LocalCarrier):
            return found
    raise NotFound(f"没有编号为 {number} 的本地投递件。")


def entries(number: str) -> list[CarrierEntry]:
    """Return the log of a parcel, in the order of entering."""
    query = sa.select(CarrierEntry).where(CarrierEntry.number == number).order_by(CarrierEntry.id)
    return list(db.session.scalars(query))


@cache
def _outside(name: str) -> Callable[[], Carrier]:
    module, _, make = name.partition(":")
    found: Callable[[], Carrier] = getattr(import_module(module), make)
    return found
