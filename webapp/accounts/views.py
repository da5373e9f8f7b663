"""Signing in and out, and everybody's own account (登录、退出、我的账号)."""

from collections.abc import Callable

import pyotp
import segno
from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.accounts import entry, operations, queries, sessions, tokens
from webapp.accounts.entry import Attempt
from webapp.accounts.logbook import wall_clock
from webapp.accounts.models import Account, AttemptOutcome
from webapp.config import PRODUCT, Settings
from webapp.database import transaction
from webapp.errors import Invalid, NotFound
from webapp.http import (
    current_visitor,
    forget_visitor,
    local_target,
    public,
    signed_in,
    signed_in_visitor,
)

bp = Blueprint("accounts", __name__, template_folder="templates")

PENDING_SECONDS = 300
"""How long a right password waits for its code."""

NOTES = "faxun.showcase_notes"
"""Who says what waits for a person of the demonstration panel; wired by whoever can count."""

REFUSALS = {
    AttemptOutcome.WRONG: ("账号或密码不正确。", 422),
    AttemptOutcome.WRONG_CODE: ("验证码不正确，请等待下一个验证码后重试。", 422),
    AttemptOutcome.LOCKED: (
        "连续 5 次输错，账号已锁定。请 15 分钟后再试，或联系本单位系统管理员解锁。",
        423,
    ),
    AttemptOutcome.DISABLED: ("该账号已停用，请联系本单位系统管理员。", 403),
    AttemptOutcome.THROTTLED: ("从您的网络地址登录失败次数过多，请 10 分钟后再试。", 429),
}


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page."""
    if current_visitor() is not None:
        return redirect(_target())
    return _sign_in_page()


@bp.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in with name and password."""
    name, password = request.form.get("login", "").strip(), request.form.get("password", "")
    if not name or not password or len(name) > 100 or len(password) > 200:
        return _sign_in_page("请输入账号和密码。", name[:100]), 422
    at = wall_clock()
    with transaction():
        attempt = entry.sign_in(name, password, sessions.origin(), at)
    if attempt.outcome is AttemptOutcome.CODE_WANTED and attempt.account is not None:
        session["pending"] = [attempt.account.id, int(at.timestamp()), _target()]
        return redirect(url_for("accounts.code"))
    return _finish(attempt, name, _target())


@bp.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code of the second step."""
    if _pending() is None:
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/code.html", problem=None)


@bp.post("/sign-in/code")
@public
def enter_code() -> ResponseReturnValue:
    """Sign in with the code of the second step."""
    pending = _pending()
    if pending is None:
        flash("登录超时，请重新输入密码。", "warn")
        return redirect(url_for("accounts.sign_in", next=session.get("pending", [0, 0, None])[2]))
    account_id, target = pending
    given = request.form.get("code", "").replace(" ", "")
    with transaction():
        attempt = entry.sign_in_with_code(account_id, given, sessions.origin(), wall_clock())
    if attempt.outcome is AttemptOutcome.WRONG_CODE:
        sentence, status = REFUSALS[attempt.outcome]
        return render_template("accounts/code.html", problem=sentence), status
    return _finish(attempt, "", target)


@bp.post("/sign-in/demo")
@public
def enter_demo() -> ResponseReturnValue:
    """Enter as somebody of the demonstration panel; only where there is a demonstration."""
    if not _settings().is_demo:
        raise NotFound
    with transaction():
        attempt = entry.sign_in_showcase(
            request.form.get("login", ""), sessions.origin(), wall_clock()
        )
    return _finish(attempt, "", _target())


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session."""
    digest = sessions.session_digest()
    if digest is not None:
        with transaction():
            entry.sign_out(digest, sessions.origin(), wall_clock())
    session.clear()
    forget_visitor()
    return sessions.close_on(make_response(redirect(url_for("accounts.sign_in"))))


@bp.get("/account")
@signed_in
def mine() -> ResponseReturnValue:
    """Show one's own account: roles, two-step sign-in, tokens, last events."""
    account = _account()
    return render_template(
        "accounts/mine.html",
        account=account,
        grants=queries.grant_lines(account.id),
        tokens=queries.list_tokens(account.id),
        events=queries.list_events("", None, None, account_id=account.id),
    )


@bp.get("/account/password")
@signed_in
def password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return _password_page()


@bp.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _password_page({"again": "两次输入的新密码不一致"}), 422
    try:
        with transaction():
            operations.change_password(
                _account(),
                old,
                new,
                sessions.origin(),
                wall_clock(),
                keep=sessions.session_digest(),
            )
    except Invalid as error:
        return _password_page(error.fields), 422
    flash("密码已修改，其他设备上的登录已全部退出。", "ok")
    return redirect(url_for("accounts.mine"))


@bp.post("/account/tokens")
@signed_in
def issue_token() -> ResponseReturnValue:
    """Issue a token and show it this once."""
    visitor = signed_in_visitor()
    if visitor.by_token:
        raise NotFound
    with transaction():
        token, secret = tokens.issue_token(_account(), request.form.get("name", ""), wall_clock())
    return render_template("accounts/token.html", token=token, secret=secret), 201


@bp.post("/account/tokens/<int:token_id>/revoke")
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Make one of one's own tokens useless."""
    with transaction():
        tokens.revoke_token(_account(), token_id, wall_clock())
    flash("令牌已撤销。", "ok")
    return redirect(url_for("accounts.mine"))


@bp.get("/account/two-steps")
@signed_in
def two_steps() -> ResponseReturnValue:
    """Show the key of two-step sign-in as a picture to scan."""
    if _account().has_two_steps:
        return redirect(url_for("accounts.mine"))
    session["totp"] = pyotp.random_base32()
    return _two_steps_page()


@bp.post("/account/two-steps")
@signed_in
def set_up_two_steps() -> ResponseReturnValue:
    """Turn two-step sign-in on once the first code is right."""
    if "totp" not in session:
        return redirect(url_for("accounts.two_steps"))
    try:
        with transaction():
            operations.set_up_two_steps(
                _account(),
                session["totp"],
                request.form.get("code", "").replace(" ", ""),
                sessions.origin(),
                wall_clock(),
            )
    except Invalid as error:
        return _two_steps_page(error.fields), 422
    session.pop("totp")
    flash("两步验证已启用，下次登录需要验证码。", "ok")
    return redirect(url_for("accounts.mine"))


@bp.post("/account/two-steps/off")
@signed_in
def drop_two_steps() -> ResponseReturnValue:
    """Turn two-step sign-in off."""
    try:
        with transaction():
            operations.drop_two_steps(
                _account(),
                request.form.get("password", ""),
                sessions.origin(),
                wall_clock(),
            )
    except Invalid as error:
        flash(str(error), "err")
    else:
        flash("两步验证已停用。", "ok")
    return redirect(url_for("accounts.mine"))


def _finish(attempt: Attempt, name: str, target: str) -> ResponseReturnValue:
    """Open the browser's session, or say why not."""
    if attempt.secret is None:
        sentence, status = REFUSALS[attempt.outcome]
        return _sign_in_page(sentence, name), status
    session.clear()  # nothing that was there before signing in may survive it
    return sessions.open_on(make_response(redirect(target)), attempt.secret)


def _sign_in_page(problem: str | None = None, name: str = "") -> str:
    settings = _settings()
    return render_template(
        "accounts/sign_in.html",
        problem=problem,
        name=name,
        target=request.values.get("next", ""),
        place=settings.place,
        is_demo=settings.is_demo,
        showcases=[(one, _note(one.account)) for one in queries.showcases()]
        if settings.is_demo
        else [],
    )


def _note(account: Account) -> str:
    tell: Callable[[Account], str] | None = current_app.extensions.get(NOTES)
    return tell(account) if tell is not None else ""


def _password_page(fields: dict[str, str] | None = None) -> str:
    return render_template("accounts/password.html", account=_account(), fields=fields or {})


def _two_steps_page(fields: dict[str, str] | None = None) -> str:
    secret = session["totp"]
    address = pyotp.TOTP(secret).provisioning_uri(name=_account().login, issuer_name=PRODUCT)
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2)
    return render_template(
        "accounts/two_steps.html", secret=secret, picture=Markup(picture), fields=fields or {}
    )


def _pending() -> tuple[int, str] | None:
    pending = session.get("pending")
    if not pending or wall_clock().timestamp() - pending[1] > PENDING_SECONDS:
        return None
    return pending[0], pending[2]


def _account() -> Account:
    return queries.get_account(signed_in_visitor().account_id)


def _target() -> str:
    return local_target(request.values.get("next"), url_for("home.index"))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["faxun.settings"]
    return settings
