"""What a form offers to pick from in any matter (可选内容): officers, clauses, items, bands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from forms import Band, Choice, Choices
from forms.schema import Field
from processes import values as read
from processes import violations
from processes.values import Values
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer, OfficerStatus
from webapp.database import db, once
from webapp.discretion import queries as discretion
from webapp.discretion.banding import Band as Graded
from webapp.discretion.facts import amounts, law_day, lighter
from webapp.discretion.models import GradeLevel
from webapp.errors import NotFound
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import ClauseRole, Item
from webapp.laws import queries as laws
from webapp.laws.models import Provision
from webapp.matters import access
from webapp.matters.facts import addressee, established
from webapp.matters.models import Matter, MatterStatus
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


def _matters(turn: Turn, each: Field) -> Choices:
    """Offer the other open matters of the same kind and body that the officer is in charge of."""
    query = (
        sa.select(Matter)
        .where(
            Matter.kind == turn.matter.kind,
            Matter.body_id == turn.matter.body_id,
            Matter.status == MatterStatus.OPEN,
            Matter.secrecy == turn.matter.secrecy,
            Matter.id != turn.matter.id,
            access.in_charge(turn.officer),
        )
        .order_by(Matter.filed_on, Matter.id)
    )
    return Choices(
        tuple(
            Choice(str(one.id), f"{one.reference} {one.title}") for one in db.session.scalars(query)
        )
    )


def _clauses(turn: Turn, each: Field) -> Choices:
    role = CLAUSE_ROLES.get(str(each.schema.get("x-law-role", "")))
    at_stake = _items_at_stake(turn) if role else []
    cited = (items.clauses(item, role) for item in at_stake) if role else ()
    places = list(dict.fromkeys(one for some in cited for one in some))
    days = _Days.of(turn, at_stake)
    places = sorted(places, key=lambda place: days.standing(place)[0])
    texts = laws.wordings(places)
    return Choices(
        tuple(_clause(place, days, texts[place.id]) for place in places),
        lookup=lambda key: _found_clause(key, days),
    )


@dataclass(frozen=True)
class _Days:
    """When the act ended and what day it is, with the versions that are lighter since."""

    ended: date
    today: date
    lighter: frozenset[str]

    @classmethod
    def of(cls, turn: Turn, at_stake: Sequence[Item]) -> "_Days":
        """Return the days by which the clauses of a form are chosen."""
        today = turn.at.date()
        ended = turn.act_ended(turn.values)
        milder = [lighter(item, ended, today) for item in at_stake]
        return cls(ended or today, today, frozenset().union(*milder))

    def standing(self, place: Provision) -> tuple[int, str, str]:
        """Return where a clause stands among others, why, and the tone of it (从旧兼从轻)."""
        version = place.version
        if place.is_in_force(self.ended):
            holds = place.is_in_force(self.today)
            return (0, "现行有效" if holds else "行为时有效", "ok")
        if version.effective > self.ended:
            since = f"{version.effective:%Y-%m-%d}起施行"
            if version.key in self.lighter and place.is_in_force(self.today):
                return (1, f"{since}，处罚较轻，可以适用（《行政处罚法》第三十七条）", "soon")
            return (2, f"行为时尚未施行（{since}）", "late")
        return (3, "行为时已失效", "late")


def _clause(place: Provision, days: _Days, text: str) -> Choice:
    _, state, tone = days.standing(place)
    return Choice(place.key or "", place.citation, state=state, tone=tone, detail=text)


def _found_clause(key: str, days: _Days) -> Choice | None:
    place = laws.find_provision(key)
    return None if place is None else _clause(place, days, laws.wording(place))


def _items(turn: Turn, each: Field) -> Choices:
    if len(each.path) > 1 and not _has_several(turn):
        return Choices(lookup=_found_item)
    verified = turn.values if "act_ended_on" in turn.values else turn.last("case.verify")
    ended = read.day(verified, "act_ended_on")
    found = items.exercisable(turn.matter.body_id, turn.at.date(), ended)
    return Choices(tuple(_thing(one) for one in found), lookup=_found_item)


def _thing(item: Item) -> Choice:
    return Choice(item.code, item.name, note=item.conduct, tag=item.field)


def _found_item(code: str) -> Choice | None:
    try:
        return _thing(items.item_by_code(code))
    except NotFound:
        return None


def _bands(turn: Turn, each: Field) -> Choices:
    """Offer the bands of the only violation; of several the grades of all their items."""
    if _has_several(turn):
        rows = read.rows(turn.values, violations.ROWS)
        named = [(item, row) for row in rows if (item := _item_of(turn, row))]
        found = {one.value: one for item, row in named for one in _grades(turn, item, row)}
        return Choices(tuple(found.values()), lookup=_found_grade)
    item = _item(turn)
    if item is None:
        return Choices(lookup=_found_grade)
    return Choices(
        bands=tuple(
            Band(_grade_id(band), band.title, f"{band.low:.2f}", f"{band.high:.2f}")
            for band in _bands_of(turn, item, turn.values, established(turn, turn.values))
        ),
        lookup=_found_grade,
    )


def _grades(turn: Turn, item: Item, row: Values) -> list[Choice]:
    """Return the grades of one violation in words, with what they come to for its amounts."""
    bands = _bands_of(turn, item, row, amounts(row))
    return [
        Choice(_grade_id(one), f"{item.name}：{one.title}", f"{one.low:.0f}元至{one.high:.0f}元")
        if one.grade_id
        else Choice(_grade_id(one), one.title)  # every item without a benchmark has these
        for one in bands
    ]


def _bands_of(turn: Turn, item: Item, values: Values, found: Amounts) -> Sequence[Graded]:
    return discretion.every_band(
        items.get_item(item.id),
        found,
        law_day(item, turn.act_ended(values), turn.at.date(), values),
        body=turn.matter.body,
        party=addressee(turn.party),
    )


def _grade_id(band: Graded) -> str:
    return str(band.grade_id or band.level.name)


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


def _has_several(turn: Turn) -> bool:
    """Tell whether the form states several violations; a page sends the answer as a word."""
    return turn.values.get("several") in (True, "true", "yes")


def _items_at_stake(turn: Turn) -> list[Item]:
    """Return the item of the form or matter, and those of several violations."""
    rows = read.rows(turn.values, violations.ROWS) if _has_several(turn) else ()
    found = (_item(turn), *(_item_of(turn, row) for row in rows))
    return list(dict.fromkeys(one for one in found if one is not None))


def _item_of(turn: Turn, row: Values) -> Item | None:
    return _coded(row.get("item"))


def _item(turn: Turn) -> Item | None:
    code = turn.values.get("item")
    if isinstance(code, str) and code:
        return _coded(code)
    matter = turn.matter
    return items.get_item(matter.item_id) if matter.item_id else None


def _coded(code: Any) -> Item | None:
    if isinstance(code, str) and code:
        try:
            return items.item_by_code(code)
        except NotFound:
            return None
    return None


CHOICES: Mapping[str, Callable[[Turn, Field], Choices]] = {
    "officers": _officers,
    "officer": _officers,
    "role_officer": _officers,
    "party": _parties,
    "matter": _matters,
    "clauses": _clauses,
    "item": _items,
    "benchmark": _bands,
    "factors": _factors,
}
