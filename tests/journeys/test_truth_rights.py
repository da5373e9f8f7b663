"""The party's rights hold against what people type (`processes/TRUTH.md`): values that once passed.

Through the pages, as an officer would try it; each is refused with the article that binds, or the
way on is taken.
"""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from engine import clock
from processes.facts import money as facts
from tests.factories import make_officer
from tests.harness import Browser
from tests.journeys import stages
from tests.journeys.web import WebJourney
from tests.webapp.calendars.test_calendars import RESTS, WORKDAYS
from webapp.database import db
from webapp.dossiers import queries as dossiers
from webapp.instances.models import StepRecord, TodoRecord
from webapp.matters import clocks
from webapp.payments import queries as payments
from webapp.tasks import recounting

pytestmark = pytest.mark.usefixtures("office")

CLAIMED = {"hearing_claimed": "yes", "way": "mailed", "waiver_text": ..., "signature": ...}


def told(office) -> WebJourney:
    """Serve the notice on 24 March: the five working days end on the 31st."""
    j = WebJourney(office)
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
    assert "hear.request" in j.open_tasks()
    return j


def lapsed(office) -> WebJourney:
    """Let both terms of the party end in silence."""
    j = told(office)
    j.at("2026-04-01T09:00")
    j.later(minutes=1)
    assert "hear.request" not in j.open_tasks()
    return j


def mailed(j: WebJourney, posted: str, **more):
    """Return what is entered of a request that came by post today."""
    letter = {"files": [j.paper], "envelope": [j.paper], "posted_on": posted}
    return {**CLAIMED, **letter, "requested_on": j.now.date().isoformat(), **more}


def test_a_request_posted_on_the_last_day_is_heard_though_the_term_has_ended(office) -> None:
    j = lapsed(office)
    j.at("2026-04-02T10:00")
    j.start("late_hearing")

    missing = j.told("hear.request", **mailed(j, "2026-03-31", envelope=...))
    j.do("hear.request", **mailed(j, "2026-03-31"))

    assert missing.errors == {"envelope": "请上传看得清邮戳的信封照片"}
    refused = j.told("hear.accept", hearing_accepted="no", reason="当事人逾期提出，没有正当理由。")
    (said,), (article,) = refused.messages, refused.articles
    assert "应当受理" in said
    assert article == "《行政处罚法》第六十三条、第六十四条第一项"
    j.do("hear.accept")
    stages.review(j)
    j.steps("dec.draft", "dec.opinion")
    if "panel.discuss" in j.open_tasks():
        j.do("panel.discuss")
    (said, *_) = j.told("dec.approve").messages
    assert "尚未举行" in said


def test_a_request_posted_a_day_late_is_refused_in_writing_and_not_accepted(office) -> None:
    j = lapsed(office)
    j.at("2026-04-02T10:00")
    j.start("late_hearing")
    j.do("hear.request", **mailed(j, "2026-04-01"))

    refused = j.told("hear.accept", hearing_accepted="yes")

    (said,), (article,) = refused.messages, refused.articles
    assert "2026年4月1日提出" in said
    assert "2026年3月31日届满" in said
    assert article.startswith("《行政处罚法》第六十四条第一项")
    j.do("hear.accept", hearing_accepted="no", reason="当事人逾期提出，没有正当理由。")
    (said,) = j.told("hear.refuse", reason="out_of_scope").messages
    assert "属于听证范围" in said
    j.do("hear.refuse")
    paper = j.paper_of("shared/hearing_refusal").context["f"]
    assert (paper["posted_on"], paper["last_day"]) == ("2026年4月1日", "2026年3月31日")
    j.later(hours=1)
    j.serve()
    j.behind(stages.decided)
    j.do("dec.penalty")


def test_a_waiver_is_taken_back_inside_the_term(office) -> None:
    j = told(office)
    j.later(hours=2)
    j.do("hear.request")
    j.do("defense.receive")
    j.at("2026-03-30T10:00")

    j.start("late_hearing")
    j.do("hear.request", **mailed(j, "2026-03-29"))

    j.do("hear.accept")
    assert "hear.panel" in j.open_tasks()


def test_nobody_asks_beside_the_case_while_the_term_still_waits(office) -> None:
    j = told(office)
    j.later(hours=2)
    first = j.todo("hear.request")
    j.start("late_hearing")

    assert j.todo("hear.request") != first
    (said,) = j.told("hear.request", **mailed(j, "2026-03-24")).messages

    assert "期限尚未届满" in said


def test_a_defense_that_comes_late_is_read_and_answered(office) -> None:
    j = lapsed(office)
    j.start("late_defense")
    j.do(
        "defense.receive",
        defense="stated",
        arguments=[{"point": "进货时查验过合格证明。"}],
        new_evidence=False,
        waiver_text=...,
    )
    stages.review(j)
    j.steps("dec.draft", "dec.opinion")
    if "panel.discuss" in j.open_tasks():
        j.do("panel.discuss")

    (said, *_) = j.told("dec.approve").messages

    assert "陈述申辩尚未复核" in said
    j.steps("defense.review", "defense.opinion")
    j.do("dec.approve")


def test_a_late_hearing_whose_review_fails_takes_the_branch_back(office) -> None:
    j = lapsed(office)
    j.at("2026-04-02T10:00")
    j.start("late_hearing")
    j.do("hear.request", **mailed(j, "2026-03-31"))
    j.steps("hear.accept", "hear.panel", "hear.notify")
    j.serve()
    if "hear.announce" in j.open_tasks():
        j.do("hear.announce")
    j.at("2026-04-20T12:00")
    j.do("hear.hold")
    j.at("2026-04-21T09:00")
    j.do("hear.report")
    assert "dec.draft" in j.open_tasks()

    j.do("rev.legal", review="reinvestigate", c1="problem")
    j.do("rev.legal_sign")

    assert list(j.open_tasks()) == ["inv.collect"]


def test_three_million_is_not_decided_by_one_deputy_head(office) -> None:
    j = WebJourney(office)
    j.behind(stages.opened, stages.evidence_taken)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")
    most = {"fine": "3000000.00"}

    refused = j.told("inv.close", serious="no", legal_trigger="no", **most)

    said = dict(zip(refused.messages, refused.articles, strict=True))
    (review,) = [one for one in said if "须法制审核，请选择" in one]
    (panel,) = [one for one in said if "应当集体讨论决定" in one]
    assert "3,000,000.00元，达到1,000,000.00元" in review
    assert said[review] == "《行政处罚法》第五十八条第一款"
    assert said[panel].startswith("《行政处罚法》第五十七条第二款")


CRIMINAL = {
    "crime_suspected": True,
    "crime_reason": "销售金额可能达到追诉标准",
    "fine": "129600.00",
}


def test_a_fine_beside_the_flag_of_a_crime_stops(office) -> None:
    j = WebJourney(office)
    j.behind(stages.opened, stages.evidence_taken)
    j.at("2026-03-20T09:00")
    j.steps("inv.collect", "evidence.review")

    refused = j.told("inv.close", **CRIMINAL)

    said = dict(zip(refused.messages, refused.articles, strict=True))
    (crime,) = [one for one in said if "涉嫌犯罪" in one]
    assert "涉嫌犯罪移送" in crime
    assert said[crime].startswith("《行政处罚法》第二十七条第一款")


def test_a_crime_goes_to_the_police_before_the_case_is_even_filed(office) -> None:
    j = WebJourney(office)
    j.register()
    j.later(hours=1)
    j.do("case.assign")

    j.start("crime_transfer")
    j.do("crim.report", facts="举报材料显示销售金额五十万元。", evidence=...)
    j.later(hours=1)
    j.steps("crim.approve", "crim.transfer", "crim.receipt")
    j.later(days=1)
    j.do("crim.answer", police_answer="notfiled", facts="没有犯罪事实，不予立案。")

    assert "crim.handover" not in j.open_tasks()
    assert "case.verify" in j.open_tasks()
    assert j.case.outcome is None


def test_nobody_is_fined_while_the_police_have_the_case(office) -> None:
    j = told(office)
    j.later(hours=2)
    j.start("crime_transfer")
    j.do("crim.report")
    j.steps("crim.approve", "crim.transfer", "crim.receipt")
    j.at("2026-04-01T09:00")
    j.later(minutes=1)
    stages.review(j)

    (said, *_) = j.told("dec.draft").messages
    assert "不得给予罚款" in said
    j.do("crim.answer", police_answer="notfiled", facts="没有犯罪事实，不予立案。")
    j.do("dec.draft")


def owing(office) -> WebJourney:
    """Bring a case to the served decision, with money to be paid."""
    j = WebJourney(office)
    j.behind(stages.opened, stages.evidence_taken, stages.reviewed, stages.notified)
    j.later(hours=2)
    j.do("hear.request")
    j.do("defense.receive")
    j.behind(stages.decided, stages.issued)
    return j


def rung(j: WebJourney) -> int:
    """Count the events of a payment that was not made in time."""
    query = sa.select(sa.func.count()).where(
        StepRecord.matter_id == j.matter_id, StepRecord.node == "overdue"
    )
    return db.session.scalar(query) or 0


def test_a_missed_part_of_a_fine_is_late_from_its_own_day(office) -> None:
    j = owing(office)
    j.later(days=1)
    owed = Decimal(str(j.paper_of("penalty/payment_notice").values["total"]))
    plan = [{"due": "2026-05-11", "amount": "1000.00"},
            {"due": "2026-06-11", "amount": str(owed - 1000)}]  # fmt: skip
    j.start("deferral")
    j.do("exec.defer_request", plan=plan)
    j.do("exec.defer_draft", kind="installment", plan=plan)
    j.do("exec.defer_opinion")
    j.do("exec.defer", plan=plan)
    assert j.todo("exec.pay").due.date().isoformat() == "2026-05-11"

    j.at("2026-05-12T09:00")
    j.later(minutes=1)
    assert rung(j) == 1
    parts = [one for one in clocks.running(j.matter_id) if one.title.startswith("第")]
    assert [(one.title, f"{one.due:%m-%d}") for one in parts] == [
        ("第1期缴款期限", "05-11"), ("第2期缴款期限", "06-11"),
    ]  # fmt: skip
    dues = payments.dues_of(j.matter_id)
    assert [(one.due_on.day, one.is_paid) for one in dues.parts] == [(11, False), (11, False)]
    assert dues.due_on == date(2026, 5, 11)
    j.do("exec.pay", amount="1000.00", paid="partial")

    assert j.todo("exec.pay").due.date().isoformat() == "2026-06-11"
    j.at("2026-06-12T09:00")
    j.later(minutes=1)
    assert rung(j) == 2


def test_the_sum_of_a_payment_notice_and_of_a_payment_is_not_typed(office) -> None:
    j = owing(office)
    j.later(days=1)

    refused = j.told("exec.pay", owed="1.00")

    assert "owed" in refused.errors
    j.do("exec.pay")
    assert j.paper_of("penalty/treasury_register").context["f"]["payer"]


def test_a_court_ends_nothing_without_its_ruling(office) -> None:
    j = owing(office)
    j.later(days=1)
    j.steps("pub.decide", "pub.approve")
    j.do("exec.pay")
    j.later(days=1)

    refused = j.told("arch.draft", result="court", court_no=..., court_files=...)

    assert set(refused.errors) == {"court_no", "court_files"}


def test_a_running_order_to_correct_is_not_archived_unseen(office) -> None:
    j = owing(office)
    j.start("correction")
    j.steps("order.correct", "order.approve")
    j.later(hours=1)
    j.serve()
    j.behind(stages.published_and_paid)
    j.later(days=1)

    refused = j.told("arch.draft")

    (said,), (article,) = refused.messages, refused.articles
    assert "“责令改正”的“亮证并说明来意”" in said
    assert article.startswith("《行政处罚法》第二十八条第一款、第四十七条")
    j.do("arch.draft", unfinished_reason="当事人已经歇业搬离，无从复查。")
    j.steps("arch.opinion", "arch.close")
    assert "inv.id_show" not in j.open_tasks()
    j.steps("arch.compile", "arch.file")
    assert j.case.archived_at is not None


def test_a_person_is_not_dissolved(office) -> None:
    j = WebJourney(office)
    j.behind(stages.opened)
    j.start("termination")

    refused = j.told("case.terminate_draft", ground="organization")

    (said,) = refused.messages
    assert "法人终止不能作为终止的情形" in said
    assert refused.articles[0].startswith("《行政处罚法》第五十七条第一款")


# --- what was paid and is owed no longer ----------------------------------------------------------


def test_what_a_review_leaves_too_much_goes_back(office) -> None:
    j = owing(office)
    j.later(days=1)
    j.do("exec.pay")
    j.start("remedy")
    j.steps("remedy.start", "remedy.acknowledge")
    j.do("remedy.result", remedy_result="changed", result_text="变更罚款数额。",
         fine_after="5000.00", confiscation_after="0.00")  # fmt: skip
    balance = facts.balance(dossiers.history(j.matter_id).entries)
    assert balance.excess == balance.paid - 5000 > 0

    j.start("refund")
    wrong = j.told("exec.refund_draft", excess="1.00")
    assert f"记录为“{balance.excess:.2f}”" in wrong.errors["excess"]
    j.steps("exec.refund_draft", "exec.refund", "exec.repay")

    paper = j.paper_of("penalty/refund_register")
    assert paper.values["amount"] == f"{balance.excess:.2f}"
    assert not facts.balance(dossiers.history(j.matter_id).entries).excess


# --- a year whose holidays nobody has entered -------------------------------------------------


def test_the_holidays_of_a_year_move_what_waited_for_them_and_leave_a_record(office) -> None:
    j = WebJourney(office)
    j.at("2026-12-17T09:00")
    j.register()
    (waiting,) = (one for one in clocks.running(j.matter_id) if one.rule == "DL-01")
    assert (waiting.due, waiting.earliest) == (None, date(2027, 1, 5))
    keeper = Browser(office).enter(make_officer(j.case.body, "registry_admin").account)

    year = {"rests": RESTS, "workdays": WORKDAYS, "source": "国办发明电〔2026〕99号"}
    assert keeper.send("/calendars/2027", year).status_code == 302
    recounting.recount(2027)

    db.session.expire_all()
    (moved,) = (one for one in clocks.running(j.matter_id) if one.rule == "DL-01")
    assert clock.local(moved.due).date() == date(2027, 1, 8)
    page = keeper.get("/calendars/2027").get_data(as_text=True)
    assert j.case.reference in page
    assert "2027-01-08" in page
    todo = db.session.get_one(TodoRecord, j.todo("case.assign").id)
    assert todo.due is None or clock.local(todo.due).date() <= date(2027, 1, 8)
