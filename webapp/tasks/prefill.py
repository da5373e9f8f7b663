"""What a form starts with (预填): earlier submissions and what the slices know (`x-source`).

A source is a path: an alias of an act (``report.facts``), or one of the words the slices declare
in their `sources` (``case.cause``, ``party``, ``body.bank``). A path that leads nowhere fills
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.schema import Field, Form
from processes import values as read
from processes.acts import aliases
from webapp.matters.done import Record
from webapp.matters.turn import MANY, Turn
from webapp.tasks import faces, slots

Json = dict[str, Any]

FEW = 5
"""So many papers or parties are named one by one."""


@dataclass(frozen=True)
class Known:
    """Everything a form may be filled from, each source looked at once."""

    turn: Turn
    roots: dict[str, Any] = field(default_factory=dict)

    def resolve(self, path: str) -> Any:
        """Return what a source path leads to, or None."""
        root, _, rest = path.partition(".")
        if root not in self.roots:
            self.roots[root] = self._root(root)
        found = self.roots[root]
        for part in rest.split(".") if rest else ():
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def _root(self, name: str) -> Any:
        """Return what the first word of a path stands for."""
        source = faces.current().sources.get(name)
        if source is not None:
            return source(self.turn)
        if name in aliases():
            history, acts = self.turn.history, aliases()[name]
            record = history.last(*acts, instance=str(self.turn.instance))
            return None if record is None else {**self._submitted(record), **self._apart(acts)}
        return None

    def _apart(self, acts: Iterable[str]) -> Json:
        """Name in a step about several parties what each of them was told (各当事人的文书)."""
        if self.turn.party_id is not None or not self.turn.matter.names_apart:
            return {}
        numbers: dict[str, None] = {}
        said: dict[str, list[str]] = {}
        for id, name in self.turn.matter.names_apart.items():
            record = self.turn.history.of_party(str(id)).last(*acts)
            if record is None or record.document is None or not record.document.number:
                continue
            numbers[record.document.number] = None
            words = _worded(record.entry.values).get("penalty_text", record.document.title)
            said.setdefault(words, []).append(name)
        if len(numbers) < MANY:
            return {}
        lines = (f"{_short(names, '名当事人')}：{words}" for words, names in said.items())
        return {"number": _short(list(numbers), "份"), "penalty_text": "\n".join(lines)}

    def _submitted(self, record: Record) -> Json:
        document = record.document
        served = {one.document: one.on for one in self.turn.history.entries.services()}
        on = served.get(str(document.id)) if document else None
        return {
            "document": str(document.id) if document else None,
            "number": document.number if document else None,
            "served_on": on.isoformat() if on else None,
            "dated_on": document.dated.isoformat() if document and document.dated else None,
            "done_on": record.entry.at.date().isoformat(),
            **_worded(record.entry.values),
            **record.entry.values,
        }


def _short(words: Sequence[str], unit: str) -> str:
    """Name a few one by one, many by the first and their number."""
    return "、".join(words) if len(words) <= FEW else f"{words[0]}等{len(words)}{unit}"


def _worded(values: Mapping[str, Any]) -> Json:
    """Return the penalty of a submission in words, where it has one (处罚内容)."""
    if not values.get("kinds"):
        return {}
    return {"penalty_text": slots.penalty(values)["penalty_text"]}


def values(form: Form, turn: Turn) -> Json:
    """Return what a fresh form starts with: its defaults and what its sources know."""
    known = Known(turn)
    filled: Json = dict(form.defaults)
    for each in form.fields:
        found = _value(each, known)
        if found not in (None, "", [], {}):
            filled[each.name] = found
    _follow(form, filled)
    return filled


def _follow(form: Form, filled: Json) -> None:
    """Put the usual words beside an answer that is known already (随选项带出的意见)."""
    for each in form.fields:
        told = each.schema.get("x-follows")
        if not told or each.name in filled:
            continue
        words = told.get("always") or told["texts"].get(filled.get(told["field"]))
        if words:
            filled[each.name] = words


def _value(each: Field, known: Known) -> Any:
    if each.source:
        return _fitted(each, known.resolve(each.source))
    if each.widget == "group":
        inner = {one.name: _value(one, known) for one in each.items}
        return {name: found for name, found in inner.items() if found not in (None, "", [], {})}
    return None


def _fitted(each: Field, found: Any) -> Any:
    """Keep of a block or of rows only what the field has places for."""
    if each.widget == "group" and isinstance(found, Mapping):
        return {one.name: found[one.name] for one in each.items if found.get(one.name)}
    if each.widget == "rows" and isinstance(found, list):
        names = {one.name for one in each.items}
        rows = read.rows({"rows": found}, "rows")
        return [{name: row[name] for name in row if name in names} for row in rows]
    return found
