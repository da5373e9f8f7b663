"""Parties of a matter as forms give them (当事人)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forms.identity import check_resident_number
from processes import values as read
from processes.facts.people import sex_of
from webapp.database import db
from webapp.matters.models import Matter, Party, PartyKind, PartyRole

RESIDENT, CREDIT_CODE, UNREGISTERED = "居民身份证", "统一社会信用代码", "无登记证照"
OLD_CODE = "统一社会信用代码（校验码有误的旧码）"
"""A genuine code of the early years whose check character is wrong, as on the licence."""
MANDATES = "mandates"
"""Where the block of a party keeps the agents of the newest mandate."""


def put_party(matter: Matter, block: Mapping[str, Any], position: int = 0) -> Party:
    """Enter a party or take over what was typed anew (登记当事人)."""
    party = next((each for each in matter.parties if each.position == position), None)
    if party is None:
        party = Party(position=position)
        matter.parties.append(party)
    given = {key: one for key, one in (party.details or {}).items() if key == MANDATES}
    for column, value in columns_of({**block, **given}).items():
        setattr(party, column, value)
    db.session.flush()
    return party


def appoint(party: Party, agents: Iterable[Mapping[str, Any]]) -> None:
    """Let these act for a party from now on, and nobody else (授权委托)."""
    party.details = {**party.details, MANDATES: [dict(one) for one in agents]}


def agents_of(party: Party) -> Sequence[Mapping[str, Any]]:
    """Return who acts for a party by mandate: as registered last, else as typed with it."""
    return read.rows(party.details, MANDATES if MANDATES in party.details else "agents")


def take_over(matter: Matter, others: Iterable[Party]) -> None:
    """Make the parties of another matter parties of this one, each person once (并案)."""
    known = {_identity(one) for one in matter.parties}
    for party in others:
        if _identity(party) not in known:
            put_party(matter, party.details, next_position(matter))


def move_away(party: Party, at: datetime) -> None:
    """Let a party be one no longer: its part is handled in another matter (另案)."""
    party.left_at = at
    db.session.flush()
    db.session.expire(party.matter, ["parties"])


def _identity(party: Party) -> str:
    return party.id_number or party.name


def next_position(matter: Matter) -> int:
    """Return the place of a party that is added; one that left keeps its own."""
    query = sa.select(sa.func.max(Party.position)).where(Party.matter_id == matter.id)
    last = db.session.scalar(query)
    return 0 if last is None else int(last) + 1


def leave_out(matter: Matter, after: int) -> None:
    """Take back parties that were typed in error, before anything is done about them (更正)."""
    for party in [one for one in matter.parties if one.position > after]:
        matter.parties.remove(party)
        db.session.delete(party)
    db.session.flush()


def columns_of(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a party as its block in a form gives them."""
    kind = PartyKind[read.text(block, "kind").upper()]
    personal = read.text(block, "id_number")
    is_person, is_trader = kind is PartyKind.PERSON, kind is PartyKind.SOLE_TRADER
    plain = ("name", "legal_rep", "operator", "address", "phone")
    found = check_resident_number(personal)
    return {
        "kind": kind,
        "role": PartyRole[(read.text(block, "role") or "alone").upper()],
        "id_number": number_of(block),
        "id_kind": read.text(block, "id_kind") or RESIDENT if is_person else licence_of(block),
        "operator_number": personal if is_trader else "",
        **{column: read.text(block, column) for column in plain},
        "birth": read.day(block, "birth") or found.birth,
        "gender": read.text(block, "gender") or (sex_of(personal) if found.format else ""),
        "details": dict(block),
    }


def number_of(block: Mapping[str, Any]) -> str:
    """Return the number by which a party is known: of its licence, or of the person."""
    if read.text(block, "kind") == PartyKind.PERSON.name.lower():
        return read.text(block, "id_number")
    numbers = (read.text(block, one) for one in ("credit_code", "old_code", "licence_number"))
    return next(filter(None, numbers), "")


def licence_of(block: Mapping[str, Any]) -> str:
    """Return which licence a trader or organization is known by; none where it has none."""
    kind = read.text(block, "licence_kind") or CREDIT_CODE
    return {UNREGISTERED: "", OLD_CODE: CREDIT_CODE}.get(kind, kind)


def addressee(party: Party) -> str:
    """Return whom letters to a party name: who has a guardian gets them through him."""
    guardian = read.text(party.details, "guardian_name")
    return f"{party.name}（法定代理人：{guardian}）" if guardian else party.name


def speakers(party: Party) -> tuple[str, ...]:
    """Return who speaks for a party by law; who has a guardian speaks through him alone."""
    guardian = read.text(party.details, "guardian_name")
    own = (party.name, party.legal_rep, party.operator)
    return (guardian,) if guardian else tuple(filter(None, own))


def signer(party: Party) -> str:
    """Return who speaks and signs for a party: guardian, representative, operator or itself."""
    guardian = read.text(party.details, "guardian_name")
    return guardian or party.legal_rep or party.operator or party.name
