"""What every page does by itself: sends once, waits for the input method, closes menus, draws."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

TYPED = "ni hao"


@pytest.fixture
def task(worked):
    return f"/tasks/{worked.todo('undecided', 'proposal.draft').id}"


@pytest.fixture
def main(worked):
    return f"/supervision/instances/{worked.case('published').instance_id}"


def test_a_form_is_sent_once_and_shows_that_it_is_on_its_way(look, task):
    page = look("chenwei").go(f"{task}/transfer")
    page.evaluate(
        """() => {
            window.sent = 0;
            addEventListener("submit", (event) => {
                if (!event.defaultPrevented) window.sent += 1;
                event.preventDefault(); // the window stays
            });
            document.querySelector("main form").noValidate = true;
        }"""
    )
    button = page.locator("main form button").last

    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("status").last).to_have_text("正在提交，请稍候")
    button.click(force=True)
    assert page.evaluate("sent") == 1

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    assert page.evaluate("sent") == 2


def test_what_an_input_method_still_composes_is_not_saved(look, task):
    page = look("chenwei").go(task)
    words = page.locator("textarea[name=content]")
    words.fill("拟处罚款。")
    keyboard = page.context.new_cdp_session(page)
    saved = []
    page.on("request", lambda one: saved.append(one.post_data) if "/draft" in one.url else None)
    page.wait_for_timeout(900)
    assert len(saved) == 1

    words.focus()
    end = len(TYPED)
    composing = {"text": TYPED, "selectionStart": end, "selectionEnd": end}
    keyboard.send("Input.imeSetComposition", composing)
    page.wait_for_timeout(900)
    expect(words).to_have_value(re.compile(TYPED))
    assert len(saved) == 1
    beside = page.get_by_role("textbox", name="承办人意见")
    beside.evaluate("one => one.dispatchEvent(new Event('input', {bubbles: true}))")
    page.wait_for_timeout(900)
    assert TYPED not in saved[-1]

    with page.expect_request(re.compile("/draft$")) as request:
        keyboard.send("Input.insertText", {"text": "你好"})
    assert "你好" in request.value.post_data_json["content"]
    assert TYPED not in request.value.post_data


@pytest.mark.parametrize("width", [390, 1440])
def test_a_menu_lies_in_the_window_and_escape_gives_the_focus_back(look, worked, width):
    page = look("chenwei").go(f"/cases/{worked.case('undecided').number}")
    page.set_viewport_size({"width": width, "height": 800})
    opener = page.locator("summary", has_text="案件事项")

    opener.click()
    menu = page.locator(".z-wide-menu")
    expect(menu).to_be_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_diagram_is_seen_whole_opens_what_it_calls_and_prints_on_sheets(look, main):
    page = look("suwanqing").go(main)
    page.locator(".djs-shape").first.wait_for()
    room = page.locator(".z-diagram").bounding_box()
    for shape in page.locator(".djs-shape:not(.z-d-lane)").all():
        box = shape.bounding_box()
        assert room["x"] <= box["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"]

    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        boxes = [[round(float(one)) for one in sheet.mediabox] for sheet in printed.pages]
    assert {tuple(one[2:]) for one in boxes} == {(842, 595)}  # A4 on its side
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheets = page.locator(".z-sheets figure")
    assert sheets.count() >= 2
    assert "（1/" in sheets.first.inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert sheets.count() == 0

    page.locator(".djs-shape.z-d-open").first.click()
    expect(page.locator(".z-way [aria-current]")).to_be_focused()
    assert "?at=" in page.url
