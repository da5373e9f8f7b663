"""What the platform must never let pass, each tried on real cases; planted faults rest on these."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from engine import clock
from engine.instance import Status
from tests.harness import NOW
from tests.webapp.test_effects import SERVED, attempt, pieces, planned
from webapp.accounts.models import RoleGrant, SignInSession
from webapp.bodies.models import Body
from webapp.cases import confidential
from webapp.cases import queries as cases
from webapp.database import db, transaction
from webapp.dossiers import operations as papers_operations
from webapp.dossiers import queries as dossiers
from webapp.dossiers import signing
from webapp.dossiers.models import DocumentState, SealState, Signature, SignatureState
from webapp.errors import Conflict, Invalid, NotAllowed
from webapp.instances import queries as instances
from webapp.instances.models import TodoRecord, TodoState
from webapp.instances.store import KeyTaken
from webapp.matters import clocks, done
from webapp.matters.models import Party, Recusal
from webapp.parameters import operations as setting
from webapp.parameters import settings as parameters
from webapp.payments import queries as payments
from webapp.supervision import queries as supervision
from webapp.tasks import authority, completing, faces, papers
from webapp.tasks import operations as tasks
from webapp.tasks.errors import Stale
from webapp.tasks.models import Draft

DECISION = "penalty/penalty_decision"
NOTICE = "penalty/hearing_notice"


def clock_of(matter_id, rule):
    return next(one for one in clocks.of_matter(matter_id) if one.rule == rule)


# --- money ----------------------------------------------------------------------------------------


def test_a_partial_payment_stops_no_clock(worked):
    j = worked.journey("published")
    j.do("exec.pay", amount="200.00", paid="partial")

    assert clock_of(j.matter_id, "DL-18").met_on is None
    assert "DL-40" not in {one.rule for one in clocks.of_matter(j.matter_id)}
    assert "exec.pay" in j.open_tasks()


def test_money_counts_for_its_own_case_only(desk):
    desk.act("exec.pay", {"amount": "200.00", "bank": "农商行", "voucher": "V-9"})

    assert payments.balance(desk.worked.ids["undecided"]).paid == 0


# --- service --------------------------------------------------------------------------------------


def test_only_the_service_of_a_decision_makes_it_effective(desk):
    before = desk.case.effective_on
    planned(desk, NOTICE)
    desk.act("serve.deliver", SERVED, place=(desk.case.instance_id, ("一次送达",)))
    assert attempt(desk).served_on == date(2026, 5, 18)
    assert desk.case.effective_on == before

    planned(desk, DECISION)
    desk.act("serve.deliver", SERVED, place=(desk.case.instance_id, ("一次送达",)))
    assert desk.case.effective_on == date(2026, 5, 18)


def test_what_was_served_is_not_offered_for_service_again(desk):
    service = next(one for one in desk.turn().history.entries.services() if one.address == DECISION)
    instance, scope = service.entry.place

    assert papers.to_serve(desk.turn(serves=(DECISION,), place=(UUID(instance), scope))) == ()
    drawn_up = desk.turn().everything.documents.values()
    assert dossiers.to_serve(drawn_up, UUID(instance), "/".join(scope), [DECISION]) != []


def test_nothing_goes_back_behind_a_served_document(desk):
    service = next(one for one in desk.turn().history.entries.services() if one.address == DECISION)
    scope = service.entry.place[1][:-1]
    todo = desk.worked.todo("published", "exec.pay")
    sat = completing.sit_down(desk.officer("qianshuning"), todo)
    todo.scope = "/".join(scope)
    sat.todo = completing.todo_of(todo)

    with db.session.no_autoflush, pytest.raises(Conflict, match="已经送达当事人"):
        tasks._refuse_after_service(sat)
    db.session.expire(todo)


# --- papers ---------------------------------------------------------------------------------------


def test_a_case_is_not_archived_with_an_unsigned_paper(desk):
    assert papers.unfinished(desk.case) == []
    paper = dossiers.latest(desk.case.id, DECISION)
    db.session.add(Signature(document=paper, slot="head", name="周慎行"))
    paper.state = DocumentState.SIGNING
    db.session.flush()
    db.session.expire_all()

    assert ["尚待周慎行签名" in one.message for one in papers.unfinished(desk.case)] == [True]


def test_a_case_is_not_archived_with_an_unsealed_paper(desk):
    dossiers.latest(desk.case.id, DECISION).seal = SealState.WANTED
    db.session.flush()

    assert ["尚未用印" in one.message for one in papers.unfinished(desk.case)] == [True]


def test_a_paper_is_sealed_once(desk):
    paper = dossiers.latest(desk.case.id, DECISION)
    paper.seal = SealState.SEALED

    with pytest.raises(Conflict, match="已经用印"):
        papers_operations.seal_document(desk.officer(), paper, paper.approved_digest, NOW)


def test_a_paper_is_voided_with_a_reason(desk):
    with pytest.raises(Invalid):
        papers_operations.void_document(
            desk.officer(), dossiers.latest(desk.case.id, DECISION), "  ", NOW
        )


def test_only_who_was_named_signs_and_only_once(desk):
    paper = dossiers.latest(desk.case.id, DECISION)
    with pytest.raises(NotAllowed):
        signing.sign(desk.officer("yezhiqiu"), paper, NOW)
    signed = next(one for one in paper.signatures if one.officer_id is not None)
    assert signed.state is SignatureState.SIGNED
    with pytest.raises(Conflict, match="已在该文书上签名"):
        signing.sign(signed.officer, paper, NOW)


# --- who may act ----------------------------------------------------------------------------------


def test_who_keeps_away_may_not_act(worked):
    todo, officer = worked.todo("undecided", "proposal.draft"), worked.officer("chenwei")
    assert authority.may(officer, todo)
    db.session.add(Recusal(matter_id=todo.matter_id, officer_id=officer.id, since=NOW, reason=""))
    db.session.flush()

    assert not authority.may(officer, todo)


def test_only_the_named_officers_do_what_names_somebody(worked):
    todo = worked.todo("undecided", "proposal.draft")

    assert not authority.may(worked.officer("zhouhang"), todo)


def test_a_role_counts_in_its_own_body_only(worked):
    officer = worked.officer("wangjian")
    elsewhere = db.session.scalar(sa.select(Body.id).where(Body.id != officer.body_id))

    assert authority.holds(officer, ("unit_head",), officer.body_id)
    assert not authority.holds(officer, ("unit_head",), elsewhere)


def test_a_role_taken_back_counts_no_more(worked):
    officer = worked.officer("wangjian")
    revoke = sa.update(RoleGrant).where(RoleGrant.account_id == officer.account_id)
    db.session.execute(revoke.values(revoked_at=NOW))

    assert not authority.holds(officer, ("unit_head",), officer.body_id)


def test_nothing_is_passed_on_to_who_may_not_do_it(worked):
    todo = worked.todo("undecided", "proposal.draft")

    with pytest.raises(NotAllowed, match="不能办理该任务"):
        tasks.transfer(worked.officer("chenwei"), todo.id, worked.officer("zhouhang"), "出差")


def test_a_session_that_has_run_out_opens_nothing(worked):
    browser = worked.enter("chenwei")
    assert browser.get("/todo").status_code == 200
    past = clock.real() - timedelta(minutes=1)
    with transaction():
        db.session.execute(sa.update(SignInSession).values(expires_at=past))

    assert browser.get("/todo").status_code == 302


# --- one completion -------------------------------------------------------------------------------


def test_a_page_out_of_date_is_not_submitted(worked):
    j, todo = worked.journey("undecided"), worked.todo("undecided", "proposal.draft")

    with pytest.raises(Stale), transaction():
        tasks.complete(worked.officer("chenwei"), todo.id, j.submission(todo), etag='"another"')


def test_a_request_key_belongs_to_whoever_used_it(worked):
    j, todo = worked.journey("undecided"), worked.todo("undecided", "proposal.draft")
    values = j.submission(todo)
    with transaction():
        tasks.complete(worked.officer("chenwei"), todo.id, values, key="mine")
    following = worked.todo("undecided", "proposal.opinion")

    with pytest.raises(KeyTaken), transaction():
        tasks.complete(
            worked.officer("wangjian"), following.id, j.submission(following), key="mine"
        )


def test_a_draft_goes_with_its_task(worked):
    j, todo = worked.journey("undecided"), worked.todo("undecided", "proposal.draft")
    with transaction():
        tasks.save_draft(worked.officer("chenwei"), todo.id, {"content": "拟处罚款"})
    j.do("proposal.draft")

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0


def test_what_has_lasting_effects_is_not_taken_back(worked):
    query = sa.select(TodoRecord).where(
        TodoRecord.matter_id == worked.ids["published"],
        TodoRecord.state == TodoState.DONE,
        ~TodoRecord.is_final,
    )
    lasting = [one for one in db.session.scalars(query) if faces.lasting(one.acts)]
    assert lasting

    with pytest.raises(Conflict, match="产生效力"):
        tasks.withdraw(worked.officer("chenwei"), lasting[0].id)


def test_what_was_taken_back_is_no_history(worked):
    j = worked.journey("undecided")
    record = dossiers.history(j.matter_id)
    last = record.records[-1].entry
    step = type("Step", (), {"target": last.node, "node": "", "instance_id": j.case.instance_id})
    kept = list(record.records)
    done._forget(kept, step)

    assert record.records[-1] not in kept
    assert len(kept) == len(record.records) - 1


# --- cases ----------------------------------------------------------------------------------------


def beside(desk):
    """Act in another procedure of the same case."""
    return uuid4(), ()


def test_a_suspension_reaches_the_other_procedures(desk):
    desk.name = "undecided"
    desk.act("case.suspend", place=beside(desk))
    db.session.expire_all()

    assert instances.get_instance(desk.case.instance_id).status is Status.SUSPENDED


def test_a_termination_reaches_the_other_procedures(desk):
    desk.name = "undecided"
    desk.act("case.terminate", place=beside(desk))
    db.session.expire_all()

    assert instances.get_instance(desk.case.instance_id).status is Status.TERMINATED


def test_a_case_taken_up_again_has_its_procedures_back(desk):
    desk.name = "undecided"
    desk.act("case.suspend", place=beside(desk))
    desk.act("case.resume", place=beside(desk))
    db.session.expire_all()

    assert instances.get_instance(desk.case.instance_id).status is Status.RUNNING


def test_a_revoked_decision_is_no_earlier_penalty(desk):
    same = desk.case.party
    other = desk.worked.case("lead")
    db.session.add(Party(matter_id=other.id, position=9, kind=same.kind, name=same.name,
                         id_number=same.id_number))  # fmt: skip
    db.session.flush()
    db.session.expire_all()
    assert [one.id for one in cases.earlier_penalties(other, other.party)] == [desk.case.id]

    desk.act("remedy.result", {"remedy_result": "changed"})

    lead = desk.worked.case("lead")
    assert list(cases.earlier_penalties(lead, lead.party)) == []


def test_who_reported_is_kept_apart_from_what_was_reported():
    kept, reporter = confidential.split({"content": "举报内容", "reporter_name": "欧阳修竹"})

    assert kept == {"content": "举报内容"}
    assert reporter == {"reporter_name": "欧阳修竹"}


def test_supervisors_see_the_result_only_once_there_is_one(desk):
    opening = supervision.opening_of(desk.case, is_published=False)
    desk.name = "undecided"

    assert supervision.opening_of(desk.case, is_published=False) is not opening


def test_the_newest_verdict_on_evidence_counts(desk):
    piece = pieces(desk)[0]
    words = dict.fromkeys(("relevance", "legality", "authenticity", "admissible"), "no")
    desk.act("evidence.review", {"verdicts": [{"evidence": str(piece.id), **words}]})

    assert not pieces(desk)[0].verdict.is_admissible


def test_what_a_body_has_settled_is_in_force_for_it(desk):
    body = desk.case.body
    assert parameters.in_force(body)(NOW.date()).review_days == 10
    targets = parameters.targets_of(body)

    setting.set_value(
        None, targets, "review_days", 5, valid_from=NOW.date(), reason="加快审核", at=NOW
    )

    assert parameters.in_force(body)(NOW.date()).review_days == 5
    other = db.session.scalar(sa.select(Body).where(Body.field != body.field))
    assert parameters.in_force(other)(NOW.date()).review_days == 10
