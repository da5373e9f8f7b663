"""Check the shape of a form file as it was written, before anything is resolved or completed."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from forms.errors import Fault

Json = dict[str, Any]
TEXT, NUMBER, TRUTH, MAPPING, LIST = "文字", "整数", "true 或 false", "对象", "列表"
TEXTS, MESSAGE, DECIMAL = "文字的列表", "文字或者对象", "文字的数或者日期"
# What the value of each of our own keywords is.
OWN: Mapping[str, str] = {
    "x-widget": TEXT,
    "x-label": TEXT,
    "x-help": TEXT,
    "x-unit": TEXT,
    "x-source": TEXT,
    "x-slot": TEXT,
    "x-role": TEXT,
    "x-law-role": TEXT,
    "x-target": TEXT,
    "x-layout": TEXT,
    "x-placeholder": TEXT,
    "x-sentence": TEXT,
    "x-told-by": TEXT,
    "x-width": NUMBER,
    "x-decimals": NUMBER,
    "x-rows": NUMBER,
    "x-route": TRUTH,
    "x-flat": TRUTH,
    "x-known": TRUTH,
    "x-show": MAPPING,
    "x-all": MAPPING,
    "x-follows": MAPPING,
    "x-section": MESSAGE,
    "x-message": MESSAGE,
    "x-enumNames": TEXTS,
    "x-phrases": TEXTS,
    "x-rules": LIST,
    "x-min": DECIMAL,
    "x-max": DECIMAL,
}


def shape_faults(written: Json) -> Iterator[Fault]:
    """Yield what is not even written like a form, our own keywords and the standard's."""
    yield from _own(written, ())
    try:
        Draft202012Validator.check_schema(_without_nulls(written))
    except SchemaError as error:
        steps = tuple(map(str, error.absolute_path))
        keyword = steps[-1] if steps else ""
        if steps and steps[-1].isdigit():
            keyword, steps = steps[-2], steps[:-1]
        yield Fault(_field(steps[:-1]), keyword, f"写法不合 JSON Schema（{error.validator}）")


def _own(part: Any, steps: tuple[str, ...]) -> Iterator[Fault]:
    """Walk everything that was written; a keyword of ours has one kind of value."""
    if isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _own(inner, (*steps, str(index)))
    if not isinstance(part, dict):
        return
    is_list_of_fields = bool(steps) and steps[-1] in ("properties", "$defs")
    for key, value in part.items():
        kind = None if is_list_of_fields else OWN.get(key)
        if kind and not _is(kind, value):
            yield Fault(_field(steps), key, f"须为{kind}")
        if key == "properties" and not isinstance(value, dict):
            yield Fault(_field(steps), key, "缺少字段列表")
        elif is_list_of_fields and value is not None and not isinstance(value, dict):
            yield Fault(_field((*steps, key)), "", "字段须为对象")
        yield from _own(value, (*steps, key))


def _is(kind: str, value: Any) -> bool:
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return {
        TEXT: isinstance(value, str),
        NUMBER: isinstance(value, int) and not isinstance(value, bool),
        TRUTH: isinstance(value, bool),
        MAPPING: isinstance(value, dict),
        LIST: isinstance(value, list),
        TEXTS: texts,
        MESSAGE: isinstance(value, str | dict),
        DECIMAL: isinstance(value, str),
    }[kind]


def _field(steps: tuple[str, ...]) -> str:
    """Return the dotted field that a place in the file belongs to."""
    names = [
        step for before, step in zip(("", *steps), steps, strict=False) if before == "properties"
    ]
    return ".".join(names)


def _without_nulls(part: Any) -> Any:
    """Leave out fields set to null: that is how a group's field is dropped."""
    if isinstance(part, list):
        return [_without_nulls(inner) for inner in part]
    if isinstance(part, dict):
        kept = part.items()
        if isinstance(part.get("properties"), dict):
            fields = {name: one for name, one in part["properties"].items() if one is not None}
            kept = {**part, "properties": fields}.items()
        return {key: _without_nulls(value) for key, value in kept}
    return part
