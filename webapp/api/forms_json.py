"""A form for programs (表单接口): plain JSON Schema 2020-12, and what screens want to know.

What our vocabulary says with `x-show` becomes plain: a field that may be hidden is required only
while its condition holds.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.schema import Form

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
OWN = "x-"


def schema_of(form: Form) -> Json:
    """Return the schema of a form without our own words."""
    return {"$schema": DIALECT, **_plain(form.schema)}


def hints_of(form: Form) -> list[Json]:
    """Return the fields in order with widget, words, width, condition: for drawing the form."""
    return [
        {
            "path": ".".join(field.path),
            "title": field.title,
            "section": field.section,
            **{
                name.removeprefix(OWN): value
                for name, value in field.schema.items()
                if name.startswith(OWN) and name not in ("x-rules", "x-section")
            },
        }
        for field in form.walk()
    ]


def _plain(schema: Mapping[str, Any]) -> Json:
    """Return a schema and all schemas inside it without our own words."""
    found: Json = {}
    for name, value in schema.items():
        if name.startswith(OWN):
            continue
        if name == "properties":
            found[name] = {field: _plain(inner) for field, inner in value.items()}
        elif name in ("items", "if", "then", "else", "not", "contains") and isinstance(value, dict):
            found[name] = _plain(value)
        elif name in ("allOf", "anyOf", "oneOf"):
            found[name] = [_plain(one) for one in value]
        else:
            found[name] = value
    hidden = dict(_conditions(schema))
    if hidden and "required" in found:
        wanted = [name for name in found["required"] if name in hidden]
        found["required"] = [name for name in found["required"] if name not in hidden]
        found["allOf"] = [
            *found.get("allOf", []),
            *({"if": hidden[name], "then": {"required": [name]}} for name in wanted),
        ]
    return found


def _conditions(schema: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """Yield the fields that may be hidden with the condition under which they show."""
    for name, field in schema.get("properties", {}).items():
        if isinstance(field, Mapping) and "x-show" in field:
            yield name, field["x-show"]
