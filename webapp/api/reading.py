"""Reads what programs send (请求解析): strict JSON and query arguments, errors in Chinese."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Request
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import forms
from forms import FormError
from webapp.errors import AppError

Json = Mapping[str, Any]

LARGEST = 2 * 1024 * 1024
"""Bytes of a JSON body; files go another way."""

DEEPEST = 24
TYPES = {
    "object": "对象",
    "array": "列表",
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是或否",
    "null": "空",
}
KEY = re.compile(r"[!-~]{1,200}")
"""Idempotency keys: visible ASCII."""

NUL = "\x00"


class BadRequest(AppError):
    """The request cannot be read at all: broken JSON, a bad header."""


class Unprocessable(AppError):
    """The request can be read but does not fit; `errors` are (path, message)."""

    def __init__(self, sentence: str, errors: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.errors = errors


class WrongMediaType(AppError):
    """The body is not in the format this address takes."""


def read_body(request: Request, schema: Json) -> dict[str, Any]:
    """Return the JSON object of a request, judged by a schema."""
    if request.mimetype != "application/json":
        raise WrongMediaType("请求内容须为 JSON，Content-Type 须为 application/json。")
    request.max_content_length = LARGEST
    try:
        body = forms.parse_json(request.get_data(cache=True))
    except FormError as error:
        raise BadRequest(str(error)) from error
    if _depth(body) > DEEPEST:
        raise BadRequest("JSON 层次过深。")
    if _has_nul(body):
        raise Unprocessable("内容里有无法保存的字符（空字符），请删除后重试。")
    errors = tuple(sorted(_errors(schema, body)))
    if errors:
        raise Unprocessable("请求内容不符合接口要求。", errors)
    return body


def read_arguments(request: Request, schemas: Json) -> dict[str, Any]:
    """Return the query arguments of a request, each judged by its schema."""
    found: dict[str, Any] = {}
    errors: list[tuple[str, str]] = []
    for name, values in request.args.lists():
        schema = schemas.get(name)
        if schema is None:
            errors.append((name, f"不认识的参数“{name[:40]}”"))
        elif len(values) > 1:
            errors.append((name, f"参数“{name}”出现了多次"))
        else:
            value = _typed(values[0], schema)
            errors += [(name, message) for _, message in _errors(schema, value)]
            found[name] = value
    if errors:
        raise Unprocessable("请求参数不符合接口要求。", tuple(errors))
    defaults = {name: one["default"] for name, one in schemas.items() if "default" in one}
    return {**defaults, **found}


def read_key(request: Request) -> str | None:
    """Return the idempotency key of a request, or None."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise BadRequest("Idempotency-Key 须为 1 至 200 个可见的 ASCII 字符。")
    return key


def _errors(schema: Json, value: Any) -> Iterator[tuple[str, str]]:
    for error in Draft202012Validator(schema).iter_errors(value):
        yield ".".join(str(part) for part in error.absolute_path), _sentence(error)


def _sentence(error: ValidationError) -> str:
    limit = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in limit if name not in error.instance]
            return f"缺少“{'”“'.join(missing)}”"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            extra = [str(name)[:40] for name in error.instance if name not in known]
            return f"不认识的字段“{'”“'.join(extra[:5])}”"
        case "type":
            kinds = [limit] if isinstance(limit, str) else limit
            return f"应当是{'或'.join(TYPES[one] for one in kinds)}"
        case "maxLength":
            return f"不能超过 {limit} 个字"
        case "minLength":
            return "不能为空"
        case "enum":
            return f"只能是{'、'.join(str(one) for one in limit)}之一"
        case "maximum":
            return f"不能大于 {limit}"
        case "minimum":
            return f"不能小于 {limit}"
        case "pattern":
            return "格式不对"
        case _:
            return "不符合要求"


def _typed(text: str, schema: Json) -> Any:
    """Return an argument in the type its schema names, or as it came when that fails."""
    if schema.get("type") == "integer" and re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _depth(value: Any) -> int:
    deepest, pending = 0, [(value, 1)]
    while pending:
        one, depth = pending.pop()
        deepest = max(deepest, depth)
        if depth > DEEPEST:
            break
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        pending += [(part, depth + 1) for part in inner]
    return deepest


def _has_nul(value: Any) -> bool:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            if NUL in one:
                return True
        elif isinstance(one, dict):
            pending += [*one, *one.values()]
        elif isinstance(one, list):
            pending += one
    return False
