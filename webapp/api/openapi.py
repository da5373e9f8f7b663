"""The OpenAPI 3.1 document (接口说明), drawn from the declarations of the operations."""

import re
from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from webapp.api import schemas
from webapp.api.door import OPERATIONS, PREFIX, Operation, bp
from webapp.api.reading import KEY, LARGEST
from webapp.errors import TITLES
from webapp.http import public

Json = dict[str, Any]

TAGS = {
    "reference": "查询",
    "cases": "案件",
    "matters": "各类事项",
    "todos": "待办",
    "papers": "文书与案卷",
    "files": "文件",
    "supervision": "监督",
}
ALWAYS = (401, 403, 429, 503)
"""Problems that any operation may answer."""

WORDS = {**TITLES, 412: "内容已有变化", 409: "已被他人先行办理，或者与当前状态冲突"}
GAP = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
PROBLEM = {"application/problem+json": {"schema": schemas.ref("Problem")}}


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """Describe the API."""
    return document()


def document() -> Json:
    """Return the description of every operation."""
    paths: Json = {}
    rules = {rule.endpoint: rule for rule in current_app.url_map.iter_rules()}
    for endpoint, declared in OPERATIONS.items():
        path = GAP.sub(r"{\g<name>}", declared.rule)
        paths.setdefault(path, {})[declared.method.lower()] = _operation(declared, rules[endpoint])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "法循 行政执法平台接口",
            "version": "1.0.0",
            "description": INTRODUCTION,
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "tags": [{"name": title} for title in TAGS.values()],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas.COMPONENTS,
        },
    }


INTRODUCTION = (
    "与网页相同的业务操作。令牌由 `faxun token 用户名` 签发，或在“我的账号”中签发，"
    "放在 `Authorization: Bearer …` 中。写操作可带 `Idempotency-Key`：同一编号重复发送只生效"
    "一次，得到相同的答复。错误按 RFC 9457 以中文说明：`errors` 为字段错误，`refusals` 为程序"
    "保障的不予通过及其依据，`winner` 为先行办理的人。"
)


def _operation(declared: Operation, rule: Rule) -> Json:
    found: Json = {
        "operationId": declared.name,
        "summary": declared.summary,
        "tags": [TAGS[declared.tag]],
        "parameters": [
            *_path(declared),
            *(_query(name, one) for name, one in declared.query.items()),
            *_headers(declared),
        ],
        "responses": _responses(declared),
    }
    if declared.body is not None:
        content = {"application/json": {"schema": declared.body}}
        found["requestBody"] = {
            "required": True,
            "description": f"不超过 {LARGEST // 1024 // 1024} MB",
            "content": content,
        }
    if declared.uploads:
        upload = schemas.shape({"file": {"type": "string", "format": "binary"}})
        found["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": upload}},
        }
    return found


def _path(declared: Operation) -> list[Json]:
    kinds = {
        "int": schemas.ID,
        "uuid": {"type": "string", "format": "uuid"},
        "any": {"type": "string", "enum": ["front", "back"]},
    }
    return [
        {
            "name": gap["name"],
            "in": "path",
            "required": True,
            "schema": kinds.get(gap["kind"] or "", {"type": "string", "minLength": 1}),
        }
        for gap in GAP.finditer(declared.rule)
    ]


def _query(name: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _headers(declared: Operation) -> list[Json]:
    found = []
    if declared.is_write:
        key = {"type": "string", "pattern": f"^{KEY.pattern}$"}
        words = "同一编号重复发送只生效一次"
        found.append(_header("Idempotency-Key", words, key))
    if declared.matches:
        tag = {"type": "string", "pattern": '^("[!-~]{1,100}"|\\*)$'}
        found.append(_header("If-Match", "读取待办时得到的 ETag；内容已变化时答复 412", tag))
    return found


def _header(name: str, words: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "required": False, "description": words, "schema": schema}


def _responses(declared: Operation) -> Json:
    found: Json = {str(declared.status): {"description": "成功", **_content(declared)}}
    statuses = {*ALWAYS, *declared.problems}
    if declared.is_write:
        statuses |= {400, 409, 422}
    for status in sorted(statuses | ({422} if declared.query else set())):
        found[str(status)] = {"description": WORDS[status], "content": PROBLEM}
    return found


def _content(declared: Operation) -> Json:
    if declared.answer is None:
        binary = {"schema": {"type": "string", "format": "binary"}}
        media = [declared.media]
        return {"content": dict.fromkeys(media, binary)}
    return {"content": {declared.media: {"schema": declared.answer}}}
