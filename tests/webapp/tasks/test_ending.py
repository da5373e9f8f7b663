"""A procedure started by mistake beside a case is ended, as long as it has no effect."""

import re
from urllib.parse import quote

import pytest

from engine.instance import Status
from engine.trajectory import Kind
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.instances import checks, todos, trajectories
from webapp.instances import queries as instances
from webapp.process_records.verification import verify
from webapp.tasks import operations

REASON = "误点，本案无须延长办案期限。"


@pytest.fixture
def case(worked):
    return worked.case("undecided")


@pytest.fixture
def address(case):
    return f"/cases/{quote(case.number)}"


@pytest.fixture
def start(worked, case):
    """Return a function that starts a procedure of the case menu and returns its instance."""

    def begin(procedure):
        with transaction():
            advance = operations.start_menu(case, procedure, worked.officer("chenwei"))
        return instances.get_instance(advance.instance)

    return begin


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_what_was_started_by_mistake_ends_with_its_reason_in_the_trajectory(
    worked, address, start, case
):
    beside, chenwei = start("extension"), worked.enter("chenwei")
    (todo,) = todos.open_todos(beside.id)
    page = chenwei.get(address).get_data(as_text=True)
    assert f"误启动？结束“{beside.title}”" in page
    end = f"{address}/procedures/{beside.id}/end"

    assert chenwei.send(end, {"reason": " "}).status_code == 422
    assert chenwei.send(end, {"reason": REASON, "_key": "once"}).status_code == 302
    assert chenwei.send(end, {"reason": REASON, "_key": "once"}).status_code == 302

    assert instances.get_instance(beside.id).status is Status.WITHDRAWN
    assert todos.open_todos(beside.id) == []
    (halt,) = [one for one in trajectories.trajectory(beside.id) if one.kind is Kind.HALT]
    assert halt.digest
    shown = chenwei.get(address)
    assert REASON in text(shown)
    assert f"结束“{beside.title}”" not in text(shown)
    assert f"/tasks/{todo.id}" not in chenwei.get("/todo").get_data(as_text=True)
    home = worked.app.extensions["faxun.settings"].home
    assert verify([checks.check_submissions], home, db.session()).flaws == ()
    assert chenwei.send(end, {"reason": REASON}).status_code == 409


def test_what_has_taken_effect_goes_on_and_others_end_nothing(worked, address, start, case):
    journey = worked.journey("undecided")
    beside = start("interview")
    journey.do("inv.id_show")
    journey.later(hours=1)
    journey.do("inv.interview")
    assert dossiers.fixed_in(beside.id) is not None
    main = instances.instances_of(case.id)[0]
    mistaken = start("extension")
    chenwei = worked.enter("chenwei")

    for one in (beside, main):
        answer = chenwei.send(f"{address}/procedures/{one.id}/end", {"reason": REASON})
        assert answer.status_code == 409, one.title
    answer = worked.enter("wangjian").send(
        f"{address}/procedures/{mistaken.id}/end", {"reason": REASON}
    )

    assert answer.status_code == 403
    assert instances.get_instance(mistaken.id).status is Status.RUNNING


def test_its_drafts_leave_the_lists(worked, address, start):
    beside = start("extension")
    journey = worked.journey("undecided")
    journey.do("case.extend_draft")
    chenwei = worked.enter("chenwei")
    (paper,) = [one for one in dossiers.of_matter(beside.matter_id) if one.instance_id == beside.id]
    link = f"/documents/{paper.id}"
    assert link in chenwei.get("/documents?state=draft").get_data(as_text=True)

    chenwei.send(f"{address}/procedures/{beside.id}/end", {"reason": REASON})

    assert link not in chenwei.get("/documents?state=draft").get_data(as_text=True)
    assert link not in chenwei.get(address).get_data(as_text=True)


def test_a_procedure_beside_never_takes_over_the_badge_of_the_case(worked, address, start):
    chenwei = worked.enter("chenwei")
    badge = r'<div class="z-title"><h1>.*?</h1><span class="z-badge[^>]*>([^<]*)'
    before = re.search(badge, chenwei.get(address).get_data(as_text=True))[1]
    todo = worked.todo("undecided", "proposal.draft")

    beside = start("extension")

    page = chenwei.get(address).get_data(as_text=True)
    assert re.search(badge, page)[1] == before
    assert before.endswith(todo.name)
    assert f'href="/tasks/{todo.id}">办理当前任务' in page
    assert worked.case("undecided").stage == todo.stage
    assert f'data-confirm="发起“{beside.title}”？"' in page
