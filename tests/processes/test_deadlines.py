"""The register of clocks on hand-computed vectors; rest days of 2026 as the State Council said.

Rest: 1–3 Jan, 15–23 Feb, 4–6 Apr, 1–5 May, 19–21 Jun, 25–27 Sep, 1–7 Oct. Working weekends: 4 Jan,
14 and 28 Feb, 9 May, 20 Sep, 10 Oct. 《国务院办公厅关于2026年部分节假日安排的通知》
"""

from datetime import date

import pytest

from engine.deadlines import State, Unit
from engine.workdays import NATIONAL
from processes.clocks import basis_of, clocks, current
from processes.deadlines import RULES, Consequence, Kind, rules
from processes.entries import Entries
from processes.events import kinds
from processes.parameters import register
from processes.timeline import timeline
from tests.processes.packs import (
    AGRICULTURE,
    EMERGENCY,
    EMERGENCY_ELSEWHERE,
    HOUSING,
    MARKET,
    TRANSPORT,
)
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import ADDRESSES, SIGNED
from tests.processes.people import moment
from tests.processes.script import step


def clocks_of(*steps, pack=MARKET):
    """Return the clocks of a few steps."""
    entries = Entries(tuple(s.entry(seq) for seq, s in enumerate(steps, 1)), ADDRESSES)
    line = timeline(entries)
    return clocks(line.events, line.pauses, line.extensions, lambda _: pack, NATIONAL)


def due_of(id, *steps, pack=MARKET, part=""):
    """Return the last day of the newest clock of a rule."""
    found = [c for c in clocks_of(*steps, pack=pack) if c.id == id and c.rule.part == part]
    return found[-1].due(NATIONAL).date()


def served(document, on, **changes):
    return step("serve.deliver", f"{on}T18:00", served="yes", served_at=f"{on}T10:00",
                documents=(document,), signature=SIGNED, **changes)  # fmt: skip


LEAD_IN = step("case.intake", "2026-02-24T09:00", received_at="2026-02-24T08:50")
FILED = step("case.file", "2026-03-02T15:00", filing="yes")
NOTICE = step("notice.prior", "2026-04-16T09:00", defense_days=5)
HEARING_NOTICE = step("notice.prior notice.hearing", "2026-04-16T09:00", hearing_days=5)
CLAIMED = step("hear.request", "2026-04-20T10:00", hearing_claimed="yes", way="written",
               requested_on="2026-04-20")  # fmt: skip
DECIDED = step("dec.penalty", "2026-05-20T09:00", money="yes")
SIGNED_OFF = step("dec.sign", "2026-05-20T15:00")
PRESERVED = step("inv.preserve", "2026-03-05T12:00", instance="p", start_at="2026-03-05T10:30")


HEARD = (
    FILED,
    CLAIMED,
    step("hear.hold", "2026-05-13T12:00", start_at="2026-05-13T09:00", end_at="2026-05-13T11:30",
         hearing_result="held"),
)  # fmt: skip


def reported(order):
    """Return the report and its approval; `order` is that of review and notice."""
    return (step("inv.close", "2026-04-07T17:00", review_order=order),
            step("inv.close_opinion", "2026-04-08T09:00"))  # fmt: skip


def heard(defense, on):
    return step("defense.receive", f"{on}T10:00", defense=defense)


def appraised(start, end, reached=None, **changes):
    """Return the notice of a testing period and its service, on its first day unless told."""
    told = step("inv.appraise_period", f"{start}T10:00", from_date=start, to_date=end, **changes)
    return told, served(
        "testing", reached or start, **{k: v for k, v in changes.items() if k == "instance"}
    )


def suspended():
    return (
        step("case.suspend_draft", "2026-03-09T09:00", from_date="2026-03-10", instance="s"),
        step("case.suspend", "2026-03-10T09:00", instance="s"),
        step("case.resume_draft", "2026-03-24T09:00", resume_on="2026-03-24", instance="s"),
        step("case.resume", "2026-03-24T15:00", instance="s"),
    )


def extended(act, at, days):
    return (step(f"{act}_draft", f"{at}T09:00", days=days), step(act, f"{at}T10:00"))


PUT_OFF = (
    step("exec.defer_draft", "2026-06-01T10:00", plan=[{"due": "2026-07-31", "amount": "5000.00"},
                                                       {"due": "2026-08-31", "amount": "5000.00"}]),
    step("exec.defer", "2026-06-02T10:00", granted="yes"),
)  # fmt: skip
VECTORS = [
    # 市监18: fifteen working days, 28 February is one
    ("DL-01", MARKET, (LEAD_IN,), "2026-03-16"),
    ("DL-01", MARKET, (LEAD_IN, *extended("case.verify_extend", "2026-03-13", 15)), "2026-04-07"),
    ("DL-01", MARKET, (LEAD_IN, *appraised("2026-03-02", "2026-03-04")), "2026-03-19"),
    # 农29: seven; 住建15: fifteen and ten, no pause
    ("DL-01", AGRICULTURE, (LEAD_IN,), "2026-03-04"),
    ("DL-01", HOUSING, (LEAD_IN, *extended("case.verify_extend", "2026-03-13", 10)), "2026-03-30"),
    ("DL-01", HOUSING, (LEAD_IN, *appraised("2026-03-02", "2026-03-04")), "2026-03-16"),
    # 罚60: ninety days, the last one a Sunday; or inside the National Day holiday
    ("DL-02", MARKET, (FILED,), "2026-06-01"),
    ("DL-02", MARKET, (step("case.file", "2026-07-03T10:00", filing="yes"),), "2026-10-08"),
    # 市监64: thirty more; suspension of fifteen days; testing of twelve; both overlapping
    ("DL-02", MARKET, (FILED, *extended("case.extend", "2026-05-20", 30)), "2026-06-30"),
    ("DL-02", MARKET, (FILED, *suspended()), "2026-06-15"),
    ("DL-02", MARKET, (FILED, *appraised("2026-04-15", "2026-04-26")), "2026-06-12"),
    ("DL-02", MARKET, (FILED, *suspended(), *appraised("2026-03-20", "2026-03-31")), "2026-06-22"),
    # 交78: testing does not pause
    ("DL-02", TRANSPORT, (FILED, *appraised("2026-04-15", "2026-04-26")), "2026-06-01"),
    # 粤听38: the hearing of 20 April to 13 May, twenty-four days, for every field in the province;
    # elsewhere 应 counts them
    ("DL-02", MARKET, HEARD, "2026-06-24"),
    ("DL-02", EMERGENCY, HEARD, "2026-06-24"),
    ("DL-02", TRANSPORT, HEARD, "2026-06-24"),
    ("DL-02", EMERGENCY_ELSEWHERE, HEARD, "2026-06-01"),
    # 罚56: seven working days, across Spring Festival too
    ("DL-03", MARKET, (PRESERVED,), "2026-03-16"),
    ("DL-03", MARKET, (step("inv.preserve", "2026-02-13T18:00", start_at="2026-02-13T10:00"),),
     "2026-03-02"),
    # 市监55: ten; 农53: five
    ("DL-08", MARKET, reported("before"), "2026-04-22"),
    ("DL-08", AGRICULTURE, reported("open"), "2026-04-15"),
    # 住建23: ten, from when the defence was heard: waived, or its review agreed to
    ("DL-08", HOUSING, (*reported("after"), heard("waived", "2026-04-21")), "2026-05-08"),
    ("DL-08", HOUSING, (*reported("after"), heard("stated", "2026-04-21"),
                        step("defense.opinion", "2026-04-23T15:00")), "2026-05-11"),
    ("DL-08", MARKET, (step("hear.report", "2026-05-11T10:00"),), "2026-05-25"),
    # 市监57: five, or what the notice says; 农23: three
    ("DL-09", MARKET, (NOTICE, served("notice", "2026-04-17")), "2026-04-24"),
    ("DL-09", MARKET, (NOTICE.with_(defense_days=15), served("notice", "2026-04-17")),
     "2026-05-12"),
    ("DL-09", AGRICULTURE, (NOTICE.with_(defense_days=3), served("notice", "2026-04-17")),
     "2026-04-22"),
    ("DL-09", MARKET, (NOTICE, served("notice", "2026-09-30")), "2026-10-13"),
    # 罚64(1)
    ("DL-10", MARKET, (HEARING_NOTICE, served("hearing-notice", "2026-04-17")), "2026-04-24"),
    # 粤听20, 38
    ("DL-11", MARKET, (CLAIMED,), "2026-04-27"),
    ("DL-12", MARKET, (CLAIMED,), "2026-04-29"),
    ("DL-15", MARKET, (CLAIMED,), "2026-05-20"),
    ("DL-15", MARKET, (CLAIMED, step("hear.change", "2026-05-06T10:00", kind="deferred"),
                       step("hear.hold", "2026-05-18T13:00", start_at="2026-05-18T09:00")),
     "2026-06-02"),
    # 罚61
    ("DL-16", MARKET, (DECIDED, SIGNED_OFF), "2026-05-29"),
    # 民诉95: thirty days, the last one a Sunday; 农72: sixty
    ("DL-17", MARKET, (step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17"),),
     "2026-05-18"),
    ("DL-17", AGRICULTURE, (step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17"),),
     "2026-06-16"),
    ("DL-17", MARKET, (step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17",
                            days=45),), "2026-06-01"),
    # 罚67: fifteen days, the last one a Saturday; 罚66: the end of the granted term
    ("DL-18", MARKET, (DECIDED, SIGNED_OFF, served("decision", "2026-05-22")), "2026-06-08"),
    ("DL-18", MARKET, (DECIDED, SIGNED_OFF, served("decision", "2026-05-22"),
                       step("exec.defer_draft", "2026-06-01T10:00",
                            plan=[{"due": "2026-07-31", "amount": "5000.00"},
                                  {"due": "2026-08-31", "amount": "5000.00"}]),
                       step("exec.defer", "2026-06-02T10:00", granted="yes")), "2026-07-31"),
    # 罚66: part by part, each until it is paid
    ("DL-18", MARKET, (DECIDED, SIGNED_OFF, served("decision", "2026-05-22"), *PUT_OFF,
                       step("exec.pay", "2026-07-30T10:00", paid="partial", amount="5000.00")),
     "2026-08-31"),
    ("DL-18", MARKET, (DECIDED, SIGNED_OFF, served("decision", "2026-05-22"), *PUT_OFF,
                       step("exec.pay", "2026-07-30T10:00", paid="partial", amount="4999.99")),
     "2026-07-31"),
    # 三项(六): seven working days; 罚48: three
    ("DL-29", MARKET, (DECIDED, SIGNED_OFF), "2026-05-29"),
    ("DL-30", MARKET, (step("pub.decide", "2026-05-25T10:00", publish="yes"),
                       step("remedy.result", "2026-07-08T10:00", remedy_result="changed",
                            result_on="2026-07-07")), "2026-07-10"),
    # 移5: three natural days
    ("DL-31", MARKET, (step("crim.report", "2026-04-20T10:30", reported_at="2026-04-20T10:00"),),
     "2026-04-23"),
    # 移8: three natural days, the 26th is a Sunday; 移12: three from the notice of filing
    ("DL-33", MARKET, (step("crim.receipt", "2026-04-23T17:00", received_at="2026-04-23T16:00"),),
     "2026-04-27"),
    ("DL-36", MARKET, (step("crim.answer", "2026-04-30T17:00", police_answer="filed",
                            answered_on="2026-04-30"),), "2026-05-03"),
    # 市监45, 77: fifteen
    ("DL-38", MARKET, (step("inv.assist", "2026-03-05T10:00", instance="a"),
                       step("doc.approve", "2026-03-06T10:00", instance="a")), "2026-03-27"),
    ("DL-40", MARKET, (step("exec.pay", "2026-05-28T10:00", paid="full", paid_on="2026-05-27"),),
     "2026-06-17"),
    # 罚36: two years, five where it did harm
    ("DL-44", MARKET, (step("case.verify", "2026-02-27T10:00", act_ended_on="2024-02-29",
                            health_or_finance_harm=False),), "2026-02-28"),
    ("DL-44", MARKET, (step("case.verify", "2026-02-27T10:00", act_ended_on="2021-02-24",
                            health_or_finance_harm=True),), "2026-02-24"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "pack", "steps", "last"), VECTORS, ids=[f"{v[0]}-{v[3]}" for v in VECTORS]
)
def test_the_last_day_is_the_one_counted_by_hand(id, pack, steps, last):
    assert due_of(id, *steps, pack=pack) == date.fromisoformat(last)


def test_remedies_run_sixty_days_and_six_months():
    steps = (DECIDED, SIGNED_OFF, served("decision", "2026-05-22"))

    assert due_of("DL-43", *steps, part="review") == date(2026, 7, 21)
    assert due_of("DL-43", *steps, part="suit") == date(2026, 11, 23)  # the 22nd is a Sunday


def test_hours_run_through_the_night_from_the_next_full_hour():
    approved = step("crim.approve", "2026-04-23T15:20", crime_approved="yes")
    clock = current(clocks_of(approved), "DL-32")

    assert clock.due(NATIONAL) == moment("2026-04-24T16:00")


@pytest.mark.parametrize(
    ("id", "steps", "first"),
    [
        ("DL-13", (step("hear.notify", "2026-04-22T10:00"), served("notification", "2026-04-23")),
         "2026-05-08"),
        ("DL-14", (step("hear.announce", "2026-04-28T10:00", announced_on="2026-04-28"),),
         "2026-05-07"),
        ("DL-17", (step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17"),),
         "2026-05-19"),
    ],
)  # fmt: skip
def test_what_may_not_happen_before_opens_on_the_day_counted_by_hand(id, steps, first):
    clock = current(clocks_of(*steps), id)

    assert clock.rule.kind is Kind.EARLIEST
    assert not clock.alarms
    assert clock.opens_on(NATIONAL) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("held", "state"),
    [("2026-05-07", State.MET_EARLY), ("2026-05-08", State.MET), ("2026-06-30", State.MET)],
)
def test_a_hearing_is_late_on_no_day_and_early_before_the_notice_is_old_enough(held, state):
    notified = (step("hear.notify", "2026-04-22T10:00"), served("notification", "2026-04-23"))
    heard = step("hear.hold", f"{held}T12:00", start_at=f"{held}T09:00", hearing_result="held")

    clock = current(clocks_of(*notified, heard), "DL-13")

    assert clock.status(NATIONAL, moment("2026-07-01T10:00")) is state


def test_a_hearing_before_a_notice_of_a_year_without_calendar_is_early_too():
    notified = (step("hear.notify", "2026-12-28T10:00"), served("notification", "2026-12-28"))
    heard = step(
        "hear.hold", "2026-12-30T12:00", start_at="2026-12-30T09:00", hearing_result="held"
    )

    clock = current(clocks_of(*notified, heard), "DL-13")

    assert clock.status(NATIONAL, moment("2026-12-31T10:00")) is State.MET_EARLY


def test_a_period_that_is_nobodys_duty_lapses_and_is_never_overdue():
    notified = (step("hear.notify", "2026-04-22T10:00"), served("notification", "2026-04-23"))
    clock = current(clocks_of(*notified), "DL-13")

    assert clock.status(NATIONAL, moment("2026-05-07T10:00")) is State.DUE_TODAY
    assert clock.status(NATIONAL, moment("2026-05-08T10:00")) is State.LAPSED


def test_a_deemed_service_is_met_on_its_last_day_and_early_before_it():
    made = step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17")
    for deemed, state in (("2026-05-17", State.MET_EARLY), ("2026-05-18", State.MET)):
        ended = step("serve.announced", "2026-05-19T10:00", deemed_on=deemed)
        clock = current(clocks_of(made, ended), "DL-17")
        assert clock.status(NATIONAL, moment("2026-05-19T10:00")) is state


def test_a_hearing_pauses_the_time_to_decide():
    case = PenaltyCase.with_hearing().advance_to("dec.draft")

    clock = current(case.facts().clocks, "DL-02")

    # 20 April to 8 May are 19 days; 31 May plus 19 is in the Dragon Boat holiday, so 22 June
    assert clock.due(NATIONAL).date() == date(2026, 6, 22)
    assert "扣除听证 19 日" in clock.deadline.explain(NATIONAL).sentence


def test_an_open_suspension_stops_the_clock():
    case = PenaltyCase().advance_to("inv.collect").add("case.suspend_draft").add("case.suspend")

    clock = current(case.facts().clocks, "DL-02")

    assert clock.due(NATIONAL) is None
    assert clock.status(NATIONAL, moment("2026-04-01T10:00")) is State.PAUSED
    assert not clock.over(NATIONAL, moment("2026-09-01T10:00"))


def test_a_suspension_counts_from_its_approval_at_the_earliest():
    early = suspended()
    early = (early[0].with_(from_date="2026-03-03"), *early[1:])

    assert due_of("DL-02", FILED, *early) == date(2026, 6, 15)


def test_a_suspension_without_its_drafts_counts_by_the_approvals():
    approved = (suspended()[1], suspended()[3])

    assert due_of("DL-02", FILED, *approved) == date(2026, 6, 15)


def test_a_testing_period_ends_when_the_result_came_earlier():
    told = appraised("2026-04-15", "2026-04-26", instance="t")
    result = step("inv.appraise_result", "2026-04-20T10:00", instance="t",
                  received_on="2026-04-20")  # fmt: skip

    assert due_of("DL-02", FILED, *told, result) == date(2026, 6, 8)  # six days; 6 June a Saturday


def test_a_testing_period_without_days_pauses_nothing():
    assert due_of("DL-02", FILED, *appraised("2026-04-15", "")) == date(2026, 6, 1)


def test_a_testing_period_pauses_from_the_day_its_notice_reached_the_party():
    late = appraised(
        "2026-04-15", "2026-04-26", reached="2026-04-20"
    )  # seven days; 7 June a Sunday
    ahead = appraised("2026-04-15", "2026-04-26", reached="2026-04-13")  # twelve, as told

    assert due_of("DL-02", FILED, *late) == date(2026, 6, 8)
    assert due_of("DL-02", FILED, *ahead) == date(2026, 6, 12)
    assert due_of("DL-02", FILED, late[0]) == date(2026, 6, 1)  # drafted, never served


def test_an_announced_service_pauses_the_time_to_decide():
    announced = step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17")
    ended = step("serve.announced", "2026-05-19T10:00", deemed_on="2026-05-18")

    # 17 April to 18 May are 32 days: 31 May plus 32
    assert due_of("DL-02", FILED, announced, ended) == date(2026, 7, 2)
    assert current(clocks_of(FILED, announced), "DL-02").due(NATIONAL) is None


@pytest.mark.parametrize("act", ["dec.sign", "case.withdraw", "case.terminate", "ref.approve"])
def test_the_time_to_decide_stops_with_every_way_to_decide(act):
    clock = current(clocks_of(FILED, step(act, "2026-05-20T15:00")), "DL-02")

    assert clock.met_on == moment("2026-05-20T15:00")
    assert clock.status(NATIONAL, moment("2026-09-01T10:00")) is State.MET


def test_a_later_start_replaces_an_open_clock():
    first, second = served("notice", "2026-04-17"), served("notice", "2026-05-11")

    found = [c for c in clocks_of(NOTICE, first, NOTICE, second) if c.id == "DL-09"]

    assert [c.deadline.start.date() for c in found] == [date(2026, 5, 11)]


def test_a_clock_that_was_met_stays_beside_a_later_one():
    answer = step("defense.receive", "2026-04-21T10:00", received_at="2026-04-21T09:30")
    second = served("notice", "2026-05-11")

    found = [
        c
        for c in clocks_of(NOTICE, served("notice", "2026-04-17"), answer, NOTICE, second)
        if c.id == "DL-09"
    ]

    assert [c.met_on for c in found] == [moment("2026-04-21T09:30"), None]
    assert len({c.key for c in found}) == 2


def test_preservations_have_a_clock_each():
    other = step("inv.preserve", "2026-03-09T12:00", instance="q", start_at="2026-03-09T10:00")
    released = step("inv.preserve_lapse", "2026-03-12T10:00", instance="q",
                    released_at="2026-03-12T09:00")  # fmt: skip

    found = [c for c in clocks_of(PRESERVED, other, released) if c.id == "DL-03"]

    assert [(c.subject, c.met_on) for c in found] == [
        ("p", None),
        ("q", moment("2026-03-12T09:00")),
    ]
    assert current(found, "DL-03", "p") is found[0]
    assert current(found, "DL-03", "x") is None


def test_a_year_without_calendar_counts_as_over_only_when_it_may_be():
    filed = step("case.file", "2026-12-01T10:00", filing="yes")
    clock = current(clocks_of(filed), "DL-02")  # 1 March 2027, year not known yet

    assert clock.status(NATIONAL, moment("2027-02-01T10:00")) is State.UNKNOWN
    assert not clock.over(NATIONAL, moment("2027-03-01T10:00"))
    assert clock.over(NATIONAL, moment("2027-03-02T10:00"))


def test_clocks_run_in_the_order_they_started():
    found = PenaltyCase.with_hearing().advance_to("end").facts().clocks

    starts = [clock.started.seq for clock in found]
    assert starts == sorted(starts)
    assert len({clock.key for clock in found}) == len(found)
    assert {clock.id for clock in found} >= {"DL-01", "DL-02", "DL-08", "DL-09", "DL-10", "DL-40"}


def test_each_part_of_a_fine_has_an_end_of_its_own_and_is_late_by_itself():
    """The first is never paid: the second is missed on its own day all the same."""
    parts = [one for one in clocks_of(*PUT_OFF) if one.rule.part == "part"]

    assert [one.title for one in parts] == ["第1期缴款期限", "第2期缴款期限"]
    assert [one.due(NATIONAL).date() for one in parts] == [date(2026, 7, 31), date(2026, 8, 31)]
    assert len({one.key for one in parts}) == 2
    missed = [one.status(NATIONAL, moment("2026-08-15T09:00")) for one in parts]
    assert missed == [State.OVERDUE, State.RUNNING]

    late = step("exec.pay", "2026-08-20T10:00", paid="partial", amount="9999.99",
                paid_on="2026-08-20")  # fmt: skip
    first, second = (one for one in clocks_of(*PUT_OFF, late) if one.rule.part == "part")
    assert first.status(NATIONAL, moment("2026-09-01T09:00")) is State.MET_LATE
    assert second.status(NATIONAL, moment("2026-09-01T09:00")) is State.OVERDUE


# --- the register itself --------------------------------------------------------------------------


def test_every_rule_starts_and_stops_on_known_events():
    for rule in rules():
        assert {rule.start, *rule.stops} <= kinds(), rule.id


def test_every_rule_is_complete():
    assert len({(rule.id, rule.part) for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.title
        assert "《" in basis_of(rule, MARKET)
        assert rule.effect
        assert rule.event
        for name in (rule.length, rule.pauses):
            assert not isinstance(name, str) or name in register()


def test_the_register_covers_the_deadlines_of_a_penalty():
    ids = {rule.id for rule in RULES}

    wanted = [
        "01",
        "02",
        "03",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "29",
        "30",
        "31",
        "32",
        "33",
        "36",
        "38",
        "40",
        "43",
        "44",
    ]
    assert ids == {f"DL-{number}" for number in wanted}


def test_only_the_agencys_own_periods_alarm():
    party = {rule.id for rule in rules() if rule.kind is Kind.RIGHT}

    assert party == {"DL-09", "DL-10", "DL-43"}
    assert {r.id for r in rules() if r.consequence is Consequence.REVOCABLE} == {"DL-13", "DL-14"}
    assert {r.unit for r in rules() if r.id == "DL-32"} == {Unit.HOUR}
    assert {r.unit for r in rules() if r.id in ("DL-33", "DL-36")} == {Unit.DAY}
