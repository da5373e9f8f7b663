"""What the registers say, as values the law looks at (要素): officers, clauses, item, body."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from documents.catalogue import get as type_of
from processes import values as read
from processes.facts import documents as document_facts
from processes.facts import evidence as evidence_facts
from processes.facts import law, people
from processes.facts.penalty import EarlierFine
from processes.values import Values
from webapp.accounts.models import RoleGrant
from webapp.bodies import queries as bodies
from webapp.bodies.models import Body, CertificateKind, Kind, Officer
from webapp.cases import queries as cases
from webapp.cases.models import PenaltyCase
from webapp.database import db
from webapp.discretion import queries as discretion
from webapp.discretion.models import Effect, GradeLevel
from webapp.dossiers.models import Document, SealState
from webapp.evidence.models import Evidence
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import BodyItem, Item
from webapp.items.models import PartyScope as Addressee
from webapp.laws import queries as laws
from webapp.laws.models import EffectLevel, Provision
from webapp.matters.models import Matter, Party, PartyKind

LEGAL_REVIEWERS = ("legal_reviewer", "legal_head")
LEVELS: Mapping[GradeLevel, law.Effect] = {
    GradeLevel.WAIVED: law.Effect.WAIVED,
    GradeLevel.MITIGATED: law.Effect.MITIGATED,
    GradeLevel.LIGHTER: law.Effect.LIGHTER,
    GradeLevel.ORDINARY: law.Effect.ORDINARY,
    GradeLevel.HEAVIER: law.Effect.HEAVIER,
}
EFFECTS: Mapping[Effect, law.Effect] = {
    Effect.MUST_NOT: law.Effect.WAIVED,
    Effect.MAY_WAIVE: law.Effect.WAIVED,
    Effect.MUST_LIGHTEN: law.Effect.LIGHTER,
    Effect.MAY_LIGHTEN: law.Effect.LIGHTER,
    Effect.HEAVIER: law.Effect.HEAVIER,
}


def officers(ids: Iterable[str]) -> dict[str, people.OfficerFacts]:
    """Return officers with certificates, and since when they review law."""
    wanted = sorted({int(one) for one in ids if str(one).isdigit()})
    if not wanted:
        return {}
    found = bodies.get_officers(wanted)
    since = _reviewing_since(found)
    return {str(one.id): _officer(one, since.get(one.account_id or 0)) for one in found}


def _reviewing_since(found: Iterable[Officer]) -> dict[int, date]:
    accounts = [one.account_id for one in found if one.account_id]
    query = (
        sa.select(RoleGrant.account_id, sa.func.min(RoleGrant.granted_at))
        .where(RoleGrant.account_id.in_(accounts), RoleGrant.role.in_(LEGAL_REVIEWERS))
        .group_by(RoleGrant.account_id)
    )
    return {account: first.date() for account, first in db.session.execute(query)}


def _officer(officer: Officer, since: date | None) -> people.OfficerFacts:
    return people.OfficerFacts(
        id=str(officer.id),
        name=officer.name,
        certificates=tuple(
            people.Certificate(
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


def clauses(keys: Iterable[str]) -> dict[str, law.ClauseFacts]:
    """Return the provisions that a submission cites; unknown keys are left out."""
    found = (laws.find_provision(key) for key in sorted(set(keys)))
    return {place.key or "": _clause(place) for place in found if place is not None}


def _clause(place: Provision) -> law.ClauseFacts:
    version = place.version
    ended = [day for day in (place.repealed, version.repealed) if day]
    return law.ClauseFacts(
        key=place.key or "",
        cite=place.citation,
        level=version.law.level.value,
        effective=version.effective,
        ended=min(ended) if ended else None,
        published=version.law.level is not EffectLevel.DOCUMENT,
    )


def amounts(values: Values) -> Amounts:
    """Return the amounts a submission establishes."""
    gains = read.money(values, "illegal_gains") or read.money(values, "confiscation")
    return Amounts(goods_value=read.money(values, "goods_value"), illegal_gains=gains)


def plain_item(record: Item) -> law.ItemFacts:
    """Return what an item is called and which field it belongs to, where no amount is weighed."""
    return law.ItemFacts(record.code, record.name, record.field, frozenset())


def item(matter: Matter, found: Amounts, on: date, code: str = "") -> law.ItemFacts | None:
    """Return the item of a matter: kinds, ranges and grades in yuan for the amounts established."""
    if not code and matter.item_id is None:
        return None
    record = items.item_by_code(code) if code else items.get_item(matter.item_id or 0)
    party = addressee(matter.party)
    allowed = items.penalties(record, on, party)
    return law.ItemFacts(
        code=record.code,
        name=record.name,
        domain=record.field,
        kinds=frozenset(one.kind.code for one in allowed),
        ranges=tuple(
            law.RangeFacts(fine.low, fine.high)
            for fine in items.statutory_ranges(record, found, on, party)
        ),
        grades=_grades(record, found, on, matter.body, party),
        factors={str(one.id): EFFECTS[one.effect] for one in discretion.list_factors()},
    )


def _grades(
    record: Item, found: Amounts, on: date, body: Body, party: Addressee | None
) -> dict[str, law.GradeFacts]:
    bands = discretion.every_band(record, found, on, body=body, party=party)
    return {
        str(band.grade_id or band.level.name): law.GradeFacts(
            id=str(band.grade_id or band.level.name),
            name=band.title,
            effect=LEVELS[band.level],
            ranges=(
                law.RangeFacts(
                    band.low,
                    band.high,
                    low_closed=not band.low_is_open,
                    high_closed=not band.high_is_open,
                ),
            ),
        )
        for band in bands
    }


def addressee(party: Party | None) -> Addressee | None:
    """Return whom the ranges of an item treat the party as."""
    if party is None:
        return None
    is_person = party.kind is PartyKind.PERSON
    return Addressee.PERSON if is_person else Addressee.ORGANIZATION


def body(matter: Matter) -> people.BodyFacts:
    """Return the body of a matter with its power over the item."""
    query = sa.select(BodyItem).where(
        BodyItem.body_id == matter.body_id, BodyItem.item_id == matter.item_id
    )
    powers = db.session.scalars(query).all() if matter.item_id else ()
    of = matter.body
    principal = bodies.get_body(of.entrusted_by).name if of.entrusted_by else ""
    return people.BodyFacts(
        id=str(of.id),
        name=of.name,
        review_body=of.review_body,
        court=of.court,
        online_review=of.online_review,
        powers=tuple(
            people.PowerFacts(
                since=power.valid_from,
                until=power.valid_until,
                entrusted=of.kind is Kind.ENTRUSTED,
                principal=principal,
            )
            for power in powers
        ),
    )


def parties(matter: Matter) -> tuple[people.PartyFacts, ...]:
    """Return the parties of a matter."""
    return tuple(
        people.PartyFacts(
            id=str(one.id),
            name=one.name,
            kind=one.kind.name.lower(),
            address=one.address,
            id_number=one.id_number,
            birth=one.birth,
        )
        for one in matter.parties
    )


def evidence(
    found: Iterable[Evidence], reviews: Mapping[str, evidence_facts.MonitorFacts]
) -> dict[str, evidence_facts.EvidenceFacts]:
    """Return the evidence of a matter with the verdicts that count; `reviews` by procedure."""
    return {
        str(one.id): evidence_facts.EvidenceFacts(
            id=str(one.id),
            name=one.name,
            source_act=one.act,
            added_at=one.created_at,
            admissible=one.verdict.is_admissible if one.verdict else None,
            monitored=one.act == "inv.monitor",
            monitor=reviews.get(str(one.instance_id)),
        )
        for one in found
    }


def document(found: Document) -> document_facts.DocumentFacts:
    """Return a document with its digests."""
    return document_facts.DocumentFacts(
        id=str(found.id),
        address=found.address,
        title=found.title,
        external=type_of(found.address).external,
        digest=found.context_digest,
        approved_digest=found.approved_digest,
        sealed=found.seal in (SealState.REQUESTED, SealState.SEALED),
    )


def earlier_fines(matter: Matter) -> tuple[EarlierFine, ...]:
    """Return earlier fines against the same party that still stand (此前罚款)."""
    return tuple(
        EarlierFine(
            body=one.body.name,
            number=one.reference,
            item=one.item.code if one.item else "",
            act_from=one.act_started_on or one.act_ended_on or one.lead.found_on,
            act_to=one.act_ended_on or one.lead.found_on,
            place=one.lead.place,
        )
        for one in cases.earlier_penalties(PenaltyCase.of(matter))
        if one.fine and one.fine > Decimal(0)
    )


def earlier_violations(matter: Matter, on: date) -> tuple[str, ...]:
    """Name the decided matters of the same kind against the same party (此前同类违法)."""
    found = cases.earlier_violations(PenaltyCase.of(matter), on)
    return tuple(f"{one.body.name}{one.reference}" for one in found)
