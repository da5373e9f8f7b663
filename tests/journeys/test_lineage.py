"""Cases that are joined and parts that are handled apart (并案、另案): nothing gets lost."""

from datetime import date

import pytest
import sqlalchemy as sa

from forms import FormError
from tests.harness import Browser
from tests.journeys import stages
from tests.journeys.journey import Journey
from webapp.accounts.models import Account
from webapp.cases.models import Outcome, PenaltyCase
from webapp.database import db, transaction
from webapp.dossiers import queries as dossiers
from webapp.evidence import queries as evidence
from webapp.instances import queries as instances
from webapp.matters import clocks, links
from webapp.matters import operations as matter_operations
from webapp.matters import parties as people
from webapp.matters import queries as matters
from webapp.matters.models import LinkKind, MatterStatus, Party
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS

pytestmark = pytest.mark.usefixtures("office")

COMPANY = {
    "kind": "organization",
    "name": "岚江市禾记食品有限公司",
    "credit_code": "91445902MA5D7E2FXU",
    "legal_rep": "禾思远",
    "address": "岚江市望海区榕荫路66号",
    "phone": "0799-5550366",
}


@pytest.fixture
def main() -> Journey:
    """Return a case that is filed first."""
    j = Journey()
    stages.opened(j)
    return j


@pytest.fixture
def second(main: Journey) -> Journey:
    """Return a case against another party that is filed an hour later, with its evidence."""
    j = Journey(party=COMPANY)
    stages.opened(j)
    stages.evidence_taken(j)
    return j


def merged(j: Journey, main: Journey, **changes: object) -> None:
    """Join a case to the one filed before."""
    j.at("2026-03-06T09:00")
    j.start("merger")
    j.do("case.merge_draft", into=str(main.matter_id), **changes)
    j.steps("case.merge_opinion", "case.merge")


def browser(app, j: Journey, post: str) -> Browser:
    """Return the browser of somebody in the office."""
    return Browser(app).enter(db.session.get_one(Account, j.office[post].account_id))


def check_is_clean(app) -> None:
    report = verify(CHECKS, app.extensions["faxun.settings"].home, db.session())
    assert report.is_clean, report.flaws


def test_a_case_goes_on_in_the_one_filed_before(office, main: Journey, second: Journey) -> None:
    merged(second, main)

    case = second.case
    assert (case.status, case.outcome) == (MatterStatus.MERGED, Outcome.MERGED)
    assert case.closed_on == date(2026, 3, 6)
    assert second.open_tasks() == {}
    assert all(one.status.is_over for one in instances.instances_of(second.matter_id))
    (there,) = links.of_matter(main.matter_id)
    (here,) = links.of_matter(second.matter_id)
    assert (there.words, there.matter.id) == ("并案", second.matter_id)
    assert (here.words, here.matter.id) == ("并入", main.matter_id)
    assert [one.name for one in main.case.parties] == [
        "岚江市城东区惠民食品店",
        "岚江市禾记食品有限公司",
    ]
    (clock,) = [one for one in clocks.of_matter(second.matter_id) if one.rule == "DL-02"]
    assert clock.met_on == date(2026, 3, 6)
    (clock,) = [one for one in clocks.of_matter(main.matter_id) if one.rule == "DL-02"]
    assert clock.met_on is None
    check_is_clean(office)


def test_its_evidence_and_papers_stand_in_the_main_case(
    office, main: Journey, second: Journey
) -> None:
    merged(second, main)

    taken, before = evidence.of_matter(main.matter_id), evidence.of_matter(second.matter_id)
    assert [one.origin_id for one in taken] == [one.id for one in before]
    assert [(one.name, one.document_id, one.files) for one in taken] == [
        (one.name, one.document_id, one.files) for one in before
    ]
    listed = dossiers.from_others(main.matter_id)
    assert {one.id for one in listed} == {one.id for one in dossiers.final(second.matter_id)}
    page = browser(office, main, "officer_lead").get(f"/cases/{main.case.reference}/dossier")
    text = page.get_data(as_text=True)
    assert f"现场笔录（自{second.case.reference}案）" in text
    assert "并案审批表" in text
    # What was taken over can be reviewed and cited as if it had been taken here.
    main.at("2026-03-09T09:00")
    for procedure, act in (("rights_notice", "inv.rights_notice"), ("onsite", "inv.onsite")):
        main.record(procedure, act)
    stages.reviewed(main)
    assert set(map(str, [one.id for one in taken])) <= set(main.admissible())


def test_who_handles_the_main_case_reads_the_merged_one(
    office, main: Journey, second: Journey
) -> None:
    """The handlers of the merged case change before; those of the main one did not read it."""
    with transaction():
        matter_operations.set_handlers(
            matters.get_matter(main.matter_id),
            main.office["spare"],
            main.office["officer_assist"],
            main.now,
        )
    address = f"/matters/{second.case.reference}"
    assert browser(office, main, "spare").get(address).status_code == 404

    second.at("2026-03-06T09:00")
    second.start("merger")
    # Only who handles both may join them: the lead officer does no longer.
    with pytest.raises(FormError):
        second.do("case.merge_draft", into=str(main.matter_id))
    second.start("merger", by="officer_assist")
    second.do("case.merge_draft", by="officer_assist", into=str(main.matter_id))
    second.steps("case.merge_opinion", "case.merge")

    assert browser(office, main, "spare").get(address).status_code == 200
    assert browser(office, main, "second_member").get(address).status_code == 404


def test_through_the_pages_a_case_is_offered_only_what_it_may_join(
    office, main: Journey, second: Journey
) -> None:
    second.at("2026-03-06T09:00")
    page = browser(office, second, "officer_lead")
    number = second.case.reference
    started = page.send(f"/cases/{number}/start/merger", {})
    assert started.status_code == 302
    form = page.get(started.location).get_data(as_text=True)
    assert main.case.title in form
    assert f'value="{second.matter_id}"' not in form

    todo = second.open_tasks()["case.merge_draft"]
    typed = {
        "ground": "joint",
        "reason": "两案违法事实相互关联，应当一并查明。",
        "opinion": "建议并案。",
    }
    itself = page.send(f"/tasks/{todo.id}", {**typed, "into": str(second.matter_id)})
    assert itself.status_code == 422
    assert "case.merge_draft" in second.open_tasks()
    sent = page.send(f"/tasks/{todo.id}", {**typed, "into": str(main.matter_id)})
    assert sent.status_code == 302
    second.steps("case.merge_opinion", "case.merge")

    shown = page.get(f"/matters/{main.case.reference}").get_data(as_text=True)
    assert "并案：" in shown
    assert second.case.title in shown


def test_s_p_43_a_case_filed_before_is_not_merged_into_a_later_one(
    main: Journey, second: Journey
) -> None:
    with transaction():
        matters.get_matter(second.matter_id).filed_on = date(2026, 3, 5)
    main.at("2026-03-06T09:00")
    main.start("merger")

    refusals = main.refused("case.merge_draft", into=str(second.matter_id))

    assert refusals == {"S-P-43": "《行政处罚法》第二十五条第一款、第五十七条第一款"}


def test_s_p_43_the_main_case_may_be_decided_before_the_head_approves(
    main: Journey, second: Journey
) -> None:
    """Drafted while it was open; it is judged again when it takes effect."""
    second.at("2026-03-06T09:00")
    second.start("merger")
    second.do("case.merge_draft", into=str(main.matter_id))
    second.do("case.merge_opinion")
    main.at("2026-03-06T10:00")
    main.start("termination")
    main.steps("case.terminate_draft", "case.terminate_opinion", "case.terminate")

    assert "S-P-43" in second.refused("case.merge")
    assert second.case.status is MatterStatus.OPEN


def test_s_p_43_whoever_was_told_is_not_merged_away(main: Journey, second: Journey) -> None:
    stages.reviewed(second)
    stages.notified(second)
    second.start("merger")

    assert "S-P-43" in second.refused("case.merge_draft", into=str(main.matter_id))


def test_a_head_may_leave_the_cases_apart(main: Journey, second: Journey) -> None:
    second.at("2026-03-06T09:00")
    second.start("merger")
    second.do("case.merge_draft", into=str(main.matter_id))
    second.do("case.merge_opinion")
    second.do("case.merge", agree="no", opinion="不同意，两案事实可以分开查明，请分别办理。")

    assert second.case.status is MatterStatus.OPEN
    assert links.of_matter(main.matter_id) == []
    assert "inv.collect" in second.open_tasks()


def test_verify_finds_a_party_or_a_piece_that_nobody_merged(
    office, main: Journey, second: Journey
) -> None:
    merged(second, main)
    assert len(main.case.parties) == 2
    with transaction():
        db.session.execute(sa.text("update evidence set name = 'x' where origin_id is not null"))
        db.session.execute(
            sa.update(Party).where(Party.matter_id == main.matter_id).values(left_at=main.now)
        )

    report = verify(CHECKS, office.extensions["faxun.settings"].home, db.session())

    assert {(one.table, one.field) for one in report.flaws} == {
        ("evidence", "name"),
        ("party", "left_at"),
    }


# --- 另案 -----------------------------------------------------------------------------------------


def divided(j: Journey, **changes: object) -> PenaltyCase:
    """Handle a part apart; return the new case."""
    j.at("2026-03-06T09:00")
    j.start("case_division")
    j.do("case.divide_draft", **changes)
    j.do("case.divide_opinion")
    advance = j.do("case.divide")
    return matters.matter_by_number(advance.answer["opened_matter"])


def test_another_violation_gets_a_case_of_its_own(office, main: Journey) -> None:
    new = divided(main, item="SJ-009")

    (here,), (there,) = links.of_matter(main.matter_id), links.of_matter(new.id)
    assert (here.words, here.kind, here.matter.id) == ("分出", LinkKind.SPLIT, new.id)
    assert (there.words, there.matter.id) == ("另案自", main.matter_id)
    assert new.item.code == "SJ-009"
    assert [one.name for one in new.parties] == [one.name for one in main.case.parties]
    assert new.status is MatterStatus.LEAD
    assert main.case.status is MatterStatus.OPEN
    page = browser(office, main, "deputy_head").get(f"/matters/{new.reference}")
    assert "另案自：" in page.get_data(as_text=True)
    check_is_clean(office)


def test_one_of_two_parties_leaves_for_a_case_of_its_own(office, main: Journey) -> None:
    with transaction():
        people.put_party(matters.get_matter(main.matter_id), COMPANY, 1)
    leaving = main.case.parties[1]

    new = divided(main, part="party", party=str(leaving.id), item=...)

    assert [one.name for one in main.case.parties] == ["岚江市城东区惠民食品店"]
    assert [one.name for one in new.parties] == ["岚江市禾记食品有限公司"]
    assert new.title.startswith("岚江市禾记食品有限公司")


def test_s_p_44_the_only_party_stays(main: Journey) -> None:
    only = str(main.case.parties[0].id)
    main.at("2026-03-06T09:00")
    main.start("case_division")

    assert "S-P-44" in main.refused("case.divide_draft", part="party", party=only, item=...)


def test_the_time_for_deciding_runs_on_in_a_case_that_was_split_off(main: Journey) -> None:
    """Splitting wins no time: the ninety days count from the filing of the first case."""
    new = divided(main, item="SJ-009")
    j = Journey("2026-03-20T09:00", item="SJ-009")
    j.matter_id = new.id

    j.do("case.intake", party=main.case.parties[0].details)
    j.later(hours=1)
    j.do("case.assign")
    j.later(hours=1)
    j.steps("case.verify", "case.verify_opinion")
    j.steps("case.file_request", "case.file_opinion", "case.file")

    (first,) = [one for one in clocks.of_matter(main.matter_id) if one.rule == "DL-02"]
    (clock,) = [one for one in clocks.of_matter(new.id) if one.rule == "DL-02"]
    assert clock.start.date() == date(2026, 3, 4)
    assert clock.due.date() == first.due.date()
    assert j.case.filed_on == date(2026, 3, 20)


def test_the_head_may_leave_a_part_where_it_is(main: Journey) -> None:
    main.at("2026-03-06T09:00")
    main.start("case_division")
    main.do("case.divide_draft")
    main.do("case.divide_opinion")
    main.do("case.divide", agree="no", opinion="不同意，两项事实相互关联，请一并查明。")

    assert links.of_matter(main.matter_id) == []
