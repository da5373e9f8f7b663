"""Reading attempts, confirmed addresses and consents."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.dossiers.models import Document
from webapp.matters.models import Matter
from webapp.paging import Key, Page, page
from webapp.service import carriers
from webapp.service.carriers import CarrierLog
from webapp.service.models import AttemptState, ServiceAddress, ServiceAttempt, ServiceConsent

UNDER_WAY = (AttemptState.PLANNED, AttemptState.ANNOUNCED)


def of_matter(matter_id: int) -> Sequence[ServiceAttempt]:
    """Return every attempt of a matter, oldest first."""
    query = (
        sa.select(ServiceAttempt)
        .where(ServiceAttempt.matter_id == matter_id)
        .order_by(ServiceAttempt.id)
    )
    return db.session.scalars(query).all()


def running(instance_id: UUID, scope: str) -> ServiceAttempt | None:
    """Return the attempt under way in one call of 送达."""
    query = (
        sa.select(ServiceAttempt)
        .where(
            ServiceAttempt.instance_id == instance_id,
            ServiceAttempt.scope == scope,
            ServiceAttempt.state.in_([AttemptState.PLANNED, AttemptState.ANNOUNCED]),
        )
        .order_by(ServiceAttempt.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def log_of(attempt: ServiceAttempt | None, now: datetime) -> CarrierLog | None:
    """Return what the log of its carrier says of an attempt, if one carries it (投递记录)."""
    if attempt is None or not attempt.number:
        return None
    carrier = carriers.of(attempt.method)
    return carrier.log(attempt.number, now) if carrier else None


def logs_of(attempts: Iterable[ServiceAttempt], now: datetime) -> dict[int, CarrierLog]:
    """Return the logs of the attempts that a carrier keeps one of, by attempt."""
    found = ((one.id, log_of(one, now)) for one in attempts)
    return {id: log for id, log in found if log is not None}


def of_document(document_id: int) -> Sequence[ServiceAttempt]:
    """Return the attempts to serve one document, oldest first."""
    query = (
        sa.select(ServiceAttempt)
        .where(sa.any_(ServiceAttempt.documents) == document_id)
        .order_by(ServiceAttempt.id)
    )
    return db.session.scalars(query).all()


def served(document_id: int) -> ServiceAttempt | None:
    """Return the attempt by which a document was served."""
    return next(
        (each for each in of_document(document_id) if each.state is AttemptState.SERVED), None
    )


def addresses_of(matter_id: int) -> list[ServiceAddress]:
    """Return the address that each party confirmed last (送达地址确认书)."""
    query = sa.select(ServiceAddress).where(ServiceAddress.matter_id == matter_id)
    return _newest(db.session.scalars(query.order_by(ServiceAddress.id)))


def consents_of(matter_id: int) -> list[ServiceConsent]:
    """Return the latest word of each party on electronic service (电子送达确认书)."""
    query = sa.select(ServiceConsent).where(ServiceConsent.matter_id == matter_id)
    return _newest(db.session.scalars(query.order_by(ServiceConsent.id)))


def _newest(rows: Iterable[Any]) -> list[Any]:
    return list({one.party_id: one for one in rows}.values())


def page_attempts(
    condition: sa.ColumnElement[bool],
    *,
    is_open: bool = False,
    before: str | None = None,
    after: str | None = None,
) -> Page[ServiceAttempt]:
    """Page the attempts in the matters that meet a condition, the latest first."""
    query = (
        sa.select(ServiceAttempt)
        .join(Matter, Matter.id == ServiceAttempt.matter_id)
        .where(condition)
    )
    if is_open:
        query = query.where(ServiceAttempt.state.in_(UNDER_WAY))
    keys = [Key(ServiceAttempt.id, lambda one: one.id, descending=True)]
    return page(db.session(), query, keys, before=before, after=after)


def titles_of(attempts: Iterable[ServiceAttempt]) -> dict[int, str]:
    """Return the titles of the documents that some attempts are about."""
    ids = {id for one in attempts for id in one.documents}
    query = sa.select(Document.id, Document.title).where(Document.id.in_(ids))
    return dict(db.session.execute(query).all())
