"""What a template draws: each field of a form with its value, error, choices and place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.choices import Choice, Choices, Offer, offered
from forms.judging import Judgement
from forms.messages import Path_
from forms.schema import Field, Form
from forms.taking import take

Json = Mapping[str, Any]
INDEX = "__i__"  # stands for the row number in the template of a new row
TABLE_COLUMNS = 7
WIDE = frozenset(("textarea", "group", "signature", "officers", "evidence", "clauses", "files"))


@dataclass(frozen=True)
class Control:
    """One field on the page."""

    field: Field
    path: tuple[str | int, ...]
    value: Any
    error: str
    is_hidden: bool
    choices: Choices
    inner: tuple["Control", ...] = ()  # of a group
    rows: tuple[tuple["Control", ...], ...] = ()
    blank: tuple["Control", ...] = ()  # of rows: the row to copy
    row: int | None = None  # inside which row, counted from 1; 0 in the blank row

    @property
    def name(self) -> str:
        """Return the name under which the value is sent."""
        return ".".join(map(str, self.path))

    @property
    def id(self) -> str:
        """Return the id of the element, which error links point to."""
        return "f-" + "-".join(map(str, self.path))

    @property
    def key(self) -> str:
        """Return the path without row numbers."""
        return ".".join(self.field.path)

    @property
    def text(self) -> str:
        """Return the value as the text of an input."""
        return "" if self.value is None else _text(self.value)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the values of a list as texts."""
        return tuple(map(str, self.value)) if isinstance(self.value, list | tuple) else ()

    @property
    def is_filled(self) -> bool:
        """Tell whether there is something to read."""
        empty = self.value is None or self.value in ("", [], {})
        return not (empty or self.is_hidden or self.widget == "hidden")

    @property
    def widget(self) -> str:
        """Return the kind of control."""
        return self.field.widget

    @property
    def schema(self) -> Json:
        """Return the field's definition."""
        return self.field.schema

    @property
    def width(self) -> int:
        """Return how many of six columns the field takes."""
        return int(self.field.schema.get("x-width", 3))

    @property
    def options(self) -> tuple[Choice, ...]:
        """Return what can be picked: the enumeration, yes and no, or the platform's offer."""
        if self.field.enum:
            return tuple(Choice(_text(value), name) for value, name in self.field.names.items())
        picked = self.texts or ((self.text,) if self.text else ())
        known = {item.value for item in self.choices.items}
        strays = tuple(self._stray(value) for value in picked if value not in known)
        return (*self.choices.items, *strays)

    @property
    def is_settled(self) -> bool:
        """Tell whether a row need not say whose it is: there is one party alone."""
        return self.widget == "party" and self.row is not None and len(self.options) < 2

    @property
    def is_table(self) -> bool:
        """Tell whether rows stand in a table rather than as cards."""
        layout = self.field.schema.get("x-layout")
        if layout:
            return bool(layout == "table")
        simple = all(one.widget not in WIDE or one.is_single for one in self.field.items)
        return simple and len(self.field.items) <= TABLE_COLUMNS

    def _stray(self, value: str) -> Choice:
        """Return a picked value that the offer does not list."""
        return self.choices.find(value) or Choice(value, value, state="不在可选范围内", tone="soon")


def _text(value: Any) -> str:
    """Return a value as an input sends it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def controls(
    form: Form, values: Json, errors: Mapping[str, str], choices: Offer
) -> tuple[tuple[str, str, tuple[Control, ...]], ...]:
    """Return the sections of a form with their controls: heading, note, controls."""
    found = Judgement(form.schema)
    take(found, values, {name: values.get(name) for name in form.schema["properties"]})
    builder = _Builder(errors, choices, found)
    made = {field.name: builder.control(field, values.get(field.name), ()) for field in form.fields}
    return tuple(
        (section.title, section.note, tuple(made[field.name] for field in section.fields))
        for section in form.sections
    )


class _Builder:
    def __init__(self, errors: Mapping[str, str], choices: Offer, found: Judgement) -> None:
        self.errors = errors
        self.choices = choices
        self.found = found

    def control(self, field: Field, value: Any, parent: Path_, row: int | None = None) -> Control:
        path = (*parent, field.name)
        rows: list[tuple[Control, ...]] = []
        blank: tuple[Control, ...] = ()
        inner: tuple[Control, ...] = ()
        if field.widget == "rows":
            given = value if isinstance(value, list) else []
            rows = [self._row(field, part, (*path, at), at) for at, part in enumerate(given)]
            for at in range(len(rows), self._least_rows(field)):
                rows.append(self._blank(field, (*path, at), at + 1))
            blank = self._blank(field, (*path, INDEX), 0)
        elif field.items:
            inside = value if isinstance(value, Mapping) else {}
            inner = tuple(self.control(one, inside.get(one.name), path, row) for one in field.items)
        return Control(
            field=field,
            path=path,
            value=value,
            error=self.errors.get(".".join(map(str, path)), ""),
            is_hidden=path in self.found.hidden,
            choices=offered(self.choices, ".".join(field.path), field.widget) or Choices(),
            inner=inner,
            rows=tuple(rows),
            blank=blank,
            row=row,
        )

    def _row(self, field: Field, part: Any, path: Path_, at: int) -> tuple[Control, ...]:
        given = part if isinstance(part, Mapping) else {}
        return tuple(self.control(one, given.get(one.name), path, at + 1) for one in field.items)

    def _blank(self, field: Field, path: Path_, number: int) -> tuple[Control, ...]:
        """Make an untouched row: defaults in it, hidden what they hide."""
        items = field.schema["items"]
        fresh = Judgement({"properties": items["properties"]})
        take(fresh, {}, {})
        builder = _Builder({}, self.choices, Judgement(items))
        builder.found.hidden = {(*path, *gone) for gone in fresh.hidden}
        return tuple(
            builder.control(one, fresh.values.get(one.name), path, number) for one in field.items
        )

    @staticmethod
    def _least_rows(field: Field) -> int:
        return int(field.schema.get("x-rows") or field.schema.get("minItems") or 1)


def every(sections: tuple[tuple[str, str, tuple[Control, ...]], ...]) -> Iterator[Control]:
    """Yield every control of all sections, nested ones included, blank rows not."""
    pending = [control for _, _, inside in sections for control in inside]
    while pending:
        control = pending.pop(0)
        yield control
        pending[:0] = [*control.inner, *(one for row in control.rows for one in row)]
