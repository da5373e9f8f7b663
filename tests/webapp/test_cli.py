"""The command line: each mistake one Chinese sentence and an exit code, never a trace."""

import os

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.factories import make_account
from webapp.accounts import secrecy
from webapp.accounts.models import ApiToken
from webapp.cli import faxun
from webapp.database import db


@pytest.fixture
def run(own_app, tmp_path, monkeypatch):
    """Run a command against the database of `own_app`."""
    settings = own_app.extensions["faxun.settings"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("FAXUN_HOME", str(tmp_path))
    monkeypatch.setenv("FAXUN_MODE", "test")

    def invoke(*arguments: str, **environ: str):
        return CliRunner().invoke(faxun, arguments, env={**os.environ, **environ})

    return invoke


def test_a_token_is_printed_once_and_works(run):
    account = make_account(login="chenwei")
    db.session.commit()

    answer = run("token", "chenwei", "--days", "7")

    token = db.session.scalars(sa.select(ApiToken)).one()
    assert answer.exit_code == 0, answer.output
    assert token.account_id == account.id
    assert token.digest == secrecy.digest(answer.output.strip())


def test_a_token_for_nobody_is_refused(run):
    answer = run("token", "nobody")

    assert answer.exit_code == 1
    assert "没有账号“nobody”" in answer.output


def test_migrating_an_up_to_date_database_says_so(run):
    answer = run("migrate")

    assert answer.exit_code == 0
    assert "已是最新" in answer.output


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "无法连接数据库"),
        ({"PORT": "many"}, "PORT"),
        ({"FAXUN_MODE": "production"}, "FAXUN_SECRET"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(run, environ, words):
    answer = run("migrate", **environ)

    assert answer.exit_code == 1
    assert words in answer.output
    assert "Traceback" not in answer.output


def test_verifying_an_untouched_record_finds_nothing(run):
    answer = run("verify")

    assert answer.exit_code == 0, answer.output
    assert "核验一致" in answer.output


def test_verifying_says_the_same_to_programs(run):
    answer = run("verify", "--json")

    assert '"clean": true' in answer.output
