"""Publicity (公示): a penalty is shown or not with reasons, for its term, and no minor ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.order import MustFollow
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.facts.papers import is_minor, masked, shown_until
from processes.facts.penalty import WARNING
from processes.safeguards.attempt import Attempt, say

CLOSING = tagged(Tag.CLOSING)

DECIDE_ON_PUBLICITY = MustFollow(
    "S-P-34",
    "pub.decide",
    after="dec.penalty",
    until=CLOSING,
    title="公示或者说明不公示理由",
    prepared_by=("dec.sign",),
    basis="《行政处罚法》第四十八条第一款",
    message="处罚决定尚未办理公示审核，请先作出公示或者不公示的决定",
)


@safeguard(
    "S-P-34", acts=("pub.decide",), basis="《行政处罚法》第四十八条第一款；国办发〔2018〕118号"
)
def publicity_reasoned(attempt: Attempt) -> Refusal | None:
    """Publish a decision once it is made, after a secrecy check, or say why not (公示决定)."""
    values, decision = attempt.values, attempt.facts.decision
    if read.text(values, "publish") == "no":
        if read.text(values, "reason"):
            return None
        return Refusal("不予公示的，须写明理由，请填写", fields=("reason",))
    if not read.says(values, "secrecy_checked"):
        return Refusal("公示前须完成保密审查，请审查后确认", fields=("secrecy_checked",))
    if decision is None or not decision.sealed:
        return Refusal("决定书尚未签发用印，不得公示，请用印后办理")
    if attempt.facts.changed_at is not None and attempt.facts.changed_at > decision.at_seq:
        return Refusal("决定已被变更、撤销，不得公示原决定", fields=("publish",))
    return None


@safeguard("S-P-34", acts=("pub.decide",), basis="《行政处罚法》第四十八条第一款；{pub.scope}")
def warning_alone_not_shown(attempt: Attempt) -> Refusal | None:
    """Where the field says so, do not show a warning that stands alone (仅受警告不予公示)."""
    decision, shown = attempt.facts.decision, read.text(attempt.values, "publish") == "yes"
    if not shown or attempt.facts.parameters.warning_alone_shown:
        return None
    if decision is None or decision.content is None or decision.content.kinds != {WARNING}:
        return None
    return Refusal("仅给予警告的处罚不予公示，请选择不予公示并写明理由", fields=("publish",))


@safeguard(
    "S-P-34",
    acts=("pub.decide",),
    basis="《行政处罚法》第四十八条第一款、第五十条；{pub.term}",
)
def shown_as_reckoned(attempt: Attempt) -> Iterator[Refusal]:
    """Never show a minor, a person masked, each decision as long as its class (公示内容)."""
    facts, values, decision = attempt.facts, attempt.values, attempt.facts.decision
    if read.text(values, "publish") != "yes" or decision is None:
        return
    if _is_about_minor(attempt):
        yield Refusal("当事人未满十八周岁，其处罚决定不予公示，请选择不公示", fields=("publish",))
    names = [one.name for one in facts.parties if masked(one) != one.name]
    if any(name in read.text(values, "summary") for name in names):
        yield Refusal("公示摘要出现自然人的姓名，请隐去", fields=("summary",))
    until, reckoned = read.day(values, "publish_until"), shown_until(decision, facts.parameters)
    if until is not None and reckoned is not None and until != reckoned:
        yield Refusal(
            f"依照规定公示至{say(reckoned)}，所填公示截止日期为{say(until)}，请更正",
            fields=("publish_until",),
        )


@safeguard("S-P-34", acts=("dec.penalty",), basis="《行政处罚法》第四十八条第一款、第五十条")
def minor_not_told_of_publicity(attempt: Attempt) -> Refusal | None:
    """Do not tell a minor that the decision will be public (未成年人不公开)."""
    if not read.says(attempt.values, "publicity_told") or not _is_about_minor(attempt):
        return None
    return Refusal("当事人未满十八周岁，处罚决定不予公开，请选择不公开", fields=("publicity_told",))


def _is_about_minor(attempt: Attempt) -> bool:
    facts, on = attempt.facts, attempt.at.date()
    return any(is_minor(one, facts.act_date, on) for one in facts.parties)


@safeguard(
    "S-P-35",
    title="决定变更后撤回公示",
    prepared_by=(
        "pub.decide",
        "remedy.result",
    ),
    acts=("pub.withdraw",),
    basis="《行政处罚法》第四十八条第二款",
)
def withdrawn_with_reasons(attempt: Attempt) -> Refusal | None:
    """Withdraw a publication with its reasons, and only one that exists (撤回公示并说明理由)."""
    publication = attempt.facts.publication
    if publication is None or not publication.publish or not publication.approved:
        return Refusal("该决定没有公示，无须撤回")
    if read.text(attempt.values, "reason_text"):
        return None
    return Refusal("撤回公示须公开说明理由，请填写", fields=("reason_text",))


@safeguard("S-P-35", acts=("arch.close", "arch.file"), basis="《行政处罚法》第四十八条第二款")
def nothing_wrong_stays_public(attempt: Attempt) -> Refusal | None:
    """Close nothing while a changed decision is still public (决定变更后撤回公示)."""
    facts = attempt.facts
    publication, changed = facts.publication, facts.changed_at
    if publication is None or changed is None:
        return None
    public = publication.publish and publication.approved and not publication.withdrawn
    if public and changed > publication.at_seq:
        return Refusal("决定已被变更、撤销而公示尚未撤回，请先在三个工作日内撤回公示")
    return None
