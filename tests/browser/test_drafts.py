"""What is typed outlives the page, the session and a hurried farewell (草稿)."""

import re

import pytest
from playwright.sync_api import expect

WORDS = "拟没收违法所得并处罚款，当事人已停止销售。"


@pytest.fixture
def task(worked):
    return f"/tasks/{worked.todo('undecided', 'proposal.draft').id}"


def content(page):
    return page.locator("textarea[name=content]")


def opinion(page):
    return page.get_by_role("textbox", name="承办人意见")


def test_a_draft_comes_back_after_a_reload(look, task):
    page = look("chenwei").go(task)

    with page.expect_response(re.compile("/draft$")):
        content(page).fill(WORDS)
    page.reload()

    expect(content(page)).to_have_value(WORDS)


def test_what_was_typed_after_the_session_ended_comes_back_after_signing_in(look, task, worked):
    visit = look("chenwei")
    page = visit.go(task)
    visit.client.delete_cookie("faxun_session")
    content(page).fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("登录已失效")

    page.goto(task)
    expect(page.get_by_label("密码", exact=True)).to_be_visible()
    visit.client.enter(worked.account("chenwei"))
    page.goto(task)

    expect(content(page)).to_have_value(WORDS)


@pytest.mark.parametrize("pause", [0, 800], ids=["before the draft", "beside the draft"])
def test_what_is_typed_after_an_answer_is_not_undone_by_an_older_draft(look, task, pause):
    visit = look("chenwei")
    page = visit.go(task)
    held = []
    page.route("**/draft", lambda route: held.append(route))
    page.evaluate("document.querySelector('[name=_etag]').value = 'older'")
    opinion(page).fill("建议按上述意见办理，请审批。")
    content(page).fill(WORDS)
    page.wait_for_timeout(pause)

    page.route(f"**{task}", lambda route: (page.wait_for_timeout(900), route.fallback()))
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("form[data-answered]").wait_for()
    page.unroute("**/draft")
    assert len(held) == (1 if pause else 0)

    expect(content(page)).to_have_value(WORDS)
    with page.expect_response(re.compile("/draft$")):
        content(page).fill(f"{WORDS}另查明已退货。")
    page.wait_for_timeout(500)
    expect(content(page)).to_have_value(f"{WORDS}另查明已退货。")


def test_what_was_sent_without_a_session_comes_back_after_signing_in(look, task, worked):
    visit = look("chenwei")
    page = visit.go(task)
    visit.client.delete_cookie("faxun_session")
    opinion(page).fill("建议按上述意见办理，请审批。")
    content(page).fill(WORDS)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_label("密码", exact=True)).to_be_visible()

    visit.client.enter(worked.account("chenwei"))
    page.goto(task)

    expect(content(page)).to_have_value(WORDS)


def test_nobody_else_in_the_same_window_gets_it(look, task, worked):
    visit = look("chenwei")
    page = visit.go(task)
    visit.client.delete_cookie("faxun_session")
    content(page).fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("登录已失效")

    visit.client.enter(worked.account("limin"))
    page.goto(task)

    expect(content(page)).not_to_have_value(WORDS)


def test_a_post_without_a_session_leads_back_to_its_page(worked, task):
    browser = worked.enter("chenwei")
    token = browser.csrf_token()
    browser.delete_cookie("faxun_session")

    answer = browser.post(
        task, data={"csrf_token": token}, headers={"Referer": f"http://localhost{task}"}
    )

    assert answer.location.endswith(f"/sign-in?next={task}")
