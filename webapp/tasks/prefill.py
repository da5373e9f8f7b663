"""What a form starts with (预填): earlier submissions, the matter, its party and body (`x-source`).

A source is a path: an alias of an act (``report.facts``) or one of the roots below
(``case.cause``, ``party``, ``body.bank``). A path that leads nowhere fills nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.schema import Field, Form
from processes import values as read
from processes.acts import acts, aliases
from webapp.cases.models import PenaltyCase
from webapp.dossiers.models import Document
from webapp.evidence import queries as evidence
from webapp.matters.models import Matter
from webapp.payments import queries as payments
from webapp.tasks import slots
from webapp.tasks.history import History, Record

Json = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """Everything a form may be filled from."""

    matter: Matter
    history: History
    instance: str
    at: datetime
    officer: int
    serving: tuple[Document, ...] = ()
    act: str = ""

    def resolve(self, path: str) -> Any:
        """Return what a source path leads to, or None."""
        root, _, rest = path.partition(".")
        found = self.root(root)
        for part in rest.split(".") if rest else ():
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def root(self, name: str) -> Any:
        """Return what the first word of a path stands for."""
        if name in ROOTS:
            return ROOTS[name](self)
        if name in aliases():
            record = self.history.last(*aliases()[name], instance=self.instance)
            return None if record is None else self._submitted(record)
        return None

    def _submitted(self, record: Record) -> Json:
        document = record.document
        served = {one.document: one.on for one in self.history.entries.services()}
        on = served.get(str(document.id)) if document else None
        return {
            "document": str(document.id) if document else None,
            "number": document.number if document else None,
            "served_on": on.isoformat() if on else None,
            "done_on": record.entry.at.date().isoformat(),
            **_worded(record.entry.values),
            **record.entry.values,
        }


def _worded(values: Mapping[str, Any]) -> Json:
    """Return the penalty of a submission in words, where it has one (处罚内容)."""
    if not values.get("kinds"):
        return {}
    return {"penalty_text": slots.penalty(values)["penalty_text"]}


def _matter(known: Known) -> Json:
    matter = known.matter
    return {
        "title": matter.title,
        "cause": matter.subject,
        "number": matter.number,
        "reference": matter.reference,
        "item": matter.item.code if matter.item else None,
        "item_name": matter.item.name if matter.item else None,
        "place": PenaltyCase.of(matter).lead.place,
        "lead_officer": _id(matter.lead_officer_id),
        "assist_officer": _id(matter.assist_officer_id),
        "officers": [str(one) for one in matter.handler_ids],
        "filed_on": matter.filed_on.isoformat() if matter.filed_on else None,
        "closed_on": matter.closed_on.isoformat() if matter.closed_on else None,
        "unit": matter.unit.name if matter.unit else None,
    }


def _party(known: Known) -> Json:
    party = known.matter.party
    if party is None:
        return {}
    return {
        **party.details,
        "name": party.name,
        "address": party.address,
        "phone": party.phone,
        "legal_rep": party.legal_rep or party.operator or party.name,
        "id_number": party.id_number,
        "id": str(party.id),
    }


def _body(known: Known) -> Json:
    body = known.matter.body
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


def _evidence(known: Known) -> Json:
    pieces = evidence.of_matter(known.matter.id)
    good = [one for one in pieces if one.verdict is None or one.verdict.is_admissible]
    return {
        "all": [str(one.id) for one in pieces],
        "admissible": [str(one.id) for one in good],
        "verdicts": [{"evidence": str(one.id)} for one in pieces],
    }


def _serving(known: Known) -> Json:
    return {
        "documents": [str(one.id) for one in known.serving],
        "names": "、".join(one.label for one in known.serving),
    }


def _payment(known: Known) -> Json:
    balance = payments.balance(known.matter.id)
    names = ("owed", "paid", "rest")
    return {name: f"{getattr(balance, name):.2f}" for name in names}


def _id(officer: int | None) -> str | None:
    return None if officer is None else str(officer)


ROOTS: Mapping[str, Callable[[Known], Any]] = {
    "case": _matter,
    "party": _party,
    "body": _body,
    "evidence": _evidence,
    "serving": _serving,
    "balance": _payment,
    "officers": lambda known: [str(one) for one in known.matter.handler_ids],
    "handlers": lambda known: [str(one) for one in known.matter.handler_ids],
    "officer": lambda known: str(known.officer),
    "me": lambda known: str(known.officer),
    "matter": lambda known: known.act and acts()[known.act].request,
    "today": lambda known: known.at.date().isoformat(),
    "now": lambda known: known.at.strftime("%Y-%m-%dT%H:%M"),
}


def values(form: Form, known: Known) -> Json:
    """Return what a fresh form starts with: its defaults and what its sources know."""
    filled: Json = dict(form.defaults)
    for each in form.fields:
        found = _value(each, known)
        if found not in (None, "", [], {}):
            filled[each.name] = found
    return filled


def _value(each: Field, known: Known) -> Any:
    if each.source:
        return _fitted(each, known.resolve(each.source))
    if each.widget == "group":
        inner = {one.name: _value(one, known) for one in each.items}
        return {name: found for name, found in inner.items() if found not in (None, "", [], {})}
    return None


def _fitted(each: Field, found: Any) -> Any:
    """Keep of a block or of rows only what the field has places for."""
    if each.widget == "group" and isinstance(found, Mapping):
        return {one.name: found[one.name] for one in each.items if found.get(one.name)}
    if each.widget == "rows" and isinstance(found, list):
        names = {one.name for one in each.items}
        rows = read.rows({"rows": found}, "rows")
        return [{name: row[name] for name in row if name in names} for row in rows]
    return found
