"""What every request shares: who is asking, what they may do, safe headers."""

import functools
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Unauthorized

from webapp.errors import NotAllowed, wants_json

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()

PUBLIC = "*public*"
SIGNED_IN = "*signed in*"

PERMISSION_ATTRIBUTE = "faxun_permission"
CACHEABLE_ATTRIBUTE = "faxun_cacheable"


@dataclass(frozen=True)
class Held:
    """One role held in one body, perhaps in one unit of it (岗位)."""

    role: str
    body_id: int | None
    path: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Visitor:
    """Who is asking: the account behind this request and what it may do (当前用户)."""

    account_id: int
    login: str
    name: str
    held: tuple[Held, ...] = ()
    permissions: frozenset[str] = frozenset()
    by_token: bool = False
    must_change_password: bool = False
    granting: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    calendar: int | None = None
    """Which entry of the calendar of working days was the newest."""

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles held anywhere."""
        return frozenset(held.role for held in self.held)

    def may(self, *permissions: str) -> bool:
        """Tell whether at least one of these permissions is held somewhere."""
        return not self.permissions.isdisjoint(permissions)

    def has_role(self, role: str, body_id: int, unit_id: int | None = None) -> bool:
        """Tell whether a role is held in this very body (and unit, if the grant names one)."""
        return any(
            held.role == role
            and held.body_id == body_id
            and (held.unit_id is None or unit_id is None or held.unit_id == unit_id)
            for held in self.held
        )

    def roles_in(self, body_id: int) -> frozenset[str]:
        """Return the roles held in this very body."""
        return frozenset(held.role for held in self.held if held.body_id == body_id)

    def bodies_with(self, permission: str) -> frozenset[int]:
        """Return the bodies whose grant gives this permission."""
        return frozenset(
            held.body_id
            for held in self.held
            if held.body_id is not None and permission in self.granting.get(held.role, ())
        )

    def paths_with(self, permission: str) -> tuple[str, ...]:
        """Return the subtrees (path prefixes) over which this permission is held."""
        return tuple(
            sorted(
                {
                    held.path
                    for held in self.held
                    if held.path and permission in self.granting.get(held.role, ())
                }
            )
        )


@dataclass(frozen=True)
class Lookup:
    """How the slices above tell this module who is asking; wired once."""

    visitor: Callable[[], Visitor | None]
    """Returns who is asking, or None."""
    officer: Callable[[int], Any]
    """Returns the officer record behind an account, or None."""


def current_visitor() -> Visitor | None:
    """Return who is asking, or None for the public."""
    if "visitor" not in g:
        g.visitor = _lookup().visitor()
    return cast("Visitor | None", g.visitor)


def signed_in_visitor() -> Visitor:
    """Return who is asking, in a view that requires a sign-in."""
    visitor = current_visitor()
    if visitor is None:
        raise Unauthorized
    return visitor


def current_officer() -> Any:
    """Return the officer who is asking (当前执法人员); refuse accounts that are no officer."""
    officer = current_officer_or_none()
    if officer is None:
        raise NotAllowed("当前账号没有对应的执法人员，不能办理案件。")
    return officer


def current_officer_or_none() -> Any:
    """Return the officer who is asking, or None for accounts that are no officer."""
    if "officer" not in g:
        g.officer = _lookup().officer(signed_in_visitor().account_id)
    return g.officer


def forget_visitor() -> None:
    """Look again who is asking: after signing in or out."""
    g.pop("visitor", None)
    g.pop("officer", None)


def permission_required(*permissions: str) -> Callable[[View], View]:
    """Open a view to those who hold one of these permissions."""
    return _marked(permissions)


def signed_in(view: View) -> View:
    """Open a view to every account."""
    return _marked((SIGNED_IN,))(view)


def public(view: View) -> View:
    """Open a view to everybody, the public included."""
    return _marked((PUBLIC,))(view)


def cacheable(view: View) -> View:
    """Let browsers keep the answers of this view; all others are never stored."""
    setattr(view, CACHEABLE_ATTRIBUTE, True)
    return view


def _marked(permissions: tuple[str, ...]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        setattr(guarded, PERMISSION_ATTRIBUTE, permissions)
        return cast(View, guarded)

    return mark


def permissions_of(app: Flask, endpoint: str) -> tuple[str, ...]:
    """Return what an endpoint asks for; nothing declared means nobody may."""
    view = app.view_functions.get(endpoint)
    return getattr(view, PERMISSION_ATTRIBUTE, ()) if view else ()


def may_visit(visitor: Visitor | None, required: Iterable[str]) -> bool:
    """Tell whether this visitor may open a view with these requirements."""
    required = tuple(required)
    if PUBLIC in required:
        return True
    if visitor is None or not required:
        return False
    return SIGNED_IN in required or visitor.may(*required)


def init_app(app: Flask, lookup: Lookup) -> None:
    """Guard every request and harden every answer."""
    app.extensions["faxun.lookup"] = lookup
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_harden)


def _lookup() -> Lookup:
    return cast(Lookup, current_app.extensions["faxun.lookup"])


def _guard() -> ResponseReturnValue | None:
    """Deny by default: an endpoint without a declaration is closed to everybody."""
    if request.endpoint is None or request.routing_exception is not None:
        return None  # the router answers 404 or 405
    if request.endpoint == "static":
        return None
    required = permissions_of(current_app, request.endpoint)
    if PUBLIC in required:
        # Pages of the public must work without the session table.
        _protect_writes(None)
        return None
    visitor = current_visitor()
    if visitor is None and request.path.startswith("/api/"):
        raise Unauthorized
    if visitor is None:
        return _ask_to_sign_in()
    _protect_writes(visitor)
    if not may_visit(visitor, required):
        raise NotAllowed
    if visitor.must_change_password and request.endpoint not in PASSWORD_ENDPOINTS:
        return redirect(url_for("accounts.password"))
    return None


PASSWORD_ENDPOINTS = frozenset(
    {"accounts.password", "accounts.change_password", "accounts.sign_out"}
)
"""What an account whose password was set by somebody else may open before changing it."""


def _protect_writes(visitor: Visitor | None) -> None:
    """Check the CSRF token of every write that rests on a cookie."""
    if request.method in current_app.config["WTF_CSRF_METHODS"] and not (
        visitor is not None and visitor.by_token
    ):
        csrf.protect()


def _ask_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        raise Unauthorized
    if request.method == "GET":
        where = request.full_path.rstrip("?")
    else:  # back to the page on which it was typed
        page = urlsplit(request.referrer or "")
        where = urlunsplit(("", "", page.path, page.query, "")) or "/"
    target = url_for("accounts.sign_in", next=where if where != "/" else None)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target)


POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "frame-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Of every page; a view that answers with something to frame sets a narrower one itself."""


def _harden(response: Response) -> Response:
    headers = response.headers
    policy = headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Frame-Options"] = "SAMEORIGIN" if "frame-ancestors 'self'" in policy else "DENY"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "interest-cohort=(), payment=(), usb=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint != "static" and not getattr(view, CACHEABLE_ATTRIBUTE, False):
        headers["Cache-Control"] = "no-store"
    return response


def new_request_key() -> str:
    """Return a fresh idempotency key for a form: sent twice, it takes effect once."""
    return secrets.token_urlsafe(18)


def local_target(address: str | None, default: str) -> str:
    """Return an address to go on to, only if it lies on this site."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 32 or character == "\\" for character in address):
        return default
    return address
