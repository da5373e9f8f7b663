"""How an operation of the API is declared (接口声明): route, right, what it takes and gives.

The wrapper reads and judges the request and keeps idempotency keys; the OpenAPI document is drawn
from the same declarations.
"""

import functools
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from webapp.api import once, problems, reading
from webapp.api.answers import Answer
from webapp.http import permission_required, signed_in_visitor
from webapp.limits import Buckets

Json = Mapping[str, Any]
Around = Callable[..., AbstractContextManager[None]]

PREFIX = "/api/v1"
EXTENSION = "faxun.api_limits"

bp = Blueprint("api", __name__, url_prefix=PREFIX)
bp.register_error_handler(Exception, problems.answer)


@dataclass(frozen=True)
class Operation:
    """One operation: where it is, who may use it, what it takes and gives."""

    method: str
    rule: str
    name: str
    summary: str
    tag: str
    permissions: tuple[str, ...]
    query: Json = field(default_factory=dict)
    body: Json | None = None
    answer: Json | None = None
    status: int = 200
    media: str = "application/json"
    uploads: bool = False
    matches: bool = False
    problems: tuple[int, ...] = ()

    @property
    def is_write(self) -> bool:
        """Tell whether it changes something and takes an idempotency key."""
        return self.method != "GET"


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its endpoint, filled as the resources are imported."""


def operation(
    method: str,
    rule: str,
    summary: str,
    *permissions: str,
    around: Around | None = None,
    **details: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function below as an operation; it gets path, query and `body` as arguments."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        tag = view.__module__.rpartition(".")[2]
        declared = Operation(method, rule, view.__name__, summary, tag, permissions, **details)
        OPERATIONS[f"{bp.name}.{view.__name__}"] = declared

        @functools.wraps(view)
        def endpoint(**path: Any) -> ResponseReturnValue:
            return _serve(declared, view, around or _nothing, path)

        guarded = permission_required(*permissions)(endpoint)
        bp.add_url_rule(rule, view.__name__, guarded, methods=[method])
        return view

    return declare


@bp.record_once
def _prepare(state: Any) -> None:
    problems.declare()
    state.app.extensions[EXTENSION] = Buckets()


@bp.after_request
def _challenge(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="faxun"'
    return response


def _serve(
    declared: Operation, view: Callable[..., Any], around: Around, path: dict[str, Any]
) -> ResponseReturnValue:
    visitor = signed_in_visitor()
    current_app.extensions[EXTENSION].take(visitor.account_id)
    given = {**path, **reading.read_arguments(request, declared.query)}
    if declared.body is not None:
        given["body"] = reading.read_body(request, declared.body)
    if not declared.is_write:
        found = view(**given)
        return found if isinstance(found, Response) else _answer(declared, found).to_response()
    key = reading.read_key(request)
    asked = once.fingerprint(request.method, request.full_path, given.get("body"))
    with around(**path):
        answer = once.perform(
            visitor.account_id, key, asked, lambda: _answer(declared, view(**given))
        )
    return answer.to_response()


def _answer(declared: Operation, found: Answer | Mapping[str, Any]) -> Answer:
    return found if isinstance(found, Answer) else Answer(found, declared.status)


def _nothing(**path: Any) -> AbstractContextManager[None]:
    return nullcontext()
