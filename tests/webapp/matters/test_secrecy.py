"""Matters that are not for everybody (知悉范围): who may know of them, which lists have them."""

import re
from dataclasses import replace

import pytest

from processes import catalogue
from tests.webapp.matters.test_opening import change, opened, program
from webapp.database import transaction
from webapp.matters import queries as matters
from webapp.matters.models import Secrecy
from webapp.tasks import opening

__all__ = ["change", "program"]

CLOSED = [Secrecy.RESTRICTED, Secrecy.SECRET]


def listed(browser, place):
    """Return the numbers that a page of a list names."""
    page = browser.get(place)
    assert page.status_code == 200
    return set(re.findall(r"岚市监\w〔2026〕\d+号", page.get_data(as_text=True)))


@pytest.fixture
def close(worked):
    """Return a function that closes a case of the worked city to all but a few."""

    def to(name, secrecy):
        with transaction():
            worked.case(name).secrecy = secrecy
        return worked.case(name)

    return to


@pytest.mark.parametrize("secrecy", CLOSED)
@pytest.mark.parametrize("login", ["chenwei", "limin", "wangjian", "zhoushenxing", "hanxu"])
def test_handlers_deciders_and_the_chief_read_it(worked, close, secrecy, login):
    case = close("undecided", secrecy)
    browser = worked.enter(login)

    assert browser.get(f"/cases/{case.number}").status_code == 200
    assert case.number in listed(browser, "/cases?all=1")


@pytest.mark.parametrize("secrecy", CLOSED)
def test_a_head_without_a_part_in_it_hears_nothing(worked, close, program, secrecy):
    """The lead waits for the unit head: he reads it, the deputy head does no longer."""
    reference = worked.case("lead").reference
    deputy = worked.enter("zhoushenxing")
    assert deputy.get(f"/cases/{reference}").status_code == 200
    assert reference in listed(deputy, "/cases?all=1")

    case = close("lead", secrecy)

    assert worked.enter("wangjian").get(f"/cases/{reference}").status_code == 200
    deputy = worked.enter("zhoushenxing")
    assert deputy.get(f"/cases/{reference}").status_code == 404
    assert reference not in listed(deputy, "/cases?all=1")
    assert program("zhoushenxing")("GET", f"/matters/{case.id}").status_code == 404
    answer = program("zhoushenxing")("GET", "/matters").json["items"]
    assert case.id not in {one["id"] for one in answer}


@pytest.mark.parametrize("secrecy", CLOSED)
def test_its_lead_is_in_no_list_of_others_and_found_by_no_search_for_the_like(
    worked, close, program, secrecy
):
    lead = worked.case("lead").lead
    number, like = lead.number, {"place": lead.place}
    desk = worked.enter("hejing")
    assert number in listed(desk, "/leads")
    assert desk.get(f"/leads/{number}").status_code == 200
    found = program("hejing")("POST", "/leads/similar", json={"data": like}).json["items"]
    assert number in {one["reference"] for one in found}

    close("lead", secrecy)

    desk = worked.enter("hejing")
    assert number not in listed(desk, "/leads")
    assert desk.get(f"/leads/{number}").status_code == 404
    found = program("hejing")("POST", "/leads/similar", json={"data": like}).json["items"]
    assert number not in {one["reference"] for one in found}
    assert number in listed(worked.enter("wangjian"), "/leads")


@pytest.mark.parametrize("secrecy", CLOSED)
def test_supervision_neither_lists_nor_shows_nor_counts_it(worked, close, program, secrecy):
    case = worked.case("undecided")
    place = f"/supervision/instances/{case.instance_id}"
    supervisor = worked.enter("suwanqing")
    assert supervisor.get(place).status_code == 200
    assert case.number in listed(supervisor, "/supervision/?status=all")
    before = running(supervisor)

    close("undecided", secrecy)

    supervisor = worked.enter("suwanqing")
    assert supervisor.get(place).status_code == 404
    assert case.number not in listed(supervisor, "/supervision/?status=all")
    searched = supervisor.get(f"/supervision/?status=all&q={case.number}")
    assert "没有符合条件的实例" in searched.get_data(as_text=True)
    assert running(supervisor) == before - 1
    ask = program("suwanqing")
    assert ask("GET", f"/instances/{case.instance_id}").status_code == 404
    shown = ask("GET", "/instances?all=true").json["items"]
    assert str(case.instance_id) not in {one["id"] for one in shown}


def running(browser):
    """Return how many running main procedures the head of the list counts."""
    page = browser.get("/supervision/").get_data(as_text=True)
    return int(re.search(r"共 (\d+) 件", page).group(1))


def test_a_procedure_says_who_may_know_of_its_matters(worked, change, program, monkeypatch):
    for table in (catalogue.PROCEDURES, catalogue.MAIN, opening.MAIN):
        monkeypatch.setitem(table, change.key, replace(change, secrecy="SECRET"))

    matter = matters.get_matter(opened(program).json["case"])

    assert matter.secrecy is Secrecy.SECRET
    assert worked.enter("chenwei").get(f"/matters/{matter.reference}").status_code == 200
    assert worked.enter("wangjian").get(f"/matters/{matter.reference}").status_code == 200
    assert worked.enter("zhoushenxing").get(f"/matters/{matter.reference}").status_code == 404
