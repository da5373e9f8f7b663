"""Accounts, passwords, two-step sign-in and grants: each change leaves a row in the log."""

from datetime import datetime

import sqlalchemy as sa

from webapp.accounts import secrecy
from webapp.accounts.logbook import Origin, note
from webapp.accounts.models import (
    Account,
    AccountStatus,
    Action,
    ApiToken,
    AttemptOutcome,
    RoleGrant,
    SignInSession,
)
from webapp.accounts.roles import ROLES, conflict
from webapp.database import db
from webapp.errors import Conflict, Invalid, NotFound


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
    note(Action.CREATE, AttemptOutcome.DONE, account, Origin(), at, actor=actor)
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
    note(Action.PASSWORD, AttemptOutcome.DONE, account, origin, at)


def reset_password(actor: Account | None, account: Account, new: str, at: datetime) -> None:
    """Give somebody a first password that must be changed at once; end all access (重置密码)."""
    _set_password(account, new, at, field="password")
    account.must_change_password = True
    account.failed_attempts, account.locked_until = 0, None
    _end_sessions(account, at)
    _revoke_tokens(account, at)
    note(Action.PASSWORD_RESET, AttemptOutcome.DONE, account, Origin(), at, actor=actor)


def unlock_account(actor: Account, account: Account, at: datetime) -> None:
    """Let an account be used again before its lock ends (解除锁定)."""
    account.failed_attempts, account.locked_until = 0, None
    note(Action.UNLOCK, AttemptOutcome.DONE, account, Origin(), at, actor=actor)


def disable_account(actor: Account, account: Account, at: datetime) -> None:
    """Close an account and everything it has open (停用账号)."""
    if actor.id == account.id:
        raise Invalid("不能停用自己的账号。")
    account.status = AccountStatus.DISABLED
    _end_sessions(account, at)
    _revoke_tokens(account, at)
    note(Action.DISABLE, AttemptOutcome.DONE, account, Origin(), at, actor=actor)


def enable_account(actor: Account, account: Account, at: datetime) -> None:
    """Open a closed account again (启用账号)."""
    account.status = AccountStatus.ACTIVE
    note(Action.ENABLE, AttemptOutcome.DONE, account, Origin(), at, actor=actor)


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
    note(Action.TWO_STEP, AttemptOutcome.DONE, account, origin, at, details={"on": True})


def drop_two_steps(account: Account, password: str, origin: Origin, at: datetime) -> None:
    """Turn off two-step sign-in (停用两步验证)."""
    if not secrecy.is_password(password, account.password_hash):
        raise Invalid("密码不正确。", {"password": "密码不正确"})
    account.totp_secret, account.totp_last_step = None, None
    note(Action.TWO_STEP, AttemptOutcome.DONE, account, origin, at, details={"on": False})


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
    note(Action.GRANT, AttemptOutcome.DONE, account, Origin(), at, actor=actor, details=details)
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
    note(
        Action.REVOKE,
        AttemptOutcome.DONE,
        grant.account,
        Origin(),
        at,
        actor=actor,
        details=details,
    )
    return grant


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
