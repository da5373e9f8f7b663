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


def test_a_reload_within_the_second_loses_nothing_though_it_overtakes_the_farewell(look, task):
    page = look("chenwei").go(task)

    def lose_the_farewell(route):
        is_farewell = route.request.resource_type == "ping"
        return route.fulfill(status=409) if is_farewell else route.fallback()

    page.route("**/draft", lose_the_farewell)
    content(page).fill(WORDS)
    page.reload()

    expect(content(page)).to_have_value(WORDS)


def test_a_page_older_than_the_session_goes_on_with_the_token_of_now(look, task):
    visit = look("chenwei")
    page = visit.go(task)
    visit.client.delete_cookie("faxun")  # as another sign-in of the same person would

    content(page).fill(WORDS)

    expect(page.locator("#saved")).to_contain_text("已自动保存")


def test_an_opinion_sent_with_an_old_token_is_sent_again_with_one_click(look, worked):
    worked.journey("published").steps("exec.pay", "arch.draft")
    visit = look("wangjian")
    page = visit.go(f"/tasks/{worked.todo('published', 'arch.opinion').id}/return")
    opinion = page.get_by_role("textbox", name="退回意见")
    opinion.fill("请补充票据。")
    visit.client.delete_cookie("faxun")

    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("heading", name="页面已过期")).to_be_visible()
    page.get_by_role("button", name="重新提交").click()

    expect(page.locator("#messages")).to_contain_text("已退回至")


def test_a_lead_typed_while_the_session_ends_stands_in_the_form_after_signing_in(look, worked):
    visit = look("hejing")
    page = visit.go("/leads/new")
    page.locator("[name=place]").fill("望海区榕荫路66号")
    page.locator("[name=content]").fill("群众反映短斤少两。")
    visit.client.delete_cookie("faxun_session")
    page.get_by_role("button", name="登记", exact=True).evaluate(
        "one => (one.formNoValidate = true)"
    )

    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_label("密码", exact=True)).to_be_visible()
    visit.client.enter(worked.account("hejing"))
    page.goto("/leads/new")

    expect(page.locator("[name=content]")).to_have_value("群众反映短斤少两。")
    expect(page.locator("[name=place]")).to_have_value("望海区榕荫路66号")
    page.goto("/leads")
    page.goto("/leads/new")
    page.locator("[name=content]").fill("另一件事。")
    page.reload()
    expect(page.locator("[name=content]")).to_have_value("另一件事。")


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

    sent = {"data": {"csrf_token": token}, "headers": {"Referer": f"http://localhost{task}?a=b"}}
    answer = browser.post(task, **sent)
    browser.delete_cookie("faxun")  # a browser that was closed has no token either
    forgotten = browser.post(task, **sent)

    for one in (answer, forgotten):
        assert one.location.endswith(f"/sign-in?next={task}?a%3Db"), one.location
