"""A case handled at the door of the platform: every task on its page, the rest through the API.

A page is filled in as a browser does it: what its controls hold is sent back, with what is typed
over it. So what a form takes over from the form before comes out of the page and goes in again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from lxml import html as lxml_html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from engine import clock
from tests.benchmarks.weighing import flat
from tests.forms.pages import sent_by
from tests.harness import Browser
from tests.journeys.journey import Journey
from webapp.accounts import tokens
from webapp.accounts.models import Account
from webapp.bodies.models import Officer
from webapp.database import db, transaction
from webapp.dossiers.models import Document, Signature, SignatureState
from webapp.instances.models import TodoRecord

API = "/api/v1"


@dataclass(frozen=True)
class Told:
    """What a page said to a submission that was refused."""

    messages: tuple[str, ...]
    """Of the safeguards, without their articles."""
    errors: Mapping[str, str]
    """By field."""
    articles: tuple[str, ...] = ()
    """The articles of the safeguards, in the same order."""


class WebJourney(Journey):
    """One case, its people and its clock; everybody acts through HTTP."""

    def __init__(self, app: Flask, **facts: Any) -> None:
        super().__init__(**facts)
        self.app = app
        self._browsers: dict[int, Browser] = {}
        self._tokens: dict[int, str] = {}

    def behind(self, *stretches: Callable[[Journey], None]) -> None:
        """Take stretches that other tests show on their pages, at the operations."""
        quick = Journey.__new__(Journey)
        quick.__dict__ = self.__dict__
        for stretch in stretches:
            stretch(quick)

    # --- through the API --------------------------------------------------------------------------

    def register(self, **changes: Any) -> Any:
        """Register the lead."""
        given = self.values("penalty/lead", changes)
        values = {name: value for name, value in given.items() if value is not ...}
        told = self.call(self.office["intake"], "POST", "/cases", {"data": values})
        self.matter_id = told["case"]
        return told

    def start(self, procedure: str, by: str = "officer_lead", whose: int | None = None) -> Any:
        """Start a procedure of the case menu, about one of several parties where one is named."""
        address = f"/cases/{self.matter_id}/procedures/{procedure}"
        about = "" if whose is None else f"?party={whose}"
        return self.call(self.office[by], "POST", address + about, None)

    def sign_all(self) -> None:
        """Let everybody sign who was named on a paper."""
        query = (
            sa.select(Signature.document_id, Signature.officer_id)
            .join(Document, Document.id == Signature.document_id)
            .where(
                Document.matter_id == self.matter_id,
                Signature.state == SignatureState.PENDING,
                Signature.officer_id.is_not(None),
            )
            .distinct()
        )
        for document, officer_id in db.session.execute(query).all():
            officer = db.session.get_one(Officer, officer_id)
            self.call(officer, "POST", f"/documents/{document}/sign", {})

    def call(self, officer: Officer, method: str, path: str, body: Any) -> Any:
        """Send a request with somebody's token and return what is answered."""
        answer = self.ask(officer, method, path, body)
        assert answer.status_code in (200, 201), f"{path}: {answer.get_data(as_text=True)}"
        return answer.json

    def ask(self, officer: Officer, method: str, path: str, body: Any) -> TestResponse:
        """Send a request with somebody's token."""
        headers = {"Authorization": f"Bearer {self._token(officer)}"}
        more = {} if body is None else {"json": body}
        return self._browser(officer).open(API + path, method=method, headers=headers, **more)

    # --- on the pages -----------------------------------------------------------------------------

    def do(self, act: str, by: str = "", **changes: Any) -> Any:
        """Fill in the page of the task of an act, send it, and let the others sign."""
        answer = self.send(act, by, **changes)
        assert answer.status_code == 302, f"{act}: {answer.status} {_told(answer)}"
        self.sign_all()
        return answer

    def told(self, act: str, by: str = "", **changes: Any) -> Told:
        """Fill in the page of a task and send it; it is refused, and the task stays open."""
        answer = self.send(act, by, **changes)
        assert answer.status_code == 422, answer.status
        assert act in self.open_tasks()
        return _told(answer)

    def send(self, act: str, by: str = "", **changes: Any) -> TestResponse:
        """Open the page of a task, type into it and send it."""
        browser, address, written = self.write(act, by, **changes)
        return browser.post(address, data=written)

    def write(
        self, act: str, by: str = "", **changes: Any
    ) -> tuple[Browser, str, MultiDict[str, Any]]:
        """Open the page of a task and type into it; return whose it is, where and what it sends."""
        todo = self.todo(act, by)
        officer = self.who(todo, by)
        typed = self.typed(officer, todo, changes)
        sent = self.page_of(todo, officer)
        for name, value in typed.items():
            for known in [one for one in sent if one == name or one.startswith(f"{name}.")]:
                sent.poplist(known)
            if value is not ...:
                sent.update(flat({name: value}))
        return self._browser(officer), f"/tasks/{todo.id}", sent

    def page_of(self, todo: TodoRecord, officer: Officer) -> MultiDict[str, Any]:
        """Return what the page of a task would send as it stands."""
        shown = self._browser(officer).get(f"/tasks/{todo.id}")
        assert shown.status_code == 200, shown.status
        (form,) = lxml_html.fromstring(shown.get_data(as_text=True)).xpath('//form[@id="task"]')
        return MultiDict(sent_by(lxml_html.tostring(form, encoding="unicode")))

    def browser(self, post: str) -> Browser:
        """Return the browser of whoever holds a post."""
        return self._browser(self.office[post])

    def _browser(self, officer: Officer) -> Browser:
        assert officer.account_id is not None
        if officer.account_id not in self._browsers:
            account = db.session.get_one(Account, officer.account_id)
            self._browsers[officer.account_id] = Browser(self.app).enter(account)
        return self._browsers[officer.account_id]

    def _token(self, officer: Officer) -> str:
        assert officer.account_id is not None
        if officer.account_id not in self._tokens:
            account = db.session.get_one(Account, officer.account_id)
            with transaction():
                _, secret = tokens.issue_token(account, "测试程序", clock.real())
            self._tokens[officer.account_id] = secret
        return self._tokens[officer.account_id]


def _told(answer: TestResponse) -> Told:
    page = lxml_html.fromstring(answer.get_data(as_text=True))
    messages = page.xpath('//section[@id="refusals"]/ol/li/text()')
    wrong = page.xpath("//*[@data-error and not(@hidden)]")
    errors = {
        one.xpath("ancestor::*[@data-field][1]/@data-field")[0]: one.text_content().strip()
        for one in wrong
    }
    articles = page.xpath('//section[@id="refusals"]/ol/li/small/text()')
    told = tuple(one.strip() for one in messages if one.strip())
    return Told(told, errors, tuple(one.strip() for one in articles))
