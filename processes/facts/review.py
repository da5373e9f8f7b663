"""Report, proposals, notices, defense, reviews and panels as the law may look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from processes.facts.penalty import PenaltyContent
from processes.values import ZERO


@dataclass(frozen=True)
class ReportFacts:
    """The latest investigation report (调查终结报告). From: inv.close.

    `gains` and `refunded` in yuan (illegal_gains, refunded).
    """

    at_seq: int
    suggestion: str
    content: PenaltyContent
    legal_trigger: bool
    serious: bool
    hearing_scope: bool
    crime_suspected: bool
    gains: Decimal = ZERO
    refunded: Decimal = ZERO


@dataclass(frozen=True)
class ProposalFacts:
    """A proposal and what the head made of it (拟处意见、处理决定审批).

    From: proposal.draft with appr.proposal `proposal`; dec.draft with dec.approve `outcome`.
    `approved` is that routing value; empty before the approval.
    """

    at_seq: int
    suggestion: str
    content: PenaltyContent
    approved: str = ""


@dataclass(frozen=True)
class NoticeFacts:
    """A prior notice (事先告知). From: notice.prior with its block PENALTY, notice.approve, 送达.

    `hearing`: it tells the hearing right (act notice.hearing). `defense_days` and `hearing_days`
    are working days as the paper says. `served_on`: the day every party had it; `served_seq` the
    place of that 送达 in the case.
    """

    at_seq: int
    content: PenaltyContent
    hearing: bool = False
    defense_days: int = 5
    hearing_days: int = 5
    served_on: date | None = None
    served_seq: int = 0


@dataclass(frozen=True)
class DefenseFacts:
    """What the party answered (陈述申辩). From: defense.receive and defense.review.

    `stated`: arguments were made; else the right was waived, `signed` when in the party's own hand.
    """

    at_seq: int
    stated: bool
    signed: bool = False
    reviewed: bool = False


@dataclass(frozen=True)
class ReviewFacts:
    """One review of the case (审核). From: rev.case; rev.legal with rev.legal_sign.

    `result` is pass, fix, reinvestigate or transfer; `complete` when the head of the legal unit has
    signed (a case review needs no second signature).
    """

    at_seq: int
    at: datetime
    legal: bool
    result: str
    reviewer: str
    complete: bool = True


@dataclass(frozen=True)
class PanelFacts:
    """The latest panel discussion (集体讨论). From: panel.discuss.

    `unsigned` are attendees whose signature on the minutes is still missing (from the signatures of
    the document), `fine` the amount decided, in yuan.
    """

    at_seq: int
    suggestion: str
    fine: Decimal | None = None
    unsigned: tuple[str, ...] = ()
