"""The procedures of the case menu: acts of evidence, interruptions, and what moves other clocks."""

import pytest

from engine.deadlines import State
from tests.documents.conftest import text_of
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import Document
from webapp.evidence import queries as evidence
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import clocks
from webapp.matters import queries as matters
from webapp.matters.models import MatterStatus
from webapp.payments import queries as payments
from webapp.publicity import queries as publicity
from webapp.publicity.models import PublicationState
from webapp.service import carriers
from webapp.service import queries as service
from webapp.service.models import AttemptState, Carriage, ServiceMethod
from webapp.tasks import queries

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def filed() -> Journey:
    """Return a case just filed."""
    j = Journey()
    stages.opened(j)
    j.at("2026-03-05T09:00")
    return j


def decision_clock(j: Journey):
    """Return the clock of the decision."""
    (line,) = [one for one in clocks.of_matter(j.matter_id) if one.rule == "DL-02"]
    return line


SIGNED_OUTSIDE = {
    "shared/rights_notice": {"party"},
    "shared/site_record": {"party"},
    "shared/scene_survey": {"party", "witness"},
    "shared/interview_record": {"party"},
    "shared/sampling_record": {"party"},
    "shared/evidence_extraction": {"provider"},
    "shared/edata_record": {"party"},
    "shared/service_receipt": {"recipient"},
}
"""Where people from outside sign, as each kind of paper says."""


def slots_of(j: Journey, address: str) -> set[str]:
    """Return the slots that people from outside signed in."""
    return slots(j.paper_of(address))


def slots(paper: Document) -> set[str]:
    return {one.slot for one in paper.signatures if one.officer_id is None}


def test_every_act_of_evidence_leaves_its_record_and_its_evidence(filed: Journey) -> None:
    j = filed
    for procedure, act in (
        ("rights_notice", "inv.rights_notice"),
        ("onsite", "inv.onsite"),
        ("survey", "inv.survey"),
        ("interview", "inv.interview"),
        ("sampling", "inv.sample"),
        ("obtaining", "inv.obtain"),
        ("edata", "inv.edata"),
    ):
        j.record(procedure, act)
    j.start("av_log")
    j.do("inv.record_av")
    j.start("monitor_review")
    j.steps("inv.monitor", "inv.monitor_review")
    j.start("assistance")
    j.steps("inv.assist", "doc.approve")
    j.later(days=5)
    j.do("inv.assist_reply")
    for procedure, act in (("summons", "inv.summon"), ("material_order", "inv.demand")):
        j.start(procedure)
        j.steps(act, "doc.approve")
        j.serve()

    found = evidence.of_matter(j.matter_id)
    assert [one.act for one in found] == [
        "inv.onsite", "inv.survey", "inv.interview", "inv.sample", "inv.obtain", "inv.edata",
        "inv.record_av", "inv.monitor", "inv.assist_reply",
    ]  # fmt: skip
    assert all(one.is_usable for one in found)
    assert all(one.document_id for one in found)
    assert {address: slots_of(j, address) for address in SIGNED_OUTSIDE} == SIGNED_OUTSIDE
    assert len(j.print_all()) == len(dossiers.final(j.matter_id))


def test_preserved_goods_are_disposed_of_within_seven_working_days(filed: Journey) -> None:
    j = filed
    j.start("preservation")
    j.steps("preserve.draft", "preserve.opinion", "appr.preserve")
    j.do("inv.id_show")
    j.later(hours=1)
    j.do("inv.preserve")
    j.later(minutes=30)
    j.serve()
    j.steps("preserve.dispose_draft", "preserve.dispose_approve", "inv.preserve_dispose")
    j.serve()

    (line,) = [one for one in clocks.of_matter(j.matter_id) if one.rule == "DL-03"]
    assert line.state is State.MET
    j.print_all()


def test_s_p_25_preservation_lapses_when_nobody_disposes(filed: Journey) -> None:
    j = filed
    j.start("preservation")
    j.steps("preserve.draft", "preserve.opinion", "appr.preserve")
    j.do("inv.id_show")
    j.later(hours=1)
    j.do("inv.preserve")
    j.later(minutes=30)
    j.serve()
    assert "preserve.dispose_draft" in j.open_tasks()

    j.at("2026-03-17T08:00")
    j.later(minutes=1)

    assert "preserve.dispose_draft" not in j.open_tasks()
    j.do("inv.preserve_lapse")
    j.serve()
    j.print_all()


def test_s_g_19_the_head_lets_a_device_work_without_location(filed: Journey) -> None:
    j = filed
    hidden = {"device": "mobile", "position": ..., "position_off_reason": "地下车库没有信号"}
    j.start("onsite")
    j.do("inv.id_show")
    j.later(hours=1)
    assert j.refused("inv.onsite", **hidden).keys() == {"S-G-19"}

    j.start("location_waiver")
    todo = j.open_tasks()["case.location_off_draft"]
    page = queries.page(j.who(todo), todo.id)
    paper = queries.preview(j.who(todo), todo.id, page.values)
    j.steps("case.location_off_draft", "case.location_off_opinion", "case.location_off")
    j.do("inv.onsite", **hidden)

    assert "关闭移动终端定位" in paper
    assert "《广东省一体化行政执法平台管理办法》第二十一条" in paper
    assert "《市场监督管理行政处罚程序规定》第五十五条" not in paper


def test_an_appraisal_stops_the_clock_of_the_decision(filed: Journey) -> None:
    j = filed
    before = decision_clock(j).due
    j.start("appraisal")
    j.steps("inv.appraise", "doc.approve", "inv.appraise_period")
    j.serve()
    j.later(days=9)
    j.do("inv.appraise_result")
    j.later(minutes=10)
    j.serve()

    db.session.expire_all()
    after = decision_clock(j)
    assert (after.due - before).days == 10
    assert "扣除" in after.sentence
    j.print_all()


def test_a_suspended_case_rests_with_the_same_to_dos(filed: Journey) -> None:
    j = filed
    collecting = j.open_tasks()["inv.collect"].id
    j.start("suspension")
    j.steps("case.suspend_draft", "case.suspend_opinion", "case.suspend")

    assert j.case.status is MatterStatus.SUSPENDED
    assert "inv.collect" not in j.open_tasks()
    assert db.session.get_one(TodoRecord, collecting).state is TodoState.SUSPENDED
    assert decision_clock(j).due is None

    j.serve()
    j.later(days=20)
    j.steps("case.resume_draft", "case.resume")
    assert j.case.status is MatterStatus.OPEN
    assert j.open_tasks()["inv.collect"].id == collecting
    assert decision_clock(j).due is not None
    assert j.open_tasks()["inv.collect"].due == decision_clock(j).due
    j.serve()
    j.print_all()


def test_a_terminated_case_is_closed_and_archived(filed: Journey) -> None:
    j = filed
    j.record("onsite", "inv.onsite")
    j.start("termination")
    j.steps("case.terminate_draft", "case.terminate_opinion", "case.terminate")

    assert "inv.collect" not in j.open_tasks()
    j.do("arch.draft", result="terminated")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")
    assert j.case.status is MatterStatus.ARCHIVED


def test_s_g_04_a_challenged_officer_is_replaced_and_keeps_away(filed: Journey) -> None:
    j = filed
    j.start("recusal")
    j.do("recuse.request")
    j.later(minutes=10)
    j.do("recuse.decide")

    assert j.case.handler_ids == (j.office["officer_lead"].id, j.office["spare"].id)
    todo = j.open_tasks()["inv.collect"]
    assert todo.candidates == list(j.case.handler_ids)
    j.later(minutes=10)
    j.serve(officers=j.office.ids("officer_lead", "spare"))
    j.print_all()


def test_s_g_05_the_heads_together_decide_whether_the_head_withdraws(filed: Journey) -> None:
    j = filed
    chief = j.office["agency_head"]
    j.start("recusal")
    j.do("recuse.request", target=str(chief.id), target_rank="chief")
    j.later(minutes=10)
    todo = j.open_tasks()["recuse.decide"]
    voters = [str(chief.id), *j.office.ids("deputy_head", "hearing_chair")]
    own = [{"officer": voter, "vote": "disagree"} for voter in voters]

    assert todo.role == "recorder"
    assert set(j.refused("recuse.decide", attendees=own)) == {"S-G-05"}
    j.do("recuse.decide")
    assert [one.officer_id for one in matters.recusals(j.matter_id)] == [chief.id]
    j.later(minutes=10)
    j.serve()
    (decision,) = (pdf for title, pdf in j.print_all().items() if "回避决定书" in title)
    assert "经本机关负责人集体讨论" in text_of(decision)
    assert "同意回避" not in text_of(decision)  # who voted how stays inside


def test_a_hearing_is_put_off_by_the_agency_and_suspended_by_its_chair() -> None:
    j = Journey(serious=True, fine="20000.00")
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    claim = {"requested_on": "2026-03-26", "reason": "认为处罚过重", "files": [j.paper]}
    j.do("hear.request", hearing_claimed="yes", way="written", waiver_text=..., **claim)
    j.do("defense.receive")
    j.at("2026-03-27T09:00")
    j.steps("hear.accept", "hear.panel")
    j.do("hear.notify", at="2026-04-13T09:00")
    j.later(hours=2)
    j.serve()
    j.at("2026-03-31T09:00")
    j.do("hear.announce")

    j.at("2026-04-10T09:00")
    j.do("hear.hold", **_not_held("deferred"))
    j.do("hear.change", kind="deferred", new_at="2026-04-28T09:00")
    assert j.open_tasks()["hear.change_approve"].role == "deputy_head"
    j.do("hear.change_approve")
    j.later(minutes=10)
    j.serve()

    j.at("2026-04-28T09:30")
    j.do("hear.hold", **_not_held("suspended"))
    j.do("hear.change", kind="suspended", new_at=..., new_place=...)
    assert j.open_tasks()["hear.change_approve"].role == "hearing_chair"
    j.do("hear.change_approve")
    j.later(minutes=10)
    j.serve()
    assert "hear.hold" in j.open_tasks()
    letters = [one for one in dossiers.final(j.matter_id) if one.address == "shared/hearing_change"]
    assert len(letters) == 2


def _not_held(result: str) -> dict[str, object]:
    """Return what is recorded of a hearing that did not take place."""
    return {
        "hearing_result": result,
        "result_reason": "当事人因病不能到场，提交了诊断证明。",
    }


def test_an_extension_moves_the_end_and_an_order_is_rechecked(filed: Journey) -> None:
    j = filed
    before = decision_clock(j).due
    j.start("correction")
    j.steps("order.correct", "order.approve")
    j.serve()
    j.later(days=5)
    j.do("inv.id_show")
    j.later(hours=1)
    j.do("order.recheck")
    j.at("2026-05-28T09:00")
    j.start("extension")
    j.steps("case.extend_draft", "case.extend_opinion", "case.extend")

    db.session.expire_all()
    assert decision_clock(j).due > before
    assert j.open_tasks()["inv.collect"].due == decision_clock(j).due
    j.start("amendment")
    j.steps("doc.amend", "doc.amend_approve")
    j.serve()
    j.print_all()


def test_every_way_of_service_counts_from_its_own_day(filed: Journey) -> None:
    j = filed
    j.start("service_address")
    j.do("serve.address")
    j.start("service_consent")
    j.do("serve.consent")
    for method, act in (
        ("leave", "serve.leave"),
        ("electronic", "serve.electronic"),
        ("mail", "serve.mail"),
        ("entrust", "serve.entrust"),
    ):
        j.start("material_order")
        j.steps("inv.demand", "doc.approve")
        j.later(days=4)
        reason = {"reason": "当事人要求"} if method in ("mail", "entrust") else {}
        j.do("serve.plan", method=method, **reason)
        j.later(**({"days": 3} if method == "mail" else {"minutes": 40}))
        j.do(act, **({"witness": "林晓"} if method == "leave" else {}))

    attempts = service.of_matter(j.matter_id)
    assert [one.method for one in attempts] == [
        ServiceMethod.LEAVE, ServiceMethod.ELECTRONIC, ServiceMethod.MAIL, ServiceMethod.ENTRUST,
    ]  # fmt: skip
    assert all(one.state is AttemptState.SERVED for one in attempts)
    assert slots_of(j, "shared/service_consent") == {"party"}
    left = next(one for one in dossiers.final(j.matter_id) if slots(one) == {"witness"})
    assert left.address == "shared/service_receipt"
    assert [one.name for one in left.signatures if one.slot == "witness"] == ["林晓"]
    j.print_all()


def test_an_announcement_counts_thirty_days_later(filed: Journey) -> None:
    j = filed
    j.start("material_order")
    j.steps("inv.demand", "doc.approve")
    for method in ("deliver", "mail"):
        reason = {"reason": "改用邮寄"} if method == "mail" else {}
        j.do("serve.plan", method=method, **reason)
        j.later(days=1)
        if method == "mail":
            number = service.running(j.open_tasks()["serve.mail"].instance_id, "serve").number
            carriers.local(number).tell(number, Carriage.BOUNCED, j.now, j.now, "查无此人")
        j.later(days=1)
        if method == "deliver":
            j.do("serve.deliver", served="no", refusal_reason="无人在场", signature=...)
        else:
            j.do("serve.mail", served="no", returned=True, address_confirmed=False, received_on=...)
    j.do("serve.plan", method="announce", reason="多次送达不成，下落不明")
    j.do("serve.announce")
    assert "serve.announced" not in j.open_tasks()

    j.later(days=31)
    j.do("serve.announced")

    *failed, announced = service.of_matter(j.matter_id)
    assert [one.state for one in failed] == [AttemptState.FAILED, AttemptState.FAILED]
    assert announced.state is AttemptState.SERVED
    j.print_all()


def test_a_fine_is_put_off_and_a_changed_decision_comes_down() -> None:
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
    j.later(days=1)
    j.start("deferral")
    j.steps("exec.defer_request", "exec.defer_draft", "exec.defer_opinion", "exec.defer")
    j.do("exec.defer_notify")
    j.later(minutes=30)
    j.serve()
    assert len(payments.installments_of(j.matter_id)) == 2

    j.steps("pub.decide", "pub.approve")
    j.later(days=20)
    j.start("remedy")
    j.steps("remedy.start", "remedy.acknowledge")
    j.do("remedy.result", remedy_result="changed", result_text="变更处罚数额。")
    j.steps("pub.withdraw", "pub.withdraw_approve")

    assert j.case.is_revoked
    publication = publicity.latest(j.matter_id)
    assert publication is not None
    assert publication.state is PublicationState.WITHDRAWN
    j.print_all()


def test_a_lead_that_is_not_filed_ends_there() -> None:
    j = Journey()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    j.do("case.verify", suggestion="nofile")
    j.do("case.verify_opinion")
    j.do("case.file_request", suggestion="nofile")
    j.do("case.file_opinion")
    j.do(
        "case.file",
        filing="no",
        reason="违法行为发生地不在本辖区",
        lead_officer=...,
        assist_officer=...,
    )
    j.do("case.nofile")

    assert j.case.status is MatterStatus.DECLINED
    assert j.case.number is None
    assert not j.open_tasks()
    j.print_all()


def test_a_case_goes_to_the_body_that_has_the_power() -> None:
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    nothing = dict.fromkeys(
        ("kinds", "fine", "confiscation", "goods_value", "grade", "discretion_reason"), ...
    )
    j.do("inv.close", suggestion="refer", money="no", **nothing)
    j.steps("inv.close_opinion", "rev.case")
    j.do("proposal.draft", suggestion="refer", **nothing)
    j.do("proposal.opinion")
    j.do("appr.proposal", proposal="other", hearing_scope="no")
    j.do("dec.draft", suggestion="refer", **nothing)
    j.do("dec.opinion")
    j.do("dec.approve", outcome="refer")
    j.steps("ref.send", "ref.approve")
    j.later(days=2)
    j.do("ref.accept")
    j.do("arch.draft", result="referred")
    j.steps("arch.opinion", "arch.close", "arch.compile", "arch.file")

    assert j.case.status is MatterStatus.ARCHIVED
    j.print_all()
