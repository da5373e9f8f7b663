"""Signing in and out: checks, locks, throttling, two steps (登录、退出)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.accounts import secrecy
from webapp.accounts.logbook import Origin, note, short
from webapp.accounts.models import (
    Account,
    AccountEvent,
    AccountStatus,
    Action,
    AttemptOutcome,
    SignInSession,
)
from webapp.database import db
from webapp.errors import NotFound

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
FAILURES_PER_ADDRESS = 60
ADDRESS_WINDOW = timedelta(minutes=10)
SESSION = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
"""How often it is noted that a session or a token is in use."""


@dataclass(frozen=True)
class Attempt:
    """How a sign-in went; `secret` is for the cookie."""

    outcome: AttemptOutcome
    account: Account | None = None
    secret: str | None = None


def sign_in(name: str, password: str, origin: Origin, at: datetime) -> Attempt:
    """Check name and password (登录); too many failures lock the account."""
    name = name.strip()
    if origin.ip and (
        AccountEvent.failures(at - ADDRESS_WINDOW, ip=origin.ip) >= FAILURES_PER_ADDRESS
    ):
        return _refuse(AttemptOutcome.THROTTLED, name, None, origin, at)
    account = _lock_row(Account.named(name))
    if account is None:
        secrecy.is_password(password, None)
        guessed = AccountEvent.failures(at - LOCK, login=name.lower()) >= MAX_FAILURES
        return _refuse(
            AttemptOutcome.LOCKED if guessed else AttemptOutcome.WRONG, name, None, origin, at
        )
    if account.is_locked(at):
        return _refuse(AttemptOutcome.LOCKED, name, account, origin, at)
    if not secrecy.is_password(password, account.password_hash):
        return _count_failure(account, AttemptOutcome.WRONG, origin, at)
    if account.status is not AccountStatus.ACTIVE:
        return _refuse(AttemptOutcome.DISABLED, name, account, origin, at)
    if secrecy.needs_rehash(account.password_hash):
        account.password_hash = secrecy.hash_password(password)
    if account.has_two_steps:
        return _refuse(AttemptOutcome.CODE_WANTED, name, account, origin, at)
    return _open_session(account, origin, at)


def sign_in_with_code(account_id: int, code: str, origin: Origin, at: datetime) -> Attempt:
    """Check the second step of an account whose password was right (两步验证)."""
    account = _lock_row(db.session.get(Account, account_id))
    if account is None or account.totp_secret is None:
        return Attempt(AttemptOutcome.WRONG)
    if account.is_locked(at):
        return _refuse(AttemptOutcome.LOCKED, account.login, account, origin, at)
    if account.status is not AccountStatus.ACTIVE:
        return _refuse(AttemptOutcome.DISABLED, account.login, account, origin, at)
    step = (
        secrecy.totp_step(account.totp_secret, code, at, account.totp_last_step)
        if code.isascii() and code.isdigit()
        else None
    )
    if step is None:
        return _count_failure(account, AttemptOutcome.WRONG_CODE, origin, at)
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
    note(Action.SIGN_OUT, AttemptOutcome.DONE, account, origin, at)


def touch(session: SignInSession, at: datetime) -> bool:
    """Note that a session is in use, at most once a minute; tell whether there is news."""
    if at - session.seen_at < TOUCH:
        return False
    session.seen_at = at
    return True


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
            agent=short(origin.agent),
        )
    )
    account.failed_attempts, account.locked_until = 0, None
    account.last_sign_in_at = at
    details = {"showcase": True} if showcase else {}
    note(Action.SIGN_IN, AttemptOutcome.DONE, account, origin, at, details=details)
    return Attempt(AttemptOutcome.DONE, account, secret)


def _count_failure(
    account: Account, outcome: AttemptOutcome, origin: Origin, at: datetime
) -> Attempt:
    account.failed_attempts += 1
    if account.failed_attempts >= MAX_FAILURES:
        account.failed_attempts, account.locked_until = 0, at + LOCK
    return _refuse(outcome, account.login, account, origin, at)


def _refuse(
    outcome: AttemptOutcome, name: str, account: Account | None, origin: Origin, at: datetime
) -> Attempt:
    note(Action.SIGN_IN, outcome, account, origin, at, login=name.lower()[:100])
    return Attempt(outcome, account)
