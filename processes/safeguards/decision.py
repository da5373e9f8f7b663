"""Decision (决定): by the right people, in time, with correction and a panel where it is due."""

from __future__ import annotations

from collections.abc import Iterator

from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.clocks import current
from processes.facts.penalty import FINE, PenaltyContent, in_hearing_scope
from processes.facts.people import YOUTH
from processes.safeguards.attempt import (
    APPROVING,
    DECISIONS,
    Attempt,
    Charge,
    apart,
    at_stake,
    cited,
    decides_penalty,
    is_,
    name_of,
    stated,
    weighs,
)

DISCUSS_FIRST = MustPrecede(
    "S-P-16",
    "panel.discuss",
    before="dec.penalty",
    renew="inv.close",
    when='serious == "yes"',
    title="重大复杂案件集体讨论",
    prepared_by=("inv.close",),
    basis="《行政处罚法》第五十七条第二款",
    message="情节复杂或者重大的案件须经负责人集体讨论决定，请先办理集体讨论",
)


@safeguard(
    "S-P-16",
    acts=("inv.close", "dec.draft", *APPROVING),
    basis="《行政处罚法》第五十七条第二款；{panel.discuss}",
)
def discussed_when_serious(attempt: Attempt) -> Refusal | None:
    """Discuss a complex or serious case among the heads before a penalty (集体讨论)."""
    facts = attempt.facts
    if is_(attempt, "inv.close"):
        why = _is_weighty(attempt)
        if not why or read.text(attempt.values, "serious") != "no":
            return None
        return Refusal(f"{why}，应当集体讨论决定，请选择“是，须集体讨论”", fields=("serious",))
    if is_(attempt, "dec.draft"):
        if stated(attempt) is None or read.text(attempt.values, "serious") != "no":
            return None
        if not _must_discuss(attempt):
            return None
        return Refusal(
            f"{_is_weighty(attempt) or '情节复杂、重大或者须法制审核'}，"
            "应当集体讨论决定，请选择“须集体讨论”",
            fields=("serious",),
        )
    if not decides_penalty(attempt) or not (facts.serious or _must_discuss(attempt)):
        return None
    panel, heard = facts.panel, max((h.ended_seq for h in facts.hearings), default=-1)
    since = max(facts.report.at_seq if facts.report else -1, heard)
    if panel is None or panel.at_seq < since:
        return Refusal("情节复杂或者重大的案件须经负责人集体讨论决定，请先办理集体讨论")
    if panel.unsigned:
        names = "、".join(name_of(attempt, officer) for officer in panel.unsigned)
        return Refusal(f"集体讨论记录缺少{names}的签名，请补签")
    if panel.suggestion != "penalty":
        return Refusal("处理决定与集体讨论结论不一致，请按集体讨论结论办理", fields=("outcome",))
    return None


def _must_discuss(attempt: Attempt) -> bool:
    """Tell whether the report, or what the field counts as serious, makes a panel due."""
    facts, parameters, content = attempt.facts, attempt.facts.parameters, at_stake(attempt)
    report, held = facts.report, any(hearing.held for hearing in facts.hearings)
    if report is not None and report.serious:
        return True
    if parameters.panel_for_reviewed_cases and (held or (report and report.legal_trigger)):
        return True
    if parameters.panel_for_heard_cases and any(one.claimed for one in facts.hearing_requests):
        return True
    if content is None:
        return False
    if parameters.panel_for_hearing_scope and in_hearing_scope(content, facts.parties, parameters):
        return True
    return bool(_is_weighty(attempt))


def _is_weighty(attempt: Attempt) -> str:
    parameters = attempt.facts.parameters
    return weighs(at_stake(attempt), parameters.panel_amount, parameters.panel_kinds)


@safeguard("S-P-16", acts=("dec.penalty",), basis="《行政处罚法》第五十七条第二款")
def fine_as_discussed(attempt: Attempt) -> Refusal | None:
    """Fine what the panel decided (与集体讨论决定一致)."""
    panel, content = attempt.facts.panel, stated(attempt)
    if panel is None or panel.fine is None or content is None or FINE not in content.kinds:
        return None
    if content.fine == panel.fine:
        return None
    return Refusal(f"罚款数额与集体讨论决定的{panel.fine}元不一致，请更正", fields=("fine",))


@safeguard("S-P-16", acts=("panel.discuss",), basis="《行政处罚法》第五十七条第二款")
def proper_panel(attempt: Attempt) -> Refusal | None:
    """Let enough heads vote, each once, and neither presenter nor recorder (集体讨论人员)."""
    parameters = attempt.facts.parameters
    voters = [read.text(row, "officer") for row in read.rows(attempt.values, "attendees")]
    if len(set(voters) - {""}) < parameters.panel_minimum:
        return Refusal(f"集体讨论人员不得少于{parameters.panel_minimum}人", fields=("attendees",))
    if len(voters) != len(set(voters)):
        return Refusal("集体讨论人员重复，请更正", fields=("attendees",))
    silent = {read.text(attempt.values, "presenter"), read.text(attempt.values, "recorder")}
    if parameters.panel_without_presenter and silent & set(voters):
        return Refusal("汇报人、记录人不参加表决，请移至列席人员", fields=("attendees",))
    return None


@safeguard(
    "S-P-17",
    title="决定人未参与办案",
    acts=("appr.proposal", "panel.discuss", *APPROVING),
    basis="《行政处罚法》第五十七条",
)
def decider_did_not_investigate(attempt: Attempt) -> Iterator[Refusal]:
    """Let nobody decide a case he handled or investigated (决定人不是办案人员)."""
    involved = attempt.facts.investigators | attempt.facts.handlers
    if is_(attempt, "panel.discuss"):
        for row in read.rows(attempt.values, "attendees"):
            if read.text(row, "officer") in involved:
                name = name_of(attempt, read.text(row, "officer"))
                yield Refusal(f"{name}是本案办案人员，不得参加表决", fields=("attendees",))
    elif attempt.actor in involved:
        yield Refusal("您是本案办案人员，不得审批本案的处理决定，请交由其他负责人审批")


@safeguard(
    "S-P-24",
    title="在办案期限内或者说明原因",
    acts=("dec.approve", "dec.sign", *DECISIONS),
    basis="《行政处罚法》第六十条",
)
def in_time_or_explained(attempt: Attempt) -> Refusal | None:
    """Decide in ninety days and approved extensions, or say in writing why late (办案期限)."""
    if read.text(attempt.values, "outcome") == "reinvestigate":
        return None
    clock = current(attempt.facts.clocks, "DL-02")
    if clock is None or clock.met_on is not None:
        return None
    if not clock.over(attempt.facts.calendar, attempt.at):
        return None
    earlier = (e.values for e in attempt.facts.history if e.is_("dec.approve", *DECISIONS))
    if any(read.text(values, "overdue_reason") for values in (attempt.values, *earlier)):
        return None
    return Refusal(
        "已超过办案期限，请写明超期原因后提交；表单没有该栏的，退回上一环节填写",
        fields=("overdue_reason",),
    )


@safeguard(
    "S-P-24",
    acts=("case.extend_draft", "case.extend", "case.verify_extend_draft"),
    basis="《行政处罚法》第六十条；{case.extend}",
)
def extended_as_allowed(attempt: Attempt) -> Refusal | None:
    """Extend before the end, once by the head, and further only as the field allows (延期)."""
    if is_(attempt, "case.verify_extend_draft"):
        return _verified_longer(attempt)
    facts, parameters = attempt.facts, attempt.facts.parameters
    clock = current(facts.clocks, "DL-02")
    if clock is None:
        return Refusal("尚未立案，没有可以延长的办案期限")
    if clock.over(facts.calendar, attempt.at):
        return Refusal("办案期限已经届满，不能再延期，请在决定时写明超期原因")
    if is_(attempt, "case.extend"):
        return None
    days = read.number(attempt.values, "days") or 0
    if not parameters.extension_days:
        return Refusal("本领域没有延长办案期限的规定，不能延期，请在决定时写明超期原因")
    if not facts.done("case.extend"):
        if days <= parameters.extension_days:
            return None
        return Refusal(f"首次延期不得超过{parameters.extension_days}日，请更正", fields=("days",))
    return _further(attempt, days)


def _verified_longer(attempt: Attempt) -> Refusal | None:
    """Verify a lead no longer than the field allows (核查延期)."""
    parameters = attempt.facts.parameters
    most, unit = parameters.verification_extension_days, parameters.verification_unit.value
    if (read.number(attempt.values, "days") or 0) <= most:
        return None
    basis = cited(attempt, "《行政处罚法》第五十四条第二款；{case.verify}")
    return Refusal(f"核查期限的延长不得超过{most}{unit}，请更正", basis=basis, fields=("days",))


def _further(attempt: Attempt, days: int) -> Refusal | None:
    parameters = attempt.facts.parameters
    if parameters.further_extension == "none":
        return Refusal("办案期限只能延长一次，不能再次延期")
    if parameters.further_extension == "superior":
        return Refusal("再次延期应当报上一级机关决定，请另行报请", fields=("level",))
    if read.text(attempt.values, "level") != "collective":
        return Refusal("再次延期须经负责人集体讨论决定，请选择集体讨论", fields=("level",))
    if not read.text(attempt.values, "discussion"):
        return Refusal("再次延期须附集体讨论记录，请选择", fields=("discussion",))
    most = parameters.further_extension_max
    if most is not None and days > most:
        return Refusal(f"再次延期不得超过{most}日", fields=("days",))
    return None


@safeguard(
    "S-P-28",
    title="责令改正或者已经改正",
    prepared_by=(
        "notice.prior",
        "order.correct",
    ),
    acts=("dec.penalty",),
    basis="《行政处罚法》第二十八条第一款",
)
def correction_ordered(attempt: Attempt) -> Refusal | None:
    """Order the correction with every penalty, or prove that it is done (责令改正)."""
    values, facts = attempt.values, attempt.facts
    way = read.text(values, "correction")
    if way == "in_decision" and read.text(values, "correction_text"):
        return None
    if way == "separate" and any(order.approved for order in facts.corrections):
        return None
    if way == "corrected" and read.text(values, "correction_proof"):
        return None
    told = {
        "in_decision": "请写明责令改正的内容",
        "separate": "尚无经核准的责令改正通知书，请先办理责令改正",
        "corrected": "请写明已经改正的证明",
    }
    return Refusal(
        f"作出处罚应当责令改正违法行为，{told.get(str(way), '请选择责令改正的方式')}",
        fields=("correction", "correction_text", "correction_proof"),
    )


@safeguard(
    "S-P-30",
    title="首违不罚条件齐备",
    acts=("dec.nopenalty",),
    basis="《行政处罚法》第三十三条第一款",
)
def first_violation_proved(attempt: Attempt) -> Refusal | None:
    """Waive a first violation only on search, slight harm and proof of correction (首违不罚)."""
    values = attempt.values
    if read.text(values, "ground") != "first_violation":
        return None
    searched = read.text(values, "first_search")
    if not searched or read.text(values, "first_search_result") not in ("none", "found"):
        return Refusal("首违不罚须有初次违法的查询记录，请填写", fields=("first_search",))
    if read.text(values, "first_search_result") == "found":
        return Refusal("查询到此前违法记录，不属于初次违法", fields=("first_search_result",))
    if attempt.facts.earlier_violations:
        known = "、".join(attempt.facts.earlier_violations)
        return Refusal(
            f"本平台查到当事人此前的同类违法（{known}），不属于初次违法，请核对查询结果",
            fields=("first_search_result",),
        )
    if not read.says(values, "slight_harm"):
        return Refusal("危害后果轻微方可首违不罚，请核实认定", fields=("slight_harm",))
    if not read.text(values, "correction_proof"):
        return Refusal("须有及时改正的证明，请填写", fields=("correction_proof",))
    return None


@safeguard("S-P-38", acts=("dec.approve",), basis="《行政处罚法》第三十条")
def no_penalty_under_fourteen(attempt: Attempt) -> Refusal | None:
    """Decide on no penalty for an act before the age of fourteen (不满十四周岁不予处罚)."""
    if not decides_penalty(attempt):
        return None
    charges = list(apart(attempt, at_stake(attempt))) or [Charge(PenaltyContent(), None)]
    ages = (youngest_of(attempt, charge) for charge in charges)
    if min((age for age in ages if age is not None), default=YOUTH) >= YOUTH:
        return None
    return Refusal("当事人行为时不满十四周岁，不予行政处罚，请改为不予处罚", fields=("outcome",))


def youngest_of(attempt: Attempt, charge: Charge) -> int | None:
    """Return the age of the youngest party at the end of a violation."""
    act = charge.violation
    on = (act.ended_on if act else attempt.facts.times.ended_on) or attempt.at.date()
    parties = [one for one in attempt.facts.parties if not act or act.party in ("", one.id)]
    ages = (party.age_on(on) for party in parties)
    return min((age for age in ages if age is not None), default=None)
