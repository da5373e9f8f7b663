"""An office at its browsers: one window for each of its people, on a case that really runs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands
from tests.journeys.journey import Journey
from tests.journeys.office import LOGINS
from webapp.cases.models import PenaltyCase
from webapp.database import db
from webapp.instances.models import TodoRecord

expect.set_options(timeout=20_000)


class BrowserOffice:
    """Does in the browser what a `Journey` does at the operations (演示案件，网页办理)."""

    def __init__(self, journey: Journey, open_window: Callable[..., Any], file: Path) -> None:
        self.journey = journey
        self.file = file
        self._open = open_window
        self._windows: dict[str, Any] = {}

    def window(self, post: str) -> Any:
        """Return the window of somebody, signed in."""
        if post not in self._windows:
            login = LOGINS.get(post, post)
            visit = self._open()
            visit.page.on("dialog", lambda asked: asked.accept())
            visit.page.goto("/sign-in")
            visit.page.click(f"button[value={login}]")
            visit.page.get_by_role("button", name="退出").wait_for()
            self._windows[post] = visit
        return self._windows[post]

    def page(self, post: str) -> Page:
        """Return the page of somebody."""
        page: Page = self.window(post).page
        return page

    def todo(self, act: str) -> TodoRecord:
        """Return the open to-do of an act as it stands."""
        db.session.rollback()
        found = self.journey.open_tasks()
        assert act in found, f"{act} is not open, only {sorted(found)}"
        return found[act]

    def open(self, act: str, post: str) -> Page:
        """Open a to-do from the list, as whoever does it."""
        id, page = self.todo(act).id, self.page(post)
        page.goto("/todo")
        page.locator(f'#todos a[href="/tasks/{id}"]').first.click()
        page.locator("#task").wait_for()
        return page

    def fill(self, act: str, post: str, **changes: Any) -> Hands:
        """Open a to-do and type what the journey would."""
        by = post if post in LOGINS else ""
        values = self.journey.submission(self.todo(act), by, **changes)
        hands = Hands(self.open(act, post), self.file)
        hands.fill(values)
        return hands

    def do(self, act: str, post: str, **changes: Any) -> Page:
        """Complete a to-do."""
        hands = self.fill(act, post, **changes)
        return self.submit(hands.page)

    def submit(self, page: Page) -> Page:
        """Send the form and see it taken."""
        self.send(page)
        expect(page.locator("#messages")).to_contain_text("已提交")
        db.session.rollback()
        return page

    def send(self, page: Page) -> Page:
        """Press the button and wait for the answer, whatever it is."""
        page.evaluate("window.waiting = true")
        page.get_by_role("button", name="提交", exact=True).click()
        page.wait_for_function(
            "!window.waiting || document.querySelector('[data-summary]:not([hidden])')"
        )
        stopped = page.evaluate("window.waiting === true")
        assert not stopped, page.locator("[data-summary]").inner_text()
        db.session.rollback()
        return page

    def take_newest_case(self) -> None:
        """Go on with the case that was registered last."""
        db.session.rollback()
        found = db.session.scalar(
            sa.select(PenaltyCase.id).order_by(PenaltyCase.id.desc()).limit(1)
        )
        assert found is not None
        self.journey.matter_id = found
