"""Over which bodies somebody supervises (监督范围): those of the government he works for."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.bodies.models import Body, Kind
from webapp.database import db, once
from webapp.http import Visitor
from webapp.instances.models import Instance
from webapp.matters.models import Matter, Secrecy

READ = "supervision.read"


def paths(visitor: Visitor) -> list[str]:
    """Return the subtrees (path prefixes) a supervisor watches, none inside another.

    A supervising bureau (司法行政部门) supervises for its government: all bodies of that
    government and of those below it.
    """
    held = sorted({one.body_id for one in visitor.held if one.body_id is not None
                   and READ in visitor.granting.get(one.role, ())})  # fmt: skip
    found = sorted({_reach(body) for body in _bodies(tuple(held))}, key=len)
    return [
        path
        for place, path in enumerate(found)
        if not any(path.startswith(wider) for wider in found[:place])
    ]


def is_listed() -> sa.ColumnElement[bool]:
    """Return the condition that supervision may hear of an instance: its matter is no secret."""
    closed = sa.select(Matter.id).where(Matter.secrecy != Secrecy.ORDINARY)
    return Instance.matter_id.not_in(closed)


@once(Body)
def _bodies(ids: tuple[int, ...]) -> Sequence[Body]:
    query = sa.select(Body).where(Body.id.in_(ids)).options(joinedload(Body.parent))
    return db.session.scalars(query).all()


def _reach(body: Body) -> str:
    parent = body.parent
    if body.kind is Kind.GOVERNMENT or parent is None or parent.kind is not Kind.GOVERNMENT:
        return body.path
    return parent.path
