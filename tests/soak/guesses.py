"""What somebody would write into a field of which the story of the case says nothing (猜填)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from forms import Choices
from forms.schema import Field, Form

WORDS = "经现场核对，情况属实，有关材料附卷。"
MANY = frozenset({"rows", "files", "officers", "evidence", "clauses", "documents", "checkboxes"})
"""The widgets whose value is a list, unless the form wants a single one."""


@dataclass
class Guesser:
    """Guesses values: choices by chance, days around now, files and signatures as handed in."""

    random: Random
    at: datetime
    file: str
    signature: Mapping[str, str]

    def value(self, field: Field, choices: Mapping[str, Choices], path: str) -> Any:
        """Return a value for a field, or None where nothing can be offered."""
        if field.widget == "rows":
            return [self._group(field, choices, path)]
        if field.widget in ("group", "party"):
            return self._group(field, choices, path)
        if field.widget == "signature":
            return dict(self.signature)
        if field.widget in ("files", "photo"):
            return [self.file] if field.type == "array" else self.file
        if field.enum:
            one = self.random.choice(field.enum)
            return [one] if field.type == "array" else one
        if path in choices:
            free = [one.value for one in choices[path].items if not one.disabled]
            if not free:
                return None
            return [self.random.choice(free)] if field.type == "array" else self.random.choice(free)
        return self._plain(field)

    def _group(self, field: Field, choices: Mapping[str, Choices], path: str) -> dict[str, Any]:
        found = {one.name: self.value(one, choices, f"{path}.{one.name}") for one in field.items}
        return {name: value for name, value in found.items() if value is not None}

    def _plain(self, field: Field) -> Any:
        if field.widget == "money":
            return "100.00"
        if field.widget == "number":
            return int(field.schema.get("minimum", 1))
        if field.format == "date":
            return (self.at.date() + timedelta(days=self.random.choice((0, 0, -1, 7)))).isoformat()
        if field.format == "date-time" or field.widget == "datetime":
            return (self.at - timedelta(minutes=self.random.choice((0, 5, 20)))).strftime(
                "%Y-%m-%dT%H:%M"
            )
        longest = int(field.schema.get("maxLength", 200))
        return (WORDS * (1 + int(field.schema.get("minLength", 1)) // len(WORDS)))[:longest]


def fields_of(form: Form) -> dict[str, Field]:
    """Return the fields of a form by their dotted paths."""
    found: dict[str, Field] = {}

    def take(fields: tuple[Field, ...]) -> None:
        for one in fields:
            found[".".join(one.path)] = one
            take(one.items)

    take(form.fields)
    return found
