"""Settings and browsers for tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import clock
from webapp import jobs
from webapp.accounts import secrecy
from webapp.accounts.models import Account, SignInSession
from webapp.config import Mode, Settings
from webapp.database import db

NOW = datetime(2026, 5, 18, 10, 30, tzinfo=clock.ZONE)
"""The moment at which tests happen: a Monday morning, a working day."""


def settings_for(url: str, home: Path, **changes: Any) -> Settings:
    """Return settings for a test."""
    values: dict[str, Any] = {
        "home": home,
        "mode": Mode.TEST,
        "database_url": url,
        "secret": "a secret that only tests know, and long enough",
        "place": "岚江市",
    }
    return Settings(**{**values, **changes})


def run_jobs(app: Flask) -> None:
    """Work on every job that is due, as a worker process would, and return when none is left.

    In a thread of its own, since Playwright keeps an event loop in the thread of the test.
    """
    failures: list[BaseException] = []

    def work() -> None:
        try:
            jobs.run_worker(app, wait=False)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


class Browser(FlaskClient):
    """A test client that lives outside the test's application context, as real browsers do.

    Every request gets a context, a session and a ``g`` of its own; afterwards the records that the
    test holds are read afresh.
    """

    def __init__(self, app: Any) -> None:
        super().__init__(app, TestResponse)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""

        def send() -> TestResponse:
            _cv_app.set(None)  # type: ignore[arg-type]
            return super(Browser, self).open(*args, **kwargs)

        answer = copy_context().run(send)
        if _cv_app.get(None) is not None:
            db.session.expire_all()
        return answer

    def enter(self, account: Account) -> "Browser":
        """Be signed in as somebody, without the page and the password."""
        secret, at = secrecy.new_secret(), clock.real()
        db.session.add(
            SignInSession(
                digest=secrecy.digest(secret),
                account_id=account.id,
                created_at=at,
                seen_at=at,
                expires_at=at.replace(year=at.year + 1),
            )
        )
        db.session.commit()
        self.set_cookie("faxun_session", secret)
        return self

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post a form as a page would, with its CSRF token."""
        return self.post(path, data={**(data or {}), "csrf_token": self.csrf_token()}, **kwargs)

    def csrf_token(self) -> str:
        """Return the token that the pages of this session carry in their forms."""
        page = self.get("/sign-in", follow_redirects=True).get_data(as_text=True)
        return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    def header_token(self) -> str:
        """Return the token that scripts of this session send as X-CSRFToken."""
        page = self.get("/account", follow_redirects=True).get_data(as_text=True)
        return page.split('"X-CSRFToken": "', 1)[1].split('"', 1)[0]


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Enter an application's context; whatever is committed inside is rolled back after it."""
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        engines: dict[Any, Any] = db.engines  # type: ignore[assignment]
        engine, engines[None] = engines[None], connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
            engines[None] = engine
            outer.rollback()
