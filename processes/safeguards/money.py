"""Money (罚没款): what is owed is what was decided, what is paid is what the vouchers say."""

from __future__ import annotations

from decimal import Decimal

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.safeguards.attempt import Attempt

EXECUTED, ENDED_BY_COURT = "executed", "court"
REFUND = "《行政处罚法》第七十四条第三款、第七十五条第二款"


@safeguard(
    "S-P-46",
    title="缴款以决定和凭证为准",
    acts=("exec.notify",),
    basis="《行政处罚法》第五十九条第一款第（四）项、第六十六条第一款",
)
def asks_what_was_decided(attempt: Attempt) -> Refusal | None:
    """Ask for what the decision orders, no more and no less (应缴数额与决定一致)."""
    total, owed = read.money(attempt.values, "total"), attempt.facts.balance.owed
    if total is None or total == owed:
        return None
    return Refusal(f"决定应缴{_yuan(owed)}，通知书写为{_yuan(total)}，请更正", fields=("total",))


@safeguard(
    "S-P-46",
    acts=("exec.pay",),
    basis="《行政处罚法》第六十六条第一款、第六十七条第三款",
)
def paid_is_what_came_in(attempt: Attempt) -> Refusal | None:
    """Call a sum paid when the vouchers add up to it, and not before or after (缴清)."""
    found = attempt.facts.balance.plus(attempt.values)
    says_full = read.text(attempt.values, "paid") == "full"
    if says_full == (found.rest == 0):
        return None
    told = f"决定应缴{_yuan(found.owed)}，连同本次共缴{_yuan(found.paid)}"
    if says_full:
        message = f"{told}，尚欠{_yuan(found.rest)}，不得登记为已缴清，请选择“未缴清”"
        return Refusal(message, fields=("paid",))
    return Refusal(f"{told}，已经缴清，请选择“已缴清”", fields=("paid",))


@safeguard(
    "S-P-46",
    acts=tagged(Tag.CLOSING),
    basis="《行政处罚法》第六十六条第一款、第七十二条第一款",
)
def executed_is_paid(attempt: Attempt) -> Refusal | None:
    """Close nothing while something is owed, whatever the end is called (执行完毕)."""
    facts = attempt.facts
    drafted = facts.entries.last("arch.draft")
    said = attempt.values if "result" in attempt.values else drafted.values if drafted else {}
    result, found = said.get("result"), facts.balance
    if result == ENDED_BY_COURT and not (read.text(said, "court_no") and said.get("court_files")):
        return Refusal(
            "以人民法院裁定终结执行结案的，须写明裁定文号并附裁定书",
            fields=("court_no", "court_files"),
        )
    if found.excess:
        return Refusal(
            f"现应缴{_yuan(found.owed)}，已缴{_yuan(found.paid)}，应当退还{_yuan(found.excess)}，"
            "请先在案件事项中办理“退还罚没款”",
            basis=REFUND,
            fields=("result",),
        )
    if found.rest == 0 or result == ENDED_BY_COURT:
        return None
    if result != EXECUTED and (facts.decision is None or facts.decision.served_on is None):
        return None  # nobody was told to pay
    return Refusal(
        f"决定应缴{_yuan(found.owed)}，已登记缴款{_yuan(found.paid)}，尚欠{_yuan(found.rest)}，"
        "不得结案，请继续执行，或者按依法终结执行的文书结案",
        fields=("result",),
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"


@safeguard(
    "S-P-46",
    acts=("remedy.result",),
    basis="《行政处罚法》第七十五条第二款；《行政复议法》第六十三条第二款",
)
def changed_to_no_more(attempt: Attempt) -> Refusal | None:
    """Say what is owed after the change, and never more than was decided (变更后应缴)."""
    found = attempt.facts.balance
    after = found.after(attempt.values)
    if after is None or after <= found.owed:
        return None
    return Refusal(
        f"原应缴{_yuan(found.owed)}，变更后应缴{_yuan(after)}；复议、诉讼不得加重，请按决定书、裁判文书更正",
        fields=("fine_after", "confiscation_after"),
    )


@safeguard("S-P-46", acts=("exec.refund_draft", "exec.refund", "exec.repay"), basis=REFUND)
def gives_back_what_is_too_much(attempt: Attempt) -> Refusal | None:
    """Give back what was paid and is owed no longer, no more and no less (应退还的数额)."""
    found, values = attempt.facts.balance, attempt.values
    if not found.excess:
        return Refusal(
            f"现应缴{_yuan(found.owed)}，已缴{_yuan(found.paid)}，没有应当退还的罚没款；"
            "决定被变更、撤销的，请先登记复议、诉讼或者自行纠正的结果"
        )
    said = [read.money(values, one) for one in ("excess", "amount")]
    wrong = next((one for one in said if one is not None and one != found.excess), None)
    if wrong is None:
        return None
    return Refusal(
        f"应当退还{_yuan(found.excess)}，写为{_yuan(wrong)}，请更正", fields=("excess", "amount")
    )
