"""Tokens: a program acts for an account on /api/ only, until the token ends."""

from datetime import timedelta

import pytest
from flask import Blueprint

from engine import clock
from tests.factories import make_officer
from tests.harness import Browser
from webapp.accounts import operations, secrecy, tokens
from webapp.accounts.models import ApiToken
from webapp.database import db
from webapp.http import permission_required, signed_in_visitor


@pytest.fixture
def browser(clone, build_app):
    """Return a browser on an application with one address for programs."""
    app = build_app(clone())
    bp = Blueprint("probe", __name__)

    @bp.route("/api/probe", methods=["GET", "POST"])
    @permission_required("case.read")
    def probe():
        return {"login": signed_in_visitor().login}

    app.register_blueprint(bp)
    with app.app_context():
        yield Browser(app)


@pytest.fixture
def account(browser):
    account = make_officer(None, "officer_lead").account
    db.session.commit()
    return account


def ask(browser, secret, path="/api/probe", **kwargs):
    return browser.open(path, headers={"Authorization": f"Bearer {secret}"}, **kwargs)


def issue(account, at=None, **kwargs):
    token, secret = tokens.issue_token(account, "程序", at or clock.real(), **kwargs)
    db.session.commit()
    return token, secret


def test_a_program_with_a_token_reads_and_writes_without_a_form_token(browser, account):
    _, secret = issue(account)

    read, written = ask(browser, secret), ask(browser, secret, method="POST", json={})

    assert read.json == {"login": account.login}
    assert written.status_code == 200


def test_only_its_digest_is_kept(browser, account):
    token, secret = issue(account)

    assert secret.startswith("fxn_")
    assert db.session.get_one(ApiToken, token.id).digest == secrecy.digest(secret)


@pytest.mark.parametrize("secret", ["", "fxn_guess", "令牌"])
def test_a_wrong_token_is_refused_even_beside_a_good_cookie(browser, account, secret):
    browser.enter(account)

    assert ask(browser, secret.encode("utf-8").decode("latin-1")).status_code == 401


def test_a_token_is_no_key_to_pages(browser, account):
    _, secret = issue(account)

    assert ask(browser, secret, "/account").status_code == 302


def test_a_token_ends(browser, account):
    _, old = issue(account, clock.real() - timedelta(days=91))
    token, secret = issue(account)
    tokens.revoke_token(account, token.id, clock.real())
    db.session.commit()

    assert ask(browser, old).status_code == 401
    assert ask(browser, secret).status_code == 401


def test_a_new_password_from_an_administrator_ends_every_token(browser, account):
    _, secret = issue(account)

    operations.reset_password(None, account, "Anew-2026-word", clock.real())
    db.session.commit()

    assert ask(browser, secret).status_code == 401


def test_the_page_shows_a_new_token_once(browser, account):
    browser.enter(account)

    page = browser.send("/account/tokens", {"name": "统计报送"})
    secret = page.get_data(as_text=True).split('id="secret">', 1)[1].split("<", 1)[0]
    again = browser.get("/account").get_data(as_text=True)

    assert ask(browser, secret).status_code == 200
    assert "统计报送" in again
    assert secret not in again


def test_somebody_elses_token_cannot_be_revoked(browser, account):
    other = make_officer(None, "panel").account
    token, _ = issue(other)
    browser.enter(account)

    answer = browser.send(f"/account/tokens/{token.id}/revoke")

    assert answer.status_code == 404
    assert token.revoked_at is None
