"""The ordinary penalty from lead to archive, at the operations that pages and API call."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.cases.models import Outcome
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.matters.models import MatterStatus
from webapp.payments import queries as payments
from webapp.publicity import queries as publicity
from webapp.publicity.models import PublicationState
from webapp.referrals.models import Referral, ReferralState

pytestmark = pytest.mark.usefixtures("office")


def is_archived(j: Journey) -> bool:
    """Tell whether a case reached its archive with nothing left to do."""
    return j.case.status is MatterStatus.ARCHIVED and not j.open_tasks()


def test_a_a_fine_with_confiscation_whose_party_waives_the_hearing(office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.do("hear.request")
    j.do("defense.receive")
    stages.decided(j)
    stages.issued(j)
    stages.published_and_paid(j)
    stages.archived(j)

    assert is_archived(j)
    assert j.case.outcome is Outcome.PENALTY
    assert j.case.fine == Decimal("8000.00")
    assert j.case.number == "岚市监立〔2026〕1号"
    closing = j.paper_of("shared/closing_approval")
    assert closing.context["f"]["outcome_text"] == (
        "没收标签不符合规定的预包装糕点 120 袋；没收违法所得人民币壹仟贰佰元整（¥1200.00）；"
        "罚款人民币捌仟元整（¥8000.00）"
    )
    assert payments.balance(j.matter_id).is_settled
    publication = publicity.latest(j.matter_id)
    assert publication is not None
    assert publication.state is PublicationState.APPROVED


def test_b_a_hearing_and_a_panel_before_the_decision(office: Flask) -> None:
    j = Journey(serious=True, fine="20000.00")
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.do(
        "hear.request",
        hearing_claimed="yes",
        way="written",
        requested_on="2026-03-26",
        reason="认为处罚过重",
        files=[j.paper],
        waiver_text=...,
    )
    j.do("defense.receive", defense="stated", arguments=[{"point": "初次违法"}], waiver_text=...)
    j.steps("defense.review", "defense.opinion")
    j.at("2026-03-27T09:00")
    j.steps("hear.accept", "hear.panel")
    j.do("hear.notify", at="2026-04-13T09:00")
    j.later(hours=2)
    j.serve()
    j.at("2026-03-31T09:00")
    j.do("hear.announce")
    j.at("2026-04-13T11:10")
    j.do("hear.hold")
    j.at("2026-04-14T09:00")
    j.do("hear.report")
    j.at("2026-04-15T09:00")
    j.steps("rev.legal", "rev.legal_sign")
    stages.decided(j, "2026-04-17")
    stages.issued(j)
    stages.published_and_paid(j)
    stages.archived(j)

    assert is_archived(j)
    kinds = {one.address for one in dossiers.final(j.matter_id)}
    assert {"shared/hearing_record", "shared/hearing_report", "penalty/panel_discussion"} <= kinds


def test_c_a_first_violation_is_not_punished_but_taught(office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    j.do("inv.close", suggestion="nopenalty", money="no", **no_money())
    j.steps("inv.close_opinion", "rev.case")
    j.at("2026-03-24T09:00")
    j.do("proposal.draft", suggestion="nopenalty", **no_money())
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.at("2026-03-26T09:00")
    j.do("dec.draft", suggestion="nopenalty", **no_money())
    j.do("dec.opinion")
    j.do("dec.approve", outcome="nopenalty")
    stages.spared(j)

    assert is_archived(j)
    assert j.case.outcome is Outcome.NOPENALTY


def test_d_the_review_sends_the_case_back_and_a_new_notice_follows(office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion")
    j.do("rev.case", review="reinvestigate", opinion="请补充询问供货人。")
    j.at("2026-03-23T09:00")
    j.record("interview", "inv.interview", person="王喆", role="witness")
    stages.reviewed(j, "2026-03-24")
    stages.notified(j, "2026-03-26")
    j.at("2026-03-30T09:00")
    j.do("hear.request")
    j.do("defense.receive", defense="stated", arguments=[{"point": "数量有误"}], waiver_text=...)
    j.steps("defense.review", "defense.opinion")
    j.at("2026-04-02T09:00")
    j.do("dec.draft", suggestion="reinvestigate", **no_money())
    j.do("dec.opinion")
    j.do("dec.approve", outcome="reinvestigate")
    j.at("2026-04-07T09:00")
    j.record("obtaining", "inv.obtain", name="进货单复印件")
    stages.reviewed(j, "2026-04-09")
    stages.notified(j, "2026-04-13")
    j.at("2026-04-15T09:00")
    j.do("hear.request")
    j.do("defense.receive")
    stages.decided(j, "2026-04-22")
    stages.issued(j)
    stages.published_and_paid(j)
    stages.archived(j)

    assert is_archived(j)
    papers = [one.address for one in dossiers.final(j.matter_id)]
    assert papers.count("penalty/hearing_notice") == 2
    assert papers.count("penalty/investigation_report") == 3


def test_e_a_suspected_crime_goes_to_the_police(office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    j.do(
        "inv.close",
        suggestion="crime",
        crime_suspected=True,
        crime_reason="销售金额可能达到追诉标准",
        money="no",
        **no_money(),
    )
    j.steps("inv.close_opinion", "rev.case")
    j.at("2026-03-24T09:00")
    j.do("proposal.draft", suggestion="crime", **no_money())
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.do("dec.draft", suggestion="crime", **no_money())
    j.do("dec.opinion")
    j.do("dec.approve", outcome="crime")
    j.later(hours=1)
    j.do("crim.report")
    j.later(hours=3)
    j.do("crim.approve")
    j.later(hours=4)
    j.do("crim.transfer")
    j.later(hours=2)
    j.do("crim.receipt")
    j.later(days=1)
    j.do("crim.answer")
    j.later(hours=2)
    j.do("crim.handover")
    j.later(days=1)
    j.do("arch.draft", result="crime")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")

    assert is_archived(j)
    referral = db.session.scalars(sa.select(Referral)).one()
    assert referral.matter_id == j.matter_id
    assert referral.state is ReferralState.HANDED_OVER
    assert j.case.outcome is Outcome.CRIME


def test_f_a_filing_is_withdrawn(office: Flask) -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    j.do("inv.close", suggestion="withdraw", money="no", **no_money())
    j.steps("inv.close_opinion", "rev.case")
    j.at("2026-03-24T09:00")
    j.do("proposal.draft", suggestion="withdraw", **no_money())
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.do("dec.draft", suggestion="withdraw", **no_money())
    j.do("dec.opinion")
    j.do("dec.approve", outcome="withdraw")
    j.steps("case.withdraw_draft", "case.withdraw_opinion", "case.withdraw")
    j.later(days=1)
    j.do("arch.draft", result="withdrawn")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")

    assert is_archived(j)
    assert j.case.outcome is Outcome.WITHDRAW


def no_money() -> dict[str, object]:
    """Leave the block of an intended penalty out of a form."""
    names = ("kinds", "fine", "confiscation", "goods_value", "grade", "discretion_reason")
    return dict.fromkeys(names, ...)
