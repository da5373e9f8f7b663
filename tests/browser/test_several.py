"""Several violations on the page of a to-do: the rows come when asked for, with what they offer."""

import re

import pytest
from playwright.sync_api import Page, expect

ITEM, OTHER = "SJ-008", "SJ-013"


@pytest.fixture
def page(look, worked) -> Page:
    """Return the page of the proposal of a case with one violation."""
    return look("chenwei").go(f"/tasks/{worked.todo('undecided', 'proposal.draft').id}")


def field(page: Page, name: str):
    return page.locator(f'[data-field="{name}"]')


def answered(page: Page):
    """Wait until the server has kept the draft and told what the fields offer now."""
    return page.expect_response(re.compile("/draft$"))


def ask_for_rows(page: Page) -> None:
    with answered(page):
        field(page, "several").get_by_text("是", exact=True).click()
    expect(field(page, "violations.0.item").locator("option")).not_to_have_count(1)


def test_the_single_block_stands_until_several_violations_are_asked_for(page):
    expect(field(page, "violations")).to_be_hidden()
    expect(field(page, "kinds")).to_be_visible()

    ask_for_rows(page)

    expect(field(page, "violations.0.conduct")).to_be_visible()
    expect(field(page, "kinds")).to_be_hidden()
    expect(field(page, "violations.0.party")).to_be_hidden()


def test_a_violation_offers_the_clauses_and_grades_of_its_item(page, look, assert_accessible):
    ask_for_rows(page)
    page.locator('select[name="violations.0.item"]').select_option(ITEM)
    with answered(page):
        page.locator('input[name="violations.0.result"][value="penalty"]').check()
    with answered(page):
        field(page, "violations.0.kinds").get_by_text("罚款").click()
        page.locator('input[name="violations.0.goods_value"]').fill("6000")
        page.locator('input[name="violations.0.conduct"]').click()

    expect(field(page, "violations.0.basis")).to_contain_text("第五十条")
    expect(field(page, "violations.0.grade").locator("input[type=radio]").first).to_be_attached()
    assert_accessible(look("chenwei"))
    look("chenwei").shoot("several-violations")


def test_a_second_violation_has_its_own_fields_and_one_that_is_spared_its_ground(page):
    ask_for_rows(page)
    field(page, "violations").get_by_role("button", name="添加一项").click()
    page.locator('select[name="violations.1.item"]').select_option(OTHER)
    page.locator('input[name="violations.1.result"][value="nopenalty"]').check()

    expect(field(page, "violations.1.ground")).to_be_visible()
    expect(field(page, "violations.1.waiver_reason")).to_be_visible()
    expect(field(page, "violations.1.kinds")).to_be_hidden()
    expect(field(page, "violations.0.ground")).to_be_hidden()
