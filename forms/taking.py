"""Take what was typed into canonical values, fill constants and defaults, drop what is hidden."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.formats import birth_in, sex_in
from forms.judging import Judgement, matches
from forms.messages import Path_, say, title_of, words
from forms.normalizing import BIG, clean_text, is_unsafe, read_number
from forms.printable import unprintable

Json = Mapping[str, Any]
ABSENT = object()
# A value and what to show again when it cannot be accepted.
Taken = tuple[Any, Any]
NOTHING: Taken = (ABSENT, ABSENT)
TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def take(result: Judgement, nested: Json, fixed: Json) -> None:
    """Fill a judgement with values, hidden fields and the problems of reading."""
    taker = Taker(result, fixed)
    result.values, result.typed = taker.object(result.schema, nested, ())


class Taker:
    """Walk the schema beside what was typed."""

    def __init__(self, result: Judgement, fixed: Json) -> None:
        self.result = result
        self.fixed = fixed

    def object(self, owner: Json, raw: Json, path: Path_) -> tuple[dict[str, Any], dict[str, Any]]:
        """Take the fields of an object, in order, so that `x-show` sees what stands above."""
        fields: Json = owner["properties"]
        for name in raw:
            if name not in fields:
                self.result.add((*path, str(name)), say("unknown", name=str(name)[:40]))
        values: dict[str, Any] = {}
        typed: dict[str, Any] = {}
        for name, field in fields.items():
            given = raw.get(name, ABSENT)
            if field.get("readOnly"):
                given = self.fixed.get(name, ABSENT)
            elif field.get("x-known") and name in self.fixed:
                given = self._known(field, given, (*path, name))
            value, shown = self.value(field, given, (*path, name))
            value = self._filled(field, given, value, (*path, name))
            if shown is not ABSENT:
                typed[name] = shown
            if "x-show" in field and not matches(field["x-show"], values):
                if not self._contradicted(field, value, values, (*path, name), fields):
                    self.result.hide((*path, name))
            elif value is not ABSENT:
                values[name] = value
        return values, typed

    def value(self, field: Json, given: Any, path: Path_) -> Taken:
        """Return the canonical value and what to show again; ABSENT for nothing."""
        if given is ABSENT or given is None:
            return NOTHING
        kind = field.get("type")
        if kind == "array":
            return self._array(field, given, path)
        if kind == "object":
            return self._group(field, given, path)
        if isinstance(given, list | tuple):
            self.result.add(path, say("repeated", title=title_of(field)))
            return NOTHING
        return self._scalar(field, given, path)

    def _known(self, field: Json, given: Any, path: Path_) -> Any:
        """Return what the record says; what was typed against it is refused, both being named."""
        known = self.fixed[str(path[-1])]
        read, said = (self.value(field, one, path)[0] for one in (given, known))
        if read is not ABSENT and read != said:
            told = {"title": title_of(field), "known": str(known), "given": str(given)}
            self.result.add(path, say("known", **told))
        return known

    def _contradicted(
        self, field: Json, value: Any, values: Json, path: Path_, fields: Json
    ) -> bool:
        """Refuse what an identity number says otherwise, both being named; it is shown till then.

        What the number says is asked of nobody, so that what agrees with it, or is blank, is gone.
        """
        source = field.get("x-told-by", "")
        number = values.get(source)
        if value is ABSENT or number is None:
            return False
        names = dict(zip(field.get("enum", ()), field.get("x-enumNames", ()), strict=True))
        given = names.get(value, str(value))
        known = sex_in(number) if names else birth_in(number)
        if known in ("", given):
            return False
        told = {"title": title_of(field), "other": title_of(fields[source])}
        self.result.add(path, say("told", known=known, given=given, **told))
        return True

    def _filled(self, field: Json, given: Any, value: Any, path: Path_) -> Any:
        """Fill a constant, or a default where the field was not sent at all."""
        if value is not ABSENT or path in self.result.problems:
            return value
        if "const" in field:
            return field["const"]
        return field["default"] if given is ABSENT and "default" in field else ABSENT

    def _group(self, field: Json, given: Any, path: Path_) -> Taken:
        if not isinstance(given, Mapping):
            return NOTHING if given == "" else self._wrong(field, given, path)
        values, typed = self.object(field, given, path)
        empty = _is_untouched(field, values) and not self.result.is_bad(path)
        return NOTHING if empty else (values, typed)

    def _array(self, field: Json, given: Any, path: Path_) -> Taken:
        if isinstance(given, str):
            given = [given]
        if not isinstance(given, list | tuple):
            return self._wrong(field, given, path)
        values: list[Any] = []
        typed: list[Any] = []
        items = {**field["items"], "title": title_of(field)}
        has_rows = "properties" in items
        for part in given:
            # Errors of an entry of a plain list belong to the list; rows have their own.
            place = (*path, len(values)) if has_rows else path
            value, shown = self.value(items, part, place)
            if value is ABSENT and shown is ABSENT:
                if has_rows:
                    self.result.forget(place)
                continue
            typed.append(shown)
            if has_rows or value is not ABSENT:
                values.append({} if value is ABSENT else value)
        return (values, typed) if values or typed else NOTHING

    def _scalar(self, field: Json, given: Any, path: Path_) -> Taken:
        kind = field.get("type")
        if isinstance(given, str):
            if is_unsafe(given.replace("\r", "")):
                self.result.add(path, say("characters", title=title_of(field)))
                return NOTHING
            text = clean_text(given, field.get("format"))
            if text == "":
                return NOTHING
            read = self._words if kind == "string" else self._parsed
            return read(field, text, path)
        numeric = isinstance(given, int | float) and not isinstance(given, bool)
        if kind == "boolean" and isinstance(given, bool):
            return given, given
        if kind in ("integer", "number") and numeric:
            text = _plain(given) if abs(given) <= BIG else str(BIG + 1)
            return self._parsed(field, text, path)
        return self._wrong(field, given, path)

    def _words(self, field: Json, text: str, path: Path_) -> Taken:
        """Take words that a document can print."""
        letter = unprintable(text)
        if letter:
            code = f"{ord(letter):04X}"
            gaps = {"title": title_of(field), "letter": letter, "code": code}
            self.result.add(path, say("unprintable", **gaps))
            return ABSENT, text
        return text, text

    def _parsed(self, field: Json, text: str, path: Path_) -> Taken:
        """Read a boolean or a number from text."""
        kind = field["type"]
        if kind == "boolean":
            found = TRUTH.get(text)
            return self._wrong(field, text, path) if found is None else (found, found)
        number = read_number(text)
        if number is None or (kind == "integer" and number != number.to_integral_value()):
            self.result.add(path, say(kind, title=title_of(field)))
            return ABSENT, text
        if abs(number) > BIG:
            self.result.add(path, say("big", title=title_of(field)))
            return ABSENT, text
        whole = number == number.to_integral_value()
        return (int(number) if whole else float(number)), text

    def _wrong(self, field: Json, given: Any, path: Path_) -> Taken:
        kind = words()[f"kind.{field.get('type', 'string')}"]
        self.result.add(path, say("type", title=title_of(field), kind=kind))
        return ABSENT, given if isinstance(given, str) else ABSENT


def _plain(number: float) -> str:
    """Return a number as text without an exponent; what is no number stays a word."""
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def _is_untouched(owner: Json, values: Json) -> bool:
    """Tell whether a row or group holds nothing but its constants and defaults."""
    for name, value in values.items():
        field = owner["properties"][name]
        if value != field.get("const", field.get("default", ABSENT)):
            return False
    return True
