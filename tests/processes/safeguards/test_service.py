"""S-G-06, 07, 08: documents reach the party, by consent, by notice only at last."""

from dataclasses import replace
from datetime import datetime

import pytest

from engine.clock import ZONE
from tests.processes.packs import AGRICULTURE
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import SIGNED
from tests.processes.people import delivery, document


@pytest.fixture
def serving():
    """Return a case whose notice waits to be served."""
    return PenaltyCase().advance_to("serve.deliver")


# --- S-G-06 ---------------------------------------------------------------------------------------


def test_s_g_06_passes_closing_a_case_whose_documents_were_served():
    assert PenaltyCase().advance_to("arch.close").refused("arch.close") == []


def test_s_g_06_refuses_closing_with_an_unserved_document():
    case = PenaltyCase().advance_to("arch.close").add("order.correct").add("order.approve")

    assert case.refused("arch.close") == ["S-G-06"]


FINAL = datetime(2026, 4, 16, 10, 20, 35, tzinfo=ZONE)


def told(case, **changes):
    """Let the notice that waits be what became final at 10:20 on 16 April."""
    paper = document("notice", address="penalty/prior_notice", title="事先告知书", final_at=FINAL)
    return case.register(serving=(replace(paper, **changes),))


@pytest.mark.parametrize("served", ["2026-04-16T10:20", "2026-04-16T15:00"])
def test_s_g_06_passes_a_service_after_the_paper_was_final(serving, served):
    assert told(serving).refused("serve.deliver", served_at=served) == []


@pytest.mark.parametrize("served", ["2026-04-01T09:00", "2026-04-16T10:19"])
@pytest.mark.evades("S-G-06", move="date")
def test_s_g_06_refuses_a_service_that_is_dated_before_its_paper(serving, served):
    (refusal,) = told(serving).attempt("serve.deliver", served_at=served)

    assert (refusal.id, refusal.fields) == ("S-G-06", ("served_at",))
    assert "事先告知书于2026-04-16 10:20定稿" in refusal.message
    assert served.replace("T", " ") in refusal.message
    assert "第六十一条" in refusal.basis


def test_s_g_06_refuses_to_serve_what_is_no_paper_yet(serving):
    assert told(serving, final_at=None).refused("serve.deliver") == ["S-G-06"]


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("serve.leave", "served_at"),
        ("serve.mail", "posted_on"),
        ("serve.electronic", "sent_at"),
        ("serve.entrust", "entrusted_on"),
        ("serve.announce", "announced_on"),
        ("serve.announced", "announced_on"),
    ],
)
@pytest.mark.evades("S-G-06", move="relabel")
def test_s_g_06_sees_an_early_date_whatever_the_way_of_service(serving, act, field):
    early = "2026-04-15" if field.endswith("_on") else "2026-04-15T09:00"

    assert "S-G-06" in told(serving).refused(act, **{field: early})


# --- S-G-07 ---------------------------------------------------------------------------------------


@pytest.fixture
def consented(serving):
    return serving.add("serve.consent")


def test_s_g_07_passes_electronic_service_with_consent(consented):
    assert consented.refused("serve.electronic") == []


def test_s_g_07_refuses_electronic_service_without_consent(serving):
    assert serving.refused("serve.electronic") == ["S-G-07"]


@pytest.mark.parametrize(
    "consent",
    [
        {"consent": False},
        {"channel": "sms"},
        {"signature": {"method": "refused"}},
    ],
    ids=["refused", "another way", "unsigned"],
)
def test_s_g_07_refuses_a_consent_that_does_not_say_so(serving, consent):
    assert serving.add("serve.consent", **consent).refused("serve.electronic") == ["S-G-07"]


def test_s_g_07_refuses_after_the_consent_was_withdrawn(consented):
    case = consented.add("serve.consent", consent=False, signature=SIGNED)

    assert case.refused("serve.electronic") == ["S-G-07"]


@pytest.mark.parametrize(
    "changed",
    [
        {"sent_at": "2026-03-05T10:59"},
        {"arrived_at": ""},
        {"arrived_at": "2026-04-17T09:59"},
        {"arrived_at": "2026-04-17T10:31"},
    ],
    ids=["before the consent", "no arrival", "too early", "in the future"],
)
@pytest.mark.evades("S-G-07", move="date")
def test_s_g_07_refuses_times_that_the_consent_does_not_cover(consented, changed):
    assert consented.refused("serve.electronic", **changed) == ["S-G-07"]


def test_s_g_07_refuses_another_address(consented):
    assert consented.refused("serve.electronic", address="b@example.com") == ["S-G-07"]


def test_s_g_07_passes_an_attempt_that_never_arrived(consented):
    consented.register(delivery=delivery(state="退回", arrived_at=None))

    assert consented.refused("serve.electronic", served="no", arrived_at="", sent_at="") == []


@pytest.mark.parametrize(("method", "refused"), [("electronic", ["S-G-07"]), ("mail", [])])
def test_s_g_07_refuses_a_plan_that_nobody_consented_to(method, refused):
    case = PenaltyCase().advance_to("serve.plan")

    assert case.refused("serve.plan", method=method) == refused
    assert case.add("serve.consent").refused("serve.plan", method=method) == []


LOGS = {
    "on its way": {"state": "交付投递", "arrived_at": None},
    "lost": {"state": "遗失", "arrived_at": None},
    "came back": {"state": "退回", "arrived_at": None},
    "later": {"arrived_at": datetime(2026, 4, 17, 10, 29, tzinfo=ZONE)},
}


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)
@pytest.mark.evades("S-G-07", move="date")
def test_s_g_07_refuses_an_arrival_that_the_log_does_not_have(consented, log):
    (refusal,) = consented.register(delivery=delivery(**log)).attempt("serve.electronic")

    assert refusal.id == "S-G-07"
    assert "DZ20260417000001" in refusal.message
    assert refusal.fields == ("arrived_at",)


@pytest.mark.evades("S-G-07", move="silence")
def test_s_g_07_refuses_an_arrival_without_a_log_and_a_denial_against_it(consented):
    (denied,) = consented.attempt("serve.electronic", served="no", arrived_at="")
    assert "载明已于2026年4月17日到达" in denied.message

    assert consented.register(delivery=None).refused("serve.electronic") == ["S-G-07"]
    assert consented.refused("serve.electronic", served="no", arrived_at="") == []


MAILED = {"posted_on": "2026-04-17", "received_on": "2026-04-19"}
RECEIVED = datetime(2026, 4, 19, 16, 0, tzinfo=ZONE)


def test_s_g_06_passes_post_on_the_day_of_its_log(serving):
    serving.register(delivery=delivery(arrived_at=RECEIVED))

    assert serving.refused("serve.mail", now="2026-04-20T09:00", **MAILED) == []


@pytest.mark.parametrize("day", ["2026-04-17", "2026-04-20", ""])
@pytest.mark.evades("S-G-06", move="date")
def test_s_g_06_refuses_another_day_than_the_log_of_the_post(serving, day):
    serving.register(delivery=delivery(arrived_at=RECEIVED))
    changed = {**MAILED, "received_on": day, "now": "2026-04-20T09:00"}

    (refusal,) = serving.attempt("serve.mail", **changed)

    assert (refusal.id, refusal.fields) == ("S-G-06", ("received_on",))
    assert "2026-04-19" in refusal.message


@pytest.mark.evades("S-G-06", move="relabel")
def test_s_g_06_counts_what_came_back_from_the_day_of_its_return(serving):
    back = {"returned": True, "address_confirmed": True, **MAILED, "now": "2026-04-20T09:00"}

    assert serving.refused("serve.mail", **back) == ["S-G-06"]
    log = delivery(state="退回", arrived_at=None, returned_at=RECEIVED)
    assert serving.register(delivery=log).refused("serve.mail", **back) == []


def test_s_g_07_refuses_a_decision_the_party_wants_on_paper(serving):
    case = serving.add("serve.consent", scope="except_decision")

    assert case.refused("serve.electronic") == []
    assert case.refused("serve.electronic", documents=("decision",)) == ["S-G-07"]


# --- S-G-08 ---------------------------------------------------------------------------------------


def test_s_g_08_passes_when_nobody_knows_where_the_party_is(serving):
    serving.add("serve.deliver", served="no")

    assert serving.refused("serve.announce") == []


@pytest.mark.evades("S-G-08", move="relabel")
def test_s_g_08_refuses_calling_whereabouts_unknown_that_nobody_looked_for(serving):
    (refusal,) = serving.attempt("serve.announce", reason="unknown")

    assert refusal.message.startswith("案卷中没有送达未成功的记录")
    serving.add("serve.deliver", served="yes")
    assert serving.refused("serve.announce", reason="unknown") == ["S-G-08"]


def test_s_g_08_refuses_an_announcement_without_a_plan():
    case = PenaltyCase().advance_to("serve.plan").add("serve.deliver", served="no")

    assert case.refused("serve.announce") == ["S-G-08"]


def test_s_g_08_refuses_an_announcement_without_its_course(serving):
    assert serving.refused("serve.announce", reason_text="") == ["S-G-08"]


def test_s_g_08_refuses_while_other_ways_were_not_tried(serving):
    serving.add("serve.deliver", served="no")

    refusals = serving.attempt("serve.announce", reason="failed")

    assert [r.message for r in refusals] == [
        "其他方式无法送达的，才可公告送达；尚无邮寄送达未成功的记录"
    ]


def test_s_g_08_passes_after_the_other_ways_failed(serving):
    serving.add("serve.deliver", served="no").add("serve.mail", served="no")

    assert serving.refused("serve.announce", reason="failed") == []


@pytest.mark.evades("S-G-08", move="borrow")
def test_s_g_08_refuses_when_another_document_could_not_be_served(serving):
    serving.add("serve.deliver", served="no", documents=("decision",))
    serving.add("serve.mail", served="no", documents=("decision",))

    assert serving.refused("serve.announce", reason="failed") == ["S-G-08"]


def test_s_g_08_refuses_a_short_announcement(serving):
    assert serving.refused("serve.announce", days=29) == ["S-G-08"]
    assert serving.register(parameters=AGRICULTURE).refused("serve.announce") == ["S-G-08"]


def test_s_g_08_passes_registering_service_after_the_announcement(serving):
    assert serving.add("serve.announce").refused("serve.announced") == []


@pytest.mark.parametrize(
    "changed",
    [{"deemed_on": "2026-05-17"}, {"deemed_on": ""}, {"deemed_on": "2026-05-19"}],
    ids=["too early a day", "no day", "evading: a later day moves every period"],
)
@pytest.mark.evades("S-G-08", move="date")
def test_s_g_08_refuses_another_day_of_service_than_the_end_of_the_announcement(serving, changed):
    (refusal,) = serving.add("serve.announce").attempt("serve.announced", **changed)

    assert "公告期至2026年5月18日届满，即于该日视为送达" in refusal.message
    assert refusal.fields == ("deemed_on",)


@pytest.fixture
def announced_in_december(serving):
    """Return a case with an announcement whose last day lies in a year without holidays yet."""
    return serving.add("serve.announce", "2026-12-03T09:00", announced_on="2026-12-03", days=30)


def test_s_g_08_passes_a_day_about_the_end_while_its_holidays_are_unknown(announced_in_december):
    late = {"now": "2027-01-12T09:00", "deemed_on": "2027-01-04"}

    assert announced_in_december.refused("serve.announced", **late) == []


@pytest.mark.parametrize("deemed", ["2027-01-01", "2027-01-13", "2027-01-20", ""])
@pytest.mark.evades("S-G-08", move="date")
def test_s_g_08_bounds_the_day_while_its_holidays_are_unknown(announced_in_december, deemed):
    (refusal,) = announced_in_december.attempt(
        "serve.announced", now="2027-01-19T09:00", deemed_on=deemed
    )

    assert "公告期不早于2027年1月2日届满（2027年放假安排尚未录入" in refusal.message


def test_s_g_08_refuses_registering_service_before_the_announcement_is_over(serving):
    early = {"now": "2026-05-18T12:00"}
    (refusal,) = serving.add("serve.announce").attempt("serve.announced", **early)

    assert refusal.message == "公告期至2026年5月18日届满，届满方可登记送达"


def test_s_g_08_refuses_registering_without_an_announcement(serving):
    assert serving.refused("serve.announced") == ["S-G-08"]


def test_a_document_is_served_whatever_its_title(serving):
    serving.register(serving=(document("x", address="shared/transfer_letter"),))

    assert serving.refused("serve.deliver") == []
