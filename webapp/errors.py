"""One table: exception → status and Chinese sentence, as a page or as JSON; never a stack trace."""

import logging
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.database import db, is_undone

logger = logging.getLogger(__name__)


class AppError(Exception):
    """Base of errors that carry their own sentence for the reader."""


class NotAllowed(AppError):
    """The visitor may not do what was asked."""


class NotFound(AppError):
    """The record does not exist, or this officer may not know that it does."""


class Conflict(AppError):
    """Somebody else was first."""


class Invalid(AppError):
    """What was sent cannot be accepted; `fields` says where."""

    def __init__(self, sentence: str, fields: dict[str, str] | None = None):
        super().__init__(sentence)
        self.fields = fields or {}


class TooMany(AppError):
    """Too many attempts in a short time."""


@dataclass(frozen=True)
class Problem:
    """What the reader is told (RFC 9457 in JSON)."""

    status: int
    title: str
    sentence: str
    fields: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不能这样操作",
    409: "已被他人先行办理",
    412: "内容已有变化",
    413: "内容太大",
    415: "格式不支持",
    422: "内容有误",
    429: "操作太频繁",
    500: "系统出错",
    503: "暂时无法服务",
}
SENTENCES = {
    400: "提交的内容无法识别，请返回检查后重试。",
    401: "登录已失效，请重新登录。",
    403: "您的岗位没有这项权限。如确需办理，请联系本单位系统管理员。",
    404: "页面或记录不存在，可能已被移动，也可能您无权查看。",
    405: "该地址不支持这种操作方式。",
    413: "提交的内容超过大小限制，请压缩或拆分后重试。",
    415: "不支持这种文件或数据格式。",
    429: "操作过于频繁，请稍后再试。",
    500: "系统出现意外错误，操作没有生效，已记录备查。请稍后重试；如仍出错，请联系系统管理员。",
    503: "服务正忙，请稍后重试。",
}
UNREADABLE = "提交的内容里有无法保存的字符，或者数字、日期超出范围，请检查后重试。"
CROWDED = "同一案件正由多人同时办理，操作没有生效，已填写的内容请勿关闭页面。请稍后重试。"
DATABASE_DOWN = "数据库暂时无法连接，操作没有生效，已填写的内容请勿关闭页面。请稍后重试。"
EXPIRED = "页面已过期"
FORM_EXPIRED = "页面停留时间过长，安全校验已过期，操作没有生效。请刷新页面后重新提交。"

SIGNING_IN = frozenset({"accounts.enter", "accounts.enter_code", "accounts.change_password"})
"""Endpoints whose forms hold secrets: they are never written into a page."""

STATUSES: dict[type[BaseException], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


def declare(exception: type[BaseException], status: int) -> None:
    """Add a row to the table: this exception answers with this status and its own sentence.

    A slice calls this from ``wiring`` for its domain errors, whose text is Chinese already.
    """
    STATUSES[exception] = status


def problem_of(error: BaseException) -> Problem:
    """Look an exception up in the table."""
    if isinstance(error, CSRFError):
        return Problem(400, EXPIRED, FORM_EXPIRED)
    if isinstance(error, HTTPException):
        status = error.code or 500
        return Problem(
            status, TITLES.get(status, "请求有误"), SENTENCES.get(status, SENTENCES[400])
        )
    for kind in type(error).__mro__:
        if kind in STATUSES:
            status = STATUSES[kind]
            return Problem(
                status,
                TITLES[status],
                str(error) or SENTENCES.get(status, SENTENCES[400]),
                fields=dict(getattr(error, "fields", {}) or {}),
            )
    if is_undone(error):
        return Problem(503, TITLES[503], CROWDED)
    if is_database_down(error):
        return Problem(503, "数据库暂时无法连接", DATABASE_DOWN)
    if isinstance(error, DataError):
        return Problem(422, TITLES[422], UNREADABLE)
    return Problem(500, TITLES[500], SENTENCES[500])


def is_database_down(error: BaseException) -> bool:
    """Tell whether this is the database being away, not a mistake in a statement."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if is_undone(error):
        return False
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)


def wants_json() -> bool:
    """Tell whether the caller is a program."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def respond(problem: Problem) -> Response:
    """Answer with a page, a fragment for htmx, or JSON."""
    if wants_json():
        body = {"title": problem.title, "status": problem.status, "detail": problem.sentence}
        if problem.fields:
            found = problem.fields.items()
            body["errors"] = [{"path": path, "message": message} for path, message in found]
        response = jsonify(body | problem.more)
        response.mimetype = "application/problem+json"
    elif "HX-Request" in request.headers:
        response = make_response(render_template("problem_fragment.html", problem=problem))
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
    else:
        page = render_template("problem.html", problem=problem, typed=_typed(problem))
        response = make_response(page)
    response.status_code = problem.status
    return response


def _typed(problem: Problem) -> list[tuple[str, str]]:
    """Return what was typed, to be sent again; never passwords, nothing another site made up."""
    if request.method != "POST" or request.endpoint in SIGNING_IN:
        return []
    if problem.status != 503 and not (problem.title == EXPIRED and _came_from_here()):
        return []
    return list(request.form.items(multi=True))


def _came_from_here() -> bool:
    """Tell whether a form was sent from a page of this site."""
    origin = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(origin).netloc == request.host


def handle(error: Exception) -> ResponseReturnValue:
    """Turn any exception into an answer."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error  # a redirect raised by the router
    problem = problem_of(error)
    abandon()
    if problem.status >= 500:
        logger.exception("%s %s", request.method, request.path, exc_info=error)
    try:
        response = respond(problem)
    except Exception:
        logger.exception("the page that reports a problem failed")
        words = f"{problem.title}：{problem.sentence}"
        response = Response(words, problem.status, content_type="text/plain; charset=utf-8")
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def abandon() -> None:
    """Give up what a failed view left open, so that the answer can still read."""
    try:
        db.session.rollback()
    except Exception as error:
        if not is_database_down(error):
            raise


def init_app(app: Flask) -> None:
    """Let the table answer for every exception."""
    app.register_error_handler(Exception, handle)
