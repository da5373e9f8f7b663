"""What a template sees (文书数据): body, matter, party, officers, fields, opinions, remedies.

Everything is printed: templates compute nothing. A sheet is a document that may not exist yet, so
that the preview of a task and the frozen document come out of the same function.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import documents
import forms
from documents.catalogue import get as type_of
from documents.chinese import cite, ordinal, print_date, print_datetime
from documents.context import blank, merge
from documents.metadata import SealedBy
from engine import clock
from processes import fields as law_fields
from processes import values as read
from webapp.bodies.models import Body
from webapp.matters import parties
from webapp.matters.models import Matter, Party, PartyKind, PartyRole
from webapp.matters.turn import MANY, picked
from webapp.parameters import settings as parameters
from webapp.tasks import blocks, slots, terms
from webapp.tasks.names import Names
from webapp.tasks.printing import Printer
from webapp.tasks.sheet import Sheet

Json = dict[str, Any]
ANNOUNCED_COPIES = 2
CLAUSES = ("clauses",)
AGREED = {"yes": "同意", "no": "不同意"}
SCOPES = {"general": "一般授权", "special": "特别授权"}


def build(sheet: Sheet, at: datetime, *, is_lenient: bool = False) -> Json:
    """Return the context of a sheet, complete for its template; previews are lenient."""
    names = Names(sheet.matter, sheet.history.documents, sheet.dated or at.date())
    names.look_up(cited(sheet))
    printer = Printer(names, is_lenient=is_lenient)
    context: Json = {
        "body": body_block(sheet.matter.body),
        "case": case_block(sheet.matter),
        "party": joint_block([party_block(party) for party in sheet.parties]),
        "parties": [party_block(party) for party in sheet.parties],
        "you": you(sheet.parties),
        "officers": names.officers(officers_of(sheet)),
        "number": sheet.number,
        "date": print_date(sheet.dated) if sheet.dated else "",
        "copies": copies(sheet),
        "qr": sheet.check,
        "f": fields(sheet, printer),
        "opinions": {slot: opinion(given, names) for slot, given in sheet.opinions.items()},
        "remedies": remedies(sheet.matter.body),
        "terms": terms.printed(parameters.in_force(sheet.matter.body)(sheet.dated or at.date())),
        **field_words(
            sheet.address,
            sheet.matter.body.field,
            sheet.matter.body.division_code,
            sheet.dated or at.date(),
        ),
        "service": service_block(sheet, printer),
        **blocks.facts(sheet.history, sheet.instance, printer, roots(sheet.address)),
    }
    whole = merge(blank(), context)
    whole["f"] = {**whole["f"], **slots.derived(sheet, whole, printer)}
    if basis := whole["f"].get("legal_basis"):
        body = sheet.matter.body
        binding = law_fields.binding(body.field, body.division_code)
        whole["f"]["legal_basis"] = cite(binding.cite(basis, sheet.dated or at.date()))
    return complete(whole, sheet.address)


def fields(sheet: Sheet, printer: Printer) -> Json:
    """Return the fields of every contribution, printed, later ones over earlier ones."""
    printed: Json = {}
    for contribution in sheet.contributions:
        form = forms.load(contribution["form"], sheet.forms)
        printed.update(printer.fields(form.fields, contribution["values"]))
    return printed


def cited(sheet: Sheet) -> list[str]:
    """Return the keys of all provisions that the contributions cite."""
    return [
        key
        for one in sheet.contributions
        for _, key in picked(forms.load(one["form"], sheet.forms).fields, one["values"], CLAUSES)
    ]


def officers_of(sheet: Sheet) -> list[str]:
    """Return the officers of the act: those named, else those in charge."""
    named = sheet.values.get("officers")
    return [str(one) for one in named or sheet.matter.handler_ids]


def opinion(given: Mapping[str, Any], names: Names) -> Json:
    """Return one opinion of the 审批栏, printed."""
    return {
        "text": given.get("text", ""),
        "agree": AGREED.get(given.get("agree", ""), ""),
        "name": names.officer(str(given["officer"]))["name"],
        "date": print_date(moment(given["at"])),
        "time": print_datetime(moment(given["at"])),
        "signature": "",
    }


def moment(text: str) -> datetime:
    """Return a kept time in our zone."""
    return clock.local(datetime.fromisoformat(text))


def body_block(body: Body) -> Json:
    """Return the body as letterheads and closings print it."""
    return {
        "name": body.name,
        "short": body.number_word or body.short_name,
        "address": body.address,
        "postcode": body.postcode,
        "phone": body.phone,
        "contact": body.contact,
        "review_body": body.review_body,
        "court": body.court,
        "online_review": body.online_review,
        "bank": body.payee_bank,
        "bank_address": body.payee_address,
    }


def case_block(matter: Matter) -> Json:
    """Return the matter as documents mention it."""
    return {
        "number": matter.number or "",
        "lead_number": matter.entry_number,
        "title": matter.title,
        "cause": matter.subject,
        "unit": matter.unit.name if matter.unit else "",
        "item_code": matter.item.code if matter.item else "",
        "item_name": matter.item.name if matter.item else "",
        "filed_on": print_date(matter.filed_on) if matter.filed_on else "",
        "stage": matter.stage,
    }


def party_block(party: Party | None) -> Json:
    """Return a party as documents print it."""
    if party is None:
        return {}
    return {
        "name": party.name,
        "kind": party.kind.value,
        "id_kind": party.id_kind,
        "id_number": party.id_number,
        "legal_rep": party.legal_rep,
        "post": read.text(party.details, "legal_rep_post"),
        "gender": party.gender,
        "birth": print_date(party.birth) if party.birth else "",
        "address": party.address,
        "phone": party.phone,
        "shop_name": party.name if party.kind is PartyKind.SOLE_TRADER else "",
        "operator": party.operator,
        "operator_id_kind": read.text(party.details, "id_kind") if party.operator_number else "",
        "operator_number": party.operator_number,
        "role": "" if party.role is PartyRole.ALONE else party.role.value,
        "you": you([party]),
        **represented(party),
    }


def represented(party: Party) -> Json:
    """Return who acts for a party: guardian (法定代理人) and agents (委托代理人)."""
    guardian, relation = (
        read.text(party.details, f"guardian_{part}") for part in ("name", "relation")
    )
    agents = (f"{agent['name']}（{SCOPES[agent['scope']]}）" for agent in parties.agents_of(party))
    return {
        "guardian": guardian and f"{guardian}（{relation}）",
        "guardian_phone": read.text(party.details, "guardian_phone"),
        "agents": "、".join(agents),
        "addressee": parties.addressee(party),
    }


def joint_block(blocks: Sequence[Json]) -> Json:
    """Return the parties of a paper about all of them as one: names together, no home of any."""
    if len(blocks) < MANY:
        return next(iter(blocks), {})
    first, *others = blocks
    return {
        **dict.fromkeys(first, ""),
        "id_kind": "证件号码",
        "name": "、".join(one["name"] for one in blocks),
        "kind": "、".join(dict.fromkeys(one["kind"] for one in blocks)),
        "you": first["you"] if all(one["you"] == first["you"] for one in others) else "你（单位）",
    }


def you(parties: Sequence[Party]) -> str:
    """Return how a letter speaks to the parties."""
    persons = {party.kind is PartyKind.PERSON for party in parties}
    if persons == {True, False}:
        return "你（单位）"
    word = "你" if persons == {True} else "你单位"
    return f"{word}等" if len(parties) >= MANY else word


def field_words(address: str, field: str, division: str, on: date) -> Json:
    """Return what the rules of field and province add: articles by act, the name of the paper."""
    binding = law_fields.binding(field, division)
    found = {act: binding.rules(act, on) for act in law_fields.places(type_of(address).basis)}
    return {
        "rules": {act: cite(said) for act, said in found.items() if said},
        "title": binding.word(address, ""),
    }


def remedies(body: Body) -> Json:
    """Return where a decision may be contested (救济途径)."""
    return {
        "review_body": body.review_body,
        "court": body.court,
        "online_url": body.online_review,
    }


def copies(sheet: Sheet) -> str:
    """Return the note on copies of an external document (份数)."""
    kind = type_of(sheet.address)
    count = int(sheet.values.get("copies") or ANNOUNCED_COPIES)
    is_sealed = kind.seal is not SealedBy.NONE
    if not (kind.external and is_sealed) or count < ANNOUNCED_COPIES:
        return ""
    rest = count - ANNOUNCED_COPIES
    given = kind.copies
    more = f"，{_counted(rest)}份{given.others}" if rest else ""
    return f"本{given.label}一式{_counted(count)}份，一份{given.first}，一份归档{more}"


def _counted(number: int) -> str:
    """Write how many there are of something: 一、两、三."""
    return "两" if number == ANNOUNCED_COPIES else ordinal(number)


def service_block(sheet: Sheet, printer: Printer) -> Json:
    """Return what a 送达回证 says of the documents it is about."""
    values = sheet.values
    if not sheet.serving and "recipient" not in values:
        return {}
    return {
        "documents": printer.names.papers(sheet.serving or values.get("documents", ())),
        "recipient": values.get("recipient", ""),
        "place": values.get("place", ""),
        "method": slots.method(values),
    }


def complete(context: Json, address: str) -> Json:
    """Fill every name the template reads and nobody filled with an empty text (空白栏)."""
    for path in wanted(address):
        place, *rest = path.split(".")
        node: Any = context.setdefault(place, {} if rest else "")
        for part in rest[:-1]:
            if not isinstance(node, dict):
                break
            node = node.setdefault(part, {})
        if rest and isinstance(node, dict):
            node.setdefault(rest[-1], "")
    return context


@lru_cache(maxsize=256)
def wanted(address: str) -> tuple[str, ...]:
    """Return the names a template reads; longer ones first, so that groups stay groups."""
    return tuple(sorted(documents.variables(address), key=lambda path: -path.count(".")))


@lru_cache(maxsize=256)
def roots(address: str) -> frozenset[str]:
    """Return the first words of the names a template reads."""
    return frozenset(path.partition(".")[0] for path in wanted(address))
