"""What forms look up (查询): who I am, provisions of laws, items, colleagues."""

from typing import Any

from engine import clock
from webapp.accounts.roles import ROLES
from webapp.api import printing, schemas
from webapp.api.door import operation
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer
from webapp.http import current_officer, current_officer_or_none, signed_in_visitor
from webapp.items import queries as items
from webapp.laws import search

Json = dict[str, Any]


@operation("GET", "/me", "当前账号、岗位和平台时间", "*signed in*", answer=schemas.ref("Me"))
def me() -> Json:
    """Return who is asking."""
    visitor, officer = signed_in_visitor(), current_officer_or_none()
    return {
        "account": visitor.account_id,
        "login": visitor.login,
        "name": visitor.name,
        "officer": officer.id if officer else None,
        "body": officer.body_id if officer else None,
        "roles": [
            {"role": one.role, "title": ROLES[one.role].title, "body": one.body_id}
            for one in visitor.held
        ],
        "permissions": sorted(visitor.permissions),
        "now": printing.moment(clock.now()),
    }


@operation(
    "GET",
    "/provisions",
    "查找现行有效的条款",
    "law.read",
    query={"q": {**schemas.WORD, "minLength": 1}},
    answer=schemas.items_of("Provision"),
    problems=(422,),
)
def find_provisions(q: str = "") -> Json:
    """Search the clauses in force."""
    hits = search.find(q.strip(), clock.today(), limit=20) if q.strip() else []
    return {
        "items": [
            {
                "key": hit.provision.key or "",
                "citation": hit.provision.citation,
                "law": hit.law.title,
                "text": hit.wording,
            }
            for hit in hits
        ]
    }


@operation(
    "GET",
    "/items",
    "本机关当日可以行使的执法事项",
    "item.read",
    answer=schemas.items_of("Item"),
)
def list_items() -> Json:
    """Return the items that the officer's body may open a case on today."""
    found = items.exercisable(current_officer().body_id, clock.today())
    return {
        "items": [
            {"code": one.code, "name": one.name, "conduct": one.conduct, "field": one.field}
            for one in found
        ]
    }


@operation(
    "GET",
    "/officers",
    "本机关担任某一岗位的人员",
    "officer.read",
    query={"role": {"type": "string", "enum": list(ROLES)}},
    answer=schemas.items_of("Officer"),
    problems=(422,),
)
def list_officers(role: str = "officer_lead") -> Json:
    """Return the officers of one's own body who hold a role."""
    held = bodies.holders(current_officer().body_id, role)
    people = bodies.get_officers([one.id for one in held])
    return {"items": [_officer(one) for one in people]}


def _officer(found: Officer) -> Json:
    on = clock.today()
    valid = next((one.number for one in found.certificates if one.is_valid_on(on)), None)
    return {
        "id": found.id,
        "name": found.name,
        "unit": found.unit.name if found.unit else "",
        "post": found.post,
        "certificate": valid,
    }
