"""What acts do to hand-overs to other bodies and to the police (环节效果、移送)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.clock import ZONE
from processes import values as read
from webapp.cases import operations as cases
from webapp.cases.models import Outcome, PenaltyCase
from webapp.errors import Invalid
from webapp.matters.turn import Turn
from webapp.referrals import operations, queries
from webapp.referrals.models import Referral, ReferralKind


def prepare(turn: Turn) -> None:
    """Draw up a hand-over to another body; a second draft replaces the first."""
    if _latest(turn) is None:
        operations.prepare_referral(
            turn.matter.id, turn.instance, ReferralKind.AGENCY, turn.values, turn.at
        )


def send(turn: Turn) -> None:
    """Approve and send the letter."""
    referral, receiver = _wanted(turn), read.text(turn.last("ref.send"), "to_body")
    operations.decide_referral(turn.officer, referral, approved=True, reason="", at=turn.at)
    operations.send_referral(referral, receiver, turn.at, turn.document_id)
    cases.decide_case(PenaltyCase.of(turn.matter), Outcome.REFER, turn.at, turn.party_id)


def receipt(turn: Turn) -> None:
    """Enter the receipt of the other body."""
    day = read.day(turn.values, "received_on") or turn.at.date()
    operations.enter_receipt(
        _wanted(turn),
        received_at=datetime.combine(day, datetime.min.time(), ZONE),
        received_by=read.text(turn.values, "from_body"),
        number=read.text(turn.values, "receipt_no"),
        disputed=turn.values.get("result") == "disputed",
    )


def report_crime(turn: Turn) -> None:
    """Report a suspected crime to the head."""
    if _latest(turn) is None:
        operations.prepare_referral(
            turn.matter.id, turn.instance, ReferralKind.CRIME, turn.values, turn.at
        )
    PenaltyCase.of(turn.matter).is_crime_suspected = True


def approve_crime(turn: Turn) -> None:
    """Approve the hand-over to the police, or refuse it with reasons."""
    approved = turn.values["crime_approved"] == "yes"
    reason = read.text(turn.values, "reason")
    operations.decide_referral(
        turn.officer, _wanted(turn), approved=approved, reason=reason, at=turn.at
    )
    if not _is_outcome(turn):
        return  # reported beside the case, which goes on
    if approved:
        cases.decide_case(PenaltyCase.of(turn.matter), Outcome.CRIME, turn.at, turn.party_id)
    else:
        cases.reopen_investigation(PenaltyCase.of(turn.matter), turn.party_id)


def send_crime(turn: Turn) -> None:
    """Hand the matter over to the police."""
    at = read.moment(turn.values, "transferred_at") or turn.at
    operations.send_referral(_wanted(turn), read.text(turn.values, "police"), at, turn.document_id)


def receipt_crime(turn: Turn) -> None:
    """Enter the receipt of the police."""
    operations.enter_receipt(
        _wanted(turn),
        received_at=read.moment(turn.values, "received_at") or turn.at,
        received_by=read.text(turn.values, "received_by"),
        number=read.text(turn.values, "receipt_no"),
    )


def answer_crime(turn: Turn) -> None:
    """Enter whether the police file; where they do not, the matter is decided anew."""
    filed = turn.values["police_answer"] == "filed"
    operations.enter_answer(
        _wanted(turn),
        filed=filed,
        on=read.day(turn.values, "answered_on") or turn.at.date(),
        number=read.text(turn.values, "answer_number"),
    )
    if not filed and _is_outcome(turn):
        cases.reopen_investigation(PenaltyCase.of(turn.matter), turn.party_id)


def hand_over(turn: Turn) -> None:
    """Hand goods and papers over to the police that filed."""
    at = read.moment(turn.values, "handed_over_at") or turn.at
    operations.hand_over(_wanted(turn), at)


def _is_outcome(turn: Turn) -> bool:
    """Tell whether the case was decided to go to the police, not reported beside (处理结果)."""
    return PenaltyCase.of(turn.matter).result_for(turn.party_id).outcome is Outcome.CRIME


def _latest(turn: Turn) -> Referral | None:
    return queries.latest(turn.matter.id, turn.instance)


def _wanted(turn: Turn) -> Referral:
    referral = _latest(turn)
    if referral is None:
        raise Invalid("没有正在办理的移送。")
    return referral


EFFECTS: Mapping[str, Callable[[Turn], None]] = {
    "ref.send": prepare,
    "ref.approve": send,
    "ref.accept": receipt,
    "crim.report": report_crime,
    "crim.approve": approve_crime,
    "crim.transfer": send_crime,
    "crim.receipt": receipt_crime,
    "crim.answer": answer_crime,
    "crim.handover": hand_over,
}
