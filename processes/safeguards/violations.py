"""Violations (违法行为): each of several is settled, none is lost, and none is fined twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.safeguards import Refusal, safeguard
from processes import values as read
from processes.facts.case import TimesFacts
from processes.facts.penalty import FINE, EarlierFine, PenaltyContent, ViolationFacts, matched
from processes.facts.people import folded, is_near
from processes.safeguards.attempt import (
    PENALTY,
    STATING,
    Attempt,
    Charge,
    apart,
    is_,
    say,
    stated,
)
from processes.violations import NO_PENALTY, blocks

BASIS = "《行政处罚法》第四十条、第五十七条第一款"
#: The act that decides that nothing is punished.
SPARING = "dec.nopenalty"
#: Acts whose forms carry the violations on, each from those before it (逐环节承接).
CHAIN = ("inv.close", "proposal.draft", "notice.prior", "dec.draft", "dec.penalty", SPARING)
#: Acts after the review whose forms state a fine (审核以后).
AFTER_REVIEW = ("notice.prior", "dec.draft", "dec.penalty")
FIRST_VIOLATION = "first_violation"


@safeguard("S-P-42", title="多项违法行为逐项处理、不遗漏", acts=(*STATING, SPARING), basis=BASIS)
def each_settled(attempt: Attempt) -> Iterator[Refusal]:
    """Say of each violation whose it is and what becomes of it, and why if nothing (逐项处理)."""
    parties = {one.id for one in attempt.facts.parties}
    for one, (_, row) in _stated_rows(attempt):
        if one.result not in (PENALTY, NO_PENALTY):
            yield Refusal(f"{one.which}未写明处理结果，请选择", fields=(f"{one.path}result",))
        elif not one.punished and not (one.ground and read.text(row, "waiver_reason")):
            yield Refusal(
                f"{one.which}不予处罚须写明情形和理由，请填写",
                fields=(f"{one.path}ground", f"{one.path}waiver_reason"),
            )
        if one.party not in parties and (one.party or len(parties) > 1):
            yield Refusal(f"{one.which}须写明是哪一当事人的，请选择", fields=(f"{one.path}party",))


@safeguard("S-P-42", acts=STATING, basis=BASIS)
def result_as_suggested(attempt: Attempt) -> Refusal | None:
    """Suggest a penalty where some violation is punished, and only there (处理意见一致)."""
    content, suggestion = (
        PenaltyContent.read(attempt.values),
        read.text(attempt.values, "suggestion"),
    )
    if not content.violations:
        return None
    if stated(attempt) is not None and not content.punished:
        return Refusal(
            "各项违法行为均不予处罚，不能作出处罚，请改为不予行政处罚",
            fields=("suggestion", "violations"),
        )
    if suggestion == NO_PENALTY and content.punished:
        which = content.punished[0].which
        return Refusal(f"{which}给予处罚，与处理意见不一致，请更正", fields=("suggestion",))
    return None


@safeguard("S-P-42", acts=(SPARING,), basis=BASIS)
def none_punished(attempt: Attempt) -> Iterator[Refusal]:
    """Spare every violation in a decision that imposes nothing (均不予处罚)."""
    for one in PenaltyContent.read(attempt.values).punished:
        yield Refusal(
            f"{one.which}给予处罚，应当作出行政处罚决定，请更正或者退回重新呈报",
            fields=(f"{one.path}result",),
        )


@safeguard(
    "S-P-42",
    acts=CHAIN[1:],
    basis="《行政处罚法》第四十四条、第五十七条第一款、第五十九条第一款第二项",
)
def none_lost(attempt: Attempt) -> Iterator[Refusal]:
    """Carry every violation on from the paper before, and slip in no other (不遗漏、不增加)."""
    before = _before(attempt)
    if before is None or (read.text(attempt.values, "suggestion") or PENALTY) not in (
        PENALTY,
        NO_PENALTY,
    ):
        return
    mine = PenaltyContent.read(attempt.values).violations
    if not mine and before:
        yield Refusal(
            f"前一环节认定了{len(before)}项违法行为，须逐项写明，请填写各项违法行为",
            fields=("several", "violations"),
        )
        return
    kept = list(matched(mine, before))
    for one, known in kept:
        if known is None:
            yield Refusal(
                f"{one.which}前一环节没有认定，须先写入调查终结报告，请删除或者退回补充调查",
                fields=(f"{one.path}item",),
            )
    found = [known for _, known in kept]
    for lost in before:
        if lost not in found:
            yield Refusal(
                f"前一环节认定的{lost.which.rstrip('：')}没有写入，请补全；"
                "不予处罚的也须写明情形和理由",
                fields=("violations",),
            )


@safeguard("S-P-42", acts=("notice.prior", "dec.penalty"), basis="《行政处罚法》第五十七条第一款")
def each_as_approved(attempt: Attempt) -> Iterator[Refusal]:
    """Tell and decide of each violation no more than the head approved (不重于批准的处理意见)."""
    facts, rank = attempt.facts, attempt.facts.parameters.kind_rank
    approved = facts.decision_proposal if is_(attempt, "dec.penalty") else facts.proposal
    if approved is None or not approved.content.violations:
        return
    mine = PenaltyContent.read(attempt.values).violations
    for one, known in matched(mine, approved.content.violations):
        heavier = one.heavier_than(known, rank) if known else ""
        if heavier:
            yield Refusal(
                f"{heavier}重于负责人批准的内容，请更正，或者退回重新呈报",
                fields=(f"{one.path}kinds", f"{one.path}fine", f"{one.path}confiscation"),
            )


@safeguard("S-P-30", acts=(*STATING, SPARING), basis="《行政处罚法》第三十三条第一款")
def each_first_violation_proved(attempt: Attempt) -> Iterator[Refusal]:
    """Waive one of several as a first violation on search and correction alone (首违不罚)."""
    item, known = attempt.facts.item, attempt.facts.earlier_violations
    for one, (_, row) in _stated_rows(attempt):
        if one.punished or one.ground != FIRST_VIOLATION:
            continue
        if not read.text(row, "first_search"):
            yield Refusal(
                f"{one.which}首违不罚须有初次违法的查询记录，请填写",
                fields=(f"{one.path}first_search",),
            )
        if not read.text(row, "correction_proof"):
            yield Refusal(
                f"{one.which}须有及时改正的证明，请填写", fields=(f"{one.path}correction_proof",)
            )
        if known and (item is None or one.item in ("", item.code)):
            yield Refusal(
                f"{one.which}本平台查到当事人此前的同类违法（{'、'.join(known)}），"
                "不属于初次违法，请核对查询结果",
                fields=(f"{one.path}ground",),
            )


def _stated_rows(attempt: Attempt) -> Iterator[tuple[ViolationFacts, tuple[str, read.Values]]]:
    content = PenaltyContent.read(attempt.values)
    yield from zip(content.violations, blocks(attempt.values), strict=False)


def _before(attempt: Attempt) -> tuple[ViolationFacts, ...] | None:
    """Return the violations of the newest paper of an act before this one; None without any."""
    facts = attempt.facts
    papers = (facts.report, facts.proposal, facts.notice, facts.decision_proposal)
    place = next(at for at, act in enumerate(CHAIN) if is_(attempt, act))
    known = [one for one in papers[:place] if one is not None]
    return max(known, key=lambda one: one.at_seq).content.violations if known else None


@safeguard("S-P-27", title="同一行为不重复罚款", acts=STATING, basis="《行政处罚法》第二十九条")
def no_second_fine(attempt: Attempt) -> Iterator[Refusal]:
    """Fine one act of one party only once (同一违法行为不得两次罚款)."""
    for charge in apart(attempt, stated(attempt)):
        if FINE not in charge.content.kinds:
            continue
        for earlier in attempt.facts.earlier_fines:
            if _same_act(attempt, charge, earlier):
                yield Refusal(
                    f"{charge.which}{earlier.body}已以{earlier.number}对当事人的同一违法行为罚款，"
                    "不得再次罚款，请改用其他处罚种类或者不予处罚",
                    fields=charge.at("kinds", "fine"),
                )
                break


@safeguard("S-P-27", acts=STATING, basis="《行政处罚法》第二十九条")
def no_act_split(attempt: Attempt) -> Iterator[Refusal]:
    """Fine no act twice by stating it as two; of several norms the higher holds (一事不二罚)."""
    fined: list[ViolationFacts] = []
    for charge in apart(attempt, stated(attempt)):
        one = charge.violation
        if one is None or FINE not in charge.content.kinds:
            continue
        twin = next((other for other in fined if _is_one_act(one, other)), None)
        if twin is not None:
            yield Refusal(
                f"{charge.which}与{twin.which.rstrip('：')}的行为、时间、地点相同，"
                "同一违法行为不得两次罚款；违反多项规定的，按照罚款数额高的规定处罚，请合并",
                fields=charge.at("conduct", "fine"),
            )
        fined.append(one)


def _is_one_act(one: ViolationFacts, other: ViolationFacts) -> bool:
    """Tell whether two rows state one act: its item or its words, its days, its place."""
    said = one.conduct == other.conduct and one.is_of(other.party)
    if not (said or one.is_same(other)) or _elsewhere(one.place, other.place):
        return False
    if one.ended_on is None or other.ended_on is None:
        return True
    begun = one.started_on or one.ended_on, other.started_on or other.ended_on
    return max(begun) <= min(one.ended_on, other.ended_on)


def _elsewhere(place: str, other: str) -> bool:
    here, there = folded(place), folded(other)
    return here not in there and there not in here


def _same_act(attempt: Attempt, charge: Charge, earlier: EarlierFine) -> bool:
    facts, act = attempt.facts, charge.violation
    if charge.item is None or earlier.item != charge.item.code:
        return False
    times = TimesFacts(act.started_on, act.ended_on) if act else facts.times
    ended = times.ended_on or attempt.at.date()
    started = times.started_on or ended
    place = (act.place if act else "") or facts.place
    if _elsewhere(earlier.place, place):
        return False
    return started <= earlier.act_to and earlier.act_from <= ended


@safeguard("S-P-27", acts=("rev.case", "rev.legal"), basis="《行政处罚法》第二十九条")
def near_fine_explained(attempt: Attempt) -> Refusal | None:
    """Stop at an earlier fine for what may be the same act, until the reviewer says why not."""
    report, values = attempt.facts.report, attempt.values
    if report is None or read.text(values, "review") != "pass" or read.text(values, "other_act"):
        return None
    told = _near_fine(attempt, report.content)
    message = f"{told}；确非同一行为的，请写明理由，否则建议纠正"
    return Refusal(message, fields=("other_act",)) if told else None


@safeguard("S-P-27", acts=AFTER_REVIEW, basis="《行政处罚法》第二十九条")
def near_fine_since_the_review(attempt: Attempt) -> Refusal | None:
    """Stop at a fine for what may be the same act that came after the review, too (复核)."""
    content, report = stated(attempt), attempt.facts.report
    since = report.at_seq if report else -1
    reviews = attempt.facts.entries.of("rev.case", "rev.legal", after=since)
    if content is None or any(read.text(one.values, "other_act") for one in reviews):
        return None
    told = _near_fine(attempt, content)
    if not told or any(no_second_fine(attempt)):
        return None  # what is the same act beyond doubt is refused for that
    return Refusal(
        f"{told}，而审核意见没有说明；请退回补充调查后重新审核，由审核人员写明理由，"
        "或者改用其他处罚种类",
        fields=("fine",),
    )


def _near_fine(attempt: Attempt, content: PenaltyContent) -> str:
    """Tell of an earlier fine for what may be an act that is fined here; empty where none is."""
    fined = [one for one in _acts(attempt, content) if FINE in one.content.kinds]
    near = (e for e in attempt.facts.earlier_fines for one in fined if _may_be_one(one, e))
    earlier = next(near, None) if fined else None
    if earlier is None:
        return ""
    return (
        f"{earlier.body}已以{earlier.number}对当事人罚款（违法行为时间{say(earlier.act_from)}至"
        f"{say(earlier.act_to)}，地点{earlier.place or '未载明'}），与本案可能是同一违法行为"
    )


def _acts(attempt: Attempt, content: PenaltyContent) -> Iterator[ViolationFacts]:
    """Yield what a paper of the case punishes, each with its item, days and place."""
    facts, times = attempt.facts, attempt.facts.times
    item = facts.item.code if facts.item else facts.item_of_case
    for one in content.punished or (ViolationFacts("", content=content),):
        ended = one.ended_on or times.ended_on or attempt.at.date()
        started = one.started_on or one.ended_on or times.started_on or ended
        place, code = one.place or facts.place, one.item or item
        yield replace(one, item=code, place=place, started_on=started, ended_on=ended)


def _may_be_one(one: ViolationFacts, earlier: EarlierFine) -> bool:
    """Tell whether an act may be one fined before: at one time, alike in item, clause or place."""
    if one.started_on is None or one.ended_on is None:
        return False
    if one.started_on > earlier.act_to or earlier.act_from > one.ended_on:
        return False
    cited = {_clause(key) for key in one.content.violated}
    said = bool(one.conduct) and folded(one.conduct) == folded(earlier.conduct)
    alike = said or not cited.isdisjoint(map(_clause, earlier.violated))
    return alike or one.item == earlier.item or is_near(one.place, earlier.place)


def _clause(key: str) -> str:
    """Return a clause whatever the version of its law."""
    law, _, rest = key.partition("@")
    return law + rest.partition("#")[2]
