"""Parties of a matter as forms give them (当事人)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.identity import check_resident_number
from processes import values as read
from webapp.database import db
from webapp.matters.models import Matter, Party, PartyKind


def put_party(matter: Matter, block: Mapping[str, Any], position: int = 0) -> Party:
    """Enter a party or take over what was typed anew (登记当事人)."""
    party = next((each for each in matter.parties if each.position == position), None)
    if party is None:
        party = Party(position=position)
        matter.parties.append(party)
    for column, value in columns_of(block).items():
        setattr(party, column, value)
    db.session.flush()
    return party


def columns_of(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a party as its block in a form gives them."""
    kind = PartyKind[read.text(block, "kind").upper()]
    number = read.text(block, "credit_code") or read.text(block, "id_number")
    default = "居民身份证" if kind is PartyKind.PERSON else "统一社会信用代码"
    plain = ("name", "legal_rep", "operator", "gender", "address", "phone")
    return {
        "kind": kind,
        "id_number": number,
        "id_kind": read.text(block, "id_kind") or default,
        **{column: read.text(block, column) for column in plain},
        "birth": read.day(block, "birth") or _birth(kind, number),
        "details": dict(block),
    }


def _birth(kind: PartyKind, number: str) -> date | None:
    return check_resident_number(number).birth if kind is PartyKind.PERSON else None
