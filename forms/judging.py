"""Judge values by JSON Schema 2020-12 plus three limits of ours, and say in Chinese what fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from forms.errors import FieldError
from forms.formats import checker, comparable
from forms.keywords import PRECEDENCE
from forms.messages import Path_, locate, missing, place, say, title_of, violated

Json = Mapping[str, Any]
FORMATS = checker()


@dataclass
class Judgement:
    """What became of one submission: values, problems by path, and what is hidden."""

    schema: Json
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[Path_, str] = field(default_factory=dict)
    hidden: set[Path_] = field(default_factory=set)
    typed: dict[str, Any] = field(default_factory=dict)

    def add(self, path: Path_, message: str) -> None:
        """Keep the first message at a path."""
        self.problems.setdefault(path, message)

    def hide(self, path: Path_) -> None:
        """Take a field out of judgment, with what was said about it."""
        self.hidden.add(path)
        for known in [known for known in self.problems if known[: len(path)] == path]:
            del self.problems[known]

    def forget(self, path: Path_) -> None:
        """Forget what was hidden inside an untouched row: the next row takes its number."""
        self.hidden = {gone for gone in self.hidden if gone[: len(path)] != path}

    def is_hidden(self, path: Path_) -> bool:
        """Tell whether a path lies in a field that is not shown."""
        return any(path[: len(gone)] == gone for gone in self.hidden)

    def is_bad(self, path: Path_) -> bool:
        """Tell whether a path, something inside it or what it lies in is in error already."""
        return any(
            known[: len(path)] == path or path[: len(known)] == known for known in self.problems
        )

    def errors(self) -> tuple[FieldError, ...]:
        """Return the errors in the order of the form."""
        found = []
        for path, message in sorted(self.problems.items(), key=lambda item: self._order(item[0])):
            words, title = place(self.schema, path, message)
            found.append(FieldError(".".join(map(str, path)), words, title, message))
        return tuple(found)

    def _order(self, path: Path_) -> tuple[int, ...]:
        here: Any = self.schema
        order = []
        for step in path:
            if isinstance(step, int):
                here, rank = here.get("items", {}), step
            else:
                names = list(here.get("properties", {}))
                rank = names.index(step) if step in names else len(names)
                here = here.get("properties", {}).get(step, {})
            order.append(rank)
        return tuple(order)


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
