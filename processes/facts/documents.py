"""Documents, their service and their publication as the law may look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DocumentFacts:
    """A document of the case (文书). From: dossiers.

    `address` names its template, `external` that it goes to the party; `digest` is that of its
    present content, `approved_digest` that of the version last approved (empty: not approved).
    `final_at` is when it became what it is now: approved, and sealed where it bears a seal (定稿).
    """

    id: str
    address: str
    title: str = ""
    external: bool = True
    digest: str = ""
    approved_digest: str = ""
    sealed: bool = False
    final_at: datetime | None = None


@dataclass(frozen=True)
class UnsignedFacts:
    """A paper that somebody named in it has not signed yet (待签名文书). From: signatures.

    `signers` are the names of those who still have to.
    """

    address: str
    title: str
    signers: tuple[str, ...]


@dataclass(frozen=True)
class ServiceFacts:
    """One attempt to serve documents (送达). From: serve.deliver … serve.announced.

    `documents` are ids; `way` is deliver, leave, electronic, mail, entrust or announced; `on` the
    legal date of a successful one.
    """

    documents: frozenset[str]
    way: str
    served: bool
    on: date | None = None


@dataclass(frozen=True)
class DeliveryFacts:
    """What the log of whoever carries the papers says of them (投递记录)."""

    number: str
    state: str
    sent_at: datetime
    arrived_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class ConsentFacts:
    """A signed consent to electronic service (电子送达确认书). From: serve.consent."""

    at: datetime
    channel: str
    address: str
    consents: bool
    except_decision: bool
    signed: bool


@dataclass(frozen=True)
class PublicationFacts:
    """Whether the decision was made public (公示). From: pub.decide, .approve, .withdraw*."""

    at_seq: int
    publish: bool
    approved: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class CorrectionFacts:
    """An order to correct the violation (责令改正). From: order.*, 送达 of the order.

    `cites` are the clauses it names; `due_on` the last day of its term; `unmet_on` the day of a
    re-check after it that found the violation not corrected (复查认定未改正).
    """

    at_seq: int
    approved: bool = False
    cites: frozenset[str] = frozenset()
    served_on: date | None = None
    due_on: date | None = None
    unmet_on: date | None = None
