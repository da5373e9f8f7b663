"""Several violations: decided apart, added up, each party reading its own (分别裁量、合并处罚)."""

from decimal import Decimal

import pytest

from processes.entries import Entries, Entry
from processes.facts.penalty import PenaltyContent
from processes.violations import added_up, blocks
from tests.processes.people import moment

LABEL = {
    "party": "1",
    "item": "SJ-004",
    "kinds": ["0201"],
    "fine": "5000.00",
    "goods_value": "1000.00",
    "violated": ["食品安全法-67"],
    "basis": ["食品安全法-125"],
    "evidence": ["1", "2"],
    "discretion_reason": "初次违法。",
}
STALE = {
    **LABEL,
    "item": "SJ-003",
    "kinds": ["0201", "0203"],
    "fine": "20000.00",
    "goods_value": "2000.00",
    "goods": "过期食品三箱",
    "evidence": ["2", "3"],
    "discretion_reason": "货值较小。",
}
SLIGHT = {"party": "1", "item": "SJ-001", "result": "nopenalty", "waiver_reason": "轻微并及时改正"}
OTHER = {**LABEL, "party": "2", "fine": "300.00"}
SAID = {"suggestion": "penalty", "violations": [LABEL, STALE, SLIGHT, OTHER]}


def test_a_form_with_one_block_stays_as_it_is():
    one = {"kinds": ["0201"], "fine": "5000.00"}

    assert added_up(one, "1") is one
    assert blocks(one) == (("", one),)
    assert PenaltyContent.read(one).violations == ()


def test_fines_of_one_party_add_up_and_goods_count_only_where_they_are_taken():
    mine = added_up(SAID, "1")

    assert mine["fine"] == "25000.00"
    assert mine["goods_value"] == "2000.00"
    assert mine["kinds"] == ["0201", "0203"]
    assert mine["evidence"] == ["1", "2", "3"]
    assert mine["goods"] == "过期食品三箱"
    assert mine["discretion_reason"] == "初次违法。；货值较小。"
    assert "confiscation" not in mine


def test_another_party_reads_its_own_rows_alone():
    content = PenaltyContent.read(added_up(SAID, "2"))

    assert content.fine == Decimal("300.00")
    assert [one.content.fine for one in content.punished] == [Decimal("300.00")]


def test_the_matter_as_a_whole_reads_all_rows():
    assert added_up(SAID)["fine"] == "25300.00"


def test_what_is_not_punished_is_no_part_of_the_penalty():
    content = PenaltyContent.read(added_up(SAID, "1"))

    assert [one.content.fine for one in content.punished] == [
        Decimal("5000.00"),
        Decimal("20000.00"),
    ]


def test_a_party_none_of_whose_acts_is_punished_gets_no_penalty():
    only = {"suggestion": "penalty", "violations": [SLIGHT, OTHER]}

    assert added_up(only, "1")["suggestion"] == "nopenalty"
    assert added_up(only, "2")["suggestion"] == "penalty"


@pytest.mark.parametrize("way", ["once", "twice"])
def test_adding_up_again_changes_nothing(way):
    mine = added_up(SAID, "1")

    assert added_up(mine, "1") == mine


def test_a_party_sees_what_is_common_and_its_own_branch():
    def entry(seq, act, parties=()):
        at = moment("2026-03-20T09:00")
        return Entry(seq, at, (act,), "7", SAID, parties=frozenset(parties))

    matter = Entries(
        (entry(1, "inv.close"), entry(2, "notice.prior", "1"), entry(3, "notice.prior", "2"))
    )

    seen = matter.of_party("2")
    assert [one.seq for one in seen.all] == [1, 3]
    assert {one.values["fine"] for one in seen.all} == {"300.00"}
    assert [one.seq for one in matter.of_party("3").all] == [1]
