"""Reading the library of bodies and officers, for pages and for the slices above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.util import identity_key

from webapp.accounts.models import RoleGrant
from webapp.accounts.roles import ROLES
from webapp.bodies.models import (
    Body,
    BodyStatus,
    Certificate,
    CertificateStatus,
    Kind,
    Officer,
    OfficerStatus,
    Unit,
)
from webapp.database import db, once
from webapp.errors import NotFound
from webapp.paging import Key, Page, page


@dataclass(frozen=True)
class BodyTree:
    """A body in the tree with what hangs below it."""

    body: Body
    children: tuple["BodyTree", ...] = ()


@dataclass(frozen=True)
class BodyFigures:
    """How many people and certificates a body has."""

    officers: int = 0
    certified: int = 0


def get_body(body_id: int) -> Body:
    """Return a body."""
    body = db.session.get(Body, body_id)
    if body is None:
        raise NotFound("执法主体不存在。")
    return body


def get_certificate(certificate_id: int) -> Certificate:
    """Return a certificate."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None:
        raise NotFound("证件不存在。")
    return certificate


def subtree(body: Body) -> sa.ColumnElement[bool]:
    """Return the condition that a body lies in this subtree, the top included (本级及所属)."""
    return within([body.path])


def within(paths: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a body lies in one of these subtrees."""
    return sa.or_(sa.false(), *(Body.path.like(f"{path}%") for path in paths))


def ancestors(body: Body) -> Sequence[Body]:
    """Return the bodies from the root down to the parent."""
    ids = [int(part) for part in body.path.strip("/").split("/")][:-1]
    query = sa.select(Body).where(Body.id.in_(ids)).order_by(sa.func.length(Body.path))
    return db.session.scalars(query).all()


def children(body: Body) -> Sequence[Body]:
    """Return the bodies right below a body."""
    query = sa.select(Body).where(Body.parent_id == body.id, Body.status != BodyStatus.ENDED)
    return db.session.scalars(query.order_by(Body.division_code, Body.id)).all()


def tree(paths: Iterable[str] | None = None) -> list[BodyTree]:
    """Return the whole tree, or only these subtrees."""
    query = sa.select(Body).where(Body.status != BodyStatus.ENDED)
    if paths is not None:
        query = query.where(within(paths))
    bodies = db.session.scalars(query.order_by(Body.division_code, Body.id)).all()
    below: dict[int | None, list[Body]] = {}
    known = {body.id for body in bodies}
    for body in bodies:
        below.setdefault(body.parent_id if body.parent_id in known else None, []).append(body)

    def branch(body: Body) -> BodyTree:
        return BodyTree(body, tuple(branch(child) for child in below.get(body.id, [])))

    return [branch(body) for body in below.get(None, [])]


def enforcing() -> list[Body]:
    """Return the bodies that handle cases themselves, in the order of the tree."""
    query = sa.select(Body).where(Body.kind != Kind.GOVERNMENT).order_by(Body.path)
    return list(db.session.scalars(query))


def figures(on: date) -> dict[int, BodyFigures]:
    """Count officers and valid certificates of every body."""
    query = (
        sa.select(
            Officer.body_id,
            sa.func.count(Officer.id.distinct()),
            sa.func.count(Certificate.officer_id.distinct()),
        )
        .outerjoin(Certificate, sa.and_(Certificate.officer_id == Officer.id, _valid(on)))
        .where(Officer.status == OfficerStatus.ACTIVE)
        .group_by(Officer.body_id)
    )
    return {
        body_id: BodyFigures(officers, certified)
        for body_id, officers, certified in db.session.execute(query)
    }


def get_officer(officer_id: int) -> Officer:
    """Return an officer."""
    officer = db.session.get(
        Officer, officer_id, options=[joinedload(Officer.body), joinedload(Officer.unit)]
    )
    if officer is None:
        raise NotFound("执法人员不存在。")
    return officer


def find_officers(officer_ids: Sequence[int]) -> dict[int, Officer]:
    """Return those of several officers that there are, by id."""
    found = {one: officer for one in officer_ids if (officer := _at_hand(one)) is not None}
    if wanted := [one for one in officer_ids if one not in found]:
        found |= {officer.id: officer for officer in _certified(tuple(wanted))}
    return found


def get_officers(officer_ids: Sequence[int]) -> list[Officer]:
    """Return several officers in the order asked for."""
    found = find_officers(officer_ids)
    missing = [officer_id for officer_id in officer_ids if officer_id not in found]
    if missing:
        raise NotFound("执法人员不存在。")
    return [found[officer_id] for officer_id in officer_ids]


@once(Officer, Certificate)
def _certified(officer_ids: tuple[int, ...]) -> Sequence[Officer]:
    """Read some officers with certificates and unit; a request that did keeps them at hand."""
    query = (
        sa.select(Officer)
        .where(Officer.id.in_(officer_ids))
        .options(joinedload(Officer.certificates), joinedload(Officer.unit))
    )
    return db.session.scalars(query).unique().all()


def _at_hand(officer_id: int) -> Officer | None:
    """Return an officer whom this transaction has read with certificates and unit."""
    officer = db.session.identity_map.get(identity_key(Officer, officer_id))
    if officer is None or {"name", "certificates", "unit"} & sa.inspect(officer).unloaded:
        return None
    return officer


def officer_of(account_id: int) -> Officer | None:
    """Return the officer behind an account, with body and unit."""
    query = (
        sa.select(Officer)
        .where(Officer.account_id == account_id, Officer.status == OfficerStatus.ACTIVE)
        .options(
            joinedload(Officer.body), joinedload(Officer.unit), joinedload(Officer.certificates)
        )
    )
    return db.session.scalars(query).unique().one_or_none()


@once(Officer, RoleGrant)
def holders(body_id: int, *roles: str, unit_id: int | None = None) -> Sequence[Officer]:
    """Return the officers who hold one of these roles in a body (岗位人员)."""
    query = (
        sa.select(Officer)
        .join(RoleGrant, RoleGrant.account_id == Officer.account_id)
        .where(
            RoleGrant.body_id == body_id,
            RoleGrant.role.in_(roles),
            RoleGrant.revoked_at.is_(None),
            Officer.status == OfficerStatus.ACTIVE,
        )
        .options(joinedload(Officer.unit), joinedload(Officer.certificates))
        .order_by(Officer.id)
    )
    if unit_id is not None:
        query = query.where(sa.or_(RoleGrant.unit_id.is_(None), RoleGrant.unit_id == unit_id))
    return db.session.scalars(query).unique().all()


def roles_in(body_id: int) -> dict[str, list[Officer]]:
    """Return who holds which role in a body, roles in the order of the register."""
    query = (
        sa.select(RoleGrant.role, Officer)
        .join(Officer, RoleGrant.account_id == Officer.account_id)
        .where(
            RoleGrant.body_id == body_id,
            RoleGrant.revoked_at.is_(None),
            Officer.status == OfficerStatus.ACTIVE,
        )
        .order_by(Officer.id)
    )
    found: dict[str, list[Officer]] = {}
    for role, officer in db.session.execute(query):
        people = found.setdefault(role, [])
        if officer not in people:
            people.append(officer)
    return {role: found[role] for role in ROLES if role in found}


def list_officers(
    paths: Iterable[str] | None,
    *,
    word: str = "",
    body: Body | None = None,
    before: str | None = None,
    after: str | None = None,
) -> Page[Officer]:
    """Return officers with their certificates, filtered by body subtree and a word."""
    query = (
        sa.select(Officer)
        .join(Officer.body)
        .options(
            contains_eager(Officer.body),
            joinedload(Officer.unit),
            selectinload(Officer.certificates),
        )
        .where(Officer.status == OfficerStatus.ACTIVE)
    )
    if paths is not None:
        query = query.where(within(paths))
    if body is not None:
        query = query.where(subtree(body))
    if word:
        certified = sa.select(Certificate.officer_id).where(
            Certificate.number.contains(word, autoescape=True)
        )
        query = query.where(
            sa.or_(
                Officer.name.contains(word, autoescape=True),
                Officer.post.contains(word, autoescape=True),
                Officer.id.in_(certified),
            )
        )
    keys = [Key(Body.path, lambda one: one.body.path), Key(Officer.id, lambda one: one.id)]
    return page(db.session(), query, keys, before=before, after=after)


def units_of(body_id: int) -> Sequence[Unit]:
    """Return the units of a body in their order."""
    query = sa.select(Unit).where(Unit.body_id == body_id).order_by(Unit.rank, Unit.id)
    return db.session.scalars(query).all()


def _valid(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        Certificate.status == CertificateStatus.ACTIVE,
        Certificate.valid_from <= on,
        Certificate.valid_until >= on,
    )
