"""One visit's record serves two cases (证据共用): one paper, one number, two dossiers."""

from datetime import date

import pytest
import sqlalchemy as sa

from forms import FormError
from tests.harness import Browser
from tests.journeys import stages
from tests.journeys.journey import Journey
from tests.journeys.test_lineage import COMPANY
from webapp.accounts.models import Account
from webapp.bodies.models import Body
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict
from webapp.evidence import queries as evidence
from webapp.evidence.models import Evidence
from webapp.matters import operations as matter_operations
from webapp.matters import queries as matters
from webapp.matters.models import Secrecy
from webapp.process_records.verification import verify
from webapp.tasks import paperwork, queries
from webapp.wiring import CHECKS

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def visited() -> Journey:
    """Return a case with the records of a visit."""
    j = Journey()
    stages.opened(j)
    stages.evidence_taken(j)
    return j


@pytest.fixture
def other(visited: Journey) -> Journey:
    """Return a case against somebody else on the same premises, without records of its own."""
    j = Journey(party=COMPANY)
    stages.opened(j)
    j.at("2026-03-06T09:00")
    return j


def site_record(j: Journey) -> Evidence:
    return next(one for one in evidence.of_matter(j.matter_id) if one.act == "inv.onsite")


def shared(visited: Journey, other: Journey) -> Evidence:
    """Take the site record over; return the piece in the other case."""
    other.start("sharing")
    other.do("evidence.share", record=str(site_record(visited).id))
    return evidence.of_matter(other.matter_id)[-1]


def offered(j: Journey) -> set[str]:
    """Return what may be taken over now."""
    todo = j.open_tasks()["evidence.share"]
    page = queries.page(j.who(todo, ""), todo.id)
    return {one.value for one in page.choices["record"].items}


def browser(app, j: Journey, post: str) -> Browser:
    return Browser(app).enter(db.session.get_one(Account, j.office[post].account_id))


def hand_over(j: Journey, lead: str, assist: str) -> None:
    """Give a case to others."""
    with transaction():
        people = (j.office[lead], j.office[assist])
        matter_operations.set_handlers(matters.get_matter(j.matter_id), *people, j.now)


def test_one_record_is_evidence_in_two_cases(office, visited: Journey, other: Journey) -> None:
    before = site_record(visited)
    piece = shared(visited, other)

    assert (piece.origin_id, piece.document_id, piece.files) == (
        before.id, before.document_id, before.files,
    )  # fmt: skip
    assert (piece.name, piece.kind, piece.obtained_on) == (
        "现场笔录",
        before.kind,
        date(2026, 3, 5),
    )
    assert piece.verdict is None  # each case judges it by itself
    (listed,) = dossiers.from_others(other.matter_id)
    assert listed.id == before.document_id
    number = visited.case.reference
    page = browser(office, other, "officer_lead").get(f"/cases/{other.case.reference}/dossier")
    assert f"现场笔录（自{number}案）" in page.get_data(as_text=True)
    page = browser(office, other, "officer_lead").get(f"/cases/{other.case.reference}/evidence")
    assert f"自{number}案" in page.get_data(as_text=True)
    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_it_can_be_reviewed_and_cited_like_any_other(visited: Journey, other: Journey) -> None:
    piece = shared(visited, other)
    stages.reviewed(other)

    assert other.admissible() == [str(piece.id)]
    report = other.paper_of("penalty/investigation_report")
    assert report.context["f"]["evidence"][0]["name"] == "现场笔录"


def test_whoever_reads_the_other_case_opens_the_record_and_nothing_else(
    office, visited: Journey, other: Journey
) -> None:
    piece = shared(visited, other)
    hand_over(other, "spare", "officer_assist")
    stranger = browser(office, other, "spare")

    record = stranger.get(f"/documents/{piece.document_id}")
    assert record.status_code == 200
    assert visited.case.title not in record.get_data(as_text=True)
    assert stranger.get(f"/documents/{piece.document_id}/pdf").status_code == 200
    assert stranger.get(f"/matters/{visited.case.reference}").status_code == 404
    assert stranger.get(f"/cases/{visited.case.reference}/evidence").status_code == 404
    for paper in dossiers.final(visited.matter_id):
        if paper.id != piece.document_id:
            assert stranger.get(f"/documents/{paper.id}").status_code == 404


def test_before_it_is_shared_the_record_stays_closed(
    office, visited: Journey, other: Journey
) -> None:
    hand_over(other, "spare", "officer_assist")
    address = f"/documents/{site_record(visited).document_id}"

    assert browser(office, other, "spare").get(address).status_code == 404


def test_s_g_12_does_not_refuse_the_visit_that_is_shared_but_writing_it_again(
    visited: Journey, other: Journey
) -> None:
    """The evading way: the same visit typed once more, before or after it was taken over."""
    taken = site_record(visited)
    times = visited.paper_of("shared/site_record").values
    again = {name: times[name] for name in ("start_at", "end_at")}
    other.start("onsite")
    other.do("inv.id_show")
    other.later(hours=1)
    assert "S-G-12" in other.refused("inv.onsite", **again)

    shared(visited, other)

    assert evidence.of_matter(other.matter_id)[-1].origin_id == taken.id
    assert "S-G-12" in other.refused("inv.onsite", **again)


def test_a_record_is_taken_over_once(visited: Journey, other: Journey) -> None:
    piece = shared(visited, other)
    other.start("sharing")

    assert str(piece.origin_id) not in offered(other)
    with pytest.raises(FormError):
        other.do("evidence.share", record=str(piece.origin_id))


def refuses(other: Journey, piece: Evidence) -> None:
    """Hold that a piece is neither offered nor taken."""
    other.start("sharing")
    assert str(piece.id) not in offered(other)
    with pytest.raises(FormError) as refused:
        other.do("evidence.share", record=str(piece.id))
    assert "record" in {one.path for one in refused.value.errors}
    assert evidence.of_matter(other.matter_id) == []


def test_nothing_is_taken_from_another_body(visited: Journey, other: Journey) -> None:
    elsewhere = sa.select(Body.id).where(Body.id != visited.case.body_id).limit(1)
    with transaction():
        matters.get_matter(visited.matter_id).body_id = db.session.scalar(elsewhere)

    refuses(other, site_record(visited))


def test_nothing_is_taken_from_a_case_of_others(visited: Journey, other: Journey) -> None:
    hand_over(visited, "spare", "engineer")

    refuses(other, site_record(visited))


def test_nothing_is_taken_from_a_case_that_few_may_know_of(
    visited: Journey, other: Journey
) -> None:
    with transaction():
        matters.get_matter(visited.matter_id).secrecy = Secrecy.RESTRICTED

    refuses(other, site_record(visited))


def test_a_void_record_is_not_taken(visited: Journey, other: Journey) -> None:
    piece = site_record(visited)
    with transaction():
        paperwork.void_document(visited.office["deputy_head"], piece.document_id, "笔录有误")

    refuses(other, piece)


def test_a_record_that_serves_another_case_is_not_made_void(
    visited: Journey, other: Journey
) -> None:
    piece = shared(visited, other)

    with pytest.raises(Conflict, match="作为他案的证据"), transaction():
        paperwork.void_document(visited.office["deputy_head"], piece.document_id, "笔录有误")


def test_papers_that_are_no_records_are_not_offered(visited: Journey, other: Journey) -> None:
    other.start("sharing")

    found = db.session.scalars(
        sa.select(Evidence).where(Evidence.id.in_([int(one) for one in offered(other)]))
    )
    assert {one.act for one in found} == {"inv.onsite", "inv.interview", "inv.obtain"}


def test_verify_finds_a_piece_that_nobody_took_over(
    office, visited: Journey, other: Journey
) -> None:
    piece = shared(visited, other)
    wrong = evidence.of_matter(visited.matter_id)[-1]
    with transaction():
        db.session.execute(
            sa.update(Evidence).where(Evidence.id == piece.id).values(origin_id=wrong.id)
        )

    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())

    assert ("evidence", "origin_id") in {(one.table, one.field) for one in report.flaws}
