"""What a form offers to pick from in any matter (可选内容): officers, clauses, items, bands."""

from collections.abc import Callable, Mapping
from datetime import date

import sqlalchemy as sa

from forms import Band, Choice, Choices
from forms.schema import Field
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer, OfficerStatus
from webapp.database import db, once
from webapp.discretion import queries as discretion
from webapp.discretion.facts import amounts
from webapp.discretion.models import GradeLevel
from webapp.errors import NotFound
from webapp.items import queries as items
from webapp.items.models import ClauseRole, Item
from webapp.laws import queries as laws
from webapp.laws.models import Provision
from webapp.matters.facts import addressee
from webapp.matters.models import Matter
from webapp.matters.turn import Turn

CLAUSE_ROLES: Mapping[str, ClauseRole] = {
    "violated": ClauseRole.VIOLATED,
    "penalty": ClauseRole.PENALTY,
    "procedure": ClauseRole.PROCEDURE,
}


def _officers(turn: Turn, each: Field) -> Choices:
    role = str(each.schema.get("x-role", ""))
    body = turn.matter.body_id
    ids = [one.id for one in bodies.holders(body, *role.split())] if role else _staff(body)
    people = sorted(bodies.get_officers(ids), key=lambda one: _distance(one, turn.matter))
    return Choices(tuple(_person(one, turn.at.date()) for one in people))


def _distance(officer: Officer, matter: Matter) -> tuple[bool, bool]:
    """Put those in charge first, then their unit, then all others."""
    return officer.id not in matter.handler_ids, officer.unit_id != matter.unit_id


@once(Officer)
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


def _parties(turn: Turn, each: Field) -> Choices:
    return Choices(
        tuple(Choice(str(one.id), one.name, one.kind.value) for one in turn.matter.parties)
    )


def _clauses(turn: Turn, each: Field) -> Choices:
    role = CLAUSE_ROLES.get(str(each.schema.get("x-law-role", "")))
    item = _item(turn)
    places = items.clauses(item, role) if item is not None and role is not None else []
    # What holds comes first.
    places = sorted(places, key=lambda place: not place.is_in_force(turn.at.date()))
    texts = laws.wordings(places)
    return Choices(
        tuple(_clause(place, turn.at.date(), texts[place.id]) for place in places),
        lookup=lambda key: _found_clause(key, turn.at.date()),
    )


def _clause(place: Provision, on: date, text: str) -> Choice:
    holds = place.is_in_force(on)
    return Choice(
        place.key or "",
        place.citation,
        state="现行有效" if holds else "已失效",
        tone="ok" if holds else "late",
        detail=text,
    )


def _found_clause(key: str, on: date) -> Choice | None:
    place = laws.find_provision(key)
    return None if place is None else _clause(place, on, laws.wording(place))


def _items(turn: Turn, each: Field) -> Choices:
    found = items.exercisable(turn.matter.body_id, turn.at.date())
    return Choices(tuple(_thing(one) for one in found), lookup=_found_item)


def _thing(item: Item) -> Choice:
    return Choice(item.code, item.name, note=item.conduct, tag=item.field)


def _found_item(code: str) -> Choice | None:
    try:
        return _thing(items.item_by_code(code))
    except NotFound:
        return None


def _bands(turn: Turn, each: Field) -> Choices:
    item = _item(turn)
    if item is None:
        return Choices(lookup=_found_grade)
    bands = discretion.every_band(
        items.get_item(item.id),
        amounts(turn.values),
        turn.at.date(),
        body=turn.matter.body,
        party=addressee(turn.matter.party),
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


def _factors(turn: Turn, each: Field) -> Choices:
    return Choices(
        tuple(
            Choice(str(one.id), one.title, note=one.evidence, tag=one.effect.value)
            for one in discretion.list_factors()
        )
    )


def _item(turn: Turn) -> Item | None:
    code = turn.values.get("item")
    if isinstance(code, str) and code:
        try:
            return items.item_by_code(code)
        except NotFound:
            return None
    matter = turn.matter
    return items.get_item(matter.item_id) if matter.item_id else None


CHOICES: Mapping[str, Callable[[Turn, Field], Choices]] = {
    "officers": _officers,
    "officer": _officers,
    "role_officer": _officers,
    "party": _parties,
    "clauses": _clauses,
    "item": _items,
    "benchmark": _bands,
    "factors": _factors,
}
