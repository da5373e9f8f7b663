"""From what a browser or a program sent to one nested value: dotted and indexed names, or JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from forms.errors import FieldError, FormError
from forms.messages import Path_, say

MAX_DEPTH = 8
# Names that belong to the page, not to the form: the platform's own fields start with "_".
PAGE_FIELDS = frozenset(("csrf_token",))


def parse_json(text: str | bytes) -> dict[str, Any]:
    """Read a JSON object that a program sent; refuse repeated keys and what JSON does not have."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise _refused(f"「{key[:40]}」出现了两次")
            found[key] = value
        return found

    def constant(name: str) -> Any:
        raise _refused(f"不能使用 {name}")

    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise _refused(f"第 {error.lineno} 行第 {error.colno} 列有误") from error
    except UnicodeDecodeError as error:
        raise _refused("须为 UTF-8 编码") from error
    except RecursionError as error:
        raise _refused("层次过深") from error
    except ValueError as error:
        raise _refused("有过长的数") from error
    if not isinstance(content, dict):
        raise _refused("最外层须为对象")
    return content


def nest(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the nested value of a form submission; JSON passes through."""
    if not _is_form(raw):
        return dict(raw)
    root: dict[str, Any] = {}
    for name, values in _pairs(raw):
        if name in PAGE_FIELDS or name.startswith("_"):
            continue
        _put(root, name.split("."), values)
    return {name: _listed(value) for name, value in root.items()}


def find_hostile(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Find the reserved key and runaway depth anywhere in what was sent."""
    if len(path) > MAX_DEPTH:
        yield path[:1], say("deep")
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "typename":
                yield path[:1] or (key,), say("reserved")
            yield from find_hostile(inner, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from find_hostile(inner, (*path, index))


def _is_form(raw: Mapping[str, Any]) -> bool:
    return hasattr(raw, "getlist") or any("." in str(key) for key in raw)


def _pairs(raw: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield names with all their values, from a MultiDict or a plain mapping."""
    for name in raw:
        if hasattr(raw, "getlist"):
            yield name, list(raw.getlist(name))
        else:
            value = raw[name]
            yield name, list(value) if isinstance(value, list | tuple) else [value]


def _put(root: dict[str, Any], steps: list[str], values: list[Any]) -> None:
    """Put the values of one dotted name at their place."""
    here = root
    for step in steps[:-1]:
        inner = here.setdefault(step, {})
        if not isinstance(inner, dict):
            inner = here[step] = {"": inner}
        here = inner
        if len(steps) > MAX_DEPTH * 2:
            break
    # A single value stays single: whether the field is a list is for the schema to say.
    here[steps[-1]] = values[0] if len(values) == 1 else values


def _listed(value: Any) -> Any:
    """Turn mappings whose keys are all row numbers into lists, gaps closed."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(part) for key, part in value.items()}
    if inner and all(len(key) <= 4 and key.isascii() and key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def _refused(reason: str) -> FormError:
    return FormError((FieldError("", say("json", reason=reason)),))
