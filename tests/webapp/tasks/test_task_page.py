"""The page of a to-do: what it shows to whom, what comes back when it is refused, what is kept."""

import re

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from tests.harness import NOW
from webapp.database import db, transaction
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters.models import Recusal
from webapp.process_records.models import AuditEntry
from webapp.tasks.models import Draft

ACT = "proposal.draft"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def flat(values, prefix=""):
    """Return values as a browser sends them."""
    sent = MultiDict()
    for name, value in values.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            sent.update(flat(value, f"{path}."))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value):
                sent.update(flat(row, f"{path}.{at}."))
        elif isinstance(value, list):
            sent.setlist(path, [str(one) for one in value])
        else:
            sent[path] = str(value).lower() if isinstance(value, bool) else str(value)
    return sent


@pytest.fixture
def todo(worked):
    return worked.todo("undecided", ACT)


@pytest.fixture
def values(worked, todo):
    """Return what would be accepted."""
    return worked.journey("undecided").submission(todo)


@pytest.fixture
def chenwei(worked):
    return worked.enter("chenwei")


def page_of(browser, todo):
    answer = browser.get(f"/tasks/{todo.id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1].replace("&#34;", '"')


def submit(browser, todo, values, **more):
    page = page_of(browser, todo)
    sent = flat(values)
    sent["_key"], sent["_etag"] = hidden(page, "_key"), hidden(page, "_etag")
    sent["csrf_token"] = hidden(page, "csrf_token")
    for name, value in more.items():
        sent[name] = value
    return browser.post(f"/tasks/{todo.id}", data=sent)


def test_the_page_shows_steps_safeguards_clock_and_what_follows(chenwei, todo):
    page = text(chenwei.get(f"/tasks/{todo.id}"))

    assert "办案环节" in page
    assert "第 3 步，共 9 步" in page
    assert "本环节须守的保障" in page
    assert "处罚法 第" in page
    assert "办案期限" in page
    assert "如何算出" in page
    assert "次日起算 90 日" in page
    assert "提交后由承办机构负责人 王建 办理“承办机构意见”。" in page
    assert "唐棠" in page  # who did the step before


@pytest.mark.parametrize("login", ["wutong", "zhouhang", "qianshuning", "cg-chengye"])
def test_strangers_are_told_there_is_no_such_task(worked, todo, login):
    assert worked.enter(login).get(f"/tasks/{todo.id}").status_code == 404


def test_the_unit_head_may_look_but_not_act(worked, todo):
    browser = worked.enter("wangjian")

    page = page_of(browser, todo)

    assert "您不是指定的办理人" in page
    assert 'form="task">提交' not in page
    assert browser.send(f"/tasks/{todo.id}").status_code == 403
    assert browser.get(f"/tasks/{todo.id}/preview").status_code == 403


def test_whoever_must_keep_away_is_told_nothing(worked, todo):
    officer = worked.officer("chenwei")
    with transaction() as session:
        session.add(
            Recusal(matter_id=todo.matter_id, officer_id=officer.id, since=NOW, reason="亲属")
        )

    browser = worked.enter("chenwei")

    assert browser.get(f"/tasks/{todo.id}").status_code == 404
    assert worked.case("undecided").number not in text(browser.get("/todo"))


def test_a_draft_is_kept_by_script_and_by_button(chenwei, todo):
    values = {"content": "拟处罚款八千元", "kinds": ["0201"]}
    token = {"X-CSRFToken": chenwei.header_token(), "Accept": "application/json"}

    answer = chenwei.post(f"/tasks/{todo.id}/draft", json=values, headers=token)

    assert answer.get_json()["saved"] == "10:30"
    assert "本环节须守的保障" in answer.get_json()["safeguards"]
    assert "拟处罚款八千元" in page_of(chenwei, todo)

    chenwei.send(f"/tasks/{todo.id}/draft", {"content": "改为九千元"})
    assert "改为九千元" in page_of(chenwei, todo)
    assert len(db.session.scalars(sa.select(Draft)).all()) == 1


def test_a_draft_of_another_officer_stays_apart(worked, chenwei, todo):
    chenwei.send(f"/tasks/{todo.id}/draft", {"content": "陈伟的草稿"})

    assert "陈伟的草稿" not in page_of(worked.enter("limin"), todo)


def test_the_preview_runs_nothing_and_shows_what_is_typed(chenwei, todo):
    typed = {"opinion": "<script>alert(1)</script>请审批"}

    answer = chenwei.send(f"/tasks/{todo.id}/preview", typed)

    page = answer.get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_trial_print_is_a_pdf(chenwei, todo, values):
    answer = chenwei.send(f"/tasks/{todo.id}/proof", flat(values).to_dict())

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_a_submission_leads_on_and_is_not_done_twice(chenwei, todo, values):
    first = submit(chenwei, todo, values, _key="once")
    again = chenwei.send(f"/tasks/{todo.id}", {**flat(values).to_dict(flat=False), "_key": "once"})

    assert first.status_code == again.status_code == 302
    assert first.location == again.location == f"/tasks/{todo.id}/onward"
    flash = text(chenwei.get(first.location, follow_redirects=True))
    assert "“拟处意见呈报”已提交" in flash
    assert "现由王建办理“承办机构意见”。" in flash
    done = db.session.get(TodoRecord, todo.id)
    assert done.state is TodoState.DONE


def test_wrong_fields_come_back_with_everything_typed(chenwei, todo, values):
    answer = submit(chenwei, todo, {**values, "fine": "12.345", "opinion": "请领导审批"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "处须修改后才能提交" in page
    assert 'value="12.345"' in page
    assert "请领导审批" in page
    assert db.session.get(TodoRecord, todo.id).state is TodoState.OPEN


def test_refusals_name_their_articles_mark_fields_and_leave_a_trace(chenwei, todo, values):
    answer = submit(chenwei, todo, {**values, "fine": "900000.00"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "项程序保障未满足，本次提交没有生效" in page
    assert "《行政处罚法》" in page.split('id="refusals"')[1].split("</section>")[0]
    assert 'value="900000.00"' in page
    assert re.search(r'id="f-fine-error" data-error>', page)
    audit = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "task.refused"))
    assert [entry.matter_id for entry in audit] == [todo.matter_id]
    assert db.session.get(TodoRecord, todo.id).state is TodoState.OPEN


def test_who_comes_second_is_told_who_was_first_and_keeps_the_words(worked, todo, values):
    limin = worked.enter("limin")
    page = page_of(limin, todo)
    assert submit(worked.enter("chenwei"), todo, values).status_code == 302

    sent = flat({**values, "opinion": "李敏写的意见"})
    sent["_key"], sent["csrf_token"] = hidden(page, "_key"), hidden(page, "csrf_token")
    answer = limin.post(f"/tasks/{todo.id}", data=sent)

    assert answer.status_code == 409
    assert "该任务已由陈伟于2026年5月18日10时30分办理" in text(answer)
    assert "李敏写的意见" in text(answer)


def test_a_page_that_was_overtaken_asks_to_look_again(chenwei, todo, values):
    answer = submit(chenwei, todo, values, _etag='"old-1"')

    assert answer.status_code == 409
    assert "在您打开页面后有了变化" in text(answer)
    assert values["opinion"] in answer.get_data(as_text=True)


def test_a_return_needs_a_target_and_an_opinion(worked, todo):
    j = worked.journey("undecided")
    j.do(ACT)
    head = worked.enter("wangjian")
    step = worked.todo("undecided", "proposal.opinion")

    assert "拟处意见呈报" in text(head.get(f"/tasks/{step.id}/return"))
    empty = head.send(f"/tasks/{step.id}/return", {"target": "draft", "opinion": " "})
    elsewhere = head.send(f"/tasks/{step.id}/return", {"target": "closing", "opinion": "重报"})
    assert empty.status_code == elsewhere.status_code == 422

    answer = head.send(f"/tasks/{step.id}/return", {"target": "draft", "opinion": "请补充理由"})

    assert answer.status_code == 302
    back = worked.todo("undecided", ACT)
    page = text(worked.enter("chenwei").get(f"/tasks/{back.id}"))
    assert "退回" in page
    assert "请补充理由" in page


def test_a_task_is_passed_on_only_to_who_qualifies(worked, chenwei, todo):
    page = text(chenwei.get(f"/tasks/{todo.id}/transfer"))
    assert "李敏" in page
    assert "周航" not in page
    zhouhang = worked.officer("zhouhang").id

    refused = chenwei.send(f"/tasks/{todo.id}/transfer", {"to": zhouhang, "reason": "出差"})
    silent = chenwei.send(f"/tasks/{todo.id}/transfer", {"to": worked.officer("limin").id})
    assert refused.status_code == silent.status_code == 422

    answer = chenwei.send(
        f"/tasks/{todo.id}/transfer", {"to": worked.officer("limin").id, "reason": "出差"}
    )
    assert answer.status_code == 302
    assert db.session.get(TodoRecord, todo.id).assignee_id == worked.officer("limin").id


def test_matters_start_from_the_menu_with_what_stands_against_them(worked, chenwei):
    number = worked.case("undecided").number
    page = text(chenwei.get(f"/cases/{number}"))
    assert "案件事项" in page
    assert "中止与恢复调查" in page
    assert "决定书送达后才能办理" in page

    refused = chenwei.send(f"/cases/{number}/start/remedy")
    started = chenwei.send(f"/cases/{number}/start/onsite")

    assert refused.status_code == 409
    assert started.status_code == 302
    assert started.location.startswith("/tasks/")
    assert worked.enter("wangjian").send(f"/cases/{number}/start/onsite").status_code == 403


def test_a_done_task_shows_what_was_submitted(worked, chenwei, todo, values):
    submit(chenwei, todo, values)

    page = text(chenwei.get(f"/tasks/{todo.id}"))

    assert "提交的内容" in page
    assert values["content"] in page
    assert worked.enter("wutong").get(f"/tasks/{todo.id}").status_code == 404


def test_an_unknown_task_is_not_found(chenwei):
    assert chenwei.get("/tasks/12345678-1234-5678-1234-567812345678").status_code == 404
    assert chenwei.get("/tasks/nonsense").status_code == 404


def test_registering_a_lead_starts_a_case_and_names_similar_ones(worked):
    hejing = worked.enter("hejing")
    page = hejing.get("/leads/new").get_data(as_text=True)
    similar = hejing.send("/leads/similar", {"party.name": "岚江市禾记食品有限公司"})
    assert worked.case("undecided").number in text(similar)
    assert "当事人名称相同" in text(similar)
    assert "字库" not in text(similar)
    rare = hejing.send("/leads/similar", {"party.name": "王\U00031353"})
    assert "“\U00031353”在现有字库中没有字形" in text(rare)

    wrong = hejing.send("/leads/new", {"_key": hidden(page, "_key"), "content": "群众反映"})
    assert wrong.status_code == 422
    assert "群众反映" in wrong.get_data(as_text=True)

    values = flat(worked.journey("lead").values("penalty/lead", {})).to_dict()
    values.pop("reporter_name"), values.pop("reporter_contact")
    answer = hejing.send(
        "/leads/new", {**values, "reporter_kind": "none", "_key": hidden(page, "_key")}
    )
    assert answer.status_code == 302
    assert "案源已登记" in text(hejing.get("/leads"))
    assert worked.enter("chenwei").get("/leads/new").status_code == 403


def test_the_page_for_leads_says_the_days_and_rules_of_the_body(worked):
    here = worked.enter("hejing").get("/leads/new").get_data(as_text=True)
    with transaction():
        body = worked.officer("hejing").body
        body.field, body.division_code = "农业农村", "310000"
    there = worked.enter("hejing").get("/leads/new").get_data(as_text=True)

    assert "十五个工作日内核查" in here
    assert "《市场监督管理行政处罚程序规定》第十八条、第十九条" in here
    assert "《广东省一体化行政执法平台管理办法》第五条" in here
    assert "七个工作日内核查" in there
    assert "《行政处罚法》第五十四条第二款；《农业行政处罚程序规定》第二十九条至第三十一条" in there
    assert "市场监督管理" not in there.partition("登记须知")[2].partition("</section>")[0]
    assert "广东省" not in there.partition("登记须知")[2].partition("</section>")[0]
