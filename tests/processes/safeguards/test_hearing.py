"""S-P-07 to 10: heard when claimed, by others, told in time."""

from dataclasses import replace

import pytest

from tests.processes.packs import MARKET
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import ASSIST, CHAIR, LEAD, MEMBERS, NAMES, officer

DECIDING = ["dec.approve", "dec.penalty", "dec.sign"]
HEARD = (
    "hear.accept", "hear.panel", "hear.notify", "hear.announce", "hear.hold", "hear.report",
)  # fmt: skip
REVIEWED = ("rev.legal", "rev.legal_sign")


def until(act, *, skipping=(), **changed):
    return PenaltyCase.with_hearing().advance_to(act, skipping=skipping, **changed)


# --- S-P-07 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_07_passes_a_decision_after_the_hearing(act):
    assert until(act).refused(act) == []


@pytest.mark.parametrize("act", DECIDING)
def test_s_p_07_refuses_a_decision_without_the_hearing_claimed(act):
    assert until(act, skipping=HEARD).refused(act) == ["S-P-07"]


def test_s_p_07_refuses_a_decision_on_a_hearing_put_off():
    deferred = {"hearing_result": "deferred"}

    assert until("dec.approve", hear_hold=deferred).refused("dec.approve") == ["S-P-07"]


def test_s_p_07_passes_a_hearing_the_party_did_not_attend():
    case = until("dec.approve", skipping=("hear.report",), hear_hold={"hearing_result": "ended"})

    assert case.refused("dec.approve") == []


def test_s_p_07_passes_a_request_out_of_time():
    late = {"requested_on": "2026-04-25"}
    case = until("dec.approve", skipping=(*HEARD, *REVIEWED), hear_request=late)

    assert case.refused("dec.approve") == ["S-P-07"]  # it is answered in writing first
    assert case.add("hear.refuse").refused("dec.approve") == []


def test_s_p_07_refuses_a_decision_over_a_request_posted_in_time():
    posted = {"way": "mailed", "requested_on": ..., "posted_on": "2026-04-24"}
    case = until("dec.approve", skipping=(*HEARD, *REVIEWED), hear_request=posted)

    assert case.refused("dec.approve") == ["S-P-07"]


def test_s_p_07_refuses_a_request_without_a_day():
    case = until("dec.approve", skipping=HEARD, hear_request={"requested_on": ""})

    assert case.refused("dec.approve") == ["S-P-07"]


NO = {"hearing_claimed": "no"}


def test_s_p_07_passes_a_waiver():
    case = until("dec.approve", skipping=(*HEARD, *REVIEWED), hear_request=NO)

    assert case.refused("dec.approve", now="2026-04-22T10:00") == []


def test_s_p_07_refuses_a_decision_after_a_waiver_taken_back():
    case = until("hear.accept", hear_request=NO).add("hear.request", requested_on="2026-04-24")

    case.advance_to("dec.approve", skipping=(*HEARD, *REVIEWED))

    assert case.refused("dec.approve") == ["S-P-07"]


@pytest.mark.evades("S-P-07", move="silence")
def test_s_p_07_refuses_silence_inside_the_term():
    case = until("dec.approve", skipping=("hear.request", *HEARD, *REVIEWED))

    assert case.refused("dec.approve", now="2026-04-24T17:00") == ["S-P-07"]
    assert case.refused("dec.approve", now="2026-04-25T09:00") == []


def test_s_p_07_passes_another_outcome():
    assert until("dec.approve", skipping=HEARD).refused("dec.approve", outcome="nofact") == []


@pytest.mark.parametrize(
    ("result", "kind", "refusals"),
    [
        ("deferred", "deferred", []),
        ("deferred", "ended", ["S-P-07"]),
        ("suspended", "resumed", []),
        ("suspended", "ended", ["S-P-07"]),
        ("ended", "ended", []),
        ("ended", "deferred", ["S-P-07"]),
    ],
)
def test_s_p_07_refuses_a_notice_of_another_change_than_recorded(result, kind, refusals):
    case = until("hear.report", hear_hold={"hearing_result": result})

    assert case.refused("hear.change", kind=kind) == refusals


def test_s_p_07_refuses_declining_a_request_made_in_time():
    case = until("hear.accept")

    assert case.refused("hear.accept") == []
    assert case.refused("hear.accept", hearing_accepted="no") == ["S-P-07"]
    assert case.refused("hear.refuse") == ["S-P-07"]


def test_s_p_07_passes_declining_a_late_request():
    case = until("hear.accept", hear_request={"requested_on": "2026-04-25"})

    assert case.refused("hear.accept", hearing_accepted="no") == []
    assert case.refused("hear.refuse") == []


def test_s_p_07_passes_declining_what_was_never_in_scope():
    case = PenaltyCase().advance_to("defense.receive").add("hear.request")

    assert case.refused("hear.refuse") == []
    assert PenaltyCase().advance_to("defense.receive").refused("hear.refuse") == []


# --- S-P-08 ---------------------------------------------------------------------------------------


def test_s_p_08_passes_a_panel_of_others():
    assert until("hear.panel").refused("hear.panel") == []


@pytest.mark.parametrize(
    "seats", [{"chair": LEAD}, {"members": ["shi", ASSIST]}, {"clerk": LEAD}], ids=str
)
def test_s_p_08_refuses_an_investigator_on_the_panel(seats):
    assert until("hear.panel").refused("hear.panel", **seats) == ["S-P-08"]


@pytest.mark.evades("S-P-08", move="relabel")
def test_s_p_08_refuses_a_hearing_under_somebody_who_investigated_since():
    case = until("hear.hold").add("inv.interview", officers=[LEAD, CHAIR])

    assert case.refused("hear.hold") == ["S-P-08"]


def test_s_p_08_refuses_a_clerk_who_investigated():
    case = until("hear.hold")

    assert case.refused("hear.hold", actor=LEAD) == ["S-P-08"]
    assert PenaltyCase().advance_to("inv.collect").refused("hear.report") == []


# --- S-P-09 ---------------------------------------------------------------------------------------


def test_s_p_09_passes_three_people():
    assert until("hear.panel").refused("hear.panel") == []


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["shi"], "应当是3人以上的单数，现为2人"),
        (["shi", "yan", "xu"], "应当是3人以上的单数，现为4人"),
        ([], "应当是3人以上的单数，现为1人"),
    ],
    ids=["two", "four", "one"],
)
def test_s_p_09_refuses_an_even_or_small_panel(members, said):
    refusals = until("hear.panel").attempt("hear.panel", members=members)

    assert [r.id for r in refusals] == ["S-P-09"]
    assert said in refusals[0].message
    assert refusals[0].basis == "《行政处罚法》第六十四条第四项；{hear.people}"


@pytest.mark.parametrize("members", [["shi", "shi"], [CHAIR, "shi"]], ids=["twice", "chair too"])
@pytest.mark.evades("S-P-09", move="borrow")
def test_s_p_09_refuses_one_person_in_two_seats(members):
    (refusal,) = until("hear.panel").attempt("hear.panel", members=members)

    assert (refusal.id, refusal.message) == ("S-P-09", "听证主持人、听证员不得重复，请更换")


def test_s_p_09_passes_five_people():
    case = until("hear.panel")

    assert case.refused("hear.panel", members=["shi", "yan", "xu", "du"]) == []


def test_s_p_09_refuses_a_member_without_certificate():
    plain = {id: officer(id) for id in NAMES} | {"yan": officer("yan", certificates=())}
    case = until("hear.panel").register(officers=plain)

    assert case.refused("hear.panel") == ["S-P-09"]
    assert case.refused("hear.panel", members=["shi", "expert"]) == ["S-P-09"]


def test_s_p_09_passes_a_small_panel_where_the_place_says_so():
    lax = replace(
        MARKET, hearing_panel_minimum=1, hearing_panel_odd=False, hearing_panel_certificates=False
    )
    case = until("hear.panel").register(parameters=lax)

    assert case.refused("hear.panel", members=["expert"]) == []
    assert case.refused("hear.panel", members=list(MEMBERS)) == []


# --- S-P-10 ---------------------------------------------------------------------------------------


def test_s_p_10_passes_the_eighth_working_day():
    assert until("hear.hold").refused("hear.hold") == []


def test_s_p_10_refuses_the_seventh_working_day():
    case = until("hear.hold")

    refusals = case.attempt(
        "hear.hold", start_at="2026-05-07T09:00", end_at="2026-05-07T12:00", now="2026-05-07T13:00"
    )

    assert [r.id for r in refusals] == ["S-P-10"]
    assert refusals[0].message == (
        "自2026年4月23日起须间隔7个完整工作日，听证最早可于2026年5月8日举行，请调整时间"
    )
    assert refusals[0].basis.startswith("《行政处罚法》第六十四条第二项")


def test_s_p_10_refuses_a_notice_that_leaves_six_working_days():
    case = until("hear.notify")

    assert case.refused("hear.notify", at="2026-05-06T09:00") == ["S-P-10"]
    assert case.refused("hear.notify", at="2026-05-07T09:00") == []


def test_s_p_10_refuses_in_words_a_day_that_no_calendar_reaches():
    """Whose holidays nobody has entered: the day cannot be reckoned, and it is said who can."""
    case = until("hear.notify")

    (refusal,) = case.attempt("hear.notify", now="2026-12-28T09:00", at="2027-01-08T09:00")

    assert refusal.id == "S-P-10"
    assert "2027年放假安排尚未录入" in refusal.message
    assert "工作日历" in refusal.message


def test_s_p_10_refuses_a_hearing_whose_notice_was_not_served():
    case = until("hear.notify").add("hear.notify")

    case.advance_to("hear.announce", skipping=("serve.deliver",)).advance_to("hear.hold")

    assert case.refused("hear.hold") == ["S-P-10"]


def test_s_p_10_refuses_a_hearing_outside_a_hearing():
    assert PenaltyCase().advance_to("dec.draft").refused("hear.hold") == ["S-P-10"]


def test_s_p_10_passes_a_hearing_that_did_not_take_place():
    found = until("hear.hold").refused("hear.hold", hearing_result="ended", start_at="")

    assert found == []


def test_s_p_10_refuses_a_late_public_notice():
    case = until("hear.announce")

    assert case.refused("hear.announce", announced_on="2026-04-29") == []
    assert case.refused("hear.announce", announced_on="2026-04-30") == ["S-P-10"]
    assert case.refused("hear.announce", announced_on="") == []


def test_s_p_10_refuses_a_public_hearing_too_soon_after_the_notice_or_without():
    soon = {"announced_on": "2026-05-06"}
    assert until("hear.hold", hear_announce=soon).refused("hear.hold") == ["S-P-10"]

    silent = until("hear.hold", skipping=("hear.announce",))
    assert silent.refused("hear.hold") == ["S-P-10"]


def test_s_p_10_passes_a_closed_hearing_without_public_notice():
    closed = {"hearing_public": "no"}
    case = until("hear.hold", skipping=("hear.announce",), hear_notify=closed)

    assert case.refused("hear.hold") == []


@pytest.mark.evades("S-P-10", move="restart")
def test_s_p_10_counts_a_deferral_anew():
    case = until("hear.hold").add("hear.hold", hearing_result="deferred")

    assert case.refused("hear.change") == []
    assert case.refused("hear.change", new_at="2026-05-14T09:00") == ["S-P-10"]
    resumed = until("hear.hold").add("hear.hold", hearing_result="suspended")
    assert resumed.refused("hear.change", kind="resumed", new_at="2026-05-11T09:00") == []

    case.add("hear.change")
    assert case.refused("hear.hold") == ["S-P-10"]  # the new notice was not served yet

    case.add("serve.deliver", documents=("change",), served_at="2026-05-06T15:00")
    again = {"start_at": "2026-05-18T09:00", "end_at": "2026-05-18T12:00"}
    assert case.refused("hear.hold", now="2026-05-18T12:30", **again) == []
    early = {"start_at": "2026-05-14T09:00", "end_at": "2026-05-14T12:00"}
    assert case.refused("hear.hold", now="2026-05-18T12:30", **early) == ["S-P-10"]
