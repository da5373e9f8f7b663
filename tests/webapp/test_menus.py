"""Everybody sees the platforms and pages that his roles open, and starts on his own."""

import pytest

from tests.factories import make_officer
from webapp import menus


def tabs(page):
    head = page.split('<nav aria-label="平台">', 1)[1].split("</nav>", 1)[0]
    return [part.split("<", 1)[0] for part in head.split(">")[1:] if part.split("<", 1)[0].strip()]


def page_of(client, role):
    client.enter(make_officer(None, role, certified=False).account)
    return client.get("/account").get_data(as_text=True)


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("officer_lead", "办案", ["监督", "流程建模", "系统"]),
        ("supervisor", "监督", ["办案", "流程建模", "系统"]),
        ("process_admin", "流程建模", ["办案", "监督", "系统"]),
        ("registry_admin", "流程建模", ["办案", "监督", "系统"]),
        ("audit_admin", "系统", ["办案", "监督", "流程建模"]),
    ],
)
def test_a_role_sees_its_platform_and_not_those_of_others(client, role, seen, unseen):
    shown = tabs(page_of(client, role))

    assert seen in shown
    assert set(unseen) & set(shown) == set()


@pytest.mark.parametrize(
    ("role", "start"), [("registry_admin", "/bodies/"), ("security_admin", "/accounts")]
)
def test_the_front_door_leads_to_ones_own_first_page(client, role, start):
    client.enter(make_officer(None, role, certified=False).account)

    assert client.get("/").location.startswith(start)


def test_a_number_beside_an_entry_is_asked_of_whoever_can_count(client, app):
    menus.count(app, "bodies.index", lambda visitor: 1284)
    try:
        page = page_of(client, "officer_lead")
    finally:
        app.extensions[menus.EXTENSION].pop("bodies.index")

    assert "执法主体<em>1284</em>" in page


def test_the_page_one_is_on_is_marked(client):
    client.enter(make_officer(None, "officer_lead").account)

    page = client.get("/bodies/").get_data(as_text=True)

    assert page.count('aria-current="page"') == 1


def test_filters_stay_when_a_page_is_turned(app):
    with app.test_request_context("/bodies/officers?q=chen&body=3&after=abc"):
        assert menus.here(before="x", after=None) == "/bodies/officers?q=chen&body=3&before=x"


def test_every_entry_has_an_endpoint_of_its_own_in_its_section():
    for platform in menus.PLATFORMS:
        endpoints = [entry.endpoint for part in platform.sections for entry in part.entries]
        assert len(endpoints) == len(set(endpoints)), platform.title
