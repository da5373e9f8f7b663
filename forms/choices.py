"""What the platform offers where a value is picked, not typed: officers, evidence, clauses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One thing that can be picked: its id, its words, and whether it may be picked."""

    value: str
    label: str
    note: str = ""  # small words behind the label: certificate number, time, place
    tag: str = ""  # kind: 书证, 主办
    state: str = ""  # 采信, 有效至 2027-06, 已过期
    tone: str = ""  # of the state: ok, soon, today, late
    detail: str = ""  # text of a provision
    number: str = ""  # printed before the label; the position when empty
    disabled: bool = False
    link: str = ""  # where it can be read: a record, a piece of evidence

    @property
    def words(self) -> str:
        """Return the label with its number before it."""
        return f"{self.number}．{self.label}" if self.number else self.label

    @property
    def look(self) -> str:
        """Return the style of the state."""
        return {"ok": "z-good", "": ""}.get(self.tone, f"z-{self.tone}")


@dataclass(frozen=True)
class Band:
    """One grade of a discretion benchmark (裁量幅度)."""

    value: str
    label: str
    minimum: str  # money strings
    maximum: str


@dataclass(frozen=True)
class Choices:
    """The choices of one field; `search` is where the browser may look for more."""

    items: tuple[Choice, ...] = ()
    search: str = ""
    bands: tuple[Band, ...] = ()  # of a benchmark
    step: str = "1000"
    note: str = ""  # e.g. which benchmark, which version
    # Judges an id that is not among the items (found by search).
    lookup: Callable[[str], Choice | None] | None = None

    def find(self, value: str) -> Choice | None:
        """Return the choice of an id, or None when it is not offered."""
        for item in self.items:
            if item.value == value:
                return item
        for band in self.bands:
            if band.value == value:
                return Choice(band.value, band.label)
        return self.lookup(value) if self.lookup else None


Offer = Mapping[str, Choices]


def offered(offer: Offer, path: str, widget: str) -> Choices | None:
    """Return the choices of a field: by its path (without row numbers), else by its widget."""
    return offer.get(path) or offer.get(widget)
