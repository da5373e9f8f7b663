"""Every clock starts with its event and stops with each event that ends it, and with no other.

Each case is a clock, what started it, what stops it and when it counts as met. Taking any start or
stop out of the register, or any event out of the row of its act, must break a case of this table.
"""

from dataclasses import replace
from datetime import date

import pytest

from engine.workdays import NATIONAL
from processes import clocks as reckoning
from processes import events as reading
from processes.acts import acts
from processes.clocks import clocks
from processes.deadlines import RULES
from processes.entries import Entries
from processes.timeline import timeline
from tests.processes.packs import MARKET
from tests.processes.penalty_told import ADDRESSES, SIGNED
from tests.processes.people import moment
from tests.processes.script import step


def served(document, on):
    return step("serve.deliver", f"{on}T18:00", served="yes", served_at=f"{on}T10:00",
                documents=(document,), signature=SIGNED)  # fmt: skip


LEAD_IN = step("case.intake", "2026-02-24T09:00", received_at="2026-02-24T08:50")
FILED = step("case.file", "2026-03-02T15:00", filing="yes")
DECLINED = step("case.file", "2026-03-02T15:00", filing="no")
PRESERVED = step("inv.preserve", "2026-03-05T12:00", instance="p", start_at="2026-03-05T10:30")


def reported(order):
    """Return the report and its approval; `order` is that of review and notice."""
    return (step("inv.close", "2026-04-07T17:00", review_order=order),
            step("inv.close_opinion", "2026-04-08T09:00"))  # fmt: skip


REVIEWED = (step("rev.case", "2026-05-06T10:00"),)
WAIVED = step("defense.receive", "2026-04-21T10:00", defense="waived")
STATED = (step("defense.receive", "2026-04-21T10:00", defense="stated"),
          step("defense.opinion", "2026-04-23T15:00"))  # fmt: skip
NOTICE = (step("notice.prior", "2026-04-16T09:00", defense_days=5), served("notice", "2026-04-17"))
HEARING_NOTICE = (
    step("notice.prior notice.hearing", "2026-04-16T09:00", hearing_days=5),
    served("hearing-notice", "2026-04-17"),
)
CLAIMED = step("hear.request", "2026-04-20T10:00", hearing_claimed="yes", way="written",
               requested_on="2026-04-20")  # fmt: skip
INVITED = (step("hear.notify", "2026-04-22T10:00"), served("notification", "2026-04-23"))
ANNOUNCED = step("hear.announce", "2026-04-22T10:00", announced_on="2026-04-22")
HELD = step("hear.hold", "2026-05-11T12:00", start_at="2026-05-11T09:00",
            end_at="2026-05-11T11:30", hearing_result="held")  # fmt: skip
ENDED = step("hear.hold", "2026-05-11T12:00", hearing_result="ended")
REFUSED = step("hear.refuse", "2026-04-21T10:00")
DECIDED = (step("dec.penalty", "2026-05-20T09:00", money="yes"),
           step("dec.sign", "2026-05-20T15:00"))  # fmt: skip
FREE = (step("dec.penalty", "2026-05-20T09:00", money="no"), DECIDED[1])
SPARED = (step("dec.nopenalty", "2026-05-20T09:00"), DECIDED[1])
UNPROVEN = (step("dec.nofact", "2026-05-20T09:00"), DECIDED[1])
PAID = step("exec.pay", "2026-05-28T10:00", paid="full", paid_on="2026-05-27")
IN_PART = step("exec.pay", "2026-05-28T10:00", paid="part", paid_on="2026-05-27")
IN_PARTS = (
    step("exec.defer_draft", "2026-06-01T10:00", plan=[{"due": "2026-07-31", "amount": "5000.00"},
                                                       {"due": "2026-08-31", "amount": "5000.00"}]),
    step("exec.defer", "2026-06-02T10:00", granted="yes"),
)  # fmt: skip
FIRST_PART = step("exec.pay", "2026-07-31T10:00", paid="partial", paid_on="2026-07-30",
                  amount="5000.00")  # fmt: skip
SHOWN = step("pub.decide", "2026-05-25T10:00", publish="yes")
CHANGED = step("remedy.result", "2026-07-08T10:00", remedy_result="changed",
               result_on="2026-07-07")  # fmt: skip
CRIME = step("crim.report", "2026-04-20T10:30", reported_at="2026-04-20T10:00")
TO_POLICE = step("crim.approve", "2026-04-21T10:00", crime_approved="yes")
NOT_TO_POLICE = step("crim.approve", "2026-04-21T10:00", crime_approved="no")
SENT = step("crim.transfer", "2026-04-22T10:00", transferred_at="2026-04-22T09:00")
RECEIPTED = step("crim.receipt", "2026-04-22T17:00", received_at="2026-04-22T16:00")
POLICE_FILED = step("crim.answer", "2026-04-25T10:00", police_answer="filed",
                    answered_on="2026-04-24")  # fmt: skip
POLICE_DECLINED = POLICE_FILED.with_(police_answer="notfiled")
ASKED = (step("inv.assist", "2026-03-05T10:00", instance="a"),
         step("doc.approve", "2026-03-06T10:00", instance="a"))  # fmt: skip
REMEDY = step("remedy.start", "2026-06-10T10:00", received_on="2026-06-09")
TAUGHT = step("dec.educate", "2026-05-26T10:00")
CLOSED = step("arch.close", "2026-06-12T10:00")
OLD = step("case.verify", "2026-02-27T10:00", act_ended_on="2024-02-29",
           discovered_on="2026-02-20", health_or_finance_harm=False)  # fmt: skip
OLD_HARM = OLD.with_(act_ended_on="2022-02-28", health_or_finance_harm=True)
ORAL, MAILED = CLAIMED.with_(way="oral"), CLAIMED.with_(way="mailed", posted_on="2026-04-18")

SPLIT_OFF = FILED.with_(counted_from="2026-02-10")

STOPS = [
    # clock, what starts it, what stops it, when it was met
    ("DL-01", (LEAD_IN,), (FILED,), "2026-03-02T15:00"),
    ("DL-01", (LEAD_IN,), (DECLINED,), "2026-03-02T15:00"),
    ("DL-02", (FILED,), (DECIDED[1],), "2026-05-20T15:00"),
    ("DL-02", (SPLIT_OFF,), (DECIDED[1],), "2026-05-20T15:00"),
    ("DL-02", (FILED,), (step("case.withdraw", "2026-05-20T15:00"),), "2026-05-20T15:00"),
    ("DL-02", (FILED,), (step("case.terminate", "2026-05-20T15:00"),), "2026-05-20T15:00"),
    ("DL-02", (FILED,), (step("case.merge", "2026-05-20T15:00", agree="yes"),), "2026-05-20T15:00"),
    ("DL-02", (FILED,), (step("ref.approve", "2026-05-20T15:00"),), "2026-05-20T15:00"),
    ("DL-02", (FILED,), (CRIME, TO_POLICE, SENT, POLICE_FILED), date(2026, 4, 24)),
    ("DL-03", (PRESERVED,), (step("inv.preserve_lapse", "2026-03-12T10:00", instance="p",
                                  released_at="2026-03-12T09:00"),), "2026-03-12T09:00"),
    ("DL-03", (PRESERVED,), (step("inv.preserve_dispose", "2026-03-10T10:00", instance="p"),),
     "2026-03-10T10:00"),
    ("DL-08", reported("before"), (step("rev.case", "2026-04-15T10:00"),), "2026-04-15T10:00"),
    ("DL-08", reported("open"), (step("rev.legal_sign", "2026-04-15T10:00"),), "2026-04-15T10:00"),
    ("DL-08", (*reported("after"), WAIVED), REVIEWED, "2026-05-06T10:00"),
    ("DL-08", (*reported("after"), *STATED), REVIEWED, "2026-05-06T10:00"),
    ("DL-08", (step("hear.report", "2026-04-08T09:00"),), (step("rev.case", "2026-04-15T10:00"),),
     "2026-04-15T10:00"),
    ("DL-08", (step("rev.case", "2026-04-15T10:00", received_on="2026-04-08"),), (),
     "2026-04-15T10:00"),
    ("DL-08", (step("rev.legal", "2026-04-10T10:00", received_on="2026-04-08"),),
     (step("rev.legal_sign", "2026-04-15T10:00"),), "2026-04-15T10:00"),
    ("DL-09", NOTICE, (step("defense.receive", "2026-04-21T10:00",
                            received_at="2026-04-21T09:30"),), "2026-04-21T09:30"),
    ("DL-10", HEARING_NOTICE, (CLAIMED,), date(2026, 4, 20)),
    ("DL-11", (CLAIMED,), (step("hear.panel", "2026-04-22T10:00"),), "2026-04-22T10:00"),
    ("DL-11", (CLAIMED,), (REFUSED,), "2026-04-21T10:00"),
    ("DL-11", (ORAL,), (REFUSED,), "2026-04-21T10:00"),
    ("DL-11", (MAILED,), (REFUSED,), "2026-04-21T10:00"),
    ("DL-12", (CLAIMED,), INVITED, date(2026, 4, 23)),
    ("DL-12", (CLAIMED,), (REFUSED,), "2026-04-21T10:00"),
    ("DL-13", INVITED, (HELD,), "2026-05-11T09:00"),
    ("DL-14", (ANNOUNCED,), (HELD,), "2026-05-11T09:00"),
    ("DL-15", (CLAIMED,), (HELD,), "2026-05-11T11:30"),
    ("DL-15", (CLAIMED,), (ENDED,), "2026-05-11T12:00"),
    ("DL-15", (CLAIMED,), (REFUSED,), "2026-04-21T10:00"),
    ("DL-16", DECIDED, (served("decision", "2026-05-22"),), date(2026, 5, 22)),
    ("DL-16", SPARED, (served("no-decision", "2026-05-22"),), date(2026, 5, 22)),
    ("DL-16", UNPROVEN, (served("no-decision", "2026-05-22"),), date(2026, 5, 22)),
    ("DL-17", (step("serve.announce", "2026-04-17T10:00", announced_on="2026-04-17"),),
     (step("serve.announced", "2026-05-19T10:00", deemed_on="2026-05-18"),), date(2026, 5, 18)),
    ("DL-18", (*DECIDED, served("decision", "2026-05-22")), (PAID,), date(2026, 5, 27)),
    ("DL-18 part 第1期", IN_PARTS, (FIRST_PART,), date(2026, 7, 30)),
    ("DL-29", DECIDED, (step("pub.approve", "2026-05-26T10:00"),), "2026-05-26T10:00"),
    ("DL-30", (SHOWN, CHANGED), (step("pub.withdraw_approve", "2026-07-09T10:00"),),
     "2026-07-09T10:00"),
    ("DL-31", (CRIME,), (TO_POLICE,), "2026-04-21T10:00"),
    ("DL-31", (CRIME,), (NOT_TO_POLICE,), "2026-04-21T10:00"),
    ("DL-32", (CRIME, TO_POLICE), (SENT,), "2026-04-22T09:00"),
    ("DL-33", (CRIME, TO_POLICE, SENT, RECEIPTED), (POLICE_FILED,), date(2026, 4, 24)),
    ("DL-33", (CRIME, TO_POLICE, SENT, RECEIPTED), (POLICE_DECLINED,), date(2026, 4, 24)),
    ("DL-36", (POLICE_FILED,), (step("crim.handover", "2026-04-26T10:00",
                                     handed_over_at="2026-04-26T09:00"),), "2026-04-26T09:00"),
    ("DL-38", ASKED, (step("inv.assist_reply", "2026-03-20T10:00", instance="a",
                           received_on="2026-03-19"),), date(2026, 3, 19)),
    ("DL-40", (*DECIDED, served("decision", "2026-05-22"), PAID), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (*FREE, served("decision", "2026-05-22")), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (*UNPROVEN, served("no-decision", "2026-05-22")), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (TAUGHT,), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (step("case.withdraw", "2026-05-20T15:00"),), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (step("case.terminate", "2026-05-20T15:00"),), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (step("ref.accept", "2026-05-20T15:00"),), (CLOSED,), "2026-06-12T10:00"),
    ("DL-40", (POLICE_FILED,), (CLOSED,), "2026-06-12T10:00"),
    ("DL-43 review", (*DECIDED, served("decision", "2026-05-22")), (REMEDY,), date(2026, 6, 9)),
    ("DL-43 suit", (*DECIDED, served("decision", "2026-05-22")), (REMEDY,), date(2026, 6, 9)),
    ("DL-44", (OLD,), (), date(2026, 2, 20)),
    ("DL-44", (OLD_HARM,), (), date(2026, 2, 20)),
]  # fmt: skip

RUN_ON = [
    # clock, what starts it, what does not stop it
    ("DL-18", (*DECIDED, served("decision", "2026-05-22")), IN_PART),
    ("DL-16", DECIDED, served("notice", "2026-05-22")),
    ("DL-10", HEARING_NOTICE, step("hear.request", "2026-04-20T10:00", hearing_claimed="no")),
    ("DL-30", (SHOWN, CHANGED), step("pub.withdraw", "2026-07-08T15:00")),
    ("DL-03", (PRESERVED,), step("inv.preserve_dispose", "2026-03-10T10:00", instance="q")),
    ("DL-38", ASKED, step("inv.assist_reply", "2026-03-20T10:00", instance="b",
                          received_on="2026-03-19")),
]  # fmt: skip

NEVER_START = [
    ("DL-18", (*FREE, served("decision", "2026-05-22"))),
    ("DL-18", (*DECIDED, served("notice", "2026-05-22"))),
    ("DL-02", (DECLINED,)),
    ("DL-08", reported("after")),
    ("DL-29", SPARED),
    ("DL-30", (CHANGED,)),
    ("DL-32", (CRIME, NOT_TO_POLICE)),
    ("DL-40", (*DECIDED, served("decision", "2026-05-22"), IN_PART)),
    ("DL-11", (step("hear.request", "2026-04-20T10:00", hearing_claimed="no"),)),
]


def of_rule(id, *steps):
    """Return the clocks of a rule and part that some steps leave."""
    entries = Entries(tuple(s.entry(seq) for seq, s in enumerate(steps, 1)), ADDRESSES)
    line = timeline(entries)
    found = clocks(line.events, line.pauses, line.extensions, lambda _: MARKET, NATIONAL)
    return [
        one
        for one in found
        if " ".join(filter(None, (one.id, one.rule.part, one.started.mark))) == id
    ]


def met(id, starts, stops, when):
    """Judge one case: the clock runs after its start, and is met by its stop on the day it says."""
    if stops:
        assert [one.met_on for one in of_rule(id, *starts)] == [None]
    expected = moment(when) if isinstance(when, str) else when
    assert [one.met_on for one in of_rule(id, *starts, *stops)] == [expected]


@pytest.mark.parametrize(("id", "starts", "stops", "when"), STOPS,
                         ids=[f"{one[0]}-{at}" for at, one in enumerate(STOPS)])  # fmt: skip
def test_a_clock_runs_from_its_start_to_its_stop(id, starts, stops, when):
    met(id, starts, stops, when)


@pytest.mark.parametrize(("id", "starts", "other"), RUN_ON)
def test_what_ends_something_else_does_not_stop_a_clock(id, starts, other):
    assert [one.met_on for one in of_rule(id, *starts, other)] == [None]


@pytest.mark.parametrize(("id", "steps"), NEVER_START)
def test_what_a_clock_does_not_count_from_does_not_start_it(id, steps):
    assert of_rule(id, *steps) == []


REMOVALS = [
    *((rule, "start", rule.start) for rule in RULES),
    *((rule, "stop", stop) for rule in RULES for stop in rule.stops),
]


@pytest.mark.parametrize(
    ("rule", "part", "kind"), REMOVALS, ids=[f"{r.id}{r.part}-{p}-{k}" for r, p, k in REMOVALS]
)
def test_no_start_or_stop_can_be_taken_out(monkeypatch, rule, part, kind):
    without = (
        replace(rule, start="never")
        if part == "start"
        else replace(rule, stops=tuple(one for one in rule.stops if one != kind))
    )
    rules = tuple(without if one is rule else one for one in RULES)
    monkeypatch.setattr(reckoning, "rules", lambda: rules)
    name = " ".join(filter(None, (rule.id, rule.part)))

    assert not all(_holds(*one) for one in STOPS if one[0].removesuffix(" 第1期") == name)


EVENTS = [
    (row, says)
    for row in acts().values()
    for says in row.events
    if any(says.kind in (rule.start, *rule.stops) for rule in RULES)
]


@pytest.mark.parametrize(("row", "says"), EVENTS, ids=[f"{r.code}-{s.kind}" for r, s in EVENTS])
def test_no_event_of_an_act_can_be_taken_out(monkeypatch, row, says):
    events = tuple(one for one in row.events if one is not says)
    without = {**acts(), row.code: replace(row, events=events)}
    monkeypatch.setattr(reading, "acts", lambda: without)
    reading._drawing_up.cache_clear()

    try:
        assert not all(_holds(*one) for one in STOPS)
    finally:
        reading._drawing_up.cache_clear()


def _holds(*case):
    try:
        met(*case)
    except AssertionError:
        return False
    return True
