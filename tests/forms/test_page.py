"""The live form in a real browser, under our content security policy, and what axe says of it."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from forms import html
from forms.choices import Band, Choice, Choices
from forms.errors import FormError
from tests.forms.test_html import CHOICES, FORM, VALUES

pytestmark = pytest.mark.xdist_group("browser")
ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"
)
ORIGIN = "http://form.test"
PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>表单</title>'
    '<link rel="stylesheet" href="app.css"><link rel="stylesheet" href="form.css">'
    '<script src="form.js" defer></script></head><body><main><h1>事先告知</h1><h2>填写</h2>'
    '<form class="card" method="post" action="/sent" novalidate>{}<button>提交</button>'
    '<button name="_draft" value="1" formnovalidate>保存草稿</button></form></main></body></html>'
)
FOUND = {"value": "c9", "label": "《食品安全法》第一百二十二条", "detail": "没收", "tag": "幅度"}
LISTEN = """() => {
  window.heard = [];
  for (const name of ["faxun:change", "faxun:invalid"])
    document.addEventListener(name, (event) => window.heard.push({ name, ...event.detail }));
}"""


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    for name in ("app.css", "form.css", "form.js"):
        loaders = [f"--loader:.{end}=empty" for end in ("woff", "woff2", "ttf", "eot", "svg")]
        subprocess.run(
            [
                ROOT / "node_modules/.bin/esbuild",
                ROOT / "webapp/assets/entries" / name,
                "--bundle",
                "--format=iife",
                "--target=chrome109",
                "--log-level=warning",
                f"--outfile={folder / name}",
                *loaders,
            ],
            check=True,
        )
    return folder


@pytest.fixture(scope="module")
def chromium(request):
    if request.config.getoption("--no-browser", default=False):
        pytest.skip("asked for with --no-browser")
    path = shutil.which("chromium")
    assert path, (
        "Chromium is missing: run setup/chromium.sh, or leave browsers out with --no-browser"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_form(chromium, bundles):
    """Open a drawn form; what goes wrong in the page fails the test."""
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, bypass_csp=False)
    page = context.new_page()
    wrong: list[str] = []
    sent: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)

    def answer(route):
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name == "sent":
            sent.append(route.request.post_data or "")
            route.fulfill(body="<!doctype html><title>收到</title>", content_type="text/html")
        elif name == "":
            headers = {"content-security-policy": POLICY, "content-type": "text/html"}
            route.fulfill(body=page.drawn, headers=headers)
        elif name.startswith("laws?"):
            route.fulfill(json={"items": [FOUND]})
        else:
            route.fulfill(path=bundles / name)

    context.route(f"{ORIGIN}/**", answer)

    def show(values=VALUES, **more):
        now = datetime(2026, 5, 18, 10, 30)
        page.drawn = PAGE.format(
            html.render(FORM, values, **{"choices": CHOICES, "now": now, **more})
        )
        page.sent = sent
        page.goto(f"{ORIGIN}/")
        page.evaluate(LISTEN)
        return page

    yield show
    context.close()
    assert wrong == []


def names_in(page, rows):
    return page.eval_on_selector_all(
        f"[data-rows={rows}] [data-body] [name]", "all => all.map((one) => [one.name, one.value])"
    )


def test_fields_come_and_go_with_what_they_depend_on(open_form):
    page = open_form()

    page.uncheck("input[name=kinds][value=fine]")

    assert page.locator("[data-field=fine]").is_hidden()
    page.check("input[name=kinds][value=fine]")
    assert page.locator("[data-field=fine]").is_visible()


def test_sending_is_stopped_and_the_errors_are_linked(open_form):
    page = open_form({**VALUES, "days": 3, "facts": ""})

    page.get_by_role("button", name="提交").click()

    assert page.sent == []
    summary = page.locator("[data-summary]")
    assert summary.inner_text().strip() == "有 2 处须修改后才能提交：事实、期限"
    assert summary.evaluate("(one) => one === document.activeElement")
    assert page.locator("#f-days-error").inner_text() == "期限不得小于 5 个工作日"
    page.fill("[name=days]", "5")
    assert page.locator("#f-days-error").is_hidden()
    assert summary.inner_text().strip() == "有 1 处须修改后才能提交：事实"
    assert page.evaluate("heard[0].name") == "faxun:invalid"


def test_a_sound_form_is_sent(open_form):
    page = open_form()

    page.get_by_role("button", name="提交").click()
    page.wait_for_url(f"{ORIGIN}/sent")

    assert "goods.1.ok=false" in page.sent[0]


def test_a_draft_is_sent_as_it_is(open_form):
    page = open_form({"facts": ""})

    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(f"{ORIGIN}/sent")

    assert "_draft=1" in page.sent[0]


def test_errors_of_the_server_stand_until_the_field_changes(open_form):
    with pytest.raises(FormError) as caught:
        FORM.clean({**VALUES, "evidence": ["e5"]}, choices=CHOICES)
    page = open_form(VALUES, errors=caught.value.errors)

    assert "聊天<截图>" in page.locator("#f-evidence-error").inner_text()
    page.uncheck("input[name=evidence][value=e1]")
    assert page.locator("#f-evidence-error").is_hidden()
    assert page.locator("[data-summary]").is_hidden()


def test_rows_are_added_removed_and_numbered(open_form):
    page = open_form()

    page.click("[data-rows=goods] [data-add]")
    page.keyboard.type("冷藏柜")
    page.click("[data-rows=goods] [data-row]:nth-child(1) [data-remove]")

    names = [name for name, value in names_in(page, "goods") if name.endswith("name")]
    assert names == ["goods.0.name", "goods.1.name"]
    assert page.input_value("[name='goods.1.name']") == "冷藏柜"
    assert page.locator("[data-rows=goods] [data-number]").all_inner_texts() == ["1", "2"]
    page.check("[name='goods.1.ok'][value=false]")
    assert page.is_checked("[name='goods.0.ok'][value=false]")


def test_an_error_stands_in_the_row_it_is_about_past_untouched_rows(open_form):
    page = open_form({**VALUES, "goods": []})

    page.click("[data-rows=goods] [data-add]")
    page.check("[name='goods.1.ok'][value=true]")
    page.get_by_role("button", name="提交").click()

    assert page.locator("[data-field='goods.1.name'] [data-error]").inner_text() == "请填写名称"
    assert page.locator("[data-field='goods.0.name'] [data-error]").is_hidden()


def test_the_last_row_is_emptied_instead_of_removed(open_form):
    page = open_form({**VALUES, "points": [{"point": "没有卖"}]})

    page.click("[data-rows=points] [data-remove]")

    assert names_in(page, "points") == [["points.0.point", ""]]


def test_the_slider_moves_the_amount_and_the_amount_the_slider(open_form):
    page = open_form()

    page.fill("[name=fine]", "90,000")
    assert page.locator("[data-band] output").inner_text() == "90,000 元"
    assert page.is_checked("[name=grade][value=heavy]")
    page.focus("[data-band] input[type=range]")
    page.keyboard.press("Home")
    assert page.input_value("[name=fine]") == "50000.00"
    assert page.is_checked("[name=grade][value=light]")
    page.fill("[name=fine]", "120000")
    assert "在幅度之外" in page.locator("[data-band] output").inner_text()


def test_provisions_are_found_here_and_at_the_server(open_form):
    page = open_form({**VALUES, "violated": []})

    page.fill("#f-violated-search", "35")
    assert page.locator("[data-clauses=violated] [data-found]").inner_text() == "找到 1 条"
    page.fill("#f-violated-search", "食安法 122")
    page.check("input[name=violated][value=c9]")

    page.wait_for_function("() => heard.length > 0")
    assert page.evaluate("heard.at(-1).values.violated") == ["c9"]


def test_files_and_signatures_join_the_values(open_form):
    page = open_form({**VALUES, "sign": {}, "photos": []})
    picture, strokes, photo = ("ab" * 32, "cd" * 32, "ef" * 32)

    page.check("[name='sign.method'][value=pad]")
    page.evaluate(
        """([photo, picture, strokes]) => {
          const tell = (at, name, detail) => {
            const event = new CustomEvent(name, { bubbles: true, detail });
            document.querySelector(at).dispatchEvent(event);
          };
          tell("[data-files=photos]", "faxun:uploaded", { digest: photo, name: "现场.jpg" });
          tell("[data-pad=sign]", "faxun:signed", { file: picture, strokes_file: strokes });
        }""",
        [photo, picture, strokes],
    )

    page.wait_for_function("() => heard.length > 0 && heard.at(-1).values.photos")
    values = page.evaluate("heard.at(-1).values")
    assert values["photos"] == [photo]
    assert values["sign"] == {"method": "pad", "file": picture, "strokes_file": strokes}
    page.click("[data-files=photos] [data-detach]")
    assert page.locator("[data-files=photos] li").count() == 0


def test_changes_are_told_once_after_a_pause_with_clean_values(open_form):
    page = open_form()

    page.locator("[name=facts]").press_sequentially("一二三")
    page.wait_for_function("() => heard.length > 0")

    assert page.evaluate("heard.length") == 1
    assert page.evaluate("heard[0].clean.days") == 5
    page.fill("[name=days]", "x")
    page.wait_for_function("() => heard.length > 1")
    assert page.evaluate("heard[1].clean") is None
    assert page.evaluate("heard[1].values.days") == "x"


def test_ready_phrases_and_counters_help(open_form):
    page = open_form({**VALUES, "facts": ""})

    page.get_by_role("button", name="经查，").click()

    assert page.input_value("[name=facts]") == "经查，"
    assert page.locator("[data-field=facts] [data-count]").inner_text() == "3/2000 字"
    assert page.locator("[data-field=fine] [data-grouped]").inner_text() == "60,000.00"


def test_without_scripts_nothing_is_lost(chromium, bundles):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(html.render(FORM, {"kinds": []}, choices=CHOICES)))

    assert page.locator("[name=fine]").is_visible()
    context.close()


def test_axe_finds_no_violation(open_form):
    page = open_form({**VALUES, "days": 3}, errors=())
    page.get_by_role("button", name="提交").click()
    axe = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    page.evaluate(axe)
    found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")

    assert [(one["id"], one["nodes"][0]["target"]) for one in found["violations"]] == []


def test_a_benchmark_of_one_grade_is_no_slider(open_form):
    only = Choices(bands=(Band("one", "定额", "500", "500"),))

    page = open_form({**VALUES, "grade": "one"}, choices={**CHOICES, "benchmark": only})

    assert page.locator("[data-band] input[type=range]").is_hidden()
    assert page.is_checked("[name=grade][value=one]")


def test_what_cannot_be_picked_is_shown_as_such(open_form):
    late = Choices((Choice("i1", "未经许可", state="已停用", tone="late", disabled=True),))

    page = open_form({**VALUES, "item": ""}, choices={**CHOICES, "item": late})

    assert page.locator("select[name=item] option[value=i1]").is_disabled()
