"""Counts what a whole case costs its people: every press, and every field they must type."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands
from tests.browser.office import BrowserOffice
from tests.journeys.journey import Journey
from webapp.database import db

SEND = """() => {
  window.waiting = true
  const said = document.querySelector('[data-summary]')
  if (said) said.hidden = true
}"""
"""Forget what the form said before, and know the page that is left."""

SENT = "!window.waiting || document.querySelector('[data-summary]:not([hidden])')"


@dataclass
class Tally:
    """What hands did, by the act at which they did it."""

    clicks: Counter[str] = field(default_factory=Counter)
    typed: dict[str, list[str]] = field(default_factory=dict)
    act: str = ""

    def click(self) -> None:
        """Count one press of a link, button, choice or file."""
        self.clicks[self.act] += 1

    def type(self, name: str) -> None:
        """Count one field that had to be typed."""
        self.typed.setdefault(self.act, []).append(name)

    @property
    def fields(self) -> int:
        """Return how many fields were typed."""
        return sum(map(len, self.typed.values()))

    def lines(self) -> list[str]:
        """Return the counts, act by act."""
        acts = {**self.clicks, **self.typed}
        return [f"{act} {self.clicks[act]} {self.typed.get(act, [])}" for act in acts]


class CountedHands(Hands):
    """Fills in a form as somebody does who accepts what it already holds; counts the rest."""

    def __init__(self, page: Page, file: Path, tally: Tally) -> None:
        super().__init__(page, file)
        self.tally = tally
        self.over: set[str] = set()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Answer what one press answers alike, then the rest."""
        for button in self.form.locator("[data-all], [data-series]").all():
            self.press(button)
        super().fill(values)

    def mend(self, values: Mapping[str, Any], names: set[str]) -> None:
        """Type over what the form named as wrong."""
        self.over = names
        self.fill(values)

    def press(self, target: Locator) -> None:
        """Press something."""
        self.tally.click()
        super().press(target)

    def _set(self, name: str, kind: str, value: Any, *, is_open: bool) -> None:
        if kind == "files":
            if not self.field(name).locator("[data-body] li").count():
                self.tally.click()
        elif kind in ("radio", "checkbox"):
            picked = f'input[type={kind}][name="{name}"]:checked'
            if self.form.locator(picked).count():
                return
        elif name not in self.over and self.control(name).input_value():
            return
        elif kind == "select-one":
            self.tally.click()
        elif kind and is_open:
            if self._said(name, value):
                return
            self.tally.type(name)
        super()._set(name, kind, value, is_open=is_open)

    def _said(self, name: str, value: Any) -> bool:
        """Press the ready phrase that fits, where a field has some."""
        phrases = self.field(name).locator("[data-phrase]")
        if not phrases.count():
            return False
        fitting = phrases.get_by_text(str(value), exact=True)
        self.press(fitting if fitting.count() else phrases.first)
        return True


class CountedOffice(BrowserOffice):
    """An office whose people reach everything by pressing what their pages offer."""

    def __init__(self, journey: Journey, open_window: Callable[..., Any], file: Path) -> None:
        super().__init__(journey, open_window, file)
        self.tally = Tally()

    def press(self, target: Locator) -> None:
        """Press a link or button."""
        self.tally.click()
        target.click()

    def come_back(self, post: str) -> Page:
        """Turn to one's window again; a list there is read afresh."""
        page = self.page(post)
        if page.url.endswith("/todo"):
            with page.expect_response("**/todo*"):
                page.evaluate("window.dispatchEvent(new Event('focus'))")
            page.wait_for_load_state("networkidle")
        return page

    def open(self, act: str, post: str) -> Page:
        """Open a to-do from wherever its officer stands: there already, or by the list."""
        self.tally.act = act
        path, page = f"/tasks/{self.todo(act).id}", self.page(post)
        if page.url.endswith(path):
            page.reload()  # the clock of the test has moved since
        else:
            self._to_list(post)
            self.press(page.locator(f'#main a[href="{path}"]').first)
        page.locator("#task").wait_for()
        return page

    def do(self, act: str, post: str, **changes: Any) -> Page:
        """Complete a to-do; what the form does not take as it stands is typed over."""
        values = self.journey.submission(self.todo(act), **changes)
        hands = CountedHands(self.open(act, post), self.file, self.tally)
        hands.fill(values)
        page = self.send(hands.page)
        wrong = page.locator("#task [aria-invalid=true]")
        if wrong.count():
            names = {one.get_attribute("name") or "" for one in wrong.all()}
            hands.mend(values, names)
            self.send(page)
        refused = page.locator("#refusals")
        assert not refused.count(), refused.inner_text()
        expect(page.locator("#messages")).to_contain_text("已提交")
        db.session.rollback()
        return page

    def send(self, page: Page) -> Page:
        """Press the button that sends, and wait for the answer, whatever it is."""
        page.evaluate(SEND)
        self.press(page.get_by_role("button", name="提交", exact=True))
        page.wait_for_function(SENT)
        return page

    def begin(self, title: str, post: str) -> None:
        """Start taking evidence from the page of the investigation."""
        self.tally.act = title
        page = self.page(post)
        if "/tasks/" not in page.url:
            self.open("inv.collect", post)
            self.tally.act = title
        self.tally.click()  # the question whether it is to be started
        begun = page.get_by_role("group", name="发起取证")
        self.press(begun.get_by_role("button", name=title, exact=True))
        page.locator("#task").wait_for()

    def sign(self, post: str) -> None:
        """Sign at once, from the list, all that waits for somebody."""
        self.tally.act = f"sign {post}"
        page = self._to_list(post)
        self.press(page.get_by_role("button", name="签名（"))
        expect(page.locator("body")).to_contain_text("没有需要您签名的文书")

    def _to_list(self, post: str) -> Page:
        page = self.come_back(post)
        if not page.url.endswith("/todo"):
            self.press(page.get_by_role("link", name="我的待办").first)
            page.locator("#todos").wait_for()
        return page
