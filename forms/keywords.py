"""The vocabulary of a form file: JSON Schema 2020-12 keywords we admit, and our own `x-` ones."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


IDS = {"type": "string", "maxLength": 64}

# What each widget says about its value when the form file leaves it out.
WIDGETS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "text": {"type": "string", "maxLength": 100},
        "textarea": {"type": "string", "maxLength": 2000, "x-width": 6},
        "date": {"type": "string", "format": "date", "maxLength": 10},
        "datetime": {"type": "string", "format": "datetime", "maxLength": 16},
        "money": {"type": "string", "format": "money", "maxLength": 20, "x-unit": "元"},
        "number": {"type": "number"},
        "radio": {"type": "string"},
        "select": {"type": "string"},
        "checkboxes": {"type": "array", "uniqueItems": True, "x-width": 6},
        "yesno": {"type": "boolean"},
        "officers": {
            "type": "array",
            "items": IDS,
            "uniqueItems": True,
            "minItems": 2,
            "maxItems": 20,
            "x-width": 6,
        },
        "officer": IDS,
        "role_officer": IDS,
        "party": IDS,
        "item": IDS,
        "document": IDS,
        "matter": IDS,
        "record": IDS,
        "benchmark": {**IDS, "x-width": 6},
        "evidence": {
            "type": "array",
            "items": IDS,
            "uniqueItems": True,
            "maxItems": 200,
            "x-width": 6,
        },
        "clauses": {
            "type": "array",
            "items": {"type": "string", "maxLength": 120},
            "uniqueItems": True,
            "maxItems": 30,
            "x-width": 6,
        },
        "factors": {
            "type": "array",
            "items": IDS,
            "uniqueItems": True,
            "maxItems": 30,
            "x-width": 6,
        },
        "documents": {
            "type": "array",
            "items": IDS,
            "uniqueItems": True,
            "maxItems": 100,
            "x-width": 6,
        },
        "files": {
            "type": "array",
            "items": {"type": "string", "format": "digest", "maxLength": 64},
            "uniqueItems": True,
            "maxItems": 30,
            "x-width": 6,
        },
        "photo": {
            "type": "array",
            "items": {"type": "string", "format": "digest", "maxLength": 64},
            "uniqueItems": True,
            "maxItems": 30,
            "x-width": 6,
        },
        "rows": {"type": "array", "maxItems": 100, "x-width": 6},
        "group": {"type": "object", "x-width": 6},
        "signature": {"type": "object", "x-width": 6},
        "position": {"type": "string", "format": "position", "maxLength": 40},
        "hidden": {"type": "string"},
    }
)

# Widgets of lists that pick a single id when the field says `"type": "string"`.
SINGLE = frozenset(("evidence",))

# Widgets whose value may stand fixed on the page, because a record settles it (x-known).
PLAIN = vocabulary("text textarea date datetime money number")

# Widgets whose value is picked from what the platform offers (choices), not typed.
OFFERED = vocabulary(
    "officers officer role_officer party item matter record document documents benchmark"
    " evidence clauses factors"
)
# Widgets that are chosen or made, not typed: the message for a missing value says so.
CHOSEN = OFFERED | {"radio", "select", "checkboxes", "yesno", "date", "datetime"}
WIDTHS = (2, 3, 4, 6)
ADDRESS = r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*"
NAME = r"[a-z][a-z0-9_]*"
RESERVED = "typename"

# Keywords by place: the form itself, a field, a branch (then/else/allOf), a condition.
FORM_KEYWORDS = vocabulary(
    "$schema title description type properties required allOf if then else dependentRequired"
    " $defs x-rules x-help"
)
FIELD_KEYWORDS = vocabulary(
    "title description type enum const default minLength maxLength pattern format minimum maximum"
    " exclusiveMinimum exclusiveMaximum minItems maxItems uniqueItems items readOnly $ref"
    " x-widget x-label x-help x-section x-width x-enumNames x-message x-show x-unit x-source"
    " x-route x-slot x-phrases x-role x-law-role x-min x-max x-decimals x-target x-layout"
    " x-placeholder x-rows x-known x-told-by x-sentence x-all x-follows"
)
OBJECT_KEYWORDS = FIELD_KEYWORDS | {
    "properties",
    "required",
    "allOf",
    "if",
    "then",
    "else",
    "dependentRequired",
    "x-rules",
}
ITEM_KEYWORDS = vocabulary(
    "title type enum format maxLength minLength pattern properties required allOf if then else"
    " dependentRequired x-rules x-enumNames"
)
# A branch tightens fields that stand in `properties` already; it never adds one.
BRANCH_KEYWORDS = vocabulary("properties required allOf if then else dependentRequired x-message")
BRANCH_FIELD_KEYWORDS = vocabulary(
    "enum const minLength maxLength pattern format minimum maximum exclusiveMinimum"
    " exclusiveMaximum minItems maxItems items x-min x-max x-message"
)
CONDITION_KEYWORDS = vocabulary(
    "properties required allOf anyOf oneOf not const enum type minimum maximum exclusiveMinimum"
    " exclusiveMaximum minLength minItems maxItems contains minContains x-min x-max"
)
# When a field breaks several keywords, the first of these speaks.
PRECEDENCE = (
    "type",
    "const",
    "enum",
    "format",
    "maxLength",
    "minLength",
    "pattern",
    "x-decimals",
    "x-min",
    "x-max",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
)
FORMATS = vocabulary(
    "date datetime time money decimal credit_code id_number phone postcode email code licence"
    " digest position"
)
