"""Signing in and out, passwords, grants and tokens: each leaves a row in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import clock
from webapp.accounts import secrecy
from webapp.accounts.models import (
    Account,
    AccountEvent,
    AccountStatus,
    Action,
    ApiToken,
    Outcome,
    RoleGrant,
    SignInSession,
)
from webapp.accounts.roles import ROLES, conflict
from webapp.database import db
from webapp.errors import Conflict, Invalid, NotFound

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
FAILURES_PER_ADDRESS = 60
ADDRESS_WINDOW = timedelta(minutes=10)
SESSION = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
TOKEN_LIFE = timedelta(days=90)


@dataclass(frozen=True)
class Origin:
    """Where a request comes from (来源)."""

    ip: str | None = None
    agent: str | None = None


@dataclass(frozen=True)
class Attempt:
    """How a sign-in went; `secret` is for the cookie."""

    outcome: Outcome
    account: Account | None = None
    secret: str | None = None


def wall_clock() -> datetime:
    """Return the real time: sessions and locks do not follow the movable clock of the law."""
    return clock.real()


def sign_in(name: str, password: str, origin: Origin, at: datetime) -> Attempt:
    """Check name and password (登录); too many failures lock the account."""
    name = name.strip()
    if origin.ip and (
        AccountEvent.failures(at - ADDRESS_WINDOW, ip=origin.ip) >= FAILURES_PER_ADDRESS
    ):
        return _refuse(Outcome.THROTTLED, name, None, origin, at)
    account = _lock_row(Account.named(name))
    if account is None:
        secrecy.is_password(password, None)
        guessed = AccountEvent.failures(at - LOCK, login=name.lower()) >= MAX_FAILURES
        return _refuse(Outcome.LOCKED if guessed else Outcome.WRONG, name, None, origin, at)
    if account.is_locked(at):
        return _refuse(Outcome.LOCKED, name, account, origin, at)
    if not secrecy.is_password(password, account.password_hash):
        return _count_failure(account, Outcome.WRONG, origin, at)
    if account.status is not AccountStatus.ACTIVE:
        return _refuse(Outcome.DISABLED, name, account, origin, at)
    if secrecy.needs_rehash(account.password_hash):
        account.password_hash = secrecy.hash_password(password)
    if account.has_two_steps:
        return _refuse(Outcome.CODE_WANTED, name, account, origin, at)
    return _open_session(account, origin, at)


def sign_in_with_code(account_id: int, code: str, origin: Origin, at: datetime) -> Attempt:
    """Check the second step of an account whose password was right (两步验证)."""
    account = _lock_row(db.session.get(Account, account_id))
    if account is None or account.totp_secret is None:
        return Attempt(Outcome.WRONG)
    if account.is_locked(at):
        return _refuse(Outcome.LOCKED, account.login, account, origin, at)
    if account.status is not AccountStatus.ACTIVE:
        return _refuse(Outcome.DISABLED, account.login, account, origin, at)
    step = (
        secrecy.totp_step(account.totp_secret, code, at, account.totp_last_step)
        if code.isascii() and code.isdigit()
        else None
    )
    if step is None:
        return _count_failure(account, Outcome.WRONG_CODE, origin, at)
    account.totp_last_step = step
    return _open_session(account, origin, at)


def sign_in_showcase(login: str, origin: Origin, at: datetime) -> Attempt:
    """Enter as one of the people of the demonstration, without a password (演示身份)."""
    account = _lock_row(Account.named(login))
    if account is None or account.showcase is None or account.status is not AccountStatus.ACTIVE:
        raise NotFound("没有这个演示身份。")
    return _open_session(account, origin, at, showcase=True)


def sign_out(digest: bytes, origin: Origin, at: datetime) -> None:
    """End a session (退出)."""
    session = db.session.get(SignInSession, digest)
    if session is None or session.ended_at is not None:
        return
    session.ended_at = at
    account = db.session.get_one(Account, session.account_id)
    _log(Action.SIGN_OUT, Outcome.DONE, account, origin, at)


def touch(session: SignInSession, at: datetime) -> bool:
    """Note that a session is in use, at most once a minute; tell whether there is news."""
    if at - session.seen_at < TOUCH:
        return False
    session.seen_at = at
    return True


def touch_token(token: ApiToken, at: datetime) -> bool:
    """Note that a token is in use, at most once a minute; tell whether there is news."""
    if token.last_used_at is not None and at - token.last_used_at < TOUCH:
        return False
    token.last_used_at = at
    return True


def create_account(
    login: str,
    name: str,
    password: str,
    *,
    actor: Account | None = None,
    must_change_password: bool = False,
    showcase: int | None = None,
    at: datetime,
) -> Account:
    """Create an account (新建账号)."""
    login = login.strip().lower()
    if not (2 <= len(login) <= 40 and login.isascii() and login.replace("-", "").isalnum()):
        raise Invalid(
            "账号应为 2 至 40 个字母、数字或连字符。",
            {"login": "应为 2 至 40 个字母、数字或连字符"},
        )
    if Account.named(login) is not None:
        raise Conflict(f"账号“{login}”已存在。")
    weak = secrecy.weakness(password, login, name)
    if weak:
        raise Invalid(weak, {"password": weak})
    account = Account(
        login=login,
        name=name.strip(),
        password_hash=secrecy.hash_password(password),
        must_change_password=must_change_password,
        password_changed_at=at,
        showcase=showcase,
    )
    db.session.add(account)
    db.session.flush()
    _log(Action.CREATE, Outcome.DONE, account, Origin(), at, actor=actor)
    return account


def change_password(
    account: Account, old: str, new: str, origin: Origin, at: datetime, keep: bytes | None = None
) -> None:
    """Change one's own password and end all other sessions (修改密码)."""
    if not secrecy.is_password(old, account.password_hash):
        raise Invalid("原密码不正确。", {"old": "原密码不正确"})
    if old == new:
        raise Invalid("新密码不能与原密码相同。", {"new": "不能与原密码相同"})
    _set_password(account, new, at, field="new")
    account.must_change_password = False
    _end_sessions(account, at, keep=keep)
    _log(Action.PASSWORD, Outcome.DONE, account, origin, at)


def reset_password(actor: Account | None, account: Account, new: str, at: datetime) -> None:
    """Give somebody a first password that must be changed at once (重置密码)."""
    _set_password(account, new, at, field="password")
    account.must_change_password = True
    account.failed_attempts, account.locked_until = 0, None
    _end_sessions(account, at)
    _log(Action.PASSWORD_RESET, Outcome.DONE, account, Origin(), at, actor=actor)


def unlock_account(actor: Account, account: Account, at: datetime) -> None:
    """Let an account be used again before its lock ends (解除锁定)."""
    account.failed_attempts, account.locked_until = 0, None
    _log(Action.UNLOCK, Outcome.DONE, account, Origin(), at, actor=actor)


def disable_account(actor: Account, account: Account, at: datetime) -> None:
    """Close an account and everything it has open (停用账号)."""
    if actor.id == account.id:
        raise Invalid("不能停用自己的账号。")
    account.status = AccountStatus.DISABLED
    _end_sessions(account, at)
    _revoke_tokens(account, at)
    _log(Action.DISABLE, Outcome.DONE, account, Origin(), at, actor=actor)


def enable_account(actor: Account, account: Account, at: datetime) -> None:
    """Open a closed account again (启用账号)."""
    account.status = AccountStatus.ACTIVE
    _log(Action.ENABLE, Outcome.DONE, account, Origin(), at, actor=actor)


def set_up_two_steps(
    account: Account, secret: str, code: str, origin: Origin, at: datetime
) -> None:
    """Turn on two-step sign-in once its first code is right (启用两步验证)."""
    sealed = secrecy.seal_totp(secret)
    usable = code.isascii() and code.isdigit()
    step = secrecy.totp_step(sealed, code, at, None) if usable else None
    if step is None:
        raise Invalid("验证码不正确，请核对手机时间后重试。", {"code": "验证码不正确"})
    account.totp_secret, account.totp_last_step = sealed, step
    _log(Action.TWO_STEP, Outcome.DONE, account, origin, at, details={"on": True})


def drop_two_steps(account: Account, password: str, origin: Origin, at: datetime) -> None:
    """Turn off two-step sign-in (停用两步验证)."""
    if not secrecy.is_password(password, account.password_hash):
        raise Invalid("密码不正确。", {"password": "密码不正确"})
    account.totp_secret, account.totp_last_step = None, None
    _log(Action.TWO_STEP, Outcome.DONE, account, origin, at, details={"on": False})


def grant_role(
    actor: Account | None,
    account: Account,
    role: str,
    body_id: int,
    at: datetime,
    unit_id: int | None = None,
) -> RoleGrant:
    """Give an account a role in a body (授予岗位)."""
    if role not in ROLES:
        raise Invalid("没有这个岗位。", {"role": "没有这个岗位"})
    if actor is not None and actor.id == account.id:
        raise Invalid("不能给自己授予岗位。")
    db.session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())
    reason = conflict(account.role_ids(), role)
    if reason:
        raise Invalid(reason, {"role": reason})
    active = sa.select(RoleGrant).where(
        RoleGrant.account_id == account.id,
        RoleGrant.role == role,
        RoleGrant.body_id == body_id,
        RoleGrant.unit_id.is_not_distinct_from(unit_id),
        RoleGrant.revoked_at.is_(None),
    )
    if db.session.scalar(active) is not None:
        raise Conflict(f"该账号已有“{ROLES[role].title}”岗位。")
    grant = RoleGrant(
        account_id=account.id,
        role=role,
        body_id=body_id,
        unit_id=unit_id,
        granted_by=actor.id if actor else None,
        granted_at=at,
    )
    db.session.add(grant)
    db.session.flush()
    details = {"role": role, "body": body_id, "unit": unit_id}
    _log(Action.GRANT, Outcome.DONE, account, Origin(), at, actor=actor, details=details)
    return grant


def revoke_role(actor: Account, grant_id: int, at: datetime) -> RoleGrant:
    """Take a role away; the row stays as history (撤销岗位)."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.revoked_at is not None:
        raise NotFound("该岗位授权不存在或已撤销。")
    if actor.id == grant.account_id:
        raise Invalid("不能撤销自己的岗位。")
    grant.revoked_at, grant.revoked_by = at, actor.id
    details = {"role": grant.role, "body": grant.body_id, "unit": grant.unit_id}
    _log(Action.REVOKE, Outcome.DONE, grant.account, Origin(), at, actor=actor, details=details)
    return grant


def issue_token(
    account: Account, name: str, at: datetime, life: timedelta = TOKEN_LIFE
) -> tuple[ApiToken, str]:
    """Issue a token for programs; its text is shown this once (签发令牌)."""
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise Invalid("请填写令牌用途，不超过 60 字。", {"name": "请填写用途，不超过 60 字"})
    secret = secrecy.new_secret(secrecy.TOKEN_PREFIX)
    token = ApiToken(
        account_id=account.id,
        name=name,
        digest=secrecy.digest(secret),
        created_at=at,
        expires_at=at + life,
    )
    db.session.add(token)
    db.session.flush()
    details = {"token": token.id, "name": name}
    _log(Action.TOKEN, Outcome.DONE, account, Origin(), at, details=details)
    return token, secret


def revoke_token(account: Account, token_id: int, at: datetime) -> None:
    """Make a token useless (撤销令牌)."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.account_id != account.id or token.revoked_at is not None:
        raise NotFound("令牌不存在或已撤销。")
    token.revoked_at = at
    _log(Action.TOKEN_REVOKE, Outcome.DONE, account, Origin(), at, details={"token": token_id})


def _lock_row(account: Account | None) -> Account | None:
    if account is not None:
        db.session.refresh(account, with_for_update=True)
    return account


def _open_session(
    account: Account, origin: Origin, at: datetime, *, showcase: bool = False
) -> Attempt:
    secret = secrecy.new_secret()
    db.session.add(
        SignInSession(
            digest=secrecy.digest(secret),
            account_id=account.id,
            created_at=at,
            seen_at=at,
            expires_at=at + SESSION,
            ip=origin.ip,
            agent=_short(origin.agent),
        )
    )
    account.failed_attempts, account.locked_until = 0, None
    account.last_sign_in_at = at
    details = {"showcase": True} if showcase else {}
    _log(Action.SIGN_IN, Outcome.DONE, account, origin, at, details=details)
    return Attempt(Outcome.DONE, account, secret)


def _count_failure(account: Account, outcome: Outcome, origin: Origin, at: datetime) -> Attempt:
    account.failed_attempts += 1
    if account.failed_attempts >= MAX_FAILURES:
        account.failed_attempts, account.locked_until = 0, at + LOCK
    return _refuse(outcome, account.login, account, origin, at)


def _refuse(
    outcome: Outcome, name: str, account: Account | None, origin: Origin, at: datetime
) -> Attempt:
    _log(Action.SIGN_IN, outcome, account, origin, at, login=name.lower()[:100])
    return Attempt(outcome, account)


def _set_password(account: Account, new: str, at: datetime, field: str) -> None:
    weak = secrecy.weakness(new, account.login, account.name)
    if weak:
        raise Invalid(weak, {field: weak})
    account.password_hash = secrecy.hash_password(new)
    account.password_changed_at = at


def _end_sessions(account: Account, at: datetime, keep: bytes | None = None) -> None:
    statement = sa.update(SignInSession).where(
        SignInSession.account_id == account.id, SignInSession.ended_at.is_(None)
    )
    if keep is not None:
        statement = statement.where(SignInSession.digest != keep)
    db.session.execute(statement.values(ended_at=at))


def _revoke_tokens(account: Account, at: datetime) -> None:
    db.session.execute(
        sa.update(ApiToken)
        .where(ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def _log(
    action: Action,
    outcome: Outcome,
    account: Account | None,
    origin: Origin,
    at: datetime,
    *,
    login: str | None = None,
    actor: Account | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    db.session.add(
        AccountEvent(
            at=at,
            action=action,
            outcome=outcome,
            login=login if login is not None else (account.login if account else ""),
            account_id=account.id if account else None,
            actor_id=actor.id if actor else None,
            ip=origin.ip,
            agent=_short(origin.agent),
            details=details or {},
        )
    )


def _short(agent: str | None) -> str | None:
    return agent[:200] if agent else None
