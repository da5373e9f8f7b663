"""What a matter came from and what came of it (事件关联); a link is never taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.database import db
from webapp.errors import Invalid
from webapp.matters.models import LinkKind, Matter, MatterLink


@dataclass(frozen=True)
class Related:
    """Another matter, and what it is to this one."""

    words: str
    kind: LinkKind
    is_source: bool
    """The other one is where this one comes from."""
    matter: Matter
    at: datetime


def link(source: Matter, target: Matter, kind: LinkKind, at: datetime) -> MatterLink:
    """Note that a matter has to do with another (关联)."""
    if source.id == target.id:
        raise Invalid("不能与自身关联。")
    found = MatterLink(source=source, target=target, kind=kind, at=at)
    db.session.add(found)
    db.session.flush()
    return found


def of_matter(matter_id: int) -> list[Related]:
    """Return what a matter is linked with, in both directions, oldest first."""
    query = (
        sa.select(MatterLink)
        .where(sa.or_(MatterLink.from_id == matter_id, MatterLink.to_id == matter_id))
        .options(joinedload(MatterLink.source), joinedload(MatterLink.target))
        .order_by(MatterLink.id)
    )
    return [
        Related(one.kind.value, one.kind, False, one.target, one.at)
        if one.from_id == matter_id
        else Related(one.kind.reverse, one.kind, True, one.source, one.at)
        for one in db.session.scalars(query)
    ]


def split_from(matter_id: int) -> Matter | None:
    """Return the matter from which this one, directly or not, was split off (另案)."""
    found = None
    while (link := _origin(matter_id, LinkKind.SPLIT)) is not None:
        found, matter_id = link, link.id
    return found


def merged_into(matter_id: int) -> Sequence[Matter]:
    """Return the matters that go on in this one (并案)."""
    return _sources(matter_id, LinkKind.MERGED)


def _origin(matter_id: int, kind: LinkKind) -> Matter | None:
    return next(iter(_sources(matter_id, kind)), None)


def _sources(matter_id: int, kind: LinkKind) -> Sequence[Matter]:
    query = (
        sa.select(Matter)
        .join(MatterLink, MatterLink.from_id == Matter.id)
        .where(MatterLink.to_id == matter_id, MatterLink.kind == kind)
        .order_by(MatterLink.id)
    )
    return db.session.scalars(query).all()
