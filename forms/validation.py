"""Raw values to clean values, or FormError with one Chinese message per field.

The steps, the same in webapp/assets/modules/form/validation.js: take what is typed in its canonical
form, fill constants and defaults, drop what `x-show` hides, judge by JSON Schema 2020-12, by our
rules between fields, and (here only) against what the platform offered.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from forms import rules
from forms.choices import Offer, offered
from forms.errors import FormError
from forms.judging import Judgement, check_schema, matches
from forms.keywords import OFFERED
from forms.messages import Path_, say, title_of
from forms.reading import find_hostile, nest
from forms.taking import take

Json = Mapping[str, Any]


def judge(
    schema: Json,
    raw: Json,
    *,
    now: datetime | None = None,
    choices: Offer | None = None,
    fixed: Json | None = None,
) -> Judgement:
    """Run all steps on one submission and return what was found."""
    result = Judgement(schema)
    nested = nest(raw)
    for path, message in find_hostile(nested):
        result.add(path, message)
    if result.problems:
        return result
    take(result, nested, fixed or {})
    check_schema(result)
    _check_rules(result, schema, result.values, (), now)
    if choices is not None:
        _check_choices(result, choices)
    return result


def clean(
    schema: Json,
    raw: Json,
    *,
    now: datetime | None = None,
    choices: Offer | None = None,
    fixed: Json | None = None,
) -> dict[str, Any]:
    """Return clean values in the order of the form, or raise FormError."""
    result = judge(schema, raw, now=now, choices=choices, fixed=fixed)
    if result.problems:
        raise FormError(result.errors(), result.typed, result.values)
    return result.values


def _check_rules(
    result: Judgement, owner: Json, values: Json, path: Path_, now: datetime | None
) -> None:
    """Judge the rules of an object, then of the groups and rows inside it."""
    fields: Json = owner["properties"]
    active = [
        rule
        for rule in owner.get("x-rules", [])
        if "when" not in rule or matches(rule["when"], values)
    ]
    bad = {name for name in fields if result.is_bad((*path, name))}
    shown = {name for name in fields if not result.is_hidden((*path, name))}
    for name, message in rules.findings(active, rules.Scene(values, fields, now, shown, bad)):
        result.add((*path, name), message)
    for name, field in fields.items():
        inner = values.get(name)
        if isinstance(inner, dict):
            _check_rules(result, field, inner, (*path, name), now)
        elif isinstance(inner, list) and "properties" in field["items"]:
            for index, row in enumerate(inner):
                if isinstance(row, dict):
                    _check_rules(result, field["items"], row, (*path, name, index), now)


def _check_choices(result: Judgement, offer: Offer) -> None:
    for path, field, value in _picked(result.schema, result.values, ()):
        names = ".".join(step for step in path if isinstance(step, str))
        known = offered(offer, names, field["x-widget"])
        for one in value if isinstance(value, list) else [value]:
            choice = known.find(one) if known else None
            if choice is None:
                result.add(path, say("choice", title=title_of(field)))
            elif choice.disabled:
                words = {"label": choice.label, "state": choice.state or choice.note}
                result.add(path, say("choice.disabled", title=title_of(field), **words))


def _picked(owner: Json, values: Json, path: Path_) -> Iterator[tuple[Path_, Json, Any]]:
    """Yield every value that was picked from an offer, wherever it stands."""
    for name, field in owner["properties"].items():
        value = values.get(name)
        if value is None:
            continue
        if field["x-widget"] in OFFERED:
            yield (*path, name), field, value
        elif isinstance(value, dict):
            yield from _picked(field, value, (*path, name))
        elif isinstance(value, list) and "properties" in field["items"]:
            for index, row in enumerate(value):
                yield from _picked(field["items"], row, (*path, name, index))
