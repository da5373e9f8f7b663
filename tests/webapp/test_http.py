"""Guards and headers: closed by default, tokens on every write, nothing stored, nothing leaked."""

import pytest
from flask import Blueprint, Flask
from sqlalchemy.exc import DataError, OperationalError

from tests.factories import make_account, make_officer
from tests.harness import Browser
from webapp.config import Mode
from webapp.errors import Conflict, Invalid
from webapp.http import local_target, permission_required, public


@pytest.fixture
def probe(clone, build_app):
    """Yield an application with views that misbehave."""
    app = build_app(clone())
    bp = Blueprint("probe", __name__, url_prefix="/probe")

    @bp.get("/undeclared")
    def undeclared():
        return "open by mistake"

    @bp.route("/closed", methods=["GET", "POST"])
    @permission_required("case.read")
    def closed():
        return "in"

    @bp.get("/fails/<kind>")
    @public
    def fails(kind):
        raise {
            "bug": RuntimeError("the password is 12345"),
            "away": OperationalError("select secret", {}, Exception("connection refused")),
            "data": DataError("insert secret", {}, Exception("NUL in text")),
            "conflict": Conflict("已由李敏于 10:24 办结"),
            "invalid": Invalid("有 1 处须修改", {"fine": "不得低于 5 万元"}),
        }[kind]

    @bp.get("/frame")
    @public
    def frame():
        answer = app.make_response("<p>预览</p>")
        answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
        return answer

    app.register_blueprint(bp)
    with app.app_context():
        yield app


@pytest.fixture
def browser(probe: Flask) -> Browser:
    return Browser(probe)


def test_a_view_without_a_declaration_is_closed_even_to_those_who_may_much(browser):
    browser.enter(make_officer(None, "officer_lead").account)

    assert browser.get("/probe/undeclared").status_code == 403
    assert browser.get("/probe/closed").status_code == 200


def test_a_write_without_its_token_does_nothing_and_says_why(browser):
    browser.enter(make_officer(None, "officer_lead").account)

    page = browser.post("/probe/closed")

    assert page.status_code == 400
    assert "安全校验已过期" in page.get_data(as_text=True)
    assert browser.send("/probe/closed").status_code == 200


def test_a_token_of_another_session_is_no_good(probe, browser):
    browser.enter(make_officer(None, "officer_lead").account)
    stolen = Browser(probe).csrf_token()

    assert browser.post("/probe/closed", data={"csrf_token": stolen}).status_code == 400


def test_every_answer_is_hardened(client):
    page = client.get("/sign-in")

    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script>" not in page.get_data(as_text=True)
    assert " style=" not in page.get_data(as_text=True)


def test_built_assets_may_be_kept(client):
    page = client.get("/sign-in").get_data(as_text=True)
    address = page.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]

    with client.get(address) as answer:
        assert "max-age" in answer.headers["Cache-Control"]


def test_a_view_may_narrow_its_policy_and_be_framed_by_our_pages(browser):
    headers = browser.get("/probe/frame").headers

    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("bug", 500, "操作没有生效"),
        ("away", 503, "数据库暂时无法连接"),
        ("data", 422, "无法保存的字符"),
        ("conflict", 409, "已由李敏于 10:24 办结"),
        ("invalid", 422, "有 1 处须修改"),
    ],
)
def test_an_exception_becomes_a_status_and_a_sentence_never_a_trace(browser, kind, status, words):
    page = browser.get(f"/probe/fails/{kind}")
    program = browser.get(f"/probe/fails/{kind}", headers={"Accept": "application/json"})
    fragment = browser.get(f"/probe/fails/{kind}", headers={"HX-Request": "true"})

    assert (page.status_code, program.status_code, fragment.status_code) == (status,) * 3
    assert words in page.get_data(as_text=True)
    assert words in program.json["detail"]
    assert program.mimetype == "application/problem+json"
    assert fragment.headers["HX-Retarget"] == "#messages"
    for answer in (page, program, fragment):
        for secret in ("12345", "secret", "Traceback"):
            assert secret not in answer.get_data(as_text=True)


def test_invalid_fields_are_named_to_programs(browser):
    answer = browser.get("/probe/fails/invalid", headers={"Accept": "application/json"})

    assert answer.json["errors"] == [{"path": "fine", "message": "不得低于 5 万元"}]


def test_what_does_not_exist_or_fit_is_answered_in_chinese(client):
    missing = client.get("/no/such/page")
    wrong_verb = client.post("/healthz")

    assert (missing.status_code, wrong_verb.status_code) == (404, 405)
    assert "没有找到" in missing.get_data(as_text=True)
    assert "GET" in wrong_verb.headers["Allow"]


def test_the_database_may_be_down_and_the_page_says_so(build_app):
    app = build_app("postgresql://nobody@127.0.0.1:1/none")
    browser = Browser(app)
    browser.set_cookie("faxun_session", "anything")

    page, ready, alive = browser.get("/"), browser.get("/readyz"), browser.get("/healthz")

    assert page.status_code == 503
    assert "数据库暂时无法连接" in page.get_data(as_text=True)
    assert (ready.status_code, alive.status_code) == (503, 200)


def test_a_database_with_its_tables_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_cookies_are_bound_to_tls_in_production(clone, build_app):
    app = build_app(clone(), mode=Mode.PRODUCTION, hostnames=("fa.example",))
    browser = Browser(app)

    page = browser.get("/sign-in", base_url="https://fa.example")
    elsewhere = browser.get("/sign-in", base_url="https://evil.example")

    assert "Secure" in page.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in page.headers
    assert "演示" not in page.get_data(as_text=True)
    assert elsewhere.status_code == 400


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/cases/1?tab=2", True),
        ("//evil.example", False),
        ("https://evil.example", False),
        ("/\\evil", False),
        ("javascript:alert(1)", False),
        ("/ok\r\nSet-Cookie: x", False),
        (None, False),
    ],
)
def test_only_addresses_on_this_site_are_followed(address, kept):
    assert local_target(address, "/") == (address if kept else "/")


def test_a_post_signed_in_with_a_cookie_still_needs_its_token_on_the_api(browser):
    browser.enter(make_account())

    assert browser.post("/probe/closed", json={}).status_code == 400
