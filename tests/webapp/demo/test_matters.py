"""What the demonstration punishes is lawful: each kind the clause wants, each sum in range."""

import re
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


#: Where in the range a fine stands that is called so, from its lowest to its highest sum.
PLACES = {
    "从轻": (0, 0.35),
    "较低": (0, 0.35),
    "最低": (0, 0.05),
    "居中": (0.3, 0.7),
    "一般": (0.3, 0.7),
}


@pytest.mark.parametrize("name", sorted(load("matters")))
def test_the_reason_of_a_matter_fits_its_sum_and_its_goods(city, name):
    matter = load("matters")[name]
    reason = matter["discretion"]
    said = {"illegal_gains": matter.get("confiscation", "0.00"), **matter}
    found = amounts({key: value for key, value in said.items() if isinstance(value, str)})
    item, party = items.item_by_code(matter["item"]), PartyScope.ORGANIZATION
    kinds = [Circumstance.UNCORRECTED] if matter.get("refused") else []
    ranges = [
        items.statutory_range(item, found, TODAY, party, one)
        for one in (*kinds, Circumstance.ORDINARY)
    ]
    fine, limits = Decimal(matter["fine"]), next(one for one in ranges if one is not None)
    place = (fine - limits.low) / (limits.high - limits.low)

    for word, (low, high) in PLACES.items():
        assert word not in reason or low <= place <= high, word
    assert ("减轻处罚" in reason) == (fine < limits.low)
    if "减轻处罚" in reason:
        assert re.search(r"《中华人民共和国行政处罚法》第三十二条第（.）项", reason)
    assert bool(matter.get("refused")) == ("仍未" in reason)
    if "0203" in matter["kinds"]:
        assert re.findall(r"\d+", matter["goods"]) == [matter["count"]]
    if "0202" in matter["kinds"]:  # what was paid back is not confiscated, 《行政处罚法》第二十八条
        assert "退款" not in matter["corrected"] + reason


def test_a_crime_of_the_demonstration_reaches_its_standard():
    (crime,) = [case for case in load("cases") if case["path"] == "crime"]

    sold = re.search(r"销售金额 (\d+) 元", crime["changes"]["facts"])

    assert sold is not None
    assert int(sold[1]) >= 50_000
