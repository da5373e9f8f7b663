"""What a template may see: plain values ready to print. The platform fills these, nothing else.

``as_dict`` turns them into the dictionary that ``documents.render`` takes; keys a document does
not use do no harm, keys it uses and that are missing are an error.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from documents.metadata import DocumentType


@dataclass(frozen=True)
class Body:
    """The enforcement body (执法主体) that issues the document."""

    name: str
    short: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    contact: str = ""
    complaint_phone: str = ""
    review_body: str = ""
    court: str = ""
    online_review: str = ""
    bank: str = ""
    bank_address: str = ""
    letterhead: str = ""
    """``red`` prints the agency's name in red over a rule (红头); empty: black, as is usual."""


@dataclass(frozen=True)
class Case:
    """The case (案件)."""

    number: str = ""
    lead_number: str = ""
    title: str = ""
    cause: str = ""
    unit: str = ""
    item_code: str = ""
    item_name: str = ""
    filed_on: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Party:
    """A party (当事人): 自然人, 个体工商户, 法人或者其他组织."""

    name: str = ""
    kind: str = ""
    id_kind: str = ""
    id_number: str = ""
    legal_rep: str = ""
    gender: str = ""
    birth: str = ""
    address: str = ""
    phone: str = ""
    shop_name: str = ""
    operator: str = ""
    you: str = ""


@dataclass(frozen=True)
class Officer:
    """An officer (执法人员) of the act, with the number of the certificate."""

    name: str
    certificate: str


@dataclass(frozen=True)
class Opinion:
    """One opinion of an approval form (审批栏)."""

    text: str = ""
    agree: str = ""
    name: str = ""
    date: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Signature:
    """A signature by hand: a picture, or the note why there is none (拒签)."""

    name: str = ""
    date: str = ""
    image: str = ""
    note: str = ""


@dataclass(frozen=True)
class Remedies:
    """Reconsideration and suit (救济): who, and within what time."""

    review_body: str = ""
    review_days: str = "六十"
    court: str = ""
    court_months: str = "六个月"
    online_url: str = ""
    review_first: str = ""
    """``1`` where reconsideration comes before suit (复议前置, 复议法 §23)."""
    suit_days: str = "十五"


@dataclass(frozen=True)
class Opinions:
    """The four opinion slots."""

    officer: Opinion = Opinion()
    unit_head: Opinion = Opinion()
    reviewer: Opinion = Opinion()
    head: Opinion = Opinion()


@dataclass(frozen=True)
class Context:
    """Everything at once; ``f`` holds the form fields of every contribution so far, printed."""

    body: Body
    case: Case = Case()
    party: Party = Party()
    parties: tuple[Party, ...] = ()
    officers: tuple[Officer, ...] = ()
    you: str = "你单位"
    number: str = ""
    date: str = ""
    copies: str = ""
    qr: str = ""
    f: Mapping[str, Any] = field(default_factory=dict)
    opinions: Opinions = Opinions()
    signatures: Mapping[str, tuple[Signature, ...]] = field(default_factory=dict)
    remedies: Remedies = Remedies()
    service: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Facts of other acts by name (notice, hearing, decision …), laid beside the rest."""

    def as_dict(self) -> dict[str, Any]:
        """Return the plain dictionary a template sees."""
        plain: dict[str, Any] = asdict(self)
        return {**plain.pop("facts"), **plain}


_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_UNDATED = "2000-01-01T00:00:00+08:00"


def meta(document: DocumentType, context: Mapping[str, Any]) -> dict[str, str]:
    """Return title, author and pinned date for the file's properties."""
    title, body = document.title, context.get("body") or {}
    number = str(context.get("number") or "")
    found = _DATE.search(str(context.get("date") or ""))
    created = _UNDATED
    if found:
        year, month, day = (int(part) for part in found.groups())
        created = f"{year:04d}-{month:02d}-{day:02d}T00:00:00+08:00"
    return {
        "title": f"{title} {number}".strip(),
        "author": str(body.get("name") or ""),
        "code": document.code,
        "number": number,
        "created": created,
    }
