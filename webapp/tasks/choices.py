"""What a form offers to pick from (可选内容): officers, evidence, clauses, items, bands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from forms import Band, Choice, Choices
from forms.schema import Field, Form
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer, OfficerStatus
from webapp.database import db
from webapp.discretion import queries as discretion
from webapp.discretion.models import GradeLevel
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import Document
from webapp.errors import NotFound
from webapp.evidence import queries as evidence
from webapp.items import queries as items
from webapp.items.models import ClauseRole, Item
from webapp.laws import queries as laws
from webapp.laws.models import Provision
from webapp.matters.models import Matter
from webapp.tasks import registers
from webapp.tasks.prefill import Known

MOST = 300
CLAUSE_ROLES: Mapping[str, ClauseRole] = {
    "violated": ClauseRole.VIOLATED,
    "penalty": ClauseRole.PENALTY,
    "procedure": ClauseRole.PROCEDURE,
}


@dataclass(frozen=True)
class Offering:
    """Builds the choices of one form for one matter on one day."""

    known: Known
    values: Mapping[str, Any]
    made: dict[tuple[str, str], Choices] = field(default_factory=dict)
    """Fields of a kind offer the same."""

    @property
    def on(self) -> date:
        """Return the day of the act."""
        return self.known.at.date()

    def of(self, each: Field) -> Choices | None:
        """Return what a field offers, or None for fields that are typed."""
        maker = MAKERS.get(each.widget)
        if maker is None:
            return None
        kind = "officers" if each.widget.endswith("officer") else each.widget
        told = str(each.schema.get("x-role", "")) + str(each.schema.get("x-law-role", ""))
        if (kind, told) not in self.made:
            self.made[kind, told] = maker(self, each)
        return self.made[kind, told]


def offer(form: Form, known: Known, values: Mapping[str, Any]) -> dict[str, Choices]:
    """Return the choices of every picked field, by its path."""
    offering = Offering(known, values)
    found = {".".join(each.path): offering.of(each) for each in form.walk()}
    return {path: choices for path, choices in found.items() if choices is not None}


def _officers(offering: Offering, each: Field) -> Choices:
    role = str(each.schema.get("x-role", ""))
    body = offering.known.matter.body_id
    ids = [one.id for one in bodies.holders(body, *role.split())] if role else _staff(body)
    people = sorted(bodies.get_officers(ids), key=lambda one: _distance(one, offering.known.matter))
    return Choices(tuple(_person(one, offering.on) for one in people))


def _distance(officer: Officer, matter: Matter) -> tuple[bool, bool]:
    """Put those in charge first, then their unit, then all others."""
    return officer.id not in matter.handler_ids, officer.unit_id != matter.unit_id


def _staff(body_id: int) -> list[int]:
    """Return everybody at work in a body who may sign."""
    query = sa.select(Officer.id).where(
        Officer.body_id == body_id,
        Officer.status == OfficerStatus.ACTIVE,
        Officer.is_auxiliary.is_(False),
    )
    return list(db.session.scalars(query.order_by(Officer.unit_id, Officer.id)))


def _person(officer: Officer, on: date) -> Choice:
    held = next((one for one in officer.certificates if one.is_valid_on(on)), None)
    last = held or next(iter(officer.certificates), None)
    unit = officer.unit.name if officer.unit else ""
    if last is None:
        return Choice(str(officer.id), officer.name, f"{unit} {officer.post}", state="无执法证")
    state = f"有效至{last.valid_until}" if held else last.state_on(on)
    return Choice(
        str(officer.id),
        officer.name,
        note=f"{unit} {last.number}",
        state=state,
        tone="ok" if held else "late",
    )


def _parties(offering: Offering, each: Field) -> Choices:
    return Choices(
        tuple(
            Choice(str(one.id), one.name, one.kind.value) for one in offering.known.matter.parties
        )
    )


def _evidence(offering: Offering, each: Field) -> Choices:
    found = []
    for one in evidence.of_matter(offering.known.matter.id):
        verdict = one.verdict
        state = "未审查" if verdict is None else "采信" if verdict.is_admissible else "不采信"
        tone = "" if verdict is None else "ok" if verdict.is_admissible else "late"
        found.append(
            Choice(
                str(one.id),
                one.name,
                note=one.proves,
                tag=one.kind.value,
                state=state,
                tone=tone,
                number=str(one.no),
            )
        )
    return Choices(tuple(found))


def _clauses(offering: Offering, each: Field) -> Choices:
    role = CLAUSE_ROLES.get(str(each.schema.get("x-law-role", "")))
    item = _item(offering)
    places = items.clauses(item, role) if item is not None and role is not None else []
    # What holds comes first.
    places = sorted(places, key=lambda place: not place.is_in_force(offering.on))
    return Choices(
        tuple(_clause(place, offering.on) for place in places),
        lookup=lambda key: _found_clause(key, offering.on),
    )


def _clause(place: Provision, on: date) -> Choice:
    holds = place.is_in_force(on)
    return Choice(
        place.key or "",
        place.citation,
        state="现行有效" if holds else "已失效",
        tone="ok" if holds else "late",
        detail=laws.wording(place),
    )


def _found_clause(key: str, on: date) -> Choice | None:
    place = laws.find_provision(key)
    return None if place is None else _clause(place, on)


def _items(offering: Offering, each: Field) -> Choices:
    found = items.exercisable(offering.known.matter.body_id, offering.on)
    return Choices(tuple(_thing(one) for one in found), lookup=_found_item)


def _thing(item: Item) -> Choice:
    return Choice(item.code, item.name, note=item.conduct, tag=item.field)


def _found_item(code: str) -> Choice | None:
    try:
        return _thing(items.item_by_code(code))
    except NotFound:
        return None


def _bands(offering: Offering, each: Field) -> Choices:
    item = _item(offering)
    if item is None:
        return Choices(lookup=_found_grade)
    bands = discretion.every_band(
        items.get_item(item.id),
        registers.amounts(offering.values),
        offering.on,
        body=offering.known.matter.body,
        party=registers.addressee(offering.known.matter.party),
    )
    return Choices(
        bands=tuple(
            Band(
                str(band.grade_id or band.level.name),
                band.title,
                f"{band.low:.2f}",
                f"{band.high:.2f}",
            )
            for band in bands
        ),
        lookup=_found_grade,
    )


def _found_grade(grade_id: str) -> Choice | None:
    if grade_id in GradeLevel.__members__:  # a third of the range, without a benchmark
        return Choice(grade_id, GradeLevel[grade_id].value)
    try:
        grade = discretion.get_grade(grade_id)
    except NotFound:
        return None
    return Choice(grade_id, grade.level.value, note=grade.conditions)


def _factors(offering: Offering, each: Field) -> Choices:
    return Choices(
        tuple(
            Choice(str(one.id), one.title, note=one.evidence, tag=one.effect.value)
            for one in discretion.list_factors()
        )
    )


def _documents(offering: Offering, each: Field) -> Choices:
    found = dossiers.final(offering.known.matter.id)
    return Choices(tuple(_paper(one) for one in found))


def _paper(document: Document) -> Choice:
    return Choice(
        str(document.id),
        document.title,
        note=document.number or "",
        tag=document.code,
        state=document.seal.value,
    )


def _item(offering: Offering) -> Item | None:
    code = offering.values.get("item")
    if isinstance(code, str) and code:
        try:
            return items.item_by_code(code)
        except NotFound:
            return None
    matter = offering.known.matter
    return items.get_item(matter.item_id) if matter.item_id else None


MAKERS: Mapping[str, Callable[[Offering, Field], Choices]] = {
    "officers": _officers,
    "officer": _officers,
    "role_officer": _officers,
    "party": _parties,
    "evidence": _evidence,
    "clauses": _clauses,
    "item": _items,
    "benchmark": _bands,
    "factors": _factors,
    "document": _documents,
    "documents": _documents,
}
