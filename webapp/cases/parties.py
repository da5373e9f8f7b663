"""Parties of a case as forms give them (当事人)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.identity import check_resident_number
from processes import values as read
from webapp.cases.models import Case, Party, PartyKind
from webapp.database import db


def put_party(case: Case, block: Mapping[str, Any], position: int = 0) -> Party:
    """Enter a party or take over what was typed anew (登记当事人)."""
    party = next((each for each in case.parties if each.position == position), None)
    if party is None:
        party = Party(position=position)
        case.parties.append(party)
    kind = PartyKind[read.text(block, "kind").upper()]
    number = read.text(block, "credit_code") or read.text(block, "id_number")
    party.kind = kind
    party.name = read.text(block, "name")
    party.id_number = number
    party.id_kind = read.text(block, "id_kind") or (
        "居民身份证" if kind is PartyKind.PERSON else "统一社会信用代码"
    )
    for column in ("legal_rep", "operator", "gender", "address", "phone"):
        setattr(party, column, read.text(block, column))
    party.birth = read.day(block, "birth") or _birth(kind, number)
    party.details = dict(block)
    db.session.flush()
    return party


def _birth(kind: PartyKind, number: str) -> date | None:
    return check_resident_number(number).birth if kind is PartyKind.PERSON else None
