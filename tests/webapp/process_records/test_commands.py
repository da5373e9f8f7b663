"""`faxun verify` and the anchors that a worker leaves behind, from the command line."""

import json

import pytest
from click.testing import CliRunner

from engine import clock
from webapp.cli import faxun
from webapp.database import transaction
from webapp.process_records import anchors, operations


@pytest.fixture
def run(own_app, monkeypatch):
    """Return a function that runs a command on the database of `own_app`."""
    settings = own_app.extensions["faxun.settings"]
    url = settings.database_url
    for name, value in {
        "DATABASE_URL": url,
        "FAXUN_HOME": str(settings.home),
        "FAXUN_MODE": "test",
        "FAXUN_SECRET": settings.secret,
    }.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(faxun, words)


@pytest.fixture
def entry(own_app):
    with transaction():
        return operations.record("case.read", clock.now(), body_id=7, details={"case": 3})


def test_an_untouched_record_is_clean(run, entry):
    result = run("verify")

    assert result.exit_code == 0, result.output
    assert "核验一致" in result.output


def test_the_first_altered_entry_is_named(run, entry, owner):
    owner("update audit set subject = 'x' where id = :id", id=entry)

    result = run("verify")

    assert result.exit_code == 1
    assert f"表 audit，记录 {entry}，主体 7，第 1 条：内容已被改动" in result.output


def test_flaws_are_told_to_machines(run, entry, owner):
    owner("delete from audit where id = :id", id=entry)

    report = json.loads(run("verify", "--json").output)

    assert not report["clean"]
    assert report["flaws"][0] | {"message": ""} == {
        "table": "audit", "id": "", "message": "", "field": "", "body_id": 7, "seq": 1,
    }  # fmt: skip


def test_a_worker_signs_what_has_grown_before_it_leaves(run, own_app, entry):
    assert run("worker", "--once").exit_code == 0

    home = own_app.extensions["faxun.settings"].home
    assert [line["body_id"] for line in anchors.read_file(home)] == [7]
    assert run("verify").exit_code == 0
