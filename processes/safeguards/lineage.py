"""Joining cases and handling a part apart (并案、另案): before the decision, nothing is lost.

National law has no rule of its own on either; what follows from it is held here (DECISIONS.md).
"""

from __future__ import annotations

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.people import MatterFacts
from processes.safeguards.attempt import Attempt

MERGING = ("case.merge_draft", "case.merge")
DIVIDING = ("case.divide_draft", "case.divide")
TOLD = "告知书已经送达当事人，其陈述、申辩的权利已经开始，请在本案作出决定"


@safeguard(
    "S-P-43",
    title="并入先立案且未决定的案件",
    acts=MERGING,
    basis="《行政处罚法》第二十五条第一款、第五十七条第一款",
)
def joins_an_open_earlier_case(attempt: Attempt) -> Refusal | None:
    """Let a case go on only in an open one of the same body that was filed before it (并案)."""
    joined, fields = attempt.facts.joined, ("into",)
    if joined is None:
        return Refusal("请选择并入的案件", fields=fields)
    if joined.body != attempt.facts.body.id:
        return Refusal("只能并入本机关办理的案件，属于其他机关管辖的请依法移送", fields=fields)
    if not joined.is_open:
        return Refusal(
            f"{joined.number}已经进入告知、作出决定、中止或者办结，不得并入，请分别办理",
            fields=fields,
        )
    if _is_later(attempt, joined):
        return Refusal(
            f"{joined.number}立案在后，应当并入先立案的案件，请由该案发起并案", fields=fields
        )
    return None


def _is_later(attempt: Attempt, joined: MatterFacts) -> bool:
    here = attempt.facts.filed_on
    return here is not None and (joined.filed_on is None or joined.filed_on > here)


@safeguard("S-P-43", acts=MERGING, basis="《行政处罚法》第四十四条、第四十五条第一款")
def nobody_told_is_merged_away(attempt: Attempt) -> Refusal | None:
    """Merge nobody away who has been told what is intended (告知后不得并案)."""
    return Refusal(f"{TOLD}，不得并入他案") if _was_told(attempt) else None


@safeguard(
    "S-P-44",
    title="另案处理的部分可以分开",
    acts=DIVIDING,
    basis="《行政处罚法》第二十九条、第五十四条第一款",
)
def a_part_that_can_stand_alone(attempt: Attempt) -> Refusal | None:
    """Handle apart one of several parties, or another violation than that of the case (另案)."""
    drafted = attempt.facts.entries.last("case.divide_draft")
    asked = attempt.values if "part" in attempt.values else drafted.values if drafted else {}
    if read.text(asked, "part") == "party":
        ids = attempt.facts.party_ids
        if read.text(asked, "party") not in ids:
            return Refusal("请选择本案的当事人", fields=("party",))
        if len(ids) == 1:
            return Refusal("本案只有一名当事人，不得另案处理，请在本案办理", fields=("party",))
        if read.text(asked, "party") in attempt.facts.under_way:
            return Refusal(
                "该当事人已经进入告知程序，不得另案处理，请在本案办理", fields=("party",)
            )
        return None
    item = attempt.facts.item_of_case
    if item and read.text(asked, "item") == item:
        return Refusal(
            "另案的事项与本案相同，同一违法行为不得分案处罚，请在本案办理", fields=("item",)
        )
    return None


@safeguard("S-P-44", acts=DIVIDING, basis="《行政处罚法》第四十四条、第四十五条第一款")
def nobody_told_is_split_off(attempt: Attempt) -> Refusal | None:
    """Split nothing off once a party has been told what is intended (告知后不得另案)."""
    return Refusal(f"{TOLD}，不得另案处理") if _was_told(attempt) else None


def _was_told(attempt: Attempt) -> bool:
    return any(notice.served_on is not None for notice in attempt.facts.notices)
