"""What a form may be filled from in any matter (预填来源): matter, party, body, people."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import clock
from engine.errors import CalendarMissing
from processes.acts import Tag, acts, tagged
from processes.clocks import Clock
from processes.events import events_of
from processes.facts import hearings
from processes.parameters import register
from processes.reckoning import reckon
from webapp.calendars.current import calendar
from webapp.items import queries as items
from webapp.items.models import PartyScope
from webapp.matters import beside, facts, links, parties
from webapp.matters.turn import Turn

Json = dict[str, Any]
#: Amounts that have fields of their own (货值金额、违法所得).
STATED_APART = ("goods_value", "illegal_gains")


def _matter(turn: Turn) -> Json:
    matter = turn.matter
    return {
        "title": matter.title,
        "file_title": matter.file_title,
        "cause": matter.subject,
        "number": matter.number,
        "reference": matter.reference,
        "item": matter.item.code if matter.item else None,
        "item_name": matter.item.name if matter.item else None,
        "lead_officer": _id(matter.lead_officer_id),
        "assist_officer": _id(matter.assist_officer_id),
        "officers": _handlers(turn),
        "filed_on": matter.filed_on.isoformat() if matter.filed_on else None,
        "closed_on": matter.closed_on.isoformat() if matter.closed_on else None,
        "unit": matter.unit.name if matter.unit else None,
    }


def _party(turn: Turn) -> Json:
    party = turn.party
    if party is None:
        return {}
    return {
        **party.details,
        "name": party.name,
        "addressee": parties.addressee(party),
        "address": party.address,
        "phone": party.phone,
        "legal_rep": parties.signer(party),
        "id_number": party.id_number,
        "id": str(party.id),
        "mandates": parties.agents_of(party),
    }


def _lineage(turn: Turn) -> Json:
    """Return since when the time for deciding runs in a matter that was split off (另案)."""
    came = links.split_from(turn.matter.id)
    return {"counted_from": came.filed_on.isoformat() if came and came.filed_on else None}


def _sanction(turn: Turn) -> Json:
    """Return what else than goods and gains the fine of the item is counted from (计罚基数)."""
    item = turn.matter.item
    party = facts.addressee(turn.party) or PartyScope.ORGANIZATION
    rows = items.measured(items.get_item(item.id), turn.at.date(), party) if item else ()
    found = (row.measure.name.lower() for row in rows if row.measure)
    return {"measure": next((one for one in found if one not in STATED_APART), None)}


def _body(turn: Turn) -> Json:
    body = turn.matter.body
    return {
        "name": body.name,
        "address": body.address,
        "phone": body.phone,
        "contact": body.contact,
        "review_body": body.review_body,
        "court": body.court,
        "bank": body.payee_bank,
        "bank_address": body.payee_address,
        "account": body.payee_account,
    }


def _parameters(turn: Turn) -> Json:
    """Return the periods that hold for the body today (法定期限)."""
    settled = facts.in_force(turn)(clock.local(turn.at).date())
    return {key: settled[key] for key in register()}


def _clocks(turn: Turn) -> Json:
    """Return the last day of every clock of the procedure that has one (期限末日)."""
    found = reckon(turn.history.entries, facts.in_force(turn), calendar())
    mine = [one for one in found if one.subject in ("", str(turn.instance))]
    return {one.id: on for one in mine if (on := _last_day(one))}


def _last_day(one: Clock) -> str | None:
    try:
        due = one.due(calendar())
    except CalendarMissing:
        return None
    return due.date().isoformat() if due else None


def _happened(turn: Turn) -> Json:
    """Return the last day of each kind of event, by the two words of its name (事件发生日期)."""
    found: Json = {}
    for event in events_of(turn.history.entries):
        root, _, word = event.kind.partition(".")
        found.setdefault(root, {})[word] = event.at.date().isoformat()
    return found


def _handlers(turn: Turn) -> list[str]:
    return [str(one) for one in turn.matter.handler_ids]


def _seats(turn: Turn) -> Json:
    """Return who sits in the hearing now, as the fields of the forms have it (听证人员)."""
    appointed = turn.history.last(*tagged(Tag.APPOINTING), instance=str(turn.instance))
    if appointed is None:
        return {}
    sit = hearings.seats(turn.history.entries, appointed.entry)
    one = {seat: next(iter(sit[seat]), None) for seat in ("chair", "clerk")}
    return {**one, "members": list(sit["members"])}


def _request(turn: Turn) -> str:
    """Return what a request is about when its act leaves no doubt (审批事项)."""
    return acts()[turn.todo.act].request


def _id(officer: int | None) -> str | None:
    return None if officer is None else str(officer)


SOURCES: Mapping[str, Callable[[Turn], Any]] = {
    "case": _matter,
    "lineage": _lineage,
    "party": _party,
    "body": _body,
    "sanction": _sanction,
    "parameters": _parameters,
    "clock": _clocks,
    "unfinished": lambda turn: "、".join(beside.unfinished(turn)),
    "happened": _happened,
    "officers": _handlers,
    "handlers": _handlers,
    "hearing_seats": _seats,
    "officer": lambda turn: str(turn.officer.id),
    "me": lambda turn: str(turn.officer.id),
    "matter": _request,
    "today": lambda turn: turn.at.date().isoformat(),
    "now": lambda turn: turn.at.strftime("%Y-%m-%dT%H:%M"),
}
