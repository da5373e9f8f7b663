"""Evidence (证据): judged before it is relied on, kept on the spot only for as long as allowed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.deadlines import least_after
from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.clocks import current
from processes.facts import papers
from processes.facts.evidence import EvidenceFacts
from processes.facts.penalty import CONFISCATED_GOODS
from processes.safeguards.attempt import DECIDING, Attempt, decides_penalty, say
from processes.violations import blocks

#: Acts whose document cites evidence for the facts it states (引用证据).
CITING = tagged(Tag.CITING)
SEIZED = timedelta(days=30)
"""How long goods may be sealed or seized, without an extension (查封、扣押期限)."""


@safeguard(
    "S-G-11",
    title="引用证据均已审查采信",
    prepared_by=("evidence.review",),
    acts=CITING,
    basis="《行政处罚法》第四十六条第二款、第三款",
)
def only_admitted_evidence(attempt: Attempt) -> Iterator[Refusal]:
    """Cite only evidence that was judged and admitted (引用的证据须经审查采信)."""
    for id, field in _cited(attempt):
        evidence = attempt.facts.evidence.get(id)
        if evidence is None:
            yield Refusal("引用的证据不在本案证据目录中，请重新选择", fields=(field,))
        elif evidence.admissible is None:
            yield Refusal(f"证据“{evidence.name}”尚未审查，请先办理证据审查", fields=(field,))
        elif not evidence.admissible:
            yield Refusal(f"证据“{evidence.name}”经审查不予采信，不得引用，请删除", fields=(field,))


def _cited(attempt: Attempt) -> Iterator[tuple[str, str]]:
    """Yield each piece that the form cites, for whichever violation, and the field that does."""
    for path, block in blocks(attempt.values):
        for id in read.names(block, "evidence"):
            yield id, f"{path}evidence"


@safeguard(
    "S-G-11",
    acts=("dec.penalty",),
    basis="《行政处罚法》第六十五条；{hear.evidence}",
)
def only_examined_evidence(attempt: Attempt) -> Iterator[Refusal]:
    """After a hearing, rest only on evidence examined in it (证据须经听证质证)."""
    held = [h for h in attempt.facts.hearings if h.held]
    if not held or not attempt.facts.parameters.hearing_evidence_examined:
        return
    examined = frozenset().union(*(h.examined for h in held))
    for id, field in _cited(attempt):
        if id not in examined:
            known = attempt.facts.evidence.get(id)
            yield Refusal(
                f"证据“{known.name if known else id}”未在听证会上质证，不得作为处罚依据，"
                "请删除或者再次举行听证",
                fields=(field,),
            )


@safeguard("S-P-36", title="监控设备和记录经审核", acts=CITING, basis="《行政处罚法》第四十一条")
def reviewed_monitoring(attempt: Attempt) -> Iterator[Refusal]:
    """Cite a monitoring record only from a reviewed device and reviewed itself (电子技术监控)."""
    for id, field in _cited(attempt):
        evidence = attempt.facts.evidence.get(id)
        if evidence and evidence.monitored and not _usable(evidence):
            yield Refusal(
                f"监控记录“{evidence.name}”未经法制和技术审核或者审核不合格，不得作为证据",
                fields=(field,),
            )


def _usable(evidence: EvidenceFacts) -> bool:
    return evidence.monitor is not None and evidence.monitor.usable


@safeguard("S-P-36", acts=("evidence.review",), basis="《行政处罚法》第四十一条第二款")
def no_verdict_before_monitor_review(attempt: Attempt) -> Refusal | None:
    """Admit a monitoring record only once its own review found it usable (监控记录先审核)."""
    for row in read.rows(attempt.values, "verdicts"):
        evidence = attempt.facts.evidence.get(read.text(row, "evidence"))
        admitted = read.says(row, "admissible")
        if admitted and evidence and evidence.monitored and not _usable(evidence):
            return Refusal(
                f"监控记录“{evidence.name}”未经审核，不能采信，请先办理监控记录审核",
                fields=("verdicts",),
            )
    return None


@safeguard("S-P-36", acts=("inv.monitor_review",), basis="《行政处罚法》第四十一条第一款、第二款")
def usable_only_if_all_hold(attempt: Attempt) -> Refusal | None:
    """Find a record usable only with device review, signs, clearness and truth (监控记录审核)."""
    values = attempt.values
    if read.text(values, "result") != "usable":
        return None
    met = all(read.says(values, name) for name in ("signs_public", "clear", "correct"))
    if met and read.text(values, "device_reviewed_no"):
        return None
    return Refusal(
        "设备经法制和技术审核、标志明显且地点公布、记录真实清晰，三项齐备才可认定可用",
        fields=("device_reviewed_no", "signs_public", "clear", "correct"),
    )


APPROVE_FIRST = MustPrecede(
    "S-P-41",
    "appr.preserve",
    before="inv.preserve",
    title="登记保存经批准",
    basis="《行政处罚法》第五十六条",
    message="先行登记保存须经行政机关负责人批准，请先报批",
)


@safeguard(
    "S-P-41",
    acts=("inv.preserve",),
    basis="《行政处罚法》第五十六条；{appr.preserve}",
)
def approved_before_kept(attempt: Attempt) -> Refusal | None:
    """Approve a preservation before it is done, or in 24 hours where allowed (登记保存审批)."""
    approvals = [e.at for e in attempt.facts.here if e.is_("appr.preserve")]
    start = read.moment(attempt.values, "start_at")
    if not approvals:
        if not attempt.facts.done("appr.preserve"):
            return None  # the declaration says so
        return Refusal("本次先行登记保存尚未经负责人批准，请先报批")
    if start is None or approvals[-1] <= start:
        return None
    hours = attempt.facts.parameters.preservation_backfile_hours
    if hours is not None and approvals[-1] - start <= timedelta(hours=hours):
        return None
    late = f"逾{hours}小时补办批准" if hours else "先保存后批准"
    return Refusal(f"先行登记保存{late}，不符合规定，应当解除，请核对时间", fields=("start_at",))


@safeguard(
    "S-P-25",
    title="登记保存七个工作日内处理",
    prepared_by=("appr.preserve",),
    acts=("inv.preserve",),
    basis="《行政处罚法》第五十六条",
)
def kept_for_seven_days(attempt: Attempt) -> Refusal | None:
    """State an end of the preservation within seven working days (登记保存期限)."""
    start = read.day(attempt.values, "start_at")
    until = read.day(attempt.values, "until")
    if start is None or until is None:
        return None  # the form asks for both
    days = attempt.facts.parameters.preservation_days
    last = least_after(start, days, attempt.facts.calendar)
    if until <= last:
        return None
    return Refusal(f"登记保存期限不得超过{days}个工作日，最迟至{say(last)}", fields=("until",))


@safeguard(
    "S-P-25",
    acts=("inv.preserve_dispose",),
    basis="《行政处罚法》第五十六条；{inv.preserve_lapse}",
)
def nothing_but_release_after_seven_days(attempt: Attempt) -> Refusal | None:
    """After seven working days only release remains (逾期未处理的，措施自动解除)."""
    clock = current(attempt.facts.clocks, "DL-03", attempt.facts.instance)
    if clock is None or not clock.over(attempt.facts.calendar, attempt.at):
        return None
    disposals = {read.text(row, "disposal") for row in read.rows(attempt.values, "items")}
    if disposals == {"released"}:
        return None
    return Refusal(
        "登记保存已逾七个工作日，只能解除并退还，请将处理方式改为解除",
        fields=("items",),
    )


@safeguard(
    "S-P-25",
    acts=("inv.preserve_dispose",),
    basis="《行政处罚法》第五十六条；《行政强制法》第二十五条第一款；{inv.preserve_dispose}",
)
def kept_on_by_a_decision_alone(attempt: Attempt) -> Iterator[Refusal]:
    """Keep goods beyond the seven days only by seizure or confiscation (转为查封扣押、没收)."""
    disposals = {read.text(row, "disposal") for row in read.rows(attempt.values, "items")}
    if "seized" in disposals:
        if not read.text(attempt.values, "seizure_no"):
            yield Refusal(
                "转为查封、扣押的，须另行作出决定，请填写决定书文号；没有作出决定的，请解除并退还",
                fields=("seizure_no",),
            )
        until, last = read.day(attempt.values, "seizure_until"), attempt.at.date() + SEIZED
        if until is None or not attempt.at.date() <= until <= last:
            yield Refusal(
                f"查封、扣押的期限自今日起不得超过三十日，最迟至{say(last)}",
                fields=("seizure_until",),
            )
    if "confiscated" in disposals and not _is_confiscated(attempt):
        yield Refusal(
            "没收须已作出没收的行政处罚决定；尚未作出的，请转为查封、扣押，或者解除并退还",
            fields=("items",),
        )


def _is_confiscated(attempt: Attempt) -> bool:
    """Tell whether a sealed decision confiscates goods (已决定没收)."""
    ordered = papers.decision(attempt.facts.entries)
    return ordered is not None and ordered.sealed and CONFISCATED_GOODS in ordered.content.kinds


@safeguard("S-P-25", acts=DECIDING, basis="《行政处罚法》第五十六条")
def nothing_kept_too_long(attempt: Attempt) -> Refusal | None:
    """No penalty is decided while a preservation is overdue (登记保存逾期未处理)."""
    if not decides_penalty(attempt):
        return None
    calendar = attempt.facts.calendar
    for kept in attempt.facts.preservations:
        clock = current(attempt.facts.clocks, "DL-03", kept.instance)
        if kept.closed_at is None and clock and clock.over(calendar, attempt.at):
            return Refusal("有先行登记保存的物品逾期未处理，请先办理解除再作出决定")
    return None
