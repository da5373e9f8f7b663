"""What the demonstration punishes is lawful: each kind the clause wants, each sum in range."""

from datetime import date
from decimal import Decimal

import pytest

from webapp.demo.scenario.story import load
from webapp.discretion.facts import amounts
from webapp.items import queries as items
from webapp.items.models import Circumstance, PartyScope

TODAY = date(2026, 6, 1)
NOT_CONFISCATED = {"0202": "没有违法所得"}


@pytest.mark.parametrize("name", sorted(load("matters")))
def test_a_matter_is_punished_as_its_clause_wants(city, name):
    matter = load("matters")[name]
    item = items.item_by_code(matter["item"])
    party = PartyScope.ORGANIZATION
    said = {"illegal_gains": "0.00", **{k: v for k, v in matter.items() if isinstance(v, str)}}
    if "confiscation" in matter:
        said["illegal_gains"] = matter["confiscation"]
    found = amounts(said)
    holds = {Circumstance.ORDINARY}
    if matter.get("refused"):
        holds.add(Circumstance.UNCORRECTED)
    rows = [one for one in items.provided(item, found, TODAY, party) if one.circumstance in holds]

    wanted = {one.kind.code for one in rows if not one.is_optional and not one.choice}
    if not found.illegal_gains:
        wanted -= set(NOT_CONFISCATED)
    special = Circumstance.UNCORRECTED if Circumstance.UNCORRECTED in holds else None
    fines = [
        items.statutory_range(item, found, TODAY, party, one)
        for one in (special or Circumstance.ORDINARY, Circumstance.ORDINARY)
    ]
    fine = next(one for one in fines if one is not None)

    if item.code != "NY-004":  # 吊销 is the licensing authority's (由发证机关吊销)
        assert wanted <= set(matter["kinds"])
    assert {one.kind.code for one in rows} >= set(matter["kinds"]) - set(NOT_CONFISCATED)
    assert Decimal(matter["fine"]) <= fine.high
    assert Decimal(matter["fine"]) >= fine.low or matter.get("factors")
