"""What the law forbids is refused where it would happen, with its article, and leaves a trace.

`Journey.refused` holds for each attempt that what was typed is kept and nothing else has changed.
"""

from datetime import date

import pytest
import sqlalchemy as sa

from processes.catalogue import PROCEDURES
from tests.harness import NOW
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.accounts import operations as accounts
from webapp.accounts.models import Account
from webapp.bodies.models import Certificate
from webapp.database import db, transaction
from webapp.procedures import bundle
from webapp.procedures import operations as procedures
from webapp.procedures.bundle import Bundle
from webapp.process_records.models import AuditEntry

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def investigated() -> Journey:
    """Return a case whose evidence is taken."""
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    return j


def test_records_need_two_certified_officers_one_place_at_a_time(investigated: Journey) -> None:
    j = investigated
    j.at("2026-03-06T09:00")
    j.start("interview")
    j.do("inv.id_show")
    j.later(hours=1)

    alone = j.refused("inv.interview", officers=j.office.ids("officer_lead"))
    assert alone["S-G-01"] == "《行政处罚法》第四十二条第一款"
    overlapping = j.refused("inv.interview", start_at="2026-03-05T10:40", end_at="2026-03-05T11:00")
    assert "《" in overlapping["S-G-12"]
    with transaction():
        held = sa.select(Certificate).where(Certificate.officer_id == j.office["officer_assist"].id)
        db.session.scalars(held).one().valid_until = date(2026, 3, 5)
    expired = j.refused("inv.interview")
    assert "第四十二条" in expired["S-G-02"]

    audit = sa.select(AuditEntry).where(AuditEntry.action == "task.refused")
    assert len(db.session.scalars(audit).all()) == 3


def test_a_report_rests_on_admitted_evidence_valid_clauses_and_the_right_band(
    investigated: Journey,
) -> None:
    j = investigated
    j.at("2026-03-20T09:00")
    j.do("inv.collect")
    bad, *good = j.evidence()
    verdict = {"relevance": "yes", "legality": "no", "authenticity": "yes", "admissible": "no"}
    fine = {"relevance": "yes", "legality": "yes", "authenticity": "yes", "admissible": "yes"}
    j.do(
        "evidence.review",
        verdicts=[
            {"evidence": bad, **verdict, "reason": "来源不明"},
            *({"evidence": one, **fine} for one in good),
        ],
    )

    assert "S-G-11" in j.refused("inv.close", evidence=[bad, *good])
    assert "S-P-32" in j.refused("inv.close", fine="49000.00")
    old = old_clause(j)
    assert "S-G-14" in j.refused("inv.close", basis=[old])


def grant(j: Journey, post: str, role: str) -> None:
    """Give an officer one more role in the body."""
    with transaction():
        account = db.session.get_one(Account, j.office[post].account_id)
        accounts.grant_role(None, account, role, j.case.body_id, j.now)


def old_clause(j: Journey) -> str:
    """Return a clause of a law version that no longer held when the act ended."""
    query = sa.text(
        "select p.key from provision p join law_version v on v.id = p.version_id"
        " where v.repealed is not null and v.repealed < '2025-12-01' and p.key is not null limit 1"
    )
    return str(db.session.scalar(query))


def publish_altered(key: str, process: str, old: str, new: str) -> None:
    """Publish a procedure whose diagram leads past a step, as a careless editor might draw it."""
    procedure = PROCEDURES[key]
    files = {name: xml.decode() for name, xml in procedure.needed().items()}
    assert files[process].count(old) == 1
    files[process] = files[process].replace(old, new)
    built = bundle.build(procedure)
    with transaction():
        procedures.keep(procedure, Bundle(files, built.forms, built.templates), NOW)


def test_s_p_03_a_penalty_needs_a_notice(investigated: Journey) -> None:
    """The proposal asked for something else than a penalty, so that nobody was told of one."""
    j = investigated
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.do("proposal.draft")
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other")
    j.do("dec.draft")
    j.do("dec.opinion")

    refused = j.refused("dec.approve", outcome="penalty")

    assert "《行政处罚法》第四十四条" in refused["S-P-03"]


def test_s_p_03_a_notice_that_was_not_served_is_none() -> None:
    publish_altered(
        "penalty_party",
        "penalty_notice",
        'sourceRef="merge" targetRef="serve"',
        'sourceRef="merge" targetRef="split"',
    )
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal")
    j.steps("notice.prior", "notice.approve")
    j.at("2026-03-26T09:00")
    j.do("hear.request")
    j.do("defense.receive")
    j.at("2026-04-02T09:00")
    j.steps("dec.draft", "dec.opinion")

    refused = j.refused("dec.approve")

    assert "《行政处罚法》第四十四条" in refused["S-P-03"]


def test_s_p_12_a_review_before_the_hearing_ended_does_not_count() -> None:
    publish_altered(
        "penalty_party",
        "hearing",
        'sourceRef="report" targetRef="review"',
        'sourceRef="report" targetRef="end_held"',
    )
    j = Journey(serious=True, fine="20000.00")
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    heard(j)
    j.at("2026-04-17T09:00")
    j.steps("dec.draft", "dec.opinion")
    j.later(hours=2)
    j.steps("panel.discuss")

    refused = j.refused("dec.approve")

    assert "《行政处罚法》第五十八条第一款第二项" in refused["S-P-12"]
    assert "《广东省行政处罚听证程序实施办法》第三十三条" in refused["S-P-12"]


def heard(j: Journey) -> None:
    """From the claim of a hearing to its report, 26 March to 14 April."""
    j.at("2026-03-26T09:00")
    j.do(
        "hear.request",
        hearing_claimed="yes",
        way="written",
        requested_on="2026-03-26",
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


def test_s_p_13_who_investigated_does_not_review(investigated: Journey) -> None:
    j = investigated
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review", "inv.close", "inv.close_opinion")
    grant(j, "officer_assist", "case_reviewer")

    assert "S-P-13" in j.refused("rev.case", by="officer_assist")


def test_s_p_27_the_same_act_is_not_fined_twice(investigated: Journey) -> None:
    j = investigated
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.do("hear.request")
    j.do("defense.receive")
    stages.decided(j)
    stages.issued(j)
    again = Journey("2026-05-06T09:00")
    again.register()
    again.later(hours=1)
    again.do("case.assign")
    again.at("2026-05-08T14:00")
    again.steps("case.verify", "case.verify_opinion", "case.file_request", "case.file_opinion")
    again.steps("case.file")
    again.at("2026-05-11T09:00")
    again.record("rights_notice", "inv.rights_notice")
    again.record("onsite", "inv.onsite")
    again.at("2026-05-20T09:00")
    again.steps("inv.collect", "evidence.review")

    assert "S-P-27" in again.refused("inv.close")


def test_a_defense_never_makes_it_worse_and_hearings_are_held_in_order(
    investigated: Journey,
) -> None:
    j = investigated
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.do(
        "hear.request",
        hearing_claimed="yes",
        way="written",
        requested_on="2026-03-26",
        files=[j.paper],
        waiver_text=...,
    )
    j.do("defense.receive", defense="stated", arguments=[{"point": "初次违法"}], waiver_text=...)
    j.steps("defense.review", "defense.opinion")
    j.at("2026-03-27T09:00")
    j.do("hear.accept")

    grant(j, "officer_assist", "hearing_member")
    grant(j, "spare", "hearing_member")
    even = j.office.ids("hearing_member", "second_member", "spare")
    assert "S-P-09" in j.refused("hear.panel", members=even)
    assert "S-P-08" in j.refused(
        "hear.panel", members=j.office.ids("hearing_member", "officer_assist")
    )
    j.do("hear.panel")
    assert "S-P-10" in j.refused("hear.notify", at=f"{j.workday(6)}T09:00")

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
    j.at("2026-04-17T09:00")
    j.facts["fine"] = "12000.00"
    assert "S-P-05" in j.refused("dec.draft")
