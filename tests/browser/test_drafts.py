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
