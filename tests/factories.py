"""Believable records for tests; each function adds one and returns it."""

from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Any

from engine.clock import ZONE
from webapp.accounts import operations as accounts
from webapp.accounts import secrecy
from webapp.accounts.models import Account
from webapp.bodies import operations
from webapp.bodies.models import (
    Body,
    Certificate,
    CertificateKind,
    Kind,
    Level,
    Officer,
    Unit,
    UnitKind,
)
from webapp.database import db

PASSWORD = "Correct-horse-9"
LONG_AGO = datetime(2025, 1, 2, 9, tzinfo=ZONE)

_numbers = count(1)


def make_account(name: str = "陈伟", login: str | None = None, **details: Any) -> Account:
    """Add an account whose password is PASSWORD."""
    account = Account(
        login=login or f"user{next(_numbers)}",
        name=name,
        password_hash=_hashed(PASSWORD),
        password_changed_at=LONG_AGO,
        **details,
    )
    db.session.add(account)
    db.session.flush()
    return account


def make_body(
    name: str | None = None, parent: Body | None = None, kind: Kind = Kind.ORGAN, **details: Any
) -> Body:
    """Add a body; without a parent it is the top of a tree of its own."""
    name = name or f"岚江市第{next(_numbers)}执法局"
    values: dict[str, Any] = {
        "short_name": name.removeprefix("岚江市"),
        "level": Level.CITY,
        "division_code": "448800",
        "number_word": "岚市监",
        "field": "市场监管",
        "address": "岚江市望海区文澜路 12 号",
    }
    return operations.create_body(parent, name=name, kind=kind, **{**values, **details})


def make_unit(body: Body, name: str = "执法一科", kind: UnitKind = UnitKind.HANDLING) -> Unit:
    """Add a unit to a body."""
    return operations.add_unit(body, name, kind)


def make_officer(
    body: Body | None = None,
    *roles: str,
    name: str = "陈伟",
    unit: Unit | None = None,
    certified: bool = True,
    **details: Any,
) -> Officer:
    """Add an officer with an account, these roles in the body and, normally, a certificate."""
    body = body or make_body()
    account = make_account(name)
    officer = operations.add_officer(body, name, unit=unit, account=account, **details)
    for role in roles:
        accounts.grant_role(None, account, role, body.id, LONG_AGO)
    if certified:
        make_certificate(officer)
    return officer


def make_certificate(officer: Officer, **details: Any) -> Certificate:
    """Add a certificate that is valid through 2025 and 2026."""
    values: dict[str, Any] = {
        "number": f"1904{next(_numbers):07d}",
        "kind": CertificateKind.ENFORCEMENT,
        "area": "岚江市",
        "valid_from": date(2025, 1, 1),
        "valid_until": date(2026, 12, 31),
    }
    return operations.issue_certificate(officer, **{**values, **details})


@cache
def _hashed(password: str) -> str:
    return secrecy.hash_password(password)
