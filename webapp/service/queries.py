"""Reading attempts, confirmed addresses and consents."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from webapp.database import db
from webapp.service.models import AttemptState, ServiceAddress, ServiceAttempt, ServiceConsent


def of_case(case_id: int) -> Sequence[ServiceAttempt]:
    """Return every attempt of a case, oldest first."""
    query = (
        sa.select(ServiceAttempt)
        .where(ServiceAttempt.case_id == case_id)
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


def address_of(case_id: int) -> ServiceAddress | None:
    """Return the address confirmed last (送达地址确认书)."""
    query = (
        sa.select(ServiceAddress)
        .where(ServiceAddress.case_id == case_id)
        .order_by(ServiceAddress.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def consent_of(case_id: int) -> ServiceConsent | None:
    """Return the latest word on electronic service (电子送达确认书)."""
    query = (
        sa.select(ServiceConsent)
        .where(ServiceConsent.case_id == case_id)
        .order_by(ServiceConsent.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
