"""The cookie and the token: from a request to the account behind it (会话)."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import Unauthorized

from webapp.accounts import entry, queries, secrecy, tokens
from webapp.accounts.logbook import Origin, wall_clock
from webapp.config import Settings
from webapp.database import db
from webapp.http import Visitor


@dataclass(frozen=True)
class _Cookie:
    name: str
    secure: bool


def init_app(app: Flask, settings: Settings) -> None:
    """Choose the cookie: bound to this host and to TLS in production."""
    secure = settings.is_production
    app.extensions["faxun.cookie"] = _Cookie("__Host-faxun" if secure else "faxun_session", secure)


def visitor() -> Visitor | None:
    """Return who is asking, by token on /api/ or by cookie."""
    at = wall_clock()
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and request.path.startswith("/api/"):
        by_token = queries.visitor_by_token(secrecy.digest(secret.strip()), at)
        if by_token is None:
            raise Unauthorized
        if tokens.touch_token(by_token[1], at):
            _keep()
        return by_token[0]
    digest = session_digest()
    if digest is None:
        return None
    by_session = queries.visitor_by_session(digest, at)
    if by_session is None:
        return None
    if entry.touch(by_session[1], at):
        _keep()
    return by_session[0]


def session_digest() -> bytes | None:
    """Return the key of the session behind the cookie of this request, or None."""
    secret = request.cookies.get(_cookie().name)
    return secrecy.digest(secret) if secret else None


def origin() -> Origin:
    """Return where this request comes from."""
    return Origin(request.remote_addr, request.user_agent.string or None)


def open_on(response: Response, secret: str) -> Response:
    """Give the browser its session cookie."""
    cookie = _cookie()
    response.set_cookie(
        cookie.name, secret, httponly=True, secure=cookie.secure, samesite="Lax", path="/"
    )
    return response


def close_on(response: Response) -> Response:
    """Take the session cookie back."""
    cookie = _cookie()
    response.delete_cookie(
        cookie.name, httponly=True, secure=cookie.secure, samesite="Lax", path="/"
    )
    return response


def _cookie() -> _Cookie:
    cookie = current_app.extensions["faxun.cookie"]
    if not isinstance(cookie, _Cookie):
        raise TypeError("sessions.init_app() was not called")
    return cookie


def _keep() -> None:
    """Store that the visitor was seen, unless a write of the caller will."""
    if not db.session.info.get("writing"):
        db.session.commit()
