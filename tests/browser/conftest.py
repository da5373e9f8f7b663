"""A real browser on a real server: Chromium, the prepared fonts, axe, screenshots for people.

A test takes ``visit`` (a page on a server with a database of its own), or ``look`` (a page on the
worked cases: the application answers inside the test, and nothing stays behind). Whatever the page
reports as an error, a violated content policy above all, fails the test.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route, sync_playwright
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from documents.worker import fonts_folder
from engine import clock
from tests.harness import Browser as Client
from tests.journeys.office import load_city
from tests.webapp.worked import Worked, worked, worked_app
from webapp.accounts.models import Account
from webapp.config import ROOT, Mode
from webapp.database import db

__all__ = ["worked", "worked_app"]

CHROMIUM = os.environ.get("FAXUN_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
FONTS = fonts_folder() / "fonts.conf"
SCREENSHOTS = ROOT / ".faxun" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

INSIDE = "http://localhost"
"""Where pages seem to come from that the application answers inside the test."""

EXPECTED = re.compile(r"^Failed to load resource: the server responded with a status of 4")
"""What Chromium says about an answer that a test asks for on purpose."""


class QuietHandler(WSGIRequestHandler):
    """Keeps the output of tests clean."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Yield Playwright; it ends with the module, since it occupies the thread's event loop."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Yield Debian's Chromium with the fonts that set-up prepared."""
    assert Path(CHROMIUM).exists(), "Chromium is missing: run make setup chromium, or --no-browser"
    assert FONTS.exists(), "the fonts are missing: run make setup"
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=FLAGS,
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS), "TZ": "Asia/Shanghai"},
    )
    yield browser
    browser.close()


@pytest.fixture
def live_app(clone: Callable[[], str], build_app: Callable[..., Flask]) -> Iterator[Flask]:
    """Yield the application that is served; the test fills its database."""
    app = build_app(clone(), mode=Mode.DEMO, clock_file=None)
    with app.app_context():
        yield app


@pytest.fixture
def live_city(live_app: Flask) -> Iterator[Flask]:
    """Yield the served application with the city in it and every procedure published."""
    load_city()
    yield live_app
    clock.set_source(None)


@pytest.fixture
def live_server(live_app: Flask) -> Iterator[str]:
    """Serve the application on a free port and yield its address."""
    server: BaseWSGIServer = make_server(
        "127.0.0.1", 0, live_app, threaded=True, request_handler=QuietHandler
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """A person at a browser window."""

    def __init__(self, browser: Browser, address: str, width: int = 1440, height: int = 900):
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            self.errors.append(message.text)

    def enter(self, account: Account) -> "Visit":
        """Enter as somebody of the demonstration panel."""
        if account.showcase is None:
            account.showcase = 1
        db.session.commit()
        self.page.goto("/sign-in")
        self.page.click(f"button[value={account.login}]")
        return self

    def go(self, path: str) -> Page:
        """Open a page; diagrams may still be drawing, wait for ``.djs-container``."""
        self.page.goto(path)
        return self.page

    def violations(self) -> list[str]:
        """Let axe look at the page as it stands (WCAG 2.2 A and AA)."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [
            f"{one['id']} ({one['impact']}): {node['html']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def shoot(self, name: str) -> Path:
        """Leave a picture of the whole page for human eyes."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=True)
        return path


@pytest.fixture
def open_window(chromium: Browser, live_server: str) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a window: ``open_window(width=1024)``."""
    visits: list[Visit] = []

    def open_one(**size: int) -> Visit:
        visits.append(Visit(chromium, live_server, **size))
        return visits[-1]

    yield open_one
    errors = [error for visit in visits for error in visit.errors]
    for visit in visits:
        visit.context.close()
    assert errors == []


@pytest.fixture
def visit(open_window: Callable[..., Visit]) -> Visit:
    """Return one window of the usual size."""
    return open_window()


@pytest.fixture
def assert_accessible() -> Callable[[Visit], None]:
    """Return the check that axe finds nothing on a page."""

    def check(visit: Visit) -> None:
        assert visit.violations() == [], visit.page.url

    return check


class InsideVisit(Visit):
    """A person at a window that the application answers inside the test, in its transaction."""

    def __init__(self, browser: Browser, client: Client) -> None:
        super().__init__(browser, INSIDE)
        self.client = client
        self.page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        kept = {name: text for name, text in request.headers.items() if name not in OWN_HEADERS}
        answer = self.client.open(
            request.url.removeprefix(INSIDE),
            method=request.method,
            headers=kept,
            data=request.post_data_buffer,
            follow_redirects=request.is_navigation_request(),  # the browser's would go past us
        )
        status = 401 if answer.location else answer.status_code  # scripts see no difference
        route.fulfill(status=status, headers=dict(answer.headers), body=answer.data)
        answer.close()


OWN_HEADERS = frozenset({"host", "cookie"})
"""Headers that the test client writes itself."""


@pytest.fixture
def look(chromium: Browser, worked: Worked) -> Iterator[Callable[[str], InsideVisit]]:
    """Return a function that opens somebody's window on the worked cases: ``look("chenwei")``."""
    visits: dict[str, InsideVisit] = {}

    def window(login: str) -> InsideVisit:
        if login not in visits:
            visits[login] = InsideVisit(chromium, worked.enter(login))
        return visits[login]

    yield window
    errors = [error for visit in visits.values() for error in visit.errors]
    for visit in visits.values():
        visit.context.close()
    assert errors == []
