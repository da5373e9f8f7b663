"""Prior notice (事先告知): told, served and answered before the decision, and never exceeded."""

from __future__ import annotations

from collections.abc import Iterator

from engine.order import MustFollow, MustPrecede
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.clocks import current
from processes.facts.penalty import PenaltyContent, in_hearing_scope, matched
from processes.facts.review import NoticeFacts
from processes.safeguards.attempt import (
    DECIDING,
    Attempt,
    at_stake,
    decides_penalty,
    entitled,
    in_time,
    is_,
    say,
    stated,
)

TELL_FIRST = MustPrecede(
    "S-P-03",
    "notice.prior",
    before="dec.penalty",
    title="送达后方可作出决定",
    basis="《行政处罚法》第四十四条",
    message="尚未办理行政处罚事先告知，不得作出处罚决定，请先告知当事人并送达",
)
REVIEW_THE_DEFENSE = MustFollow(
    "S-P-04",
    "defense.review",
    after="defense.receive",
    until="dec.penalty",
    when='defense == "stated"',
    title="陈述申辩已听取并复核",
    prepared_by=(
        "notice.prior",
        "defense.receive",
    ),
    basis="《行政处罚法》第四十五条",
    message="当事人提出的陈述申辩尚未复核，请先复核",
)
TELL_THE_HEARING_RIGHT = MustPrecede(
    "S-P-06",
    "notice.hearing",
    before="dec.penalty",
    when='hearing_scope == "yes"',
    title="属听证范围的已告知听证",
    basis="《行政处罚法》第六十三条",
    message="属于听证范围而未告知听证权利，请重新告知",
)


@safeguard("S-P-03", acts=DECIDING, basis="《行政处罚法》第四十四条、第六十二条")
def served_notice(attempt: Attempt) -> Refusal | None:
    """Decide only after the newest notice was served, and again after new findings (告知已送达)."""
    if not decides_penalty(attempt):
        return None
    notice, report = attempt.facts.notice, attempt.facts.report
    if notice is None:
        if is_(attempt, "dec.penalty") and not attempt.facts.done("notice.prior"):
            return None  # the declaration says so
        return Refusal("尚未办理行政处罚事先告知，不得作出处罚决定，请先告知当事人并送达")
    if notice.served_on is None or notice.served_on > attempt.at.date():
        return Refusal("事先告知书尚未送达当事人，不得作出处罚决定，请先送达并取得送达回证")
    if report is not None and report.at_seq > notice.at_seq:
        return Refusal("补充调查后重新形成了调查终结报告，请重新办理事先告知并送达")
    return None


@safeguard("S-P-03", acts=("dec.penalty",), basis="《行政处罚法》第四十四条、第六十二条")
def told_basis(attempt: Attempt) -> Iterator[Refusal]:
    """Rest the decision on no provision the party was not told (依据与告知一致)."""
    notice = _served(attempt)
    if notice is None or not attempt.facts.parameters.basis_must_match_notice:
        return
    content = PenaltyContent.read(attempt.values)
    told = [("", "basis", content.basis, notice.content.basis)]
    if content.violations and notice.content.violations:
        told = [
            (mine.which, f"{mine.path}basis", mine.content.basis, theirs.content.basis)
            for mine, theirs in matched(content.violations, notice.content.violations)
            if theirs is not None
        ]
    for which, field, basis, known in told:
        if not basis <= known:
            yield Refusal(
                f"{which}处罚依据含有未告知当事人的条款，请与告知书保持一致，或者重新告知",
                fields=(field,),
            )


@safeguard(
    "S-P-04",
    acts=DECIDING,
    basis="《行政处罚法》第四十五条、第六十二条",
)
def defense_heard(attempt: Attempt) -> Refusal | None:
    """Decide once the defense was reviewed, waived in the party's words, or its term is over."""
    notice = _served(attempt)
    if notice is None or not decides_penalty(attempt):
        return None
    answers = [d for d in attempt.facts.defenses if d.at_seq > notice.served_seq]
    if any(answer.stated and not answer.reviewed for answer in answers):
        newest = answers[-1]
        if is_(attempt, "dec.penalty") and newest.stated and not newest.reviewed:
            return None  # the declaration says so
        return Refusal("当事人提出的陈述申辩尚未复核，请先复核")
    if any(answer.stated or answer.signed for answer in answers):
        return None
    clock = current(attempt.facts.clocks, "DL-09")
    if clock is not None and clock.over(attempt.facts.calendar, attempt.at):
        return None
    return Refusal("陈述申辩期尚未届满，当事人也未陈述申辩或者书面放弃，请待期满后再作出决定")


@safeguard("S-P-04", acts=("notice.prior",), basis="《行政处罚法》第四十五条；{defense.receive}")
def long_enough_to_answer(attempt: Attempt) -> Refusal | None:
    """Give the party the full term to answer (陈述申辩期)."""
    days = read.number(attempt.values, "defense_days")
    least = attempt.facts.parameters.defense_days
    if days is None or days >= least:
        return None
    return Refusal(f"陈述申辩期不得少于{least}个工作日，请更正", fields=("defense_days",))


@safeguard(
    "S-P-05",
    title="不重于告知的处罚",
    prepared_by=("defense.receive",),
    acts=("dec.draft", *DECIDING),
    basis="《行政处罚法》第四十五条第二款",
)
def not_heavier_than_told(attempt: Attempt) -> Refusal | None:
    """Punish no more heavily than the party was told (不得因陈述申辩、听证加重处罚)."""
    notice = _served(attempt)
    content = at_stake(attempt)
    if notice is None or content is None:
        return None
    heavier = content.heavier_than(notice.content, attempt.facts.parameters.kind_rank)
    if not heavier:
        return None
    return Refusal(
        f"{heavier}重于事先告知的内容，不得因陈述申辩或者听证而加重处罚；"
        "有新的证据的，须补充调查并重新告知",
        fields=("kinds", "fine", "confiscation"),
    )


@safeguard("S-P-05", acts=("notice.prior",), basis="《行政处罚法》第四十五条第二款")
def heavier_notice_needs_new_evidence(attempt: Attempt) -> Refusal | None:
    """Tell a heavier penalty than before only on new evidence (重新告知加重须有新证据)."""
    earlier, content = _served(attempt), stated(attempt)
    if earlier is None or content is None or earlier.served_on is None:
        return None
    heavier = content.heavier_than(earlier.content, attempt.facts.parameters.kind_rank)
    if not heavier:
        return None
    since = earlier.served_on
    for evidence in attempt.facts.evidence.values():
        if evidence.admissible and evidence.added_at.date() >= since:
            return None
    return Refusal(
        f"{heavier}重于前次告知，且没有前次告知之后新取得并采信的证据，不得加重处罚",
        fields=("kinds", "fine", "confiscation"),
    )


@safeguard(
    "S-P-06",
    acts=("inv.close", "appr.proposal", "notice.prior", *DECIDING),
    basis="《行政处罚法》第六十三条；{hear.threshold}",
)
def hearing_right_told(attempt: Attempt) -> Refusal | None:
    """Tell the right to a hearing whenever the penalty is in scope (告知听证权利)."""
    content = _intended(attempt)
    facts = attempt.facts
    if content is None or not in_hearing_scope(content, facts.parties, facts.parameters):
        return None
    if is_(attempt, "notice.prior"):
        if is_(attempt, "notice.hearing"):
            return None
        return Refusal("拟处罚属于听证范围，须同时告知听证权利，请退回改为听证告知")
    if is_(attempt, *DECIDING):
        notice = _served(attempt)
        if notice is None or notice.hearing:
            return None
        return Refusal("处罚属于听证范围而未告知听证权利，请重新告知后再作出决定")
    if read.text(attempt.values, "hearing_scope") == "no":
        return Refusal("拟处罚达到听证标准，请选择“属于听证范围”", fields=("hearing_scope",))
    return None


@safeguard("S-P-06", acts=("notice.hearing",), basis="《行政处罚法》第六十四条第一项")
def long_enough_to_claim(attempt: Attempt) -> Refusal | None:
    """Give the party the full term to ask for a hearing (要求听证期)."""
    days = read.number(attempt.values, "hearing_days")
    least = attempt.facts.parameters.hearing_request_days
    if days is None or days >= least:
        return None
    return Refusal(f"要求听证的期限不得少于{least}个工作日，请更正", fields=("hearing_days",))


@safeguard(
    "S-P-47",
    title="逾期的听证要求书面答复",
    prepared_by=("hear.request",),
    acts=("hear.accept",),
    basis="《行政处罚法》第六十四条第一项；{hear.accept}",
)
def no_late_hearing(attempt: Attempt) -> Refusal | None:
    """Accept no request made after its term, unless the rule of the field hears a good cause."""
    claims = [r for r in attempt.facts.hearing_requests if r.claimed]
    if read.text(attempt.values, "hearing_accepted") != "yes" or not claims:
        return None
    claim, clock = claims[-1], current(attempt.facts.clocks, "DL-10")
    if clock is None or entitled(attempt, claim):
        return None
    if in_time(attempt, claim):
        message = "当事人已经明确放弃听证，不能再要求，请选择“不予受理”并书面答复"
        return Refusal(message, fields=("hearing_accepted",))
    due = clock.due(attempt.facts.calendar)
    ended = f"期限至{say(due.date())}届满，" if due else ""
    cause = "也没有说明并证明正当理由，" if attempt.facts.parameters.hearing_late_with_cause else ""
    return Refusal(
        f"当事人于{say(claim.on or attempt.at.date())}提出听证要求，{ended}{cause}不能受理，"
        "请选择“不予受理”，以不予受理听证通知书书面答复",
        fields=("hearing_accepted",),
    )


@safeguard(
    "S-P-47",
    acts=("hear.refuse",),
    basis="《行政处罚法》第六十三条、第六十四条第一项；{hear.refuse}",
)
def refused_for_what_it_is(attempt: Attempt) -> Refusal | None:
    """Refuse a request for the reason that the record shows (不予受理的情形与记录一致)."""
    notice = attempt.facts.notice
    if (
        read.text(attempt.values, "reason") != "out_of_scope"
        or notice is None
        or not notice.hearing
    ):
        return None
    message = "拟处罚属于听证范围，已经告知听证权利，请更正不予受理的情形"
    return Refusal(message, fields=("reason",))


@safeguard("S-P-47", acts=("hear.request",), basis="《行政处罚法》第四十四条、第六十四条第一项")
def asked_where_it_was_told(attempt: Attempt) -> Refusal | None:
    """Register a request where the term runs, and beside the case only once it is over (登记)."""
    facts, notice = attempt.facts, attempt.facts.notice
    if any(entry.is_("notice.prior") for entry in facts.here):
        return None
    if notice is None or notice.served_on is None:
        return Refusal("事先告知书尚未送达当事人，没有可以要求听证的拟处罚，请送达后登记")
    clock = current(facts.clocks, "DL-10")
    waiting = not any(r.at_seq > notice.served_seq for r in facts.hearing_requests)
    if clock is None or not waiting or clock.over(facts.calendar, attempt.at):
        return None
    return Refusal("要求听证的期限尚未届满，请在本案待办“听证要求登记”中登记")


def _served(attempt: Attempt) -> NoticeFacts | None:
    """Return the newest notice that reached the party."""
    served = [n for n in attempt.facts.notices if n.served_on is not None]
    return served[-1] if served else None


def _intended(attempt: Attempt) -> PenaltyContent | None:
    if is_(attempt, "appr.proposal"):
        proposal = attempt.facts.proposal
        intended = read.text(attempt.values, "proposal") == "penalty"
        return proposal.content if proposal and intended else None
    return at_stake(attempt)
