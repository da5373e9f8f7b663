"""Signing in: passwords, locks, throttling, two steps, sessions, the demonstration panel."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from engine import clock
from tests.factories import PASSWORD, make_account, make_officer
from tests.harness import Browser
from webapp.accounts import entry, operations, secrecy
from webapp.accounts.entry import MAX_FAILURES
from webapp.accounts.logbook import Origin
from webapp.accounts.models import AccountEvent, AccountStatus, AttemptOutcome, SignInSession
from webapp.config import Mode
from webapp.database import db

HERE = Origin("203.0.113.7", "test")


def attempt(name, password, at=None):
    return entry.sign_in(name, password, HERE, at or clock.real())


def outcomes():
    return list(db.session.scalars(sa.select(AccountEvent.outcome).order_by(AccountEvent.id)))


def test_the_right_password_opens_a_session_and_leaves_a_row_in_the_log(app):
    account = make_account(login="chenwei")

    entered = attempt("ChenWei ", PASSWORD)

    session = db.session.get(SignInSession, secrecy.digest(entered.secret))
    assert session.account_id == account.id
    assert outcomes() == [AttemptOutcome.DONE]


def test_a_certificate_number_is_a_name_to_sign_in_with(app):
    officer = make_officer()

    entered = attempt(officer.certificate.number, PASSWORD)

    assert entered.account.id == officer.account_id


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(app):
    make_account(login="chenwei")
    start = clock.real()
    wrong = [attempt("chenwei", "wrong", start).outcome for _ in range(MAX_FAILURES)]

    locked = attempt("chenwei", PASSWORD, start + timedelta(minutes=14))
    later = attempt("chenwei", PASSWORD, start + timedelta(minutes=16))

    assert set(wrong) == {AttemptOutcome.WRONG}
    assert locked.outcome is AttemptOutcome.LOCKED
    assert locked.secret is None
    assert later.outcome is AttemptOutcome.DONE


def test_an_unknown_name_is_answered_like_a_known_one(app):
    make_account(login="chenwei")
    known = [attempt("chenwei", "wrong").outcome for _ in range(MAX_FAILURES + 1)]

    unknown = [attempt("nobody", "wrong").outcome for _ in range(MAX_FAILURES + 1)]

    assert unknown == known


def test_a_right_password_forgets_earlier_mistakes(app):
    make_account(login="chenwei")
    for _ in range(MAX_FAILURES - 1):
        attempt("chenwei", "wrong")
    attempt("chenwei", PASSWORD)

    assert attempt("chenwei", "wrong").outcome is AttemptOutcome.WRONG
    assert attempt("chenwei", PASSWORD).outcome is AttemptOutcome.DONE


def test_too_many_failures_from_one_address_are_throttled(app, monkeypatch):
    monkeypatch.setattr(entry, "FAILURES_PER_ADDRESS", 3)
    make_account(login="chenwei")
    for number in range(3):
        attempt(f"guess{number}", "wrong")

    assert attempt("chenwei", PASSWORD).outcome is AttemptOutcome.THROTTLED


def test_a_disabled_account_stays_out_and_loses_its_session(client):
    account = make_account(login="chenwei")
    client.enter(account)
    administrator = make_account("管理员")
    operations.disable_account(administrator, account, clock.real())
    db.session.commit()

    assert client.get("/account").status_code == 302
    assert attempt("chenwei", PASSWORD).outcome is AttemptOutcome.DISABLED


def test_two_steps_ask_for_a_code_that_counts_once(app):
    account = make_account(login="chenwei")
    secret, at = pyotp.random_base32(), clock.real()
    code = pyotp.TOTP(secret).at(at)
    operations.set_up_two_steps(account, secret, code, HERE, at)

    first = attempt("chenwei", PASSWORD, at)
    replayed = entry.sign_in_with_code(account.id, code, HERE, at)
    later = at + timedelta(seconds=60)
    fresh = entry.sign_in_with_code(account.id, pyotp.TOTP(secret).at(later), HERE, later)

    assert first.outcome is AttemptOutcome.CODE_WANTED
    assert first.secret is None
    assert replayed.outcome is AttemptOutcome.WRONG_CODE
    assert fresh.outcome is AttemptOutcome.DONE


def test_the_pages_of_two_steps_turn_it_on_and_sign_in_with_it(client):
    account = make_account(login="chenwei")
    client.enter(account)
    page = client.get("/account/two-steps").get_data(as_text=True)
    secret = page.split('<code class="z-code">', 1)[1].split("<", 1)[0]
    client.send("/account/two-steps", {"code": pyotp.TOTP(secret).now()})
    account.totp_last_step = None  # half a minute later
    db.session.commit()
    client.send("/sign-out")

    asked = client.send("/sign-in", {"login": "chenwei", "password": PASSWORD})
    refused = client.send("/sign-in/code", {"code": "０００"})
    entered = client.send("/sign-in/code", {"code": pyotp.TOTP(secret).now()})

    assert asked.location == "/sign-in/code"
    assert refused.status_code == 422
    assert entered.location == "/"
    assert client.get("/account").status_code == 200


def test_signing_in_on_the_page_leads_to_where_one_wanted_to_go(client):
    make_account(login="chenwei")

    asked = client.get("/account?tab=1")
    entered = client.send(
        asked.location, {"login": "chenwei", "password": PASSWORD, "next": "/account?tab=1"}
    )

    assert asked.location == "/sign-in?next=/account?tab%3D1"
    assert entered.location == "/account?tab=1"
    cookie = client.get_cookie("faxun_session")
    assert cookie.http_only
    assert cookie.same_site == "Lax"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\nb", ""]
)
def test_signing_in_never_leads_to_another_site(client, target):
    make_account(login="chenwei")

    entered = client.send("/sign-in", {"login": "chenwei", "password": PASSWORD, "next": target})

    assert entered.location == "/"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"login": "chenwei", "password": "wrong"}, 422, "账号或密码不正确"),
        ({"login": "chenwei", "password": ""}, 422, "请输入账号和密码"),
        ({"login": "x" * 101, "password": "x"}, 422, "请输入账号和密码"),
        ({"login": "nobody", "password": "x"}, 422, "账号或密码不正确"),
    ],
)
def test_a_refused_sign_in_says_so_and_keeps_the_name(client, fields, status, words):
    make_account(login="chenwei")

    page = client.send("/sign-in", fields)

    assert page.status_code == status
    assert words in page.get_data(as_text=True)
    assert f'value="{fields["login"][:100]}"' in page.get_data(as_text=True)
    assert client.get_cookie("faxun_session") is None


def test_signing_out_ends_the_session_for_good(client):
    client.enter(make_account())
    secret = client.get_cookie("faxun_session").value

    client.send("/sign-out")
    client.set_cookie("faxun_session", secret)

    assert client.get("/account").status_code == 302


def test_a_session_ends_when_left_alone(client):
    account = make_account()
    client.enter(account)
    db.session.execute(sa.update(SignInSession).values(seen_at=clock.real() - timedelta(hours=3)))
    db.session.commit()

    assert client.get("/account").status_code == 302


def test_a_new_password_ends_the_other_sessions(client, app):
    account = make_account()
    other = Browser(app).enter(account)
    client.enter(account)

    client.send(
        "/account/password", {"old": PASSWORD, "new": "Another-horse-7", "again": "Another-horse-7"}
    )

    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short-1A", "short-1A", "至少 10 个字符"),
        ("onlylettersandmore"[:14], "onlylettersandmore"[:14], "三种"),
        ("Chenwei-12345", "Chenwei-12345", "不能包含账号"),
        (PASSWORD, PASSWORD, "不能与原密码相同"),
        ("Another-horse-7", "Another-horse-8", "不一致"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "重复"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, new, again, words):
    client.enter(make_account(login="chenwei"))

    page = client.send("/account/password", {"old": PASSWORD, "new": new, "again": again})

    assert page.status_code == 422
    assert words in page.get_data(as_text=True)


def test_a_first_password_must_be_changed_before_anything_else(client):
    client.enter(make_account(must_change_password=True))

    assert client.get("/account").location == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_the_panel_of_the_demonstration_exists_in_demo_mode_only(client, shared_app, tmp_path):
    make_account(login="chenwei", showcase=1)
    db.session.commit()

    answer = client.send("/sign-in/demo", {"login": "chenwei"})

    assert answer.status_code == 404
    assert "演示环境" not in client.get("/sign-in").get_data(as_text=True)


def test_in_demo_mode_a_person_of_the_panel_enters_without_a_password(own_app, build_app):
    demo = build_app(own_app.extensions["faxun.settings"].database_url, mode=Mode.DEMO)
    officer = make_officer(None, "officer_lead")
    officer.account.showcase = 1
    other = make_account("旁人", "other")
    db.session.commit()
    browser = Browser(demo)
    page = browser.get("/sign-in").get_data(as_text=True)
    entered = browser.send("/sign-in/demo", {"login": officer.account.login})
    refused = browser.send("/sign-in/demo", {"login": other.login})

    assert "主办执法人员" in page
    assert entered.status_code == 302
    assert browser.get("/account").status_code == 200
    assert refused.status_code == 404


def test_an_account_without_a_role_is_told_whom_to_ask(client):
    client.enter(make_account())

    assert "请联系本单位安全管理员" in client.get("/").get_data(as_text=True)


def test_the_log_can_only_be_added_to(app):
    make_account(login="chenwei")
    attempt("chenwei", "wrong")
    db.session.commit()

    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        db.session.execute(sa.update(AccountEvent).values(login="somebody else"))


def test_status_decides_and_not_the_session_alone(client):
    account = make_account()
    client.enter(account)
    account.status = AccountStatus.DISABLED
    db.session.commit()

    assert client.get("/account").status_code == 302
