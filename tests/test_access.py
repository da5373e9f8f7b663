"""Every endpoint × every role: open exactly to those whom the table names, closed to all others."""

import pytest
from werkzeug.routing import Rule

from tests.access_table import ACCESS, PUBLIC, SIGNED_IN
from tests.factories import make_account, make_body, make_officer
from tests.harness import Browser
from webapp.accounts.queries import visitor_of
from webapp.accounts.roles import ROLES
from webapp.database import db
from webapp.http import may_visit, permissions_of

SAMPLES = {"IntegerConverter": "1", "UUIDConverter": "12345678-1234-5678-1234-567812345678"}


def address(rule: Rule) -> str:
    """Return the rule with something in every gap."""
    values = {}
    for name, converter in rule._converters.items():
        choices = getattr(converter, "items", None)
        sample = SAMPLES.get(type(converter).__name__, "x")
        values[name] = sorted(choices)[0] if choices else sample
    parts = [values[text] if is_gap else text for is_gap, text in rule._trace]
    return "".join(parts).lstrip("|")


def rules(app):
    """Return the rules that have a row; a rule without one fails the first test."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in ACCESS]


def expected(endpoint: str, role: str) -> bool:
    row = ACCESS[endpoint]
    return row in (PUBLIC, SIGNED_IN) or role in row


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(shared_app):
    endpoints = {rule.endpoint for rule in shared_app.url_map.iter_rules()}

    assert endpoints - set(ACCESS) == set(), "add rows to tests/access_table.py"
    assert set(ACCESS) - endpoints == set(), "rows of endpoints that are gone"


def test_the_rows_name_roles_that_exist():
    named = {role for row in ACCESS.values() if not isinstance(row, str) for role in row}

    assert named <= set(ROLES)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_what_the_table_says(app, role):
    visitor = visitor_of(make_officer(None, role).account)

    opened = {
        endpoint
        for endpoint in ACCESS
        if endpoint != "static" and may_visit(visitor, permissions_of(app, endpoint))
    }

    assert opened == {one for one in ACCESS if one != "static" and expected(one, role)}


def test_the_public_opens_public_endpoints_only(app):
    opened = {one for one in ACCESS if may_visit(None, permissions_of(app, one))}

    assert opened == {one for one, row in ACCESS.items() if row is PUBLIC} - {"static"}


def test_a_closed_endpoint_answers_403_before_anything_happens(client, app):
    body = make_body()
    browsers = {}
    for role in ROLES:
        browsers[role] = Browser(app).enter(make_officer(body, role).account)
    tokens = {role: browser.header_token() for role, browser in browsers.items()}
    wrong = []

    for rule in rules(app):
        closed = [role for role in ROLES if not expected(rule.endpoint, role)]
        for role in closed[:2]:
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                answer = browsers[role].open(
                    address(rule), method=method, headers={"X-CSRFToken": tokens[role]}
                )
                if answer.status_code != 403:
                    wrong.append((role, method, address(rule), answer.status_code))

    assert wrong == []


def test_without_a_sign_in_pages_lead_to_the_door_and_programs_get_401(client, app):
    wrong = []
    token = client.header_token()

    for rule in rules(app):
        if ACCESS[rule.endpoint] is PUBLIC:
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            headers = {"X-CSRFToken": token}
            page = client.open(address(rule), method=method, headers=headers)
            program = client.open(
                address(rule), method=method, headers={**headers, "Accept": "application/json"}
            )
            led = page.status_code == 302 and page.location.startswith("/sign-in")
            if not (led or page.status_code == 401) or program.status_code != 401:
                wrong.append((method, address(rule), page.status_code, program.status_code))

    assert wrong == []


def test_an_account_without_roles_opens_what_is_open_to_every_account(app):
    account = make_account()
    db.session.commit()

    visitor = visitor_of(account)

    for endpoint, row in ACCESS.items():
        if endpoint != "static":
            allowed = may_visit(visitor, permissions_of(app, endpoint))
            assert allowed == (row in (PUBLIC, SIGNED_IN)), endpoint
