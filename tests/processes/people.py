"""The registers of a believable case: body, party, officers, item, clauses, evidence."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from engine.clock import ZONE
from engine.workdays import NATIONAL
from processes.acts import acts
from processes.facts.case import Registered
from processes.facts.documents import DeliveryFacts, DocumentFacts
from processes.facts.evidence import EvidenceFacts
from processes.facts.law import (
    Base,
    ClauseFacts,
    Effect,
    FactorFacts,
    GradeFacts,
    ItemFacts,
    RangeFacts,
    Sanctions,
)
from processes.facts.people import BodyFacts, Certificate, OfficerFacts, PartyFacts, PowerFacts
from processes.fields import binding
from tests.processes.packs import GUANGDONG, MARKET

LEAD, ASSIST = "lin", "su"
UNIT_HEAD, HEAD, AGENCY_HEAD = "gu", "han", "zhou"
REVIEWER, LAWYER, LEGAL_HEAD = "wen", "fang", "qiao"
CHAIR, MEMBERS, CLERK = "ren", ("shi", "yan"), "tang"
KEEPER, FINANCE, PUBLICITY, ARCHIVIST, INTAKE, LIAISON = "bai", "luo", "xu", "du", "jin", "pei"
NAMES = {
    "lin": "林岚", "su": "苏砚", "gu": "顾临", "han": "韩越", "zhou": "周砺", "wen": "温澄",
    "fang": "方谨", "qiao": "乔柏", "ren": "任远", "shi": "施宁", "yan": "严松", "tang": "唐禾",
    "bai": "白桐", "luo": "罗衡", "xu": "徐朗", "du": "杜川", "jin": "金禾", "pei": "裴舟",
}  # fmt: skip

SPARE = "peng"
"""Who takes the place of an officer who withdraws."""
HANDLERS = [LEAD, ASSIST]
ROLES = {
    LEAD: "officer_lead",
    UNIT_HEAD: "unit_head",
    HEAD: "deputy_head",
    AGENCY_HEAD: "agency_head",
    REVIEWER: "case_reviewer",
    LAWYER: "legal_reviewer",
    LEGAL_HEAD: "legal_head",
    CHAIR: "hearing_chair",
    CLERK: "hearing_clerk",
    KEEPER: "seal_keeper",
    FINANCE: "finance",
    PUBLICITY: "publicity",
    ARCHIVIST: "archivist",
    INTAKE: "intake",
    LIAISON: "liaison",
}
"""The lane of whoever acts."""

BREACHED, PENALIZED = "LAW-0001@2021#a35.p1", "LAW-0001@2021#a122.p1"
DOMAIN, DIVISION = "market", "440402"


def holder(role: str) -> str:
    """Return who acts in a lane; where nobody has a name, whoever holds the role."""
    return next((id for id, lane in ROLES.items() if lane == role), role)


def lane(actor: str) -> str:
    """Return the lane in which somebody acts."""
    unnamed = actor if any(actor in row.roles for row in acts().values()) else "officer_assist"
    return ROLES.get(actor, unnamed)


def moment(text: str) -> datetime:
    """Read a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def certificate(**changes) -> Certificate:
    """Return a certificate that is valid throughout the case."""
    values = {"number": "44040020017", "issued": date(2024, 1, 1), "expires": date(2028, 12, 31)}
    return Certificate(**{**values, **changes})


def officer(id: str, **changes) -> OfficerFacts:
    """Return an officer with a valid certificate."""
    values = {"id": id, "name": NAMES[id], "certificates": (certificate(),)}
    values["legal_qualification"] = id == LAWYER
    return OfficerFacts(**{**values, **changes})


def clause(key: str, **changes) -> ClauseFacts:
    """Return a clause of a law in force."""
    values = {
        "key": key,
        "cite": "《中华人民共和国食品安全法》第三十五条第一款",
        "level": "法律",
        "effective": date(2021, 4, 29),
    }
    return ClauseFacts(**{**values, **changes})


def band(low: str | None, high: str | None, **changes) -> RangeFacts:
    """Return a range in yuan or multiples."""
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return RangeFacts(*ends, **changes)


def grade(id: str, effect: Effect, *ranges: RangeFacts) -> GradeFacts:
    """Return a grade of the benchmark."""
    return GradeFacts(id, effect.value, effect, ranges)


SMALL = {"goods_below": Decimal(10_000)}
LARGE = {"base": Base.GOODS_VALUE, "goods_from": Decimal(10_000)}


def item(**changes) -> ItemFacts:
    """Return an item whose fine depends on the value of the goods, with a benchmark."""
    values = {
        "code": "SJ-0122",
        "name": "未取得食品经营许可从事食品经营活动",
        "domain": DOMAIN,
        "kinds": frozenset({"0101", "0201", "0202", "0203"}),
        "ranges": (band("5000", "50000", **SMALL), band("5", "10", **LARGE)),
        "grades": {
            "mitigated": grade(
                "mitigated", Effect.MITIGATED, band(None, "5000", high_closed=False, **SMALL)
            ),
            "lighter": grade(
                "lighter", Effect.LIGHTER, band("5000", "18500", **SMALL), band("5", "6", **LARGE)
            ),
            "ordinary": grade(
                "ordinary",
                Effect.ORDINARY,
                band("18500", "36500", low_closed=False, **SMALL),
                band("6", "8", low_closed=False, **LARGE),
            ),
        },
        "factors": {
            "harm_removed": FactorFacts(Effect.LIGHTER, mitigates=True),
            "merit": FactorFacts(Effect.LIGHTER, mitigates=True),
            "other_lighter": FactorFacts(Effect.LIGHTER, mitigates=True, open=True),
            "first": FactorFacts(Effect.LIGHTER),
        },
    }
    values = {**values, **changes}
    names = {each.name for each in fields(Sanctions)} & set(values)
    sanctions = Sanctions(**{name: values.pop(name) for name in names})
    return ItemFacts(**values, weigh=lambda: sanctions)


def body(**changes) -> BodyFacts:
    """Return a body that holds the item."""
    values = {
        "id": "body",
        "name": "岚江市市场监督管理局",
        "review_body": "岚江市人民政府",
        "court": "岚江市望海区人民法院",
        "online_review": "https://review.example",
        "powers": (PowerFacts(since=date(2021, 1, 1)),),
    }
    return BodyFacts(**{**values, **changes})


def party(**changes) -> PartyFacts:
    """Return a company."""
    values = {
        "id": "party",
        "name": "岚江市榕记食品有限公司",
        "kind": "organization",
        "address": "岚江市望海区柳塘街道榕荫路88号",
    }
    return PartyFacts(**{**values, **changes})


def evidence(id: str, **changes) -> EvidenceFacts:
    """Return an admitted item of evidence."""
    values = {
        "id": id,
        "name": "现场笔录",
        "source_act": "inv.onsite",
        "added_at": moment("2026-03-05T11:00"),
        "admissible": True,
    }
    return EvidenceFacts(**{**values, **changes})


LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=ZONE)


def document(id: str = "paper", **changes) -> DocumentFacts:
    """Return a document for the party that was approved as it stands."""
    values = {"id": id, "address": "penalty/penalty_decision", "digest": "d" * 64}
    always = {"approved_digest": "d" * 64, "sealed": True, "final_at": LONG_AGO}
    return DocumentFacts(**{**always, **values, **changes})


#: What registers say that know of nothing particular.
NOTHING = {
    "calendar": NATIONAL,
    "parameters": MARKET,
    "in_force": lambda _: MARKET,
    "rules": binding("市场监管", GUANGDONG),
    "archived": False,
    "unfinished": (),
    "items": (),
    "item_of_case": "",
    "filed_on": None,
    "joined": None,
    "under_way": frozenset(),
    "sent_for_review": None,
    "party_ids": frozenset({"party"}),
    "place": "",
    "named": {},
    "actor_roles": frozenset(),
    "serving": (),
    "unsigned": (),
    "reporter": (),
    "earlier_fines": (),
    "earlier_violations": (),
    "measures": (),
    "handlers": frozenset(),
    "investigators": frozenset(),
    "records": (),
    "panel": None,
}


def delivery(**changes) -> DeliveryFacts:
    """Return what a carrier's log says of papers that arrived a minute after they were sent."""
    values = {
        "number": "DZ20260417000001",
        "state": "送达",
        "sent_at": moment("2026-04-17T10:00"),
        "arrived_at": moment("2026-04-17T10:01"),
    }
    return DeliveryFacts(**{**values, **changes})


def registers(**changes) -> Registered:
    """Return what the registers say of a case in order."""
    values = {
        **NOTHING,
        "number": "岚市监立〔2026〕31号",
        "body": body(),
        "division": DIVISION,
        "item": item(),
        "parties": (party(),),
        "officers": {id: officer(id) for id in NAMES},
        "clauses": {key: clause(key) for key in (BREACHED, PENALIZED)},
        "evidence": {id: evidence(id) for id in ("e1", "e2")},
        "document": document(),
        "delivery": delivery(),
    }
    return Registered.of(**{**values, **changes})
