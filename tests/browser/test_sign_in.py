"""The door, as people see it: by password, by the panel, with the keyboard, refused."""

import pytest

from tests.factories import PASSWORD, make_body, make_officer, make_unit
from webapp.database import db


@pytest.fixture
def people(live_app):
    """Add a bureau whose people stand in the demonstration panel."""
    bureau = make_body("岚江市市场监督管理局", short_name="市市场监管局")
    unit = make_unit(bureau)
    found = {}
    for place, (name, role) in enumerate(
        [("陈伟", "officer_lead"), ("李敏", "officer_assist"), ("王建", "unit_head")], start=1
    ):
        officer = make_officer(bureau, role, name=name, unit=unit)
        officer.account.showcase = place
        found[name] = officer
    db.session.commit()
    return found


def test_a_password_opens_the_door(visit, people, assert_accessible):
    visit.go("/bodies/")
    assert "next=" in visit.page.url
    assert_accessible(visit)

    visit.page.get_by_label("账号或执法证号").fill(people["陈伟"].certificate.number)
    visit.page.get_by_label("密码", exact=True).fill(PASSWORD)
    visit.page.get_by_role("button", name="登录").click()

    assert visit.page.url.endswith("/bodies/")
    assert visit.page.get_by_text("岚江市市场监督管理局 · 执法一科").is_visible()


def test_a_wrong_password_is_said_in_words_and_keeps_the_name(visit, people, assert_accessible):
    visit.go("/sign-in")
    visit.page.get_by_label("账号或执法证号").fill("chenwei")
    visit.page.get_by_label("密码", exact=True).fill("不对")
    visit.page.keyboard.press("Enter")

    assert visit.page.get_by_role("alert").inner_text() == "账号或密码不正确。"
    assert visit.page.get_by_label("账号或执法证号").input_value() == "chenwei"
    assert_accessible(visit)
    visit.shoot("sign-in-refused")


def test_the_eye_shows_the_password(visit, people):
    visit.go("/sign-in")
    field = visit.page.get_by_label("密码", exact=True)

    visit.page.get_by_role("button", name="显示密码").click()

    assert field.get_attribute("type") == "text"


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_panel_lets_anybody_in_with_one_click(open_window, people, width, assert_accessible):
    visit = open_window(width=width)
    visit.go("/sign-in")
    assert_accessible(visit)
    visit.shoot(f"sign-in-{width}")

    visit.page.get_by_role("button", name="王建").click()

    visit.page.get_by_role("button", name="退出").wait_for()
    fits = visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert fits


def test_the_keyboard_reaches_the_text_past_the_menus(visit, people):
    visit.enter(people["陈伟"].account)
    visit.go("/bodies/")

    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == "跳到正文"
    visit.page.keyboard.press("Enter")

    assert visit.page.evaluate("document.activeElement.id") == "main"


def test_signing_out_leads_back_to_the_door(visit, people):
    visit.enter(people["李敏"].account)

    visit.page.get_by_role("button", name="退出").click()

    assert "/sign-in" in visit.page.url
    visit.go("/account")
    assert "/sign-in" in visit.page.url
