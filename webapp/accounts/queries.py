"""Reading accounts, grants, sessions and the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from webapp.accounts.models import (
    Account,
    AccountEvent,
    AccountStatus,
    ApiToken,
    RoleGrant,
    SignInSession,
)
from webapp.accounts.roles import GRANTING, ROLES, permissions_of
from webapp.calendars.models import newest
from webapp.database import db, once
from webapp.errors import NotFound
from webapp.http import Held, Visitor
from webapp.paging import Key, Page, page

IDLE = timedelta(hours=2)
"""A browser left alone this long is signed out."""

# The slice of bodies stands above this one: only what grants need is read, by name.
_body = sa.table("body", sa.column("id"), sa.column("path"), sa.column("short_name"))
_HELD = (RoleGrant.role, RoleGrant.body_id, _body.c.path, RoleGrant.unit_id)
_TOLD = (*_HELD, newest().label("calendar"))
"""The grants, and which calendar holds for the request."""


@dataclass(frozen=True)
class Showcase:
    """One line of the demonstration panel (演示身份)."""

    account: Account
    title: str
    place: str
    icon: str


@dataclass(frozen=True)
class BodyChoice:
    """A body to choose from."""

    id: int
    title: str


@dataclass(frozen=True)
class GrantLine:
    """A grant as pages show it."""

    id: int
    role: str
    title: str
    body: str
    granted_at: datetime


def get_account(account_id: int) -> Account:
    """Return an account."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound("账号不存在。")
    return account


def visitor_by_session(digest: bytes, at: datetime) -> tuple[Visitor, SignInSession] | None:
    """Return who is behind a session cookie that still counts."""
    query = (
        sa.select(SignInSession, Account, *_TOLD)
        .join(Account, Account.id == SignInSession.account_id)
        .where(
            SignInSession.digest == digest,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - IDLE,
            Account.status == AccountStatus.ACTIVE,
        )
    )
    found = _with_grants(query)
    return (_visitor(found[0][1], found), found[0][0]) if found else None


def visitor_by_token(digest: bytes, at: datetime) -> tuple[Visitor, ApiToken] | None:
    """Return who is behind an API token that still counts."""
    query = (
        sa.select(ApiToken, Account, *_TOLD)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.digest == digest,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > at,
            Account.status == AccountStatus.ACTIVE,
        )
    )
    found = _with_grants(query)
    return (_visitor(found[0][1], found, by_token=True), found[0][0]) if found else None


def visitor_of(account: Account) -> Visitor:
    """Return an account with everything it may do now."""
    query = sa.select(Account.id, Account.login, *_TOLD).where(Account.id == account.id)
    return _visitor(account, _with_grants(query))


def _with_grants(query: sa.Select[Any]) -> Sequence[Any]:
    """Return a row for each grant that stands, or one row without any."""
    standing = sa.and_(RoleGrant.account_id == Account.id, RoleGrant.revoked_at.is_(None))
    whole = query.outerjoin(RoleGrant, standing).outerjoin(_body, _body.c.id == RoleGrant.body_id)
    return db.session.execute(whole.order_by(RoleGrant.id)).all()


def _visitor(account: Account, rows: Sequence[Any], *, by_token: bool = False) -> Visitor:
    held = tuple(Held(*row[2:6]) for row in rows if row.role is not None)
    return Visitor(
        account_id=account.id,
        login=account.login,
        name=account.name,
        held=held,
        permissions=permissions_of(one.role for one in held),
        by_token=by_token,
        must_change_password=account.must_change_password,
        granting=dict(GRANTING),
        calendar=rows[0].calendar if rows else None,
    )


@once(RoleGrant)
def grants_of(account_id: int) -> Sequence[RoleGrant]:
    """Return the grants of an account that stand (岗位)."""
    query = sa.select(RoleGrant).where(
        RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None)
    )
    return db.session.scalars(query).all()


def showcases() -> list[Showcase]:
    """Return the accounts offered in the demonstration panel, in their order."""
    query = (
        sa.select(Account, RoleGrant.role, _body.c.short_name)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(_body, _body.c.id == RoleGrant.body_id)
        .where(
            Account.showcase.is_not(None),
            Account.status == AccountStatus.ACTIVE,
            RoleGrant.revoked_at.is_(None),
        )
        .order_by(Account.showcase, RoleGrant.id)
    )
    seen: dict[str, Showcase] = {}
    for account, role, place in db.session.execute(query):
        seen.setdefault(
            account.login,
            Showcase(account, ROLES[role].title, place, ROLES[role].icon),
        )
    return list(seen.values())


def grant_lines(account_id: int) -> list[GrantLine]:
    """Return the active grants of an account, ready to show."""
    query = (
        sa.select(RoleGrant, _body.c.short_name)
        .join(_body, _body.c.id == RoleGrant.body_id)
        .where(RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [
        GrantLine(grant.id, grant.role, grant.title, place, grant.granted_at)
        for grant, place in db.session.execute(query)
    ]


def body_choices(paths: Iterable[str]) -> list[BodyChoice]:
    """Return the bodies in these subtrees, for a list to choose from."""
    query = sa.select(_body.c.id, _body.c.short_name).where(_under(paths)).order_by(_body.c.path)
    return [BodyChoice(*row) for row in db.session.execute(query)]


def is_account_within(account_id: int, paths: Iterable[str]) -> bool:
    """Tell whether an administrator of these subtrees is in charge of an account."""
    query = sa.select(Account.id).where(Account.id == account_id, _in_charge(paths))
    return db.session.scalar(query) is not None


def is_grant_within(grant_id: int, paths: Iterable[str]) -> bool:
    """Tell whether a grant concerns a body in these subtrees."""
    query = (
        sa.select(RoleGrant.id)
        .join(_body, _body.c.id == RoleGrant.body_id)
        .where(RoleGrant.id == grant_id, _under(paths))
    )
    return db.session.scalar(query) is not None


def _under(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(_body.c.path.like(f"{path}%") for path in paths))


def _in_charge(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an account holds roles here, or none anywhere yet."""
    active = sa.select(RoleGrant.id).where(
        RoleGrant.account_id == Account.id, RoleGrant.revoked_at.is_(None)
    )
    here = active.join(_body, _body.c.id == RoleGrant.body_id).where(_under(paths))
    return sa.or_(here.exists(), ~active.exists())


def list_accounts(
    paths: Iterable[str], word: str, before: str | None, after: str | None
) -> Page[Account]:
    """Return the accounts of these subtrees by login, filtered by a word in login or name."""
    query = (
        sa.select(Account)
        .where(_in_charge(paths))
        .options(selectinload(Account.grants.and_(RoleGrant.revoked_at.is_(None))))
    )
    if word:
        query = query.where(
            sa.or_(
                Account.login.contains(word.lower(), autoescape=True),
                Account.name.contains(word, autoescape=True),
                Account.certificate_number.contains(word, autoescape=True),
            )
        )
    keys = [Key(Account.login, lambda account: account.login)]
    return page(db.session(), query, keys, before=before, after=after)


def list_events(
    word: str, before: str | None, after: str | None, account_id: int | None = None
) -> Page[AccountEvent]:
    """Return the log, newest first."""
    query = sa.select(AccountEvent)
    if word:
        query = query.where(AccountEvent.login.contains(word.lower(), autoescape=True))
    if account_id is not None:
        query = query.where(AccountEvent.account_id == account_id)
    keys = [Key(AccountEvent.id, lambda event: event.id, descending=True)]
    return page(db.session(), query, keys, before=before, after=after)


def list_tokens(account_id: int) -> Sequence[ApiToken]:
    """Return the tokens of an account that were not revoked."""
    query = (
        sa.select(ApiToken)
        .where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return db.session.scalars(query).all()
