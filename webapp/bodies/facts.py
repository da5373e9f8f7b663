"""What the registers of bodies say, as values the law looks at (要素): officers and their roles."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from processes.facts.people import Certificate, OfficerFacts
from webapp.accounts import queries as accounts
from webapp.accounts.models import RoleGrant
from webapp.bodies import queries
from webapp.bodies.models import CertificateKind, Officer
from webapp.database import db

LEGAL_REVIEWERS = ("legal_reviewer", "legal_head")


def officers(ids: Iterable[str]) -> dict[str, OfficerFacts]:
    """Return officers with certificates, and since when they review law; unknown ones are not."""
    wanted = sorted({int(one) for one in ids if str(one).isdigit()})
    if not wanted:
        return {}
    found = list(queries.find_officers(wanted).values())
    since = _reviewing_since(found)
    return {str(one.id): _officer(one, since.get(one.account_id or 0)) for one in found}


def roles_of(officer: Officer, body_id: int) -> frozenset[str]:
    """Return the roles an officer holds in a body."""
    held = accounts.grants_of(officer.account_id or 0)
    return frozenset(grant.role for grant in held if grant.body_id == body_id)


def _reviewing_since(found: Iterable[Officer]) -> dict[int, date]:
    accounts = [one.account_id for one in found if one.account_id]
    query = (
        sa.select(RoleGrant.account_id, sa.func.min(RoleGrant.granted_at))
        .where(RoleGrant.account_id.in_(accounts), RoleGrant.role.in_(LEGAL_REVIEWERS))
        .group_by(RoleGrant.account_id)
    )
    return {account: first.date() for account, first in db.session.execute(query)}


def _officer(officer: Officer, since: date | None) -> OfficerFacts:
    return OfficerFacts(
        id=str(officer.id),
        name=officer.name,
        certificates=tuple(
            Certificate(
                number=one.number,
                issued=one.valid_from,
                expires=one.valid_until,
                status=one.status.value,
                domains=frozenset(one.fields),
                areas=(one.area,) if one.area.isdigit() else (),
            )
            for one in officer.certificates
            if one.kind is CertificateKind.ENFORCEMENT
        ),
        legal_qualification=officer.has_law_qualification,
        legal_review_since=since,
    )
