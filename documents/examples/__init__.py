"""One example per form and document (样例): one believable office, what it typed and what it knew.

``<address>.json`` serves the form and the document of that address:

- ``typed``: what an officer types into the form, in any case: ``{party}`` and ``@today`` stand for
  what only the case and the moment know. The demonstration and the journeys of the tests type it.
- ``told``: laid over it, what was typed in the printed case, with what the platform had filled in;
  ``null`` leaves a field out. ``variants`` and ``refused`` change it; ``now`` and ``fixed`` are the
  present and the values that nobody may change.
- ``paper``: the case of the document (of ``stories.json``), the forms that make it up, and what is
  ``known`` beside their fields; its ``variants`` are printed too, from those of its forms.

``@violations`` stands for the violations of the case with several of them (``stories.json``).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from documents.context import blank, merge
from documents.errors import UnknownDocument
from documents.roots import roots, texts

Json = dict[str, Any]
Values = Mapping[str, Any]
NOW = "2026-05-18T10:30"
"""When the forms are filled in that do not say it, a Monday."""
SIGNED = {"name": "", "date": "", "image": "", "note": ""}
VIOLATIONS = "@violations"


@dataclass(frozen=True)
class Attempt:
    """One filling of a form, and the messages by field that refuse it, if any (填写)."""

    values: Values
    now: str
    fixed: Values
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A form that a document is made of, the opinion it gives, what it says otherwise there."""

    form: str
    opinion: str = ""
    told: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """The example of one address."""

    address: str
    typed: Values = field(default_factory=dict)
    told: Values | None = None
    now: str = NOW
    fixed: Values = field(default_factory=dict)
    variants: Mapping[str, Values] = field(default_factory=dict)
    refused: tuple[Values, ...] = ()
    paper: Mapping[str, Any] | None = None

    def filled(self, **changes: Any) -> Attempt:
        """Return the form as it was filled in in the printed case, with some changes."""
        return self._attempt({"changes": changes})

    def attempts(self) -> dict[str, Attempt]:
        """Return every good filling by name, that of the printed case first."""
        return {"told": self.filled()} | {
            name: self._attempt(one) for name, one in self.variants.items()
        }

    def refusals(self) -> list[Attempt]:
        """Return the fillings that are refused."""
        return [self._attempt(one) for one in self.refused]

    @property
    def prints(self) -> tuple[str, ...]:
        """Return the names of the variants that are printed beside the case itself."""
        return tuple(self._paper.get("variants", ()))

    def varied(self, variant: str) -> "Example":
        """Return the example with a variant in place of the printed case."""
        told = {**(self.told or {}), **self.variants.get(variant, {}).get("changes", {})}
        paper = self.paper and merge(self.paper, self.paper.get("variants", {}).get(variant, {}))
        return replace(self, told=told, paper=paper)

    @property
    def parts(self) -> list[Part]:
        """Return the forms that the document is made of."""
        return [Part(**one) for one in self._paper.get("forms", ())]

    def known(self) -> Json:
        """Return what the document shows beside the fields of its forms."""
        book = stories()
        known = blank()
        for layer in (book["common"], book["stories"][self._paper["story"]]):
            known = merge(known, layer)
        known = merge(known, self._paper.get("known", {}))
        known["parties"] = known["parties"] or [known["party"]]
        known["signatures"] = {
            slot: [{**SIGNED, **line} for line in lines]
            for slot, lines in known["signatures"].items()
        }
        return known

    @property
    def _paper(self) -> Mapping[str, Any]:
        if self.paper is None:
            raise UnknownDocument(f"样例“{self.address}”没有文书")
        return self.paper

    def _attempt(self, given: Values) -> Attempt:
        changes = {**(self.told or {}), **given.get("changes", {})}
        whole = {**self.typed, **changes}
        values = {name: _meant(value) for name, value in whole.items() if value is not None}
        return Attempt(
            given.get("values", values), given.get("now", self.now), self.fixed,
            given.get("errors", {}),
        )  # fmt: skip


def _meant(value: Any) -> Any:
    return stories()["violations"] if value == VIOLATIONS else value


@lru_cache(maxsize=256)
def load(address: str) -> Example:
    """Return the example of an address."""
    if address not in _sources():
        raise UnknownDocument(f"没有样例“{address}”")
    content = json.loads(_sources()[address])
    return Example(address, **{**content, "refused": tuple(content.get("refused", ()))})


@lru_cache(maxsize=1)
def stories() -> Json:
    """Return what all papers say, the cases, and what the ids stand for (案情)."""
    text = (files("documents") / "examples" / "stories.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, str]:
    return {
        name.removesuffix(".json"): text
        for root in roots()
        for name, text in texts(root, "examples", ".json")
        if "/" in name
    }
