"""Every page there is, with worked cases on it, as somebody who may open it, in two windows."""

from urllib.parse import quote

import pytest
import sqlalchemy as sa

from tests.harness import NOW
from webapp.database import db, transaction
from webapp.discretion.models import Benchmark
from webapp.dossiers import queries as dossiers
from webapp.instances import incidents, todos
from webapp.instances import queries as instances
from webapp.instances.models import IncidentKind
from webapp.items.models import Item
from webapp.laws.models import Law

WIDTHS = (390, 1440)

PAGES = [
    ("chenwei", "tasks.index", "/todo"),
    ("chenwei", "tasks.index", "/todo?q=无此当事人"),
    ("chenwei", "tasks.done", "/done"),
    ("chenwei", "notices.index", "/notices"),
    ("chenwei", "tasks.show", "/tasks/{task}"),
    ("wangjian", "tasks.show", "/tasks/{assign}"),
    ("wangjian", "tasks.show", "/tasks/{opinion}"),
    ("wangjian", "handover.send_back", "/tasks/{opinion}/return"),
    ("chenwei", "tasks.show", "/tasks/{done}"),
    ("wangjian", "tasks.show", "/tasks/{task}"),
    ("tangtang", "tasks.index", "/todo"),
    ("chenwei", "handover.transfer", "/tasks/{task}/transfer"),
    ("wangjian", "handover.reassign", "/cases/{undecided}/handlers"),
    ("hejing", "registration.show", "/leads/new"),
    ("hejing", "registration.offered", "/matters/new"),
    ("hejing", "registration.begin", "/matters/new/penalty"),
    ("chenwei", "matters.show", "/matters/{number}"),
    ("hejing", "cases.leads", "/leads"),
    ("hejing", "cases.lead", "/leads/{lead}"),
    ("chenwei", "cases.index", "/cases"),
    ("hanxu", "cases.index", "/cases?all=1"),
    ("chenwei", "cases.show", "/cases/{number}"),
    ("chenwei", "cases.show", "/cases/{undecided}"),
    ("chenwei", "evidence.index", "/evidence"),
    ("chenwei", "evidence.show", "/cases/{number}/evidence"),
    ("chenwei", "dossiers.index", "/dossiers"),
    ("chenwei", "dossiers.listing", "/documents"),
    ("chenwei", "dossiers.show", "/cases/{number}/dossier"),
    ("chenwei", "dossiers.document", "/documents/{document}"),
    ("zhoushenxing", "dossiers.document", "/documents/{document}"),
    ("chenwei", "dossiers.document", "/documents/{record}"),
    ("chenwei", "service.index", "/service"),
    ("qianshuning", "payments.index", "/payments"),
    ("chenwei", "laws.index", "/laws/"),
    ("chenwei", "laws.index", "/laws/?q=食安法 122"),
    ("chenwei", "laws.show", "/laws/{law}"),
    ("chenwei", "items.index", "/items/"),
    ("chenwei", "items.show", "/items/{code}"),
    ("chenwei", "discretion.index", "/discretion/"),
    ("chenwei", "discretion.show", "/discretion/{benchmark}"),
    ("chenwei", "parameters.index", "/parameters/?for=FIELD:market"),
    ("chenwei", "parameters.show", "/parameters/defense_days?for=FIELD:market"),
    ("chenwei", "calendars.index", "/calendars/"),
    ("chenwei", "calendars.show", "/calendars/2026"),
    ("suwanqing", "supervision.index", "/supervision/"),
    ("suwanqing", "supervision.index", "/supervision/?status=all&sort=due&q=没有"),
    ("suwanqing", "supervision.trajectory", "/supervision/instances/{instance}"),
    ("suwanqing", "supervision.trajectory", "/supervision/instances/{main}"),
    ("suwanqing", "publicity.verify", "/verify/{token}"),
    ("suwanqing", "publicity.verify", "/verify/unknown"),
    ("yunfan", "instances.incidents_page", "/incidents"),
    ("suwanqing", "403", "/cases"),
    ("chenwei", "404", "/leads/无此案源"),
]
"""Login, endpoint and address; with the pages tried elsewhere these are all."""

NO_PAGES = {
    "static", "assets.font", "health.alive", "health.ready", "home.index", "laws.lookup",
    "procedures.diagram", "evidence.download", "evidence.picture", "dossiers.volume",
    "dossiers.package", "dossiers.sheet", "dossiers.pdf", "tasks.preview", "tasks.onward",
    "tasks.file",
}  # fmt: skip
"""What answers with a file, a drawing, JSON, a part of a page, or the way to one."""

ELSEWHERE = ("accounts", "administration", "bodies", "api")
"""Blueprints whose pages other tests look at, and the one without pages."""


@pytest.fixture
def places(worked):
    """Return what stands in for the arguments of addresses, by name."""
    published, undecided = worked.case("published"), worked.case("undecided")
    papers = {one.address: one.id for one in dossiers.final(published.id)}
    main = instances.instances_of(published.id)[0]
    with transaction():
        incidents.record(
            main.id, IncidentKind.RENDERING, "document:1", "“行政处罚决定书”未能生成。", NOW
        )
    worked.journey("published").steps("exec.pay", "arch.draft")
    task = worked.todo("undecided", "proposal.draft").id
    return {
        "number": quote(published.number),
        "undecided": quote(undecided.number),
        "lead": quote(worked.case("lead").lead.number),
        "task": task,
        "assign": worked.todo("lead", "case.assign").id,
        "opinion": worked.todo("published", "arch.opinion").id,
        "done": next(one.id for one in todos.todos_of(main.id) if "inv.close" in one.acts),
        "document": papers["penalty/penalty_decision"],
        "record": papers["shared/site_record"],
        "token": dossiers.get_document(papers["penalty/penalty_decision"]).token,
        "main": main.id,
        "instance": instances.instances_of(undecided.id)[0].id,
        "law": db.session.scalar(sa.select(Law.id).order_by(Law.id).limit(1)),
        "code": db.session.scalar(sa.select(Item.code).order_by(Item.id).limit(1)),
        "benchmark": db.session.scalar(sa.select(Benchmark.id).limit(1)),
    }


def test_every_page_is_accessible_and_fits_wide_and_narrow_windows(look, places):
    found = []
    for place, (login, endpoint, address) in enumerate(PAGES):
        visit = look(login)
        page = visit.go(address.format(**places))
        if page.locator("[data-track]").count():
            page.locator(".djs-container").wait_for()
        if page.locator("[hx-trigger=load]").count():
            page.locator(".z-filed").wait_for()
        for width in WIDTHS:  # the wide window last, for the picture
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar lies over nothing
            found += [(endpoint, width, one) for one in visit.violations()]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append((endpoint, width, "the page is wider than its window"))
        visit.shoot(f"{place:02d}-{endpoint}")
    assert found == []


def test_no_page_is_left_out(worked):
    pages = {
        rule.endpoint
        for rule in worked.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.split(".")[0] not in ELSEWHERE
    }

    assert pages - NO_PAGES == {endpoint for _, endpoint, _ in PAGES if "." in endpoint}
