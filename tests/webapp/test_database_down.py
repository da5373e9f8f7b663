"""The database goes away and comes back: clear words everywhere, nothing lost, nothing doubled."""

import os
import re
from html import unescape

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from psycopg import sql
from werkzeug.datastructures import MultiDict

from engine import clock
from processes.catalogue import PROCEDURES
from tests.harness import NOW, Browser
from tests.journeys.journey import Journey
from tests.webapp.tasks.test_task_page import flat
from webapp.accounts import tokens
from webapp.accounts.models import Account
from webapp.cases.models import Lead
from webapp.cli import faxun
from webapp.database import db, transaction
from webapp.demo.loader import load_reference
from webapp.procedures import operations as procedures

WORDS = "数据库暂时无法连接"


@pytest.fixture
def office(own_app, frozen_clock):
    """Yield an application with the city on a database of its own, where commits stay."""
    load_reference()
    with transaction():
        procedures.publish(PROCEDURES["penalty"], NOW)
    return own_app


@pytest.fixture
def switch(own_app, postgres):
    """Return a function that shuts the database out of the world, or lets it back in."""
    name = sa.make_url(own_app.config["SQLALCHEMY_DATABASE_URI"]).database

    def turn(*, on):
        with psycopg.connect(postgres, autocommit=True) as admin:
            allowed = sql.SQL("true" if on else "false")
            statement = sql.SQL("alter database {} with allow_connections {}")
            admin.execute(statement.format(sql.Identifier(name), allowed))
            if not on:
                admin.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                    [name],
                )

    yield turn
    turn(on=True)


def leads():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Lead))


def hidden_fields(page):
    """Return what a page would send again."""
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    return MultiDict((unescape(name), unescape(value)) for name, value in re.findall(pattern, page))


def test_what_was_typed_waits_on_the_page_until_the_database_is_back(office, switch):
    values = Journey("2026-05-18T10:30").values("penalty/lead", {})
    clock.set_source(lambda: NOW)
    hejing = db.session.scalar(sa.select(Account).where(Account.login == "hejing"))
    browser = Browser(office).enter(hejing)
    sent = flat(values)
    sent["csrf_token"], sent["_key"] = browser.csrf_token(), "one-effect"
    db.session.remove()

    switch(on=False)
    down = browser.post("/leads/new", data=sent)
    switch(on=True)
    kept = hidden_fields(down.get_data(as_text=True))
    again = [browser.post("/leads/new", data=kept).status_code for _ in "ab"]

    assert down.status_code == 503
    assert WORDS in down.get_data(as_text=True)
    assert "重新提交" in down.get_data(as_text=True)
    assert sorted(kept.items(multi=True)) == sorted(sent.items(multi=True))
    assert again == [302, 302]
    assert leads() == 1


def test_a_program_is_told_503_and_may_send_the_same_again(office, switch):
    values = Journey("2026-05-18T10:30").values("penalty/lead", {})
    clock.set_source(lambda: NOW)
    hejing = db.session.scalar(sa.select(Account).where(Account.login == "hejing"))
    with transaction():
        _, secret = tokens.issue_token(hejing, "测试", clock.real())
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "one-effect"}
    browser = Browser(office)
    db.session.remove()

    def send():
        return browser.post("/api/v1/cases", json={"data": values}, headers=headers)

    switch(on=False)
    down, ready, alive = send(), browser.get("/readyz"), browser.get("/healthz")
    switch(on=True)

    assert (down.status_code, down.mimetype) == (503, "application/problem+json")
    assert WORDS in down.json["title"]
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert [send().status_code for _ in "ab"] == [201, 201]
    assert leads() == 1


@pytest.mark.parametrize(
    "command",
    [
        ["verify"],
        ["token", "chenwei"],
        ["worker", "--once"],
        ["publish"],
        ["demo-data"],
        ["migrate"],
    ],
    ids=lambda words: words[0],
)
def test_a_command_says_in_one_line_that_there_is_no_database(tmp_path, command):
    environ = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "FAXUN_HOME": str(tmp_path),
        "FAXUN_MODE": "test",
    }

    answer = CliRunner().invoke(faxun, command, env=environ)

    assert answer.exit_code == 1
    (line,) = answer.output.strip().splitlines()
    assert line.startswith("Error: 无法连接数据库，请检查 DATABASE_URL 和数据库服务是否正常")
