"""The city's bodies, people, certificates and accounts, all invented (演示主体与人员)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from webapp.accounts import operations as accounts
from webapp.accounts import secrecy
from webapp.accounts.models import Account, RoleGrant
from webapp.accounts.roles import ROLES
from webapp.bodies import operations
from webapp.bodies.models import (
    Body,
    CertificateKind,
    CertificateStatus,
    Kind,
    Level,
    Officer,
    Unit,
    UnitKind,
)
from webapp.database import db
from webapp.demo import files

PASSWORD = "Faxun-2026-demo"
SINCE = datetime(2024, 6, 1, 1, 0, tzinfo=UTC)
"""When accounts, grants and certificates of the demonstration begin."""
DETAILS = (
    "credit_code",
    "postcode",
    "phone",
    "contact",
    "review_body",
    "court",
    "online_review",
    "payee_bank",
    "payee_address",
    "payee_account",
)


def load_bodies() -> int:
    """Add the bodies that are missing, parents first; return how many."""
    known = {body.name: body for body in db.session.scalars(sa.select(Body))}
    added = 0
    for row in files.rows("bodies"):
        if row["name"] in known:
            continue
        known[row["name"]] = _add_body(row, known)
        added += 1
    return added


def load_officers() -> int:
    """Add the people that are missing with their accounts and certificates; return how many."""
    bodies = {body.name: body for body in db.session.scalars(sa.select(Body))}
    people = db.session.execute(sa.select(Officer.body_id, Officer.name))
    known = {(body_id, name) for body_id, name in people}
    units = {(unit.body_id, unit.name): unit for unit in db.session.scalars(sa.select(Unit))}
    rows = files.rows("officers")
    missing = [row for row in rows if (bodies[row["body"]].id, row["name"]) not in known]
    for row in missing:
        body = bodies[row["body"]]
        _add_officer(row, body, units[body.id, row["unit"]])
    return len(missing)


def showcase_lines() -> Iterator[tuple[str, str, str]]:
    """Yield login, name and first role of everybody in the demonstration panel."""
    query = (
        sa.select(Account.login, Account.name, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.showcase.is_not(None), RoleGrant.revoked_at.is_(None))
        .order_by(Account.showcase, RoleGrant.id)
    )
    seen = set()
    for login, name, role in db.session.execute(query):
        if login not in seen:
            seen.add(login)
            yield login, name, ROLES[role].title


def _add_body(row: dict[str, Any], known: dict[str, Body]) -> Body:
    on = row.get("qualified_on")
    body = operations.create_body(
        known[row["parent"]] if row["parent"] else None,
        name=row["name"],
        short_name=row["short_name"],
        kind=Kind(row["kind"]),
        level=Level(row["level"]),
        division_code=row["division_code"],
        number_word=row["number_word"],
        field=row["field"],
        address=row["address"],
        qualified_on=date.fromisoformat(on) if on else None,
        **{name: row[name] for name in DETAILS if name in row},
    )
    for rank, unit in enumerate(row.get("units", ())):
        operations.add_unit(body, unit["name"], UnitKind(unit["kind"]), rank)
    return body


def _add_officer(row: dict[str, Any], body: Body, unit: Unit) -> None:
    account = None
    if row["roles"]:
        # One hash for all: each would cost a tenth of a second, and the password is public.
        account = Account(
            login=row["login"],
            name=row["name"],
            password_hash=_password_hash(),
            password_changed_at=SINCE,
            showcase=row.get("showcase"),
        )
        db.session.add(account)
        db.session.flush()
    officer = operations.add_officer(
        body,
        row["name"],
        unit=unit,
        post=row["post"],
        account=account,
        has_law_qualification=row.get("law_qualified", False),
        is_auxiliary=row.get("auxiliary", False),
    )
    officer.phone = row["phone"]
    if "certificate" in row:
        _add_certificate(row["certificate"], officer)
    for role in row["roles"]:
        if account is not None:
            accounts.grant_role(None, account, role, body.id, SINCE)


def _add_certificate(row: dict[str, Any], officer: Officer) -> None:
    certificate = operations.issue_certificate(
        officer,
        row["number"],
        kind=CertificateKind(row["kind"]),
        area=row["area"],
        fields=row.get("fields", ()),
        issuer="岚江市人民政府",
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]),
    )
    if "status" in row:
        status = CertificateStatus(row["status"])
        operations.end_certificate(certificate, status, row["reason"], SINCE)


@cache
def _password_hash() -> str:
    return secrecy.hash_password(PASSWORD)
