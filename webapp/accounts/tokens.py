"""Tokens with which programs act for an account (接口令牌)."""

from datetime import datetime, timedelta

from webapp.accounts import secrecy
from webapp.accounts.entry import TOUCH
from webapp.accounts.logbook import Origin, note
from webapp.accounts.models import Account, Action, ApiToken, AttemptOutcome
from webapp.database import db
from webapp.errors import Invalid, NotFound

TOKEN_LIFE = timedelta(days=90)


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
    note(Action.TOKEN, AttemptOutcome.DONE, account, Origin(), at, details=details)
    return token, secret


def revoke_token(account: Account, token_id: int, at: datetime) -> None:
    """Make a token useless (撤销令牌)."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.account_id != account.id or token.revoked_at is not None:
        raise NotFound("令牌不存在或已撤销。")
    token.revoked_at = at
    note(
        Action.TOKEN_REVOKE, AttemptOutcome.DONE, account, Origin(), at, details={"token": token_id}
    )


def touch_token(token: ApiToken, at: datetime) -> bool:
    """Note that a token is in use, at most once a minute; tell whether there is news."""
    if token.last_used_at is not None and at - token.last_used_at < TOUCH:
        return False
    token.last_used_at = at
    return True
