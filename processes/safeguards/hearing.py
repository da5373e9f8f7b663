"""Hearing (听证): held when claimed, by people who did not investigate, announced in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.deadlines import earliest_after
from engine.order import MustPrecede, SeparateRoles
from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.acts import Tag, tagged
from processes.clocks import current
from processes.facts.hearing import HearingFacts, HearingRequest
from processes.safeguards.attempt import (
    DECIDING,
    Attempt,
    decides_penalty,
    entitled,
    is_,
    name_of,
    say,
)

#: Which change a notice may tell of, by what the record of the hearing states.
CHANGES: Mapping[str, frozenset[str]] = {
    "deferred": frozenset({"deferred"}),
    "suspended": frozenset({"suspended", "resumed"}),
    "ended": frozenset({"ended"}),
}

HEAR_FIRST = MustPrecede(
    "S-P-07",
    ("hear.hold", "hear.refuse"),
    before="dec.penalty",
    renew="hear.request",
    when='hearing_claimed == "yes"',
    title="要求听证的已依法办理",
    prepared_by=(
        "notice.hearing",
        "hear.request",
    ),
    basis="《行政处罚法》第六十三条至第六十五条",
    message="当事人要求听证而尚未举行、依法不予受理或者终止，不得作出处罚决定",
)
NO_INVESTIGATOR_HEARS = SeparateRoles(
    "S-P-08",
    ("hear.notify", "hear.hold", "hear.report"),
    others=tagged(Tag.INVESTIGATION),
    title="听证人员未参与调查",
    basis="《行政处罚法》第六十四条第四项",
    message="听证由非本案调查人员主持和记录，请更换人员",
)


@safeguard("S-P-07", acts=DECIDING, basis="《行政处罚法》第六十三条至第六十五条")
def heard_when_claimed(attempt: Attempt) -> Refusal | None:
    """Decide once a claimed hearing was held, lawfully refused or ended, or the right lapsed."""
    facts = attempt.facts
    notice = facts.notice
    if notice is None or not notice.hearing or notice.served_on is None:
        return None
    if not decides_penalty(attempt):
        return None
    requests = [r for r in facts.hearing_requests if r.at_seq > notice.served_seq]
    claims = [r for r in requests if r.claimed]
    if claims:
        return _answered(attempt, claims[-1])
    if requests and not requests[-1].claimed:
        return None
    clock = current(facts.clocks, "DL-10")
    if clock is not None and clock.over(facts.calendar, attempt.at):
        return None
    return Refusal("要求听证的期限尚未届满，当事人也未书面放弃，请待期满后再作出决定")


def _answered(attempt: Attempt, claim: HearingRequest) -> Refusal | None:
    """Answer a claim by a hearing, or in writing where it came too late."""
    hearing = _hearing_of(attempt, claim)
    if hearing is not None and hearing.over:
        return None
    begun = attempt.facts.done("hear.hold", "hear.refuse", after=claim.at_seq)
    if is_(attempt, "dec.penalty") and not begun:
        return None  # the declaration says so
    if not entitled(attempt, claim):
        return Refusal("当事人要求听证而不符合受理条件的，应当书面答复，请先制作不予受理听证通知书")
    return Refusal("当事人依法要求听证，尚未举行、不予受理或者终止，请先办理听证")


@safeguard(
    "S-P-07",
    acts=("hear.accept", "hear.refuse"),
    basis="《行政处罚法》第六十三条、第六十四条第一项",
)
def no_unlawful_refusal(attempt: Attempt) -> Refusal | None:
    """Refuse no hearing that was told and claimed in time (依法要求听证的应当受理)."""
    facts = attempt.facts
    if is_(attempt, "hear.accept") and read.text(attempt.values, "hearing_accepted") != "no":
        return None
    claims = [r for r in facts.hearing_requests if r.claimed]
    told = facts.notice is not None and facts.notice.hearing
    if not claims or not told or not entitled(attempt, claims[-1]):
        return None
    return Refusal(
        "当事人在期限内要求听证且属于听证范围，应当受理并组织听证", fields=("hearing_accepted",)
    )


@safeguard(
    "S-P-07",
    acts=("hear.change",),
    basis="《行政处罚法》第六十四条；{hear.change}",
)
def change_as_recorded(attempt: Attempt) -> Refusal | None:
    """Tell the party of the change that the record of the hearing states (听证变更)."""
    held = [entry for entry in attempt.facts.history if entry.is_("hear.hold")]
    result = read.text(held[-1].values, "hearing_result") if held else ""
    if result not in CHANGES or read.text(attempt.values, "kind") in CHANGES[result]:
        return None
    return Refusal(
        "变更事项与听证笔录记载的听证情况不一致，请更正变更事项，或者退回更正笔录",
        fields=("kind",),
    )


@safeguard(
    "S-P-08",
    acts=("hear.panel", "hear.hold", "hear.report"),
    basis="《行政处罚法》第六十四条第四项；{hear.people}",
)
def panel_did_not_investigate(attempt: Attempt) -> Iterator[Refusal]:
    """Keep investigators off the panel and out of the clerk's seat (非本案调查人员)."""
    involved = attempt.facts.investigators | attempt.facts.handlers
    for officer in _people(attempt):
        if officer in involved:
            name = name_of(attempt, officer)
            yield Refusal(
                f"{name}是本案调查人员，不得担任听证主持人、听证员或者记录员，请更换",
                fields=("chair", "members", "clerk"),
            )


@safeguard(
    "S-P-09",
    title="听证会组成人员为单数且持证",
    acts=("hear.panel",),
    basis="《行政处罚法》第六十四条第四项；{hear.people}",
)
def odd_certified_panel(attempt: Attempt) -> Iterator[Refusal]:
    """Form a panel of three or more, odd in number, with valid certificates (听证会组成人员)."""
    parameters = attempt.facts.parameters
    seats = [read.text(attempt.values, "chair"), *read.names(attempt.values, "members")]
    people = [officer for officer in seats if officer]
    least = parameters.hearing_panel_minimum
    odd = len(people) % 2 == 1 or not parameters.hearing_panel_odd
    if len(people) != len(set(people)):
        yield Refusal("听证主持人、听证员不得重复，请更换", fields=("chair", "members"))
    elif len(people) < least or not odd:
        yield Refusal(
            f"听证会组成人员应当是{least}人以上的单数，现为{len(people)}人，请调整",
            fields=("members",),
        )
    if not parameters.hearing_panel_certificates:
        return
    for officer in dict.fromkeys(people):
        known = attempt.facts.officers.get(officer)
        if known is None or not any(c.valid(attempt.at.date()) for c in known.certificates):
            yield Refusal(
                f"{name_of(attempt, officer)}没有有效的行政执法证件，不能担任听证主持人、听证员",
                fields=("chair", "members"),
            )


@safeguard(
    "S-P-10",
    title="听证通知和公告时间足够",
    prepared_by=("hear.panel",),
    acts=("hear.notify", "hear.change", "hear.hold"),
    basis="《行政处罚法》第六十四条第二项；{hear.notify}",
)
def seven_days_ahead(attempt: Attempt) -> Refusal | None:
    """Hold the hearing no earlier than the eighth working day after the notice (七日前通知)."""
    facts, days = attempt.facts, attempt.facts.parameters.hearing_notice_days
    if is_(attempt, "hear.hold"):
        if read.text(attempt.values, "hearing_result") != "held":
            return None
        hearing = facts.hearings[-1] if facts.hearings else None
        if hearing is None or hearing.notified_on is None:
            return Refusal("听证通知书尚未送达，不得举行听证，请先送达")
        told = max(hearing.issued_on or hearing.notified_on, hearing.notified_on)
        return _too_early(attempt, "start_at", told, days)
    if is_(attempt, "hear.notify"):
        return _too_early(attempt, "at", attempt.at.date(), days)
    if read.text(attempt.values, "kind") != "deferred":
        return None
    return _too_early(attempt, "new_at", attempt.at.date(), days)


@safeguard(
    "S-P-10",
    acts=("hear.announce", "hear.hold"),
    basis="《行政处罚法》第六十四条第三项；{hear.announce}",
)
def three_days_public(attempt: Attempt) -> Refusal | None:
    """Announce a public hearing three full working days before it (公开听证公告)."""
    days = attempt.facts.parameters.hearing_public_days
    if days is None:
        return None
    if is_(attempt, "hear.announce"):
        announced = read.day(attempt.values, "announced_on")
        return _too_early(attempt, "at", announced, days) if announced else None
    hearing = attempt.facts.hearings[-1] if attempt.facts.hearings else None
    if (
        hearing is None
        or not hearing.public
        or read.text(attempt.values, "hearing_result") != "held"
    ):
        return None
    if hearing.announced_on is None:
        return Refusal("公开听证尚未公告，请先公告", fields=("start_at",))
    return _too_early(attempt, "start_at", hearing.announced_on, days)


def _too_early(attempt: Attempt, field: str, told: date, days: int) -> Refusal | None:
    planned = read.day(attempt.values, field)
    earliest = earliest_after(told, days, attempt.facts.calendar)
    if planned is None or planned >= earliest:
        return None
    return Refusal(
        f"自{say(told)}起须间隔{days}个完整工作日，听证最早可于{say(earliest)}举行，请调整时间",
        fields=(field,),
    )


def _people(attempt: Attempt) -> list[str]:
    if is_(attempt, "hear.panel"):
        values = attempt.values
        named = (read.text(values, "chair"), *read.names(values, "members"))
        return [officer for officer in (*named, read.text(values, "clerk")) if officer]
    hearing = attempt.facts.hearings[-1] if attempt.facts.hearings else None
    return sorted(hearing.people) if hearing else []


def _hearing_of(attempt: Attempt, request: HearingRequest) -> HearingFacts | None:
    found = [h for h in attempt.facts.hearings if h.at_seq >= request.at_seq]
    return found[-1] if found else None
