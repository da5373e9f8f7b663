"""What one ordinary case costs, from the lead to the archive: presses and typed fields (办件操作).

All roles together; signing in is not counted. A prefill that is accepted is not typed, and a choice
is a press.
"""

import pytest
import sqlalchemy as sa

from tests.browser.counted import CountedHands, CountedOffice
from tests.journeys.journey import Journey
from webapp.database import db
from webapp.dossiers.models import Signature, SignatureState
from webapp.evidence import storage
from webapp.matters.models import MatterStatus

pytestmark = pytest.mark.xdist_group("browser-clicks")

CLICKS = 200
FIELDS = 95
VISITS = (
    ("权利义务告知", "inv.rights_notice"),
    ("现场检查", "inv.onsite"),
    ("询问", "inv.interview"),
    ("提取（复制）证据", "inv.obtain"),
)


@pytest.fixture
def office(live_city, open_window, tmp_path):
    journey = Journey("2026-03-02T09:00")
    photo = tmp_path / "现场照片.png"
    photo.write_bytes(storage.read(journey.files.photo))
    return CountedOffice(journey, open_window, photo)


def test_an_ordinary_case_costs_few_presses_and_less_typing(office):
    j = office.journey
    register(office)
    j.later(hours=1)
    do(office, "case.assign")
    j.at("2026-03-04T14:00")
    do(office, "case.verify", "case.verify_opinion", "case.file_request", "case.file_opinion")
    do(office, "case.file")
    j.at("2026-03-05T09:00")
    for title, act in VISITS:
        office.begin(title, "officer_lead")
        do(office, "inv.id_show")
        j.later(hours=1)
        do(office, act)
    sign(office)
    j.at("2026-03-20T09:00")
    do(office, "inv.collect", "evidence.review")
    sign(office)
    do(office, "inv.close", "inv.close_opinion", "rev.case")
    j.at("2026-03-24T09:00")
    do(office, "proposal.draft", "proposal.opinion", "appr.proposal")
    sign(office)
    do(office, "notice.prior", "notice.approve")
    j.later(hours=2)
    do(office, "serve.plan", "serve.deliver")
    j.at("2026-03-26T09:00")
    do(office, "hear.request", "defense.receive")
    sign(office)
    j.at("2026-04-02T09:00")
    do(office, "dec.draft", "dec.opinion", "dec.approve")
    sign(office)
    do(office, "dec.penalty", "dec.sign", "dec.seal", "exec.notify")
    j.later(days=1)
    do(office, "serve.plan", "serve.deliver")
    sign(office)
    j.later(days=1)
    do(office, "pub.decide", "pub.approve")
    j.later(days=5)
    do(office, "exec.pay")
    sign(office)
    j.later(days=1)
    do(office, "arch.draft", goods="没收的物品已经依法处理，款项已经上缴国库。")
    do(office, "arch.opinion", "arch.close", "arch.compile", "arch.file")

    tally = office.tally
    assert j.case.status is MatterStatus.ARCHIVED
    assert tally.clicks.total() <= CLICKS
    assert tally.fields <= FIELDS


def register(office):
    """Register the lead at the intake desk."""
    page = office.page("intake")
    office.tally.act = "register"
    office.press(page.get_by_role("link", name="登记案源").first)
    hands = CountedHands(page, office.file, office.tally)
    hands.fill(office.journey.values("penalty/lead", {}))
    office.press(page.get_by_role("button", name="登记", exact=True))
    page.locator("#messages").wait_for()
    office.take_newest_case()


def do(office, *acts, goods=None):
    """Complete to-dos one after the other, each by whoever has it."""
    for act in acts:
        more = {} if goods is None else {"property": goods}
        office.do(act, office.todo(act).role, **more)
        office.journey.later(minutes=10)


def sign(office):
    """Let everybody sign what waits for him."""
    db.session.rollback()
    waiting = sa.select(Signature.officer_id).where(Signature.state == SignatureState.PENDING)
    wanted = set(db.session.scalars(waiting))
    for post, officer in office.journey.office.people.items():
        if officer.id in wanted:
            office.sign(post)
