"""Our own pages, looked at in two widths with axe: bodies, accounts, administration, problems."""

import pytest

from tests.factories import make_body, make_officer, make_unit
from webapp.bodies.models import Kind
from webapp.database import db


@pytest.fixture
def city(live_app):
    """Add a small city with one bureau, two officers and the three administrators."""
    city = make_body("岚江市人民政府", short_name="岚江市", kind=Kind.GOVERNMENT, number_word="")
    bureau = make_body("岚江市市场监督管理局", city, short_name="市市场监管局")
    unit = make_unit(bureau)
    people = {
        "officer": make_officer(bureau, "officer_lead", name="陈伟", unit=unit),
        "assist": make_officer(bureau, "officer_assist", name="李敏", unit=unit, certified=False),
        "supervisor": make_officer(city, "supervisor", name="苏晚晴"),
        "system": make_officer(city, "system_admin", name="云帆", certified=False),
        "security": make_officer(city, "security_admin", name="江澈", certified=False),
        "audit": make_officer(city, "audit_admin", name="安然", certified=False),
    }
    db.session.commit()
    return {**people, "bureau": bureau}


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        ("officer", "/bodies/", "bodies"),
        ("officer", "/bodies/{bureau}", "body"),
        ("officer", "/bodies/officers", "officers"),
        ("officer", "/bodies/officers?q=无此人", "officers-empty"),
        ("officer", "/bodies/officers/{officer}", "officer"),
        ("officer", "/account", "account"),
        ("officer", "/account/password", "password"),
        ("officer", "/account/two-steps", "two-steps"),
        ("officer", "/accounts", "forbidden"),
        ("officer", "/no/such/page", "missing"),
        ("supervisor", "/bodies/", "bodies-supervision"),
        ("system", "/accounts", "accounts"),
        ("system", "/accounts/1", "account-system"),
        ("security", "/accounts/1", "account-security"),
        ("audit", "/accounts/events", "events"),
    ],
)
def test_a_page_is_accessible_and_fits_its_window(visit, city, who, path, name, assert_accessible):
    visit.enter(city[who].account)

    page = visit.go(path.format(bureau=city["bureau"].id, officer=city["officer"].id))

    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(visit)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        visit.shoot(f"{name}-{width}")
