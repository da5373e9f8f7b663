"""Judge values by JSON Schema 2020-12 plus three limits of ours, and say in Chinese what fails."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from forms.formats import checker, comparable
from forms.judgement import Judgement
from forms.keywords import PRECEDENCE
from forms.messages import Path_, locate, missing, say, title_of, violated

Json = Mapping[str, Any]
FORMATS = checker()


def matches(condition: Json, values: Any) -> bool:
    """Tell whether values meet a condition (`x-show`, `when`)."""
    return bool(Validator(condition).is_valid(values))


def check_schema(result: Judgement) -> None:
    """Add one problem for each field that breaks the schema."""
    found: dict[Path_, list[tuple[int, str]]] = {}
    for error in Validator(result.schema, format_checker=FORMATS).iter_errors(result.values):
        for path, rank, message in _read(result.schema, error):
            if not result.is_hidden(path) and not result.is_bad(path):
                found.setdefault(path, []).append((rank, message))
    for path, messages in found.items():
        result.add(path, min(messages)[1])


def _minimum(_: Any, limit: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and _below(value, limit):
        yield ValidationError("x-min")


def _maximum(_: Any, limit: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and _below(limit, value):
        yield ValidationError("x-max")


def _decimals(_: Any, limit: int, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        part = format(Decimal(repr(value)), "f").partition(".")[2]
        if len(part.rstrip("0")) > limit:
            yield ValidationError("x-decimals")


def _below(left: str, right: str) -> bool:
    low, high = comparable(left), comparable(right)
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return low < high
    return isinstance(low, str) and isinstance(high, str) and low < high


Validator = validators.extend(
    Draft202012Validator, {"x-min": _minimum, "x-max": _maximum, "x-decimals": _decimals}
)


def _read(schema: Json, error: ValidationError) -> Iterator[tuple[Path_, int, str]]:
    """Translate one error of the library: where, how urgent, what to say."""
    keyword, limit, part = str(error.validator), error.validator_value, error.schema
    here: Path_ = tuple(error.absolute_path)
    if keyword in ("required", "dependentRequired"):
        names = limit if keyword == "required" else _dependents(limit, error.instance)
        for name in names:
            if name not in error.instance:
                field, _ = locate(schema, (*here, name))
                yield (*here, name), -1, _own(field, part, "required") or missing(field)
        return
    field, path = locate(schema, here)
    own = _own(field, part, keyword)
    rank = PRECEDENCE.index(keyword)
    if keyword == "format":
        yield path, rank, own or say(str(error.cause), title=title_of(field))
    else:
        yield path, rank, own or violated(field, keyword, limit, error.instance)


def _dependents(limit: Mapping[str, list[str]], values: Json) -> list[str]:
    return [other for name, others in limit.items() if name in values for other in others]


def _own(field: Json, part: Json, keyword: str) -> str | None:
    """Return the form's own words: of the branch that failed, else of the field."""
    branch = None if "title" in part else part.get("x-message")
    if isinstance(branch, str):
        return branch
    own = branch if branch is not None else field.get("x-message")
    if isinstance(own, dict):
        found = own.get(keyword)
        return None if found is None else str(found)
    broad = keyword not in ("required", "type", "maxLength")
    return own if isinstance(own, str) and broad else None
