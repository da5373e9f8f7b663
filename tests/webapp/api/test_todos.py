"""To-dos through the API: read, keep, complete once, and every way in which that is refused."""

import uuid

import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from tests.harness import Browser
from webapp.database import db
from webapp.instances.models import StepRecord, TodoRecord, TodoState
from webapp.process_records.models import AuditEntry
from webapp.tasks.models import Draft


def steps(todo):
    db.session.expire_all()
    query = sa.select(sa.func.count()).where(StepRecord.todo_id == todo.id)
    return db.session.scalar(query)


def test_my_to_dos_are_listed_with_case_and_deadline(worked, chenwei, todo):
    found = {one["id"]: one for one in chenwei.get("/todos").json["items"]}

    line = found[str(todo.id)]
    assert line["case"]["id"] == worked.ids["undecided"]
    assert line["acts"] == ["proposal.draft"]
    assert line["state"] == "OPEN"
    assert chenwei.get(f"/todos?case={worked.ids['undecided']}").json["items"] == [line]


def test_a_to_do_comes_with_schema_data_choices_and_version(chenwei, todo, values):
    answer = chenwei.get(f"/todos/{todo.id}")

    assert answer.headers["ETag"] == answer.json["etag"]
    judge = Draft202012Validator(answer.json["schema"])
    assert judge.is_valid({name: value for name, value in values.items() if value is not ...})
    assert not judge.is_valid({})
    assert {one["path"] for one in answer.json["uiHints"]} >= {"content", "kinds", "fine"}
    assert answer.json["choices"]["kinds" if "kinds" in answer.json["choices"] else "basis"]
    assert answer.json["data"]["fine"] == "8000.00"
    assert [one["id"] for one in answer.json["safeguards"]]


def test_a_draft_is_kept_and_given_back(chenwei, todo):
    saved = chenwei.put(f"/todos/{todo.id}/draft", {"data": {"content": "拟处罚款"}})

    assert saved.status_code == 200
    read = chenwei.get(f"/todos/{todo.id}").json
    assert (read["is_draft"], read["data"]["content"]) == (True, "拟处罚款")


def test_a_completion_tells_what_follows(worked, chenwei, todo, values):
    etag = chenwei.get(f"/todos/{todo.id}").headers["ETag"]

    answer = chenwei.complete(todo, values, key="first", etag=etag)

    assert answer.status_code == 200
    assert answer.json["case"] == worked.ids["undecided"]
    assert [one["name"] for one in answer.json["opened"]] == ["承办机构意见"]
    db.session.expire_all()
    assert db.session.get(TodoRecord, todo.id).state is TodoState.DONE


def test_one_key_has_one_effect_and_one_answer(chenwei, todo, values):
    answers = [chenwei.complete(todo, values, key="ten-times") for _ in range(10)]

    assert {one.status_code for one in answers} == {200}
    assert all(one.json == answers[0].json for one in answers)
    replays = [one.headers.get("Idempotency-Replayed") for one in answers]
    assert replays == [None] + ["true"] * 9
    assert steps(todo) == 1


def test_a_key_stands_for_one_request_of_one_account(program, chenwei, todo, values):
    chenwei.complete(todo, values, key="mine")

    other_content = chenwei.complete(todo, {**values, "content": "别的"}, key="mine")
    other_account = program("limin").complete(todo, values, key="mine")

    assert other_content.status_code == 422
    assert "内容不同的请求" in other_content.json["detail"]
    assert other_account.status_code in (404, 409)
    assert steps(todo) == 1


def test_who_comes_second_is_told_who_was_first(program, worked):
    todo = worked.todo("lead", "case.assign")
    values = worked.journey("lead").submission(todo)
    program("wangjian").complete(todo, values)

    lost = program("sunwang").complete(todo, values)

    assert lost.status_code == 409
    assert lost.json["winner"]["name"] == "王建"
    assert lost.json["winner"]["officer"] == worked.officer("wangjian").id
    assert "已由王建于" in lost.json["detail"]


def test_a_version_that_changed_is_412(chenwei, todo, values, state):
    before = state()

    answer = chenwei.complete(todo, values, etag='"0-OPEN-elsewhere"')

    assert answer.status_code == 412
    assert "刷新后核对" in answer.json["detail"]
    assert state() == before


def test_wrong_fields_are_named_and_change_nothing(chenwei, todo, values, state):
    before = state()

    answer = chenwei.complete(todo, {**values, "fine": "80.005", "content": ""})

    assert answer.status_code == 422
    found = {one["path"]: one["message"] for one in answer.json["errors"]}
    assert found.keys() == {"fine", "content"}
    assert "两位小数" in found["fine"]
    assert state() == before


def test_a_safeguard_is_named_with_its_article_and_the_attempt_recorded(
    worked, program, chenwei, todo, values, state
):
    chenwei.put(f"/todos/{todo.id}/draft", {"data": {"content": "照旧"}})
    before = state()

    answer = chenwei.complete(todo, {**values, "fine": "49000.00"})

    assert answer.status_code == 422
    refusal = next(one for one in answer.json["refusals"] if one["id"] == "S-P-32")
    assert refusal["basis"].startswith("《")
    assert refusal["message"] in answer.json["detail"]
    assert state() == before
    assert db.session.scalars(sa.select(Draft.values)).one()["content"] == "照旧"
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "task.refused")
    ).one()
    assert entry.officer_id == worked.officer("chenwei").id
    assert "S-P-32" in {one["id"] for one in entry.details["refusals"]}


@pytest.mark.parametrize(
    ("login", "status"),
    [("wangjian", 403), ("wutong", 404), ("cg-chengye", 404), ("qianshuning", 404)],
)
def test_who_may_not_is_refused(program, todo, values, state, login, status):
    before = state()

    answer = program(login).complete(todo, values)

    assert answer.status_code == status
    assert state() == before


def test_nobody_enters_without_a_token(worked, todo):
    browser = Browser(worked.app)

    answers = [
        browser.get("/api/v1/todos", headers=headers)
        for headers in ({}, {"Authorization": "Bearer fx_unknown"}, {"Authorization": "Basic eDp5"})
    ]

    assert {one.status_code for one in answers} == {401}
    assert all(one.headers["WWW-Authenticate"].startswith("Bearer") for one in answers)
    assert all(one.mimetype == "application/problem+json" for one in answers)


def test_an_unknown_to_do_is_404(chenwei, values):
    answer = chenwei.post(f"/todos/{uuid.uuid4()}/complete", {"data": values})

    assert answer.status_code == 404
    assert answer.json["detail"] == "没有这项任务。"


def test_a_to_do_goes_back_with_an_opinion(worked, program):
    worked.journey("undecided").do("proposal.draft")
    todo = worked.todo("undecided", "proposal.opinion")
    head = program("wangjian")
    target = head.get(f"/todos/{todo.id}").json["returns"][0]

    silent = head.post(f"/todos/{todo.id}/return", {"target": target["node"], "opinion": " "})
    unknown = head.post(f"/todos/{todo.id}/return", {"target": "filing", "opinion": "请补充"})
    done = head.post(f"/todos/{todo.id}/return", {"target": target["node"], "opinion": "请补充"})

    assert (silent.status_code, unknown.status_code, done.status_code) == (422, 422, 200)
    assert unknown.json["errors"][0]["path"] == "target"
    assert worked.todo("undecided", "proposal.draft").state is TodoState.OPEN


def test_a_to_do_is_claimed_released_and_passed_on(worked, program):
    todo = worked.todo("lead", "case.assign")
    first, second = program("wangjian"), program("sunwang")

    assert first.post(f"/todos/{todo.id}/claim").status_code == 200
    assert second.post(f"/todos/{todo.id}/claim").status_code in (403, 409)
    assert first.post(f"/todos/{todo.id}/release").json["assignee"] is None
    to = worked.officer("sunwang").id
    passed = first.post(f"/todos/{todo.id}/transfer", {"to": to, "reason": "本科承办"})
    assert passed.json["assignee"] == to
    assert first.complete(todo, {}).status_code == 403
