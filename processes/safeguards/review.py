"""Review (审核): by someone who did not investigate, passed, and after what it has to cover."""

from __future__ import annotations

from collections.abc import Iterator

from engine.deadlines import least_after
from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.events import last_of
from processes.facts.review import ReviewFacts
from processes.safeguards.attempt import (
    APPROVING,
    DECIDING,
    VISITS,
    Attempt,
    at_stake,
    decides_penalty,
    is_,
    name_of,
    named_officers,
    say,
    weighs,
)

REPORT_FIRST = MustPrecede(
    "S-P-02",
    "inv.close",
    before="notice.prior",
    title="调查终结后已经审核",
    basis="《行政处罚法》第四十条、第四十四条",
    message="调查尚未终结，请先完成调查终结报告再办理事先告知",
)
LEGAL_REVIEW_FIRST = MustPrecede(
    "S-P-11",
    "rev.legal",
    before="dec.penalty",
    value={"review": "pass"},
    renew="inv.close",
    when='legal_trigger == "yes"',
    title="须法制审核的已通过",
    basis="《行政处罚法》第五十八条第一款",
    message="须经法制审核的案件未经法制审核或者审核未通过，不得作出决定，请先送法制审核",
)
LEGAL_REVIEW_AFTER_HEARING = MustPrecede(
    "S-P-12",
    "rev.legal",
    before="dec.penalty",
    value={"review": "pass"},
    renew="hear.hold",
    when='hearing_claimed == "yes" and hearing_accepted == "yes" and hearing_result == "held"',
    title="听证后法制审核已通过",
    prepared_by=("hear.hold",),
    basis="《行政处罚法》第五十八条第一款第二项",
    message="听证结束后尚未通过法制审核，不得作出决定，请先送法制审核",
)


@safeguard(
    "S-P-02",
    acts=("notice.prior",),
    basis="《行政处罚法》第五十八条；{rev.order}",
)
def reviewed_before_notice(attempt: Attempt) -> Refusal | None:
    """Where the field says so, review the newest report before the notice (先审核后告知)."""
    facts = attempt.facts
    if facts.report is None or facts.parameters.review_order != "before":
        return None
    if not _passed(attempt, after=facts.report.at_seq):
        return Refusal("调查终结后尚未通过审核，请先办理案件审核或者法制审核")
    return None


@safeguard(
    "S-P-02", acts=("notice.prior",), basis="《行政处罚法》第五十七条第一款；{appr.proposal}"
)
def proposal_approved_before_notice(attempt: Attempt) -> Refusal | None:
    """Where the field says so, the head approves the proposal before the notice (拟处意见批准)."""
    facts = attempt.facts
    if facts.report is None or not facts.parameters.proposal_approved_first:
        return None
    proposal = facts.proposal
    if proposal is None or proposal.at_seq < facts.report.at_seq:
        return Refusal("拟处意见尚未报负责人批准，请先报批")
    if proposal.approved != "penalty":
        return Refusal("负责人未批准予以处罚，不得办理处罚告知")
    return None


@safeguard(
    "S-P-02",
    acts=APPROVING,
    basis="《行政处罚法》第五十八条；{rev.order}",
)
def reviewed_before_decision(attempt: Attempt) -> Refusal | None:
    """Where the notice comes first, review before the decision (决定前审核)."""
    facts = attempt.facts
    if facts.parameters.review_order != "after" or not decides_penalty(attempt):
        return None
    if facts.report and _passed(attempt, after=facts.report.at_seq):
        return None
    return Refusal("案件尚未通过审核，不得作出决定，请先送审核")


@safeguard("S-P-11", acts=APPROVING, basis="《行政处罚法》第五十八条第一款")
def legally_reviewed(attempt: Attempt) -> Refusal | None:
    """Pass legal review in the four cases of the law before a penalty (法制审核)."""
    report = attempt.facts.report
    if report is None or not decides_penalty(attempt):
        return None
    if not report.legal_trigger and not _reaches_review(attempt):
        return None
    if _passed(attempt, after=report.at_seq, legal=True):
        return None
    return Refusal("本案须经法制审核，未经法制审核或者审核未通过不得作出决定，请先送法制审核")


@safeguard(
    "S-P-11",
    acts=("inv.close", "proposal.draft", "notice.prior", "dec.draft"),
    basis="《行政处罚法》第五十八条第一款",
)
def review_is_not_talked_away(attempt: Attempt) -> Refusal | None:
    """Send to legal review what reaches its measure, whatever somebody chose (法制审核范围)."""
    why, report = _reaches_review(attempt), attempt.facts.report
    if not why:
        return None
    if is_(attempt, "inv.close"):
        if read.text(attempt.values, "legal_trigger") != "no":
            return None
        return Refusal(f"{why}，须法制审核，请选择“须法制审核”", fields=("legal_trigger",))
    reviewed = report and (
        report.legal_trigger or _passed(attempt, after=report.at_seq, legal=True)
    )
    if report is None or reviewed:
        return None
    return Refusal(
        f"{why}，须法制审核，而调查终结报告未送法制审核；"
        "请按报告的数额和种类提出，或者退回补充调查后重新报送审核",
        fields=("fine", "confiscation", "kinds"),
    )


@safeguard("S-P-11", acts=("inv.close",), basis="《行政处罚法》第五十八条第一款第二项")
def heard_cases_are_reviewed(attempt: Attempt) -> Refusal | None:
    """Send a case that went through a hearing to legal review again (经过听证的须法制审核)."""
    held = any(hearing.held for hearing in attempt.facts.hearings)
    if not held or read.text(attempt.values, "legal_trigger") != "no":
        return None
    return Refusal("本案经过听证程序，须法制审核，请选择“须法制审核”", fields=("legal_trigger",))


@safeguard(
    "S-P-12",
    acts=APPROVING,
    basis="《行政处罚法》第五十八条第一款第二项；{rev.heard}",
)
def reviewed_after_hearing(attempt: Attempt) -> Refusal | None:
    """Pass legal review between the end of the hearing and the decision (听证后法制审核)."""
    held = [hearing for hearing in attempt.facts.hearings if hearing.held]
    if not held or not decides_penalty(attempt):
        return None
    last = held[-1]
    for review in attempt.facts.reviews:
        in_time = last.ended_at is None or review.at >= last.ended_at
        if review.legal and _good(review) and review.at_seq > last.ended_seq and in_time:
            return None
    return Refusal("听证结束后尚未通过法制审核，听证前的审核不能代替，请先送法制审核")


@safeguard(
    "S-P-15", title="审核未通过不得决定", acts=DECIDING, basis="《行政处罚法》第五十八条第一款"
)
def no_open_objection(attempt: Attempt) -> Refusal | None:
    """Decide nothing while the newest review did not pass (审核未通过不得决定)."""
    complete = [review for review in attempt.facts.reviews if review.complete]
    if not complete or not decides_penalty(attempt) or _good(complete[-1]):
        return None
    kind = "法制审核" if complete[-1].legal else "案件审核"
    return Refusal(f"最近一次{kind}未通过，请按审核意见办理并重新送审")


@safeguard(
    "S-P-13",
    title="审核人员未参与办案",
    acts=("rev.case", "rev.legal", "rev.legal_sign", "evidence.review"),
    basis="《行政处罚法》第五十八条；{rev.reviewer}",
)
def reviewer_did_not_investigate(attempt: Attempt) -> Refusal | None:
    """Let nobody review a case he handled or investigated (办案人员不得作为审核人员)."""
    involved = attempt.facts.investigators | attempt.facts.handlers
    if attempt.actor not in involved:
        return None
    return Refusal("您是本案办案人员，不得作为审核人员，请交由其他审核人员办理")


@safeguard(
    "S-P-13",
    acts=(*VISITS, "case.assign", "case.file"),
    basis="《行政处罚法》第五十八条；{rev.reviewer}",
)
def reviewer_does_not_investigate(attempt: Attempt) -> Iterator[Refusal]:
    """Let nobody who reviewed the case investigate it afterwards (审核人员不得办案)."""
    reviewers = {review.reviewer for review in attempt.facts.reviews}
    for officer in named_officers(attempt):
        if officer in reviewers:
            name = name_of(attempt, officer)
            yield Refusal(f"{name}审核过本案，不得再作为办案人员，请更换", fields=("officers",))


@safeguard(
    "S-P-14",
    title="法制审核人员具备资格",
    acts=("rev.legal",),
    basis="《行政处罚法》第五十八条第二款",
)
def qualified_reviewer(attempt: Attempt) -> Refusal | None:
    """Let a first-time legal reviewer hold the legal qualification (法律职业资格)."""
    officer = attempt.facts.officers.get(attempt.actor or "")
    if officer is not None:
        since = officer.legal_review_since
        earlier = since is not None and since < attempt.facts.parameters.legal_qualification_since
        if officer.legal_qualification or earlier:
            return None
    return Refusal("初次从事法制审核的人员须取得法律职业资格，请交由符合条件的审核人员办理")


@safeguard("S-P-15", acts=("rev.case", "rev.legal"), basis="《行政处罚法》第五十八条第一款")
def no_pass_with_problems(attempt: Attempt) -> Refusal | None:
    """Pass a case only when every item checked was in order (审核意见与审核项目一致)."""
    values = attempt.values
    problems = [
        name for name in (f"c{n}" for n in range(1, 8)) if read.text(values, name) == "problem"
    ]
    if read.text(values, "review") != "pass" or not problems:
        return None
    return Refusal(
        "审核项目中有存在问题的，不能作出同意的审核意见，请选择相应意见",
        fields=("review", *problems),
    )


@safeguard(
    "S-P-49",
    title="审核期限自收到材料起算",
    acts=("rev.case", "rev.legal"),
    basis="《行政处罚法》第五十八条；{rev.extend}",
)
def received_when_submitted(attempt: Attempt) -> Refusal | None:
    """Count the time for a review from when the papers came: at most a working day after (收件)."""
    on = read.day(attempt.values, "received_on")
    facts = attempt.facts
    sent = facts.sent_for_review or last_of(facts.entries, "review.submitted")
    if on is None or sent is None:
        return None
    last = least_after(sent, 1, facts.calendar)
    if sent <= on <= last:
        return None
    return Refusal(
        f"本案于{say(sent)}送审，收到材料的日期应当在该日至{say(last)}之间，"
        f"填写的是{say(on)}，请更正",
        fields=("received_on",),
    )


def _reaches_review(attempt: Attempt) -> str:
    parameters = attempt.facts.parameters
    return weighs(at_stake(attempt), parameters.legal_review_amount, parameters.legal_review_kinds)


def _passed(attempt: Attempt, after: int, *, legal: bool | None = None) -> bool:
    """Tell whether the newest complete review after a place in the case passed."""
    found = [
        review
        for review in attempt.facts.reviews
        if review.complete and review.at_seq > after and legal in (None, review.legal)
    ]
    return bool(found) and found[-1].result == "pass"


def _good(review: ReviewFacts) -> bool:
    return review.complete and review.result == "pass"
