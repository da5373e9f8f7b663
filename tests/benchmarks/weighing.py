"""Takes the ordinary case through its pages and weighs every request on the way.

Each task is opened and submitted in a browser of the person who does it. Everything it reads was
read before it is weighed: what a process reads only once (forms, diagrams) is no weight.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from engine import clock
from tests.benchmarks.weight import Weight, weighed
from tests.harness import Browser, settings_for
from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.journeys.office import load_city
from webapp import database
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.bodies.models import Officer
from webapp.database import db

SUPERVISOR, SUPERVISION = "suwanqing", "/supervision/"


@dataclass
class Scales:
    """What was weighed: submissions and openings by act, and lists by address."""

    submitted: dict[str, Weight] = field(default_factory=dict)
    opened: dict[str, Weight] = field(default_factory=dict)
    lists: dict[str, Weight] = field(default_factory=dict)


class Browsers:
    """The browsers of everybody, each signed in once."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._browsers: dict[int, Browser] = {}

    def of(self, account_id: int) -> Browser:
        """Return somebody's browser."""
        if account_id not in self._browsers:
            account = db.session.get_one(Account, account_id)
            self._browsers[account_id] = Browser(self.app).enter(account)
        return self._browsers[account_id]


class PageJourney(Journey):
    """A case whose tasks are opened and submitted on their pages."""

    def __init__(self, desk: Browsers, scales: Scales, **facts: Any) -> None:
        super().__init__(**facts)
        self.desk, self.scales = desk, scales

    def do(self, act: str, by: str = "", **changes: Any) -> Any:
        """Open the task of an act, fill it in, submit it, and let the others sign."""
        todo = self.todo(act, by)
        officer, address = self.who(todo, by), f"/tasks/{todo.id}"
        sent = flat(self.filled(officer, todo, changes))
        browser = self._browser(officer)
        page, self.scales.opened[act] = _weigh(lambda: browser.get(address))
        for name in ("_key", "_etag", "csrf_token"):
            sent[name] = _hidden(page, name)
        answer, weight = _weigh(lambda: browser.post(address, data=sent))
        assert answer.status_code == 302, f"{act}: {answer.status}"
        self.scales.submitted[act] = weight
        self.sign_all()

    def _browser(self, officer: Officer) -> Browser:
        assert officer.account_id is not None
        return self.desk.of(officer.account_id)


def in_database(url: str, home: Path, measure: Callable[[Flask], Any] | None = None) -> Any:
    """Load the city into an empty database and weigh the ordinary case there, or measure else."""
    database.migrate(url)
    app = create_app(settings_for(url, home))
    with app.app_context():
        try:
            load_city()
            db.session.remove()
            return (measure or weigh)(app)
        finally:
            db.session.remove()
            db.engine.dispose()


def weigh(app: Flask) -> Scales:
    """Handle the ordinary case and weigh its requests; then weigh the lists that show it."""
    scales = Scales()
    try:
        handle(PageJourney(Browsers(app), scales))
        for _ in range(2):
            scales.lists = _lists(app)
    finally:
        clock.set_source(None)
    return scales


def handle(j: Journey) -> None:
    """Take a case from its lead to the archive: fined, its hearing waived."""
    stages.opened(j)
    stages.evidence_taken(j)
    stages.reviewed(j)
    stages.notified(j)
    j.at("2026-03-26T09:00")
    j.steps("hear.request", "defense.receive")
    stages.decided(j)
    stages.issued(j)
    stages.published_and_paid(j)
    stages.archived(j)


def flat(values: Any, prefix: str = "") -> MultiDict[str, Any]:
    """Return values as a browser sends them."""
    sent: MultiDict[str, Any] = MultiDict()
    for name, value in values.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            sent.update(flat(value, f"{path}."))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value):
                sent.update(flat(row, f"{path}.{at}."))
        elif isinstance(value, list):
            sent.setlist(path, [str(one) for one in value])
        elif value is not None:
            sent[path] = str(value).lower() if isinstance(value, bool) else str(value)
    return sent


def _lists(app: Flask) -> dict[str, Weight]:
    """Weigh the lists that people begin their day with."""
    found = {}
    for login, address in ((SUPERVISOR, SUPERVISION), ("chenwei", "/todo")):
        account = db.session.execute(db.select(Account).filter_by(login=login)).scalar_one()
        browser = Browser(app).enter(account)
        answer, found[address] = _weigh(lambda: browser.get(address))  # noqa: B023 - called at once
        assert answer.status_code == 200
    return found


def _weigh(send: Callable[[], TestResponse]) -> tuple[TestResponse, Weight]:
    with weighed() as weight:
        answer = send()
    return answer, weight


def _hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.get_data(as_text=True))
    assert found is not None, f"{name} is missing: {page.status}"
    return found[1].replace("&#34;", '"')
