"""What the law may look at in any matter (案件事实): body, item, parties, people, clauses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from engine import clock
from processes import fields, violations
from processes import values as read
from processes.acts import Tag, carries, tagged
from processes.events import last_of
from processes.facts.case import LookedUp
from processes.facts.evidence import RecordFacts, record_of
from processes.facts.law import ClauseFacts, ItemFacts
from processes.facts.people import AgentFacts, BodyFacts, OfficerFacts, PartyFacts, PowerFacts
from processes.parameters import Parameters
from processes.values import Values
from webapp.bodies import facts as bodies
from webapp.bodies import queries as body_queries
from webapp.bodies.models import Kind
from webapp.calendars.current import calendar
from webapp.database import db
from webapp.discretion import facts as discretion
from webapp.instances.models import Instance, StepRecord, Submission
from webapp.instances.queries import OPEN
from webapp.items import queries as items
from webapp.items.fines import Amounts
from webapp.items.models import BodyItem, Item
from webapp.items.models import PartyScope as Addressee
from webapp.laws import facts as laws
from webapp.matters import beside, queries
from webapp.matters.models import Matter, Party, PartyKind, PartyRole
from webapp.matters.parties import agents_of, speakers
from webapp.matters.turn import Turn
from webapp.parameters import settings as parameters

OFFICER_WIDGETS = ("officers", "officer", "role_officer")
CLAUSE_WIDGETS = ("clauses",)
RECORD_WINDOW = timedelta(days=60)
"""How long after its end a record may still be entered."""


def item(turn: Turn) -> ItemFacts | None:
    """Return the item that the form names, else that of the matter (执法事项)."""
    code, record = read.text(turn.values, "item"), turn.matter.item
    if code and (record is None or record.code != code):
        record = items.item_by_code(code)
    if record is None:
        return None
    return discretion.item_of(
        record,
        turn.matter.body,
        addressee(turn.party),
        lambda: _law_day(turn, record, _stated(turn)),
        lambda: _established(turn),
    )


def items_apart(turn: Turn) -> tuple[ItemFacts | None, ...]:
    """Return the item of each violation, where the form has several (分别裁量)."""
    values = _stated(turn)
    if violations.ROWS not in values:
        return ()
    return tuple(_item_of(turn, row) for row in violations.rows_of(values))


def _item_of(turn: Turn, row: Values) -> ItemFacts | None:
    code = read.text(row, "item")
    record = items.item_by_code(code) if code else turn.matter.item
    if record is None:
        return None
    return discretion.item_of(
        record,
        turn.matter.body,
        addressee(turn.party),
        lambda: _law_day(turn, record, row),
        lambda: discretion.amounts(row),
    )


def _law_day(turn: Turn, item: Item, values: Values) -> date:
    return discretion.law_day(item, turn.act_ended(values), turn.at.date(), values)


def _established(turn: Turn) -> Amounts:
    """Return the amounts that the form states, else those last stated or found in the matter."""
    return established(turn, _stated(turn))


def established(turn: Turn, values: Values) -> Amounts:
    """Return the amounts of a block, each else as the report found it (计罚基数)."""
    report = {} if violations.ROWS in values else turn.last("inv.close")
    known = {name: report[name] for name in discretion.AMOUNTS if report.get(name)}
    said = {name: values[name] for name in discretion.AMOUNTS if values.get(name)}
    return discretion.amounts({**known, **said})


def _stated(turn: Turn) -> Values:
    said = [one.entry.values for one in turn.history.of(*tagged(Tag.STATING))]
    every = (turn.values, *reversed(said))
    states = (one for one in every if read.names(one, "kinds") or violations.ROWS in one)
    return next(states, turn.values)


def addressee(party: Party | None) -> Addressee | None:
    """Return whom the ranges of an item treat the party as."""
    if party is None:
        return None
    if party.role in (PartyRole.SUPERVISOR, PartyRole.STAFF):
        return Addressee.RESPONSIBLE
    if party.kind is PartyKind.PERSON:
        return Addressee.PERSON
    is_company = party.kind is PartyKind.ORGANIZATION and party.name.endswith("公司")
    return Addressee.COMPANY if is_company else Addressee.ORGANIZATION


def body(turn: Turn) -> BodyFacts:
    """Return the body of a matter with its power over the item (执法主体)."""
    matter, of = turn.matter, turn.matter.body
    query = sa.select(BodyItem).where(
        BodyItem.body_id == matter.body_id, BodyItem.item_id == matter.item_id
    )
    powers = db.session.scalars(query).all() if matter.item_id else ()
    principal = body_queries.get_body(of.entrusted_by).name if of.entrusted_by else ""
    return BodyFacts(
        id=str(of.id),
        name=of.name,
        review_body=of.review_body,
        court=of.court,
        online_review=of.online_review,
        powers=tuple(
            PowerFacts(
                since=power.valid_from,
                until=power.valid_until,
                entrusted=of.kind is Kind.ENTRUSTED,
                principal=principal,
            )
            for power in powers
        ),
    )


def parties(turn: Turn) -> tuple[PartyFacts, ...]:
    """Return the parties that the step is about (当事人)."""
    return tuple(
        PartyFacts(
            id=str(one.id),
            name=one.name,
            kind=one.kind.name.lower(),
            address=one.address,
            id_number=one.id_number,
            birth=one.birth,
            speaks=speakers(one),
            agents=tuple(
                AgentFacts(
                    name=read.text(agent, "name"),
                    special=agent.get("scope") == "special",
                    since=read.day(agent, "since"),
                    until=read.day(agent, "until"),
                )
                for agent in agents_of(one)
            ),
        )
        for one in turn.parties
    )


def under_way(matter_id: int) -> frozenset[str]:
    """Return the parties whose own branch has begun: notice, decision, execution."""
    query = sa.select(Instance.party_id).where(
        Instance.matter_id == matter_id,
        Instance.party_id.is_not(None),
        Instance.status.in_(OPEN),
    )
    return frozenset(str(one) for one in db.session.scalars(query))


def named(turn: Turn) -> Mapping[str, frozenset[str]]:
    """Return the officers that the form names, by field, as the kinds of its fields tell."""
    found: dict[str, frozenset[str]] = {}
    for name, id in turn.picked(*OFFICER_WIDGETS):
        found[name] = found.get(name, frozenset()) | {id}
    return found


def officers(turn: Turn) -> Mapping[str, OfficerFacts]:
    """Return officers by id: of the acting, the handlers and those named one looks at once."""
    expected = {str(turn.officer.id), *handlers(turn)}
    return LookedUp(bodies.officers, expected.union(*named(turn).values()))


def clauses(turn: Turn) -> Mapping[str, ClauseFacts]:
    """Return provisions by their keys; those that the form cites are read at once."""
    return LookedUp(partial(_clauses, turn), {key for _, key in turn.picked(*CLAUSE_WIDGETS)})


def _clauses(turn: Turn, keys: set[str]) -> dict[str, ClauseFacts]:
    """Return provisions, those of a version since the act with whether it is lighter."""
    found, ended = laws.clauses(keys), turn.act_ended(turn.values)
    if turn.matter.item is None or all(
        ended is None or one.in_force(ended) for one in found.values()
    ):
        return found
    today = turn.at.date()
    milder = discretion.lighter(turn.matter.item, ended, today)
    for row in violations.rows_of(turn.values):
        code = read.text(row, "item")
        item = items.item_by_code(code) if code else turn.matter.item
        milder |= discretion.lighter(item, turn.act_ended(row), today)
    return {
        key: replace(one, lighter=key.partition("#")[0] in milder) for key, one in found.items()
    }


def handlers(turn: Turn) -> frozenset[str]:
    """Return who handles the matter now (主办、协办)."""
    return frozenset(str(one) for one in turn.matter.handler_ids)


def investigators(turn: Turn) -> frozenset[str]:
    """Return everybody who ever handled the matter."""
    return frozenset(str(one) for one in queries.people(turn.matter.id).handled)


def records(turn: Turn) -> tuple[RecordFacts, ...]:
    """Return records of the same officers in other matters around the same time (S-G-12)."""
    return tuple(_records_elsewhere(turn))


def _records_elsewhere(turn: Turn) -> Iterator[RecordFacts]:
    start, end = read.moment(turn.values, "start_at"), read.moment(turn.values, "end_at")
    named_here = list(read.names(turn.values, "officers"))
    if not carries(turn.todo.acts, Tag.RECORD) or start is None or end is None or not named_here:
        return
    query = (
        sa.select(Submission, Matter)
        .join(StepRecord, StepRecord.submission_id == Submission.id)
        .join(Matter, Matter.id == Submission.matter_id)
        .where(
            StepRecord.act.in_(tagged(Tag.RECORD)),
            StepRecord.at >= start,
            StepRecord.at <= end + RECORD_WINDOW,
            Submission.matter_id != turn.matter.id,
            Submission.values["officers"].has_any(sa.cast(named_here, sa.ARRAY(sa.Text))),
        )
        .limit(200)
    )
    for submission, other in db.session.execute(query):
        record = record_of(
            str(submission.id), other.reference, submission.acts, "笔录", submission.values
        )
        if record is not None:
            yield record


def in_force(turn: Turn) -> Callable[[date], Parameters]:
    """Return how the parameters of the body stand on any day, read once for the step (参数)."""
    if "in_force" not in turn.kept:
        turn.kept["in_force"] = parameters.in_force(turn.matter.body)
    found: Callable[[date], Parameters] = turn.kept["in_force"]
    return found


FACTS: Mapping[str, Callable[[Turn], Any]] = {
    "number": lambda turn: turn.matter.reference,
    "body": body,
    "division": lambda turn: turn.matter.body.division_code,
    "calendar": lambda turn: calendar(),
    "parameters": lambda turn: in_force(turn)(clock.local(turn.at).date()),
    "in_force": in_force,
    "rules": lambda turn: fields.binding(turn.matter.body.field, turn.matter.body.division_code),
    "archived": lambda turn: turn.matter.archived_at is not None,
    "item": item,
    "item_of_case": lambda turn: turn.matter.item.code if turn.matter.item else "",
    "items": items_apart,
    "parties": parties,
    "filed_on": lambda turn: turn.matter.filed_on,
    "party_ids": lambda turn: frozenset(str(one.id) for one in turn.matter.parties),
    "under_way": lambda turn: under_way(turn.matter.id),
    "sent_for_review": lambda turn: last_of(turn.everything.entries, "review.submitted"),
    "place": lambda turn: "",
    "officers": officers,
    "named": named,
    "clauses": clauses,
    "actor_roles": lambda turn: bodies.roles_of(turn.officer, turn.matter.body_id),
    "handlers": handlers,
    "investigators": investigators,
    "records": records,
    "unfinished": beside.unfinished,
}
