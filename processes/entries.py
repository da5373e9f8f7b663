"""Entries (办理记录): the completed submissions of a case, the raw material of facts and clocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from engine.order import matches
from processes import values as read
from processes.acts import serving
from processes.values import Values
from processes.violations import added_up


@dataclass(frozen=True)
class Entry:
    """One completed task of the case (办理记录), newest submissions after older ones.

    `seq` orders all entries of the case across its instances; `instance` and `scope` (ids of the
    call activities above the task) tell which procedure and which call it belongs to. `document` is
    the printed number (or title) of the document it made, `documents` are the ids of those that a
    送达 is about (from its call activity, else serve.plan). `parties` are those it concerns, where
    that is not everybody.
    """

    seq: int
    at: datetime
    acts: tuple[str, ...]
    actor: str
    values: Values
    role: str = ""
    instance: str = ""
    scope: tuple[str, ...] = ()
    process: str = ""
    node: str = ""
    document: str = ""
    documents: tuple[str, ...] = ()
    parties: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        """Return instance and scope: entries of one call of one procedure share it."""
        return self.instance, self.scope

    @property
    def outcome(self) -> Values:
        """Return the values; among them the decision values that declarations look at."""
        return self.values

    def about(self, party: str) -> Entry:
        """Return the entry with what it says of one party."""
        said = added_up(self.values, party)
        return self if said is self.values else replace(self, values=said)

    def is_(self, *patterns: str) -> bool:
        """Tell whether one of its acts fits one of the patterns."""
        return matches(self.acts, patterns)

    def served_on(self) -> date | None:
        """Return the legal date of service when this entry is a successful 送达."""
        for act in self.acts:
            if act not in serving() or read.denies(self.values, "served"):
                continue
            on = read.day(self.values, serving()[act])
            if not read.says(self.values, "returned"):
                return on
            if read.says(self.values, "address_confirmed"):
                return on or self.at.date()  # 寄往确认地址被退回的，退回之日视为送达
        return None


@dataclass(frozen=True)
class Service:
    """A successful service of one document (送达): when, and the entry that says so."""

    address: str
    document: str
    on: date
    entry: Entry


@dataclass(frozen=True)
class Entries:
    """The entries of one case in order, with the addresses of its documents by id."""

    all: tuple[Entry, ...]
    addresses: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_act(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.all:
            for act in entry.acts:
                found.setdefault(act, []).append(entry)
        return found

    def of(self, *patterns: str, after: int = -1, until: int | None = None) -> Iterator[Entry]:
        """Yield the entries of some acts, oldest first, between two places in the case."""
        globs = [pattern for pattern in patterns if "*" in pattern]
        acts = [act for act in patterns if act in self._by_act]
        acts += [act for act in self._by_act if globs and matches([act], globs)]
        found = {entry.seq: entry for act in acts for entry in self._by_act[act]}
        for seq in sorted(found):
            if seq > after and (until is None or seq <= until):
                yield found[seq]

    def last(self, *patterns: str, after: int = -1, until: int | None = None) -> Entry | None:
        """Return the newest entry of some acts."""
        return newest(self.of(*patterns, after=after, until=until))

    def beside(self, entry: Entry, *patterns: str) -> Entry | None:
        """Return the first later entry of some acts in the same call of the same procedure."""
        later = self.of(*patterns, after=entry.seq)
        return next((e for e in later if e.place == entry.place), None)

    def of_party(self, party: str) -> Entries:
        """Return one party's matter: what concerns everybody, and what concerns it (当事人视角)."""
        mine = (e for e in self.all if not e.parties or party in e.parties)
        return Entries(tuple(e.about(party) for e in mine), self.addresses)

    def services(self) -> tuple[Service, ...]:
        """Return every document that was served, in order (送达)."""
        return self._services

    @cached_property
    def _services(self) -> tuple[Service, ...]:
        return tuple(
            Service(self.addresses.get(document, ""), document, on, entry)
            for entry in self.of(*serving())
            if (on := entry.served_on()) is not None
            for document in entry.documents
        )


def newest(entries: Iterable[Entry]) -> Entry | None:
    """Return the last of some entries."""
    kept = deque(entries, maxlen=1)
    return kept[0] if kept else None
