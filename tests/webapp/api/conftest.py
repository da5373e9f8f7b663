"""Programs at the door of the API: each answer they get must be one that the door declares."""

from dataclasses import dataclass

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.routing import Map

from engine import clock
from tests.harness import Browser
from webapp.accounts import tokens
from webapp.api import openapi
from webapp.api.door import OPERATIONS, PREFIX
from webapp.database import db, transaction


@pytest.fixture
def document(worked):
    """Return the description of the API."""
    return openapi.document()


@pytest.fixture
def program(worked, document):
    """Return a function that gives a program with somebody's token: ``program("chenwei")``."""

    def of(login):
        with transaction():
            _, secret = tokens.issue_token(worked.account(login), "测试程序", clock.real())
        return Program(worked.app, secret, document)

    return of


@dataclass
class Program:
    """Sends requests with a token and holds every answer against the description."""

    app: object
    secret: str
    document: dict

    def get(self, path, **kwargs):
        """Read."""
        return self.send("GET", path, **kwargs)

    def post(self, path, data=None, **kwargs):
        """Write."""
        return self.send("POST", path, json=data, **kwargs)

    def put(self, path, data=None, **kwargs):
        """Write over."""
        return self.send("PUT", path, json=data, **kwargs)

    def send(self, method, path, headers=None, **kwargs):
        """Send a request; the answer must conform."""
        sent = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        answer = Browser(self.app).open(PREFIX + path, method=method, headers=sent, **kwargs)
        assert flaws(self.app, self.document, method, path, answer) == []
        return answer

    def complete(self, todo, values, key=None, etag=None):
        """Complete a to-do."""
        headers = {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": etag} if etag else {}
        return self.post(f"/todos/{todo.id}/complete", {"data": values}, headers=headers)


def flaws(app, document, method, path, answer):
    """Return in what an answer differs from what the description promises."""
    known: Map = app.url_map
    endpoint, _ = known.bind("localhost").match(PREFIX + path.partition("?")[0], method=method)
    declared = OPERATIONS[endpoint]
    template = openapi.GAP.sub(r"{\g<name>}", declared.rule)
    responses = document["paths"][template][method.lower()]["responses"]
    if str(answer.status_code) not in responses:
        return [f"{answer.status_code} is not declared: {answer.get_data(as_text=True)}"]
    content = responses[str(answer.status_code)]["content"]
    if answer.mimetype not in content:
        return [f"{answer.mimetype} is not declared"]
    if not answer.is_json:
        return []
    schema = {**content[answer.mimetype]["schema"], "components": document["components"]}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer.json)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.fixture
def chenwei(program):
    """Return a program of the officer in charge."""
    return program("chenwei")


@pytest.fixture
def todo(worked):
    """Return the to-do with which the undecided case waits: the proposal."""
    return worked.todo("undecided", "proposal.draft")


@pytest.fixture
def values(worked, todo):
    """Return what that to-do would accept."""
    return worked.journey("undecided").submission(todo)


@pytest.fixture
def state(worked):
    """Return a function that tells what a case consists of, to see that nothing changed."""
    queries = (
        "select id, state, assignee_id from todo where matter_id = :case order by id",
        "select instance_id, seq, hash from step where matter_id = :case order by chain_seq",
        "select id, state, number, context_digest from document where matter_id = :case"
        " order by id",
        "select status, stage, updated_at from matter where id = :case",
        "select body_id, series, year, last from number_series order by 1, 2, 3",
    )

    def read(name="undecided"):
        db.session.expire_all()
        values = {"case": worked.ids[name]}
        return [
            [tuple(row) for row in db.session.execute(db.text(query), values)] for query in queries
        ]

    return read
