"""Laws, items, who exercises them, benchmarks and factors of the demonstration (演示要素库)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from webapp.bodies.models import Body, Level
from webapp.database import db
from webapp.demo import files
from webapp.discretion import operations as discretion
from webapp.discretion.models import Benchmark, Effect, Factor, GradeLevel, RangeUnit
from webapp.items import operations as items
from webapp.items.models import (
    BodyItem,
    Circumstance,
    ClauseRole,
    Item,
    ItemStatus,
    Measure,
    PartyScope,
    PenaltyKind,
)
from webapp.laws import operations as laws
from webapp.laws import shipped
from webapp.laws.citation import read_key
from webapp.laws.models import Provision

ROLES = (
    ("violated", ClauseRole.VIOLATED),
    ("penalty", ClauseRole.PENALTY),
    ("procedure_clauses", ClauseRole.PROCEDURE),
)


class Places:
    """Every provision of the library by key, to link thousands of clauses in one query."""

    def __init__(self) -> None:
        self._by_key: dict[str, Provision] = {}
        self._versions: dict[str, list[str]] = {}
        query = sa.select(Provision).where(Provision.key.is_not(None)).order_by(Provision.id)
        for provision in db.session.scalars(query):
            key = provision.key or ""
            self._by_key[key] = provision
            law, _, address = key.partition("#")
            self._versions.setdefault(f"{law.partition('@')[0]}#{address}", []).append(key)

    def named(self, key: str) -> list[Provision]:
        """Return a place: in its version, or in every version if the key names none."""
        place = read_key(key)
        keys = [place.key] if place.version else self._versions.get(place.key, [])
        if not keys or keys[0] not in self._by_key:
            raise LookupError(f"the demonstration cites {key}, which no law file has")
        return [self._by_key[one] for one in keys]


def load_laws() -> int:
    """Import the versions that are missing; return how many."""
    return shipped.load() + sum(len(laws.import_law(law)) for law in files.laws())


def load_items() -> int:
    """Add the items that are missing with clauses and ranges; return how many."""
    known = set(db.session.scalars(sa.select(Item.code)))
    missing = [row for row in files.rows("items") if row["code"] not in known]
    if missing:
        places = Places()
        for row in missing:
            _add_item(row, places)
        db.session.flush()
    return len(missing)


def load_assignments() -> int:
    """Let the bodies exercise their items where they do not yet; return how many."""
    bodies = {body.name: body for body in db.session.scalars(sa.select(Body))}
    items_by_code = {item.code: item for item in db.session.scalars(sa.select(Item))}
    query = sa.select(BodyItem.body_id, BodyItem.item_id, BodyItem.valid_from)
    known = {tuple(row) for row in db.session.execute(query)}
    added = 0
    for row in files.rows("body_items"):
        body, start = bodies[row["body"]], date.fromisoformat(row["valid_from"])
        for code in row["items"]:
            item = items_by_code[code]
            if (body.id, item.id, start) in known:
                continue
            until = _day(row, "valid_until")
            instrument = row.get("instrument", "")
            items.assign_item(body, item, start, until=until, instrument=instrument)
            added += 1
    return added


def load_benchmarks() -> int:
    """Issue the benchmarks that are missing; return how many."""
    known = set(db.session.scalars(sa.select(Benchmark.code)))
    missing = [row for row in files.rows("benchmarks") if row["code"] not in known]
    if missing:
        places = Places()
        bodies = {body.name: body for body in db.session.scalars(sa.select(Body))}
        items_by_code = {item.code: item for item in db.session.scalars(sa.select(Item))}
        for row in missing:
            _add_benchmark(row, bodies[row["issuer"]], items_by_code[row["item"]], places)
        db.session.flush()
    return len(missing)


def load_factors() -> int:
    """Enter the factors that are missing; return how many."""
    known = set(db.session.scalars(sa.select(Factor.code)))
    rows = list(enumerate(files.rows("factors")))
    missing = [(position, row) for position, row in rows if row["code"] not in known]
    if missing:
        places = Places()
        for position, row in missing:
            discretion.add_factor(
                row["code"],
                row["title"],
                Effect(row["effect"]),
                places.named(row["provision"])[0],
                row["evidence"],
                position,
            )
    return len(missing)


def _add_item(row: Mapping[str, Any], places: Places) -> None:
    item = items.add_item(
        row["code"],
        name=row["name"],
        conduct=row["conduct"],
        field=row["field"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=_day(row, "valid_until"),
        levels=[Level(level) for level in row["levels"]],
        criminal_threshold=row.get("criminal_threshold", ""),
        note=row.get("note", ""),
    )
    for name, role in ROLES:
        for key in row.get(name, ()):
            for provision in places.named(key):
                items.link_clause(item, provision, role)
    for entry in row["ranges"]:
        for provision in places.named(entry.get("clause", row["penalty"][0])):
            _allow(item, provision, entry)
    if "status" in row:
        items.set_status(item, ItemStatus(row["status"]), row["status_reason"])


def _allow(item: Item, provision: Provision, row: Mapping[str, Any]) -> None:
    items.allow_penalty(
        item,
        provision,
        PenaltyKind(row["kind"]),
        party=PartyScope(row["party"]) if "party" in row else None,
        circumstance=_circumstance(row),
        measure=Measure(row["measure"]) if "measure" in row else None,
        low=_number(row, "low"),
        high=_number(row, "high"),
        is_multiple=row.get("multiple", False),
        is_optional=row.get("optional", False),
        choice=row.get("choice", ""),
        from_amount=_number(row, "from"),
        from_is_open=row.get("from_open", False),
        below_amount=_number(row, "below"),
        if_unknown=row.get("unknown", False),
        note=row.get("note", ""),
    )


def _add_benchmark(row: Mapping[str, Any], issuer: Body, item: Item, places: Places) -> None:
    benchmark = discretion.issue_benchmark(
        issuer,
        item,
        row["code"],
        title=row["title"],
        version=row["version"],
        effective=date.fromisoformat(row["effective"]),
        ended=_day(row, "ended"),
        clauses=[places.named(key)[0] for key in row["clauses"]],
        document_number=row["document_number"],
        note=row.get("note", ""),
    )
    for grade in row["grades"]:
        discretion.add_grade(benchmark, **_grade(grade))


def _grade(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "level": GradeLevel(row["level"]),
        "conditions": row["conditions"],
        "unit": RangeUnit(row["unit"]) if "unit" in row else None,
        "measure": Measure(row["measure"]) if "measure" in row else None,
        "low": _number(row, "low"),
        "high": _number(row, "high"),
        "low_is_open": row.get("low_is_open", False),
        "high_is_open": row.get("high_is_open", False),
        "circumstance": _circumstance(row),
    }


def _circumstance(row: Mapping[str, Any]) -> Circumstance:
    return Circumstance(row["circumstance"]) if "circumstance" in row else Circumstance.ORDINARY


def _number(row: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(row[name]) if name in row else None


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(row[name]) if name in row else None


PARTS: tuple[tuple[str, Any], ...] = (
    ("法律法规版本", load_laws),
    ("执法事项", load_items),
    ("主体行使的事项", load_assignments),
    ("裁量基准", load_benchmarks),
    ("裁量因素", load_factors),
)


def parts() -> Iterator[tuple[str, int]]:
    """Load every part in its order and yield its title with how much it added."""
    for title, part in PARTS:
        yield title, part()
