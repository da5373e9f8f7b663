"""A form: JSON Schema 2020-12 plus our `x-` keywords, read once and asked often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from forms import sources, validation
from forms.choices import Offer
from forms.definition import find_faults
from forms.errors import Fault, FormInvalid
from forms.expansion import Expander
from forms.keywords import SINGLE
from forms.rules import RULES
from forms.shape import shape_faults

SHOWN = frozenset({"x-help", "x-section", "x-message", "message"})
"""The keywords of a form whose texts people read, and in which places may stand."""

Json = Mapping[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One field of a form (字段); of a group or table, `items` holds the fields inside."""

    name: str
    path: Path  # without row numbers
    schema: Json
    required: bool
    section: str
    items: tuple[Field, ...] = ()

    @property
    def title(self) -> str:
        """Return the full title."""
        return str(self.schema["title"])

    @property
    def label(self) -> str:
        """Return the words beside the control."""
        return str(self.schema.get("x-label") or self.schema["title"])

    @property
    def widget(self) -> str:
        """Return the kind of control."""
        return str(self.schema["x-widget"])

    @property
    def type(self) -> str:
        """Return the JSON type."""
        return str(self.schema.get("type", "string"))

    @property
    def is_single(self) -> bool:
        """Tell whether a widget of lists picks a single id here."""
        return self.widget in SINGLE and self.type == "string"

    @property
    def format(self) -> str:
        """Return the format, or ""."""
        return str(self.schema.get("format", ""))

    @property
    def enum(self) -> tuple[Any, ...]:
        """Return the options of a field or of each entry of a list; both truths of a boolean."""
        if self.type == "boolean":
            return (True, False)
        return tuple(self.schema.get("enum") or self._entry.get("enum") or ())

    @property
    def enum_names(self) -> tuple[str, ...]:
        """Return the Chinese names of the options, in the same order."""
        usual = ("是", "否") if self.type == "boolean" else ()
        return tuple(self.schema.get("x-enumNames") or usual)

    @property
    def names(self) -> dict[Any, str]:
        """Return option → Chinese name."""
        return dict(zip(self.enum, self.enum_names, strict=False))

    @property
    def unit(self) -> str:
        """Return the unit printed behind the value."""
        return str(self.schema.get("x-unit", ""))

    @property
    def slot(self) -> str:
        """Return the document slot this field fills."""
        return str(self.schema.get("x-slot") or self.name)

    @property
    def source(self) -> str:
        """Return the path of case facts that prefill the field, or ""."""
        return str(self.schema.get("x-source", ""))

    @property
    def is_known(self) -> bool:
        """Tell whether a record settles the value where there is one (已知项)."""
        return bool(self.schema.get("x-known", False))

    @property
    def is_constant(self) -> bool:
        """Tell whether nobody fills it in: a hidden constant."""
        return self.widget == "hidden" and "const" in self.schema

    @property
    def is_route(self) -> bool:
        """Tell whether the value steers the procedure."""
        return bool(self.schema.get("x-route", False))

    @property
    def _entry(self) -> Json:
        items = self.schema.get("items")
        return items if isinstance(items, Mapping) else {}


@dataclass(frozen=True)
class Section:
    """A heading and the fields under it."""

    title: str
    note: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, eq=False)
class Form:
    """One form, expanded and checked (表单); the same one each time its files are loaded."""

    address: str
    schema: Json

    @property
    def title(self) -> str:
        """Return the name of the form."""
        return str(self.schema["title"])

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields in the order of the form."""
        return tuple(_fields(self.schema, ()))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return the fields under their headings."""
        return tuple(_sections(self.fields))

    @cached_property
    def routes(self) -> tuple[Field, ...]:
        """Return the fields whose values steer the procedure."""
        return tuple(field for field in self.fields if field.is_route)

    @cached_property
    def slots(self) -> dict[str, Field]:
        """Return document slot → field."""
        return {field.slot: field for field in self.fields}

    @cached_property
    def needs_now(self) -> bool:
        """Tell whether a rule compares with the present."""
        return any(RULES[rule["rule"]].needs_now for rule in _rules(self.schema))

    @property
    def evidence(self) -> tuple[Field, ...]:
        """Return the fields that cite evidence, nested ones included."""
        return self.having("evidence")

    @property
    def defaults(self) -> dict[str, Any]:
        """Return the values an untouched form starts with.

        What only the server fills is left out: hidden constants, among which `x-show` chooses.
        """
        schemas = {field.name: field.schema for field in self.fields if not field.is_constant}
        found = {name: one.get("const", one.get("default")) for name, one in schemas.items()}
        return {name: value for name, value in found.items() if value is not None}

    def having(self, *widgets: str) -> tuple[Field, ...]:
        """Return the fields of these widgets, nested ones included."""
        return tuple(field for field in self.walk() if field.widget in widgets)

    def worded(self, say: Callable[[str], str]) -> Form:
        """Return the form with every word that is shown said anew: notes, help, messages."""
        return Form(self.address, _worded(self.schema, say, shown=False))

    def walk(self) -> Iterator[Field]:
        """Yield every field, then the fields inside it."""
        pending = list(self.fields)
        while pending:
            field = pending.pop(0)
            yield field
            pending[:0] = field.items

    def routing(self, values: Json) -> dict[str, str]:
        """Return the routing values among clean values; a hidden field routes nothing."""
        return {field.name: values[field.name] for field in self.routes if field.name in values}

    def clean(
        self,
        raw: Json,
        *,
        now: datetime | None = None,
        choices: Offer | None = None,
        fixed: Json | None = None,
    ) -> dict[str, Any]:
        """Return clean values or raise FormError.

        `now` is the local present, needed by rules such as not_future; `choices` makes the ids of
        picked fields be judged; `fixed` gives the values of readOnly fields.
        """
        return validation.clean(self.schema, raw, now=now, choices=choices, fixed=fixed)


def load(address: str, given: Mapping[str, str] | None = None) -> Form:
    """Return the form at an address, from the project or from files pinned in a process version."""
    text, defs = sources.text_of(address, given)
    return build(address, text, defs)


@lru_cache(maxsize=512)
def build(address: str, text: str, defs: str = "{}") -> Form:
    """Read, expand and check a form file; FormInvalid names every mistake."""
    file = f"forms/{address}.json"
    root = _read(file, text)
    schema = Expander(file, root, _read(f"forms/{sources.DEFS}", defs)).expand()
    if faults := find_faults(schema):
        raise FormInvalid(file, faults)
    return Form(address, schema)


def _read(file: str, text: str) -> dict[str, Any]:
    """Read a file whose shape is right, so that completing it cannot stumble."""
    if faults := _shape_faults(file, text):
        raise FormInvalid(file, faults)
    return sources.parse(file, text)


@lru_cache(maxsize=512)
def _shape_faults(file: str, text: str) -> tuple[Fault, ...]:
    """Judge a file once: the shared definitions are read with every form."""
    return tuple(shape_faults(sources.parse(file, text)))


def _worded(part: Any, say: Callable[[str], str], *, shown: bool) -> Any:
    """Say the texts below the keywords that people read; all other values stay as they are."""
    if isinstance(part, str):
        return say(part) if shown else part
    if isinstance(part, list):
        return [_worded(one, say, shown=shown) for one in part]
    if not isinstance(part, Mapping):
        return part
    return {key: _worded(one, say, shown=shown or key in SHOWN) for key, one in part.items()}


def _fields(owner: Json, path: Path) -> Iterator[Field]:
    section = ""
    for name, schema in owner["properties"].items():
        section = _heading(schema)[0] or section
        inner = schema if "properties" in schema else schema.get("items", {})
        own = (*path, name)
        yield Field(
            name=name,
            path=own,
            schema=schema,
            required=name in owner.get("required", ()),
            section=section,
            items=tuple(_fields(inner, own)) if "properties" in inner else (),
        )


def _sections(fields: tuple[Field, ...]) -> Iterator[Section]:
    title, note, found = "", "", list[Field]()
    for field in fields:
        heading, small = _heading(field.schema)
        if heading and heading != title:
            if found:
                yield Section(title, note, tuple(found))
            title, note, found = heading, small, []
        found.append(field)
    yield Section(title, note, tuple(found))


def _heading(schema: Json) -> tuple[str, str]:
    """Return heading and note of `x-section`, which is a text or {title, note}."""
    section = schema.get("x-section", "")
    if isinstance(section, Mapping):
        return str(section.get("title", "")), str(section.get("note", ""))
    return str(section), ""


def _rules(owner: Json) -> Iterator[Json]:
    yield from owner.get("x-rules", ())
    for schema in owner.get("properties", {}).values():
        yield from _rules(schema)
        if isinstance(schema.get("items"), Mapping):
            yield from _rules(schema["items"])
