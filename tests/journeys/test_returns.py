"""Sending back, taking back, claiming, passing on, drafts: what officers expect of their to-dos."""

from collections import Counter
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine.errors import ReturnRefused
from engine.trajectory import Kind
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.dossiers.models import DocumentState
from webapp.errors import Conflict, Invalid, NotAllowed
from webapp.instances import assigning, todos
from webapp.instances.models import StepRecord, TodoRecord, TodoState
from webapp.instances.operations import AlreadyHandled
from webapp.instances.store import KeyTaken
from webapp.matters.models import MatterStatus
from webapp.tasks import operations as tasks
from webapp.tasks import queries
from webapp.tasks.errors import NotStartable, Stale

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def asked() -> Journey:
    """Return a case whose filing waits for the head."""
    j = Journey()
    j.register()
    j.later(hours=1)
    j.do("case.assign")
    j.at("2026-03-04T14:00")
    j.steps("case.verify", "case.verify_opinion", "case.file_request", "case.file_opinion")
    return j


def papers(j: Journey, address: str) -> list[DocumentState]:
    """Return the states of the papers of a kind, oldest first."""
    return [one.state for one in dossiers.of_matter(j.matter_id) if one.address == address]


def test_what_comes_back_is_done_again_on_a_fresh_paper(asked: Journey) -> None:
    j = asked
    j.back("case.file", "verify", "请补充核实货值")

    assert papers(j, "penalty/verification_report") == [DocumentState.VOID, DocumentState.DRAFT]
    todo = j.open_tasks()["case.verify"]
    assert queries.page(j.office["officer_lead"], todo.id).values["findings"].startswith("货架上")
    j.later(hours=1)
    j.do("case.verify", findings="货架上的三种食品标签未标明生产日期，货值三千元。")
    j.steps("case.verify_opinion", "case.file_request", "case.file_opinion", "case.file")

    void, final = [
        one
        for one in dossiers.of_matter(j.matter_id)
        if one.address == "penalty/verification_report"
    ]
    assert void.void_reason == "退回重做：请补充核实货值"
    assert "货值三千元" in final.context["f"]["findings"]
    assert papers(j, "penalty/filing_approval") == [DocumentState.FINAL]
    assert j.case.number == "岚市监立〔2026〕1号"


def test_after_sixty_returns_the_case_is_still_decided_and_archived(asked: Journey) -> None:
    j = asked
    for target, acts in (
        ("file_opinion", ["case.file_opinion"]),
        ("file_request", ["case.file_request", "case.file_opinion"]),
    ) * 30:
        j.back("case.file", target)
        j.steps(*acts, minutes=1)
    j.do("case.file")
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

    kinds = db.session.scalars(
        sa.select(StepRecord.kind).where(StepRecord.matter_id == j.matter_id)
    )
    assert Counter(kinds)[Kind.RETURN] == 60
    assert (j.case.status, j.case.number) == (MatterStatus.ARCHIVED, "岚市监立〔2026〕1号")
    assert not j.open_tasks()
    assert Counter(papers(j, "penalty/filing_approval"))[DocumentState.FINAL] == 1


def test_a_number_given_up_stays_in_the_register_and_the_next_one_follows(asked: Journey) -> None:
    j = asked
    j.do("case.file")
    stages.evidence_taken(j)
    stages.reviewed(j)
    j.at("2026-03-24T09:00")
    j.steps("proposal.draft", "proposal.opinion", "appr.proposal", "notice.prior")
    j.back("notice.approve", "hearing_notice", "请写明裁量理由")
    j.steps("notice.prior", "notice.approve")

    notice = j.paper_of("penalty/hearing_notice")
    assert notice.number == "岚市监听告〔2026〕1号"
    assert papers(j, "penalty/hearing_notice") == [DocumentState.FINAL]


def test_sending_back_needs_a_reason_and_a_step_the_diagram_allows(asked: Journey) -> None:
    with pytest.raises(Invalid):
        asked.back("case.file", "verify", "  ")
    with pytest.raises(ReturnRefused):
        asked.back("case.file", "lead")


def test_a_completion_is_taken_back_until_the_next_one_looks(asked: Journey) -> None:
    j = asked
    done = todos.get_todo(j.open_tasks()["case.file"].id)
    j.back("case.file", "file_request")
    j.later(minutes=5)
    j.do("case.file_request")
    mine = j.open_tasks()["case.file_opinion"].id
    request = _done(j, "case.file_request")
    with transaction():
        tasks.withdraw(j.office["officer_lead"], request)
    assert "case.file_request" in j.open_tasks()
    assert todos.get_todo(mine).state.name == "CANCELED"
    assert done.state.name == "DONE"

    j.later(minutes=5)
    j.do("case.file_request")
    waiting = j.open_tasks()["case.file_opinion"]
    with transaction():
        assigning.see(todos.get_todo(waiting.id), j.now)
    with pytest.raises(Conflict, match="已经打开"), transaction():
        tasks.withdraw(j.office["officer_lead"], _done(j, "case.file_request"))


def _done(j: Journey, act: str) -> UUID:
    """Return the to-do of an act that was done last."""
    query = sa.select(TodoRecord.id).where(
        TodoRecord.matter_id == j.matter_id,
        TodoRecord.state == TodoState.DONE,
        sa.literal(act) == sa.any_(TodoRecord.acts),
    )
    return db.session.scalars(query.order_by(TodoRecord.done_at.desc())).all()[0]


def test_what_has_effects_is_not_taken_back(asked: Journey) -> None:
    asked.do("case.file")

    with pytest.raises(Conflict, match="不能撤回"), transaction():
        tasks.withdraw(asked.office["deputy_head"], _done(asked, "case.file"))


def test_only_the_right_people_may_act(asked: Journey) -> None:
    j = asked
    todo = j.open_tasks()["case.file"]
    values = j.values("penalty/filing_decision", {})

    with pytest.raises(NotAllowed, match="分管负责人"), transaction():
        tasks.complete(j.office["case_reviewer"], todo.id, values)
    j.do("case.file")
    collecting = j.open_tasks()["inv.collect"]
    with pytest.raises(NotAllowed, match="不是指定的办理人"), transaction():
        tasks.complete(j.office["spare"], collecting.id, {})
    with transaction():
        tasks.claim(j.office["officer_assist"], collecting.id)
    with pytest.raises(NotAllowed, match="已由李敏认领"), transaction():
        tasks.complete(j.office["officer_lead"], collecting.id, {})
    with transaction():
        tasks.release(j.office["officer_assist"], collecting.id)
        tasks.transfer(j.office["officer_lead"], collecting.id, j.office["officer_assist"], "出差")
    with pytest.raises(NotAllowed), transaction():
        tasks.transfer(j.office["officer_assist"], collecting.id, j.office["finance"], "出差")


def test_the_same_request_has_one_effect_and_the_second_officer_is_told(asked: Journey) -> None:
    j = asked
    todo = j.open_tasks()["case.file"]
    values = j.values("penalty/filing_decision", {})
    head, other = j.office["deputy_head"], j.office["second_deputy"]
    given = []
    for _ in range(3):
        with transaction():
            given.append(tasks.complete(head, todo.id, values, "key-1").answer)

    assert given[0] == given[1] == given[2]
    assert given[0]["case_number"] == "岚市监立〔2026〕1号"
    with pytest.raises(AlreadyHandled, match="周慎行"), transaction():
        tasks.complete(other, todo.id, values, "key-2")
    with pytest.raises(KeyTaken), transaction():
        tasks.complete(other, todo.id, values, "key-1")


def test_a_page_that_is_out_of_date_is_refused(asked: Journey) -> None:
    todo = asked.open_tasks()["case.file"]

    with pytest.raises(Stale), transaction():
        tasks.complete(
            asked.office["deputy_head"],
            todo.id,
            asked.values("penalty/filing_decision", {}),
            etag='"old"',
        )


def test_drafts_are_kept_shown_again_and_dropped_when_submitted(asked: Journey) -> None:
    j = asked
    head, todo = j.office["deputy_head"], j.open_tasks()["case.file"]
    with transaction():
        tasks.save_draft(head, todo.id, {"opinion": "拟同意"})
    page = queries.page(head, todo.id)
    assert page.has_draft
    assert page.values["opinion"] == "拟同意"

    j.do("case.file", opinion="同意立案。")
    assert not queries.page(head, todo.id).has_draft


def test_a_preview_and_the_open_safeguards_follow_what_is_typed(asked: Journey) -> None:
    j = asked
    j.do("case.file")
    j.start("onsite")
    j.do("inv.id_show")
    todo = j.open_tasks()["inv.onsite"]
    officer = j.office["officer_lead"]
    raw = {"officers": [str(officer.id)], "findings": "货架上有三种食品", "place": "榕荫路88号"}

    html = queries.preview(officer, todo.id, raw)
    lines = {one.id: one for one in queries.standing(officer, todo.id, raw)}

    assert "货架上有三种食品" in html
    assert lines["S-G-01"].state.value == "未满足"
    assert lines["S-G-01"].basis


def test_the_menu_opens_when_its_conditions_hold(asked: Journey) -> None:
    j = asked
    with pytest.raises(NotStartable, match="立案后"):
        j.start("extension")
    with pytest.raises(NotAllowed, match="承办人员"):
        j.start("onsite", by="spare")
    with pytest.raises(NotStartable, match="送达后"):
        j.start("remedy")
