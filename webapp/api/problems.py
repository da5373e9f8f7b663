"""Problems as programs read them (RFC 9457): fields, refusals with their articles, the winner."""

from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException

from engine import clock
from engine.safeguards import Refusal
from forms import FormError
from webapp import errors
from webapp.api.reading import BadRequest, Unprocessable, WrongMediaType
from webapp.database import transaction
from webapp.errors import NotAllowed, Problem
from webapp.http import current_officer_or_none
from webapp.instances.operations import AlreadyHandled
from webapp.limits import OverLimit
from webapp.tasks import operations as tasks
from webapp.tasks.errors import Stale, StepRefused

Json = dict[str, Any]
FORM_TITLE = "填写内容有误"
REFUSED_TITLE = "程序保障不予通过"
COMPLETE = "api.complete_todo"
"""The one operation whose refused attempts are kept."""


def declare() -> None:
    """Add the statuses of what only the API raises to the table of errors."""
    errors.declare(BadRequest, 400)
    errors.declare(WrongMediaType, 415)
    errors.declare(Unprocessable, 422)


def answer(error: Exception) -> Any:
    """Answer an exception that an operation of the API raised."""
    if isinstance(error, HTTPException):
        return errors.handle(error)
    if isinstance(error, (StepRefused, FormError, NotAllowed)):
        _record(error)
    problem = _problem(error)
    if problem is None:
        return _with_hint(make_response(errors.handle(error)), error)
    errors.abandon()
    return errors.respond(problem)


def _problem(error: Exception) -> Problem | None:
    """Return what is said about errors that carry more than a sentence."""
    if isinstance(error, FormError):
        found = [_error(one.path, one.message) for one in error.errors]
        return Problem(422, FORM_TITLE, str(error), more={"errors": found})
    if isinstance(error, StepRefused):
        more = {"errors": _fields(error.fields), "refusals": _refusals(error.refusals)}
        return Problem(422, REFUSED_TITLE, str(error), more=more)
    if isinstance(error, AlreadyHandled):
        winner = {
            "officer": error.officer_id,
            "name": error.name,
            "at": clock.local(error.at).isoformat(),
        }
        return Problem(409, errors.TITLES[409], str(error), more={"winner": winner})
    if isinstance(error, Stale):
        return Problem(412, "内容已有变化", str(error))
    if isinstance(error, Unprocessable):
        found = [_error(path, message) for path, message in error.errors]
        return Problem(422, errors.TITLES[422], str(error), more={"errors": found})
    return None


def _with_hint(response: Response, error: Exception) -> Response:
    if isinstance(error, OverLimit):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _record(error: StepRefused | FormError | NotAllowed) -> None:
    """Keep a refused completion in a transaction of its own."""
    if request.endpoint != COMPLETE:
        return
    errors.abandon()
    officer, todo_id = current_officer_or_none(), (request.view_args or {})["todo_id"]
    if officer is not None:
        with transaction():
            tasks.record_refusal(officer, todo_id, error)


def _fields(messages: dict[str, str]) -> list[Json]:
    return [_error(path, message) for path, message in messages.items()]


def _refusals(refusals: Iterable[Refusal]) -> list[Json]:
    return [
        {
            "id": one.id,
            "message": one.message,
            "basis": one.basis,
            "fields": list(one.fields),
        }
        for one in refusals
    ]


def _error(path: str, message: str) -> Json:
    return {"path": path, "message": message}
