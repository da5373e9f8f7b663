"""The design system on one page, and a diagram with its path, under our content policy."""

import pytest
from flask import Blueprint, Response, render_template_string

from tests.factories import make_officer
from webapp.config import ROOT
from webapp.http import signed_in
from webapp.paging import Page

DIAGRAM = ROOT / "processes" / "penalty" / "penalty.bpmn"
PARTS = ROOT / "tests" / "browser" / "parts.html"


@pytest.fixture
def live_app(live_app):
    """Add a page of all parts to the application."""
    bp = Blueprint("parts", __name__, url_prefix="/parts")

    @bp.get("/")
    @signed_in
    def index():
        return render_template_string(
            PARTS.read_text(encoding="utf-8"),
            page=Page([1], after="x"),
            marks={
                "past": [
                    "found",
                    "found_to_filing",
                    "filing",
                    "filing_to_filing_gate",
                    "filing_gate",
                    "filing_gate_to_investigation",
                ],
                "current": ["investigation"],
                "overdue": [],
                "badges": {"investigation": "陈伟 · 剩 3 天"},
                "notes": {"filing": "03-02 王建"},
                "heat": {"filing": 2},
            },
            called={"filing": "/parts/"},
        )

    @bp.get("/diagram")
    @signed_in
    def diagram():
        return Response(DIAGRAM.read_bytes(), mimetype="application/xml")

    live_app.register_blueprint(bp)
    return live_app


@pytest.fixture
def officer(live_app):
    return make_officer(None, "officer_lead")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_every_part_is_accessible(open_window, officer, width, assert_accessible):
    visit = open_window(width=width).enter(officer.account)

    page = visit.go("/parts/")
    page.locator(".djs-container").wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar now lies over nothing

    assert_accessible(visit)
    visit.shoot(f"parts-{width}")
