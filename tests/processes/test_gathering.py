"""From the entries of a case to what the law looks at."""

from datetime import date
from decimal import Decimal

import pytest

from engine.deadlines import Pause
from processes.entries import Entries
from processes.events import Event, events_of
from processes.facts.evidence import record_of
from processes.timeline import Extended, timeline
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import ADDRESSES, SIGNED
from tests.processes.people import ASSIST, LEAD, REVIEWER, moment
from tests.processes.script import step


def entries_of(*steps):
    """Return steps as the entries of a case."""
    return Entries(tuple(s.entry(seq) for seq, s in enumerate(steps, 1)), ADDRESSES)


@pytest.fixture
def finished():
    """Return the facts of a heard case at its end."""
    return PenaltyCase.with_hearing().advance_to("end").facts()


def test_an_empty_case_has_only_what_registers_say():
    facts = PenaltyCase().facts()

    assert facts.history == facts.clocks == facts.notices == ()
    assert facts.report is facts.decision is facts.panel is facts.publication is None
    assert not facts.filed
    assert not facts.archived
    assert facts.act_date is None
    assert facts.notice is None


def test_people_are_those_who_handle_or_investigated(finished):
    assert finished.handlers == {LEAD, ASSIST}
    assert finished.investigators == {LEAD, ASSIST}
    assert finished.challenged == ""


def test_a_granted_recusal_replaces_the_handler():
    case = PenaltyCase().advance_to("inv.collect").add("recuse.request").add("recuse.decide")

    facts = case.facts("recusal")

    assert facts.handlers == {LEAD, "peng"}
    assert ASSIST in facts.investigators
    assert facts.challenged == ASSIST
    assert [(r.officer, r.granted) for r in facts.recusals] == [(ASSIST, True)]


def test_a_refused_recusal_replaces_nobody_and_neither_does_one_of_a_reviewer():
    case = PenaltyCase().advance_to("inv.collect").add("recuse.decide", granted="no")
    case.add("recuse.decide", target=REVIEWER)

    assert case.facts().handlers == {LEAD, ASSIST}


def test_handlers_named_at_filing_replace_those_who_verified():
    case = PenaltyCase().advance_to("inv.id_show", case_file={"assist_officer": "peng"})

    assert case.facts().handlers == {LEAD, "peng"}
    assert case.facts().investigators == {LEAD, ASSIST, "peng"}


def test_handlers_of_the_register_come_first():
    case = PenaltyCase().register(handlers=frozenset({"peng", "mo"})).advance_to("inv.collect")

    assert case.facts().handlers == {"peng", "mo"}
    assert case.facts().investigators == {LEAD, ASSIST, "peng", "mo"}


def test_times_and_place_come_from_lead_and_verification(finished):
    assert finished.filed
    assert finished.place == "榕荫路88号"
    assert finished.act_date == date(2026, 2, 24)
    assert finished.times.started_on == date(2025, 12, 1)
    assert not finished.times.harmful
    assert finished.archived


def test_the_notice_carries_content_terms_and_service(finished):
    notice = finished.notice

    assert notice.hearing
    assert notice.content.fine == Decimal("200000.00")
    assert (notice.defense_days, notice.hearing_days) == (5, 5)
    assert notice.served_on == date(2026, 4, 17)
    assert notice.served_seq > notice.at_seq


def test_a_returned_draft_of_a_notice_is_none():
    case = PenaltyCase().advance_to("notice.approve").add("notice.prior", fine="19000.00")

    facts = case.advance_to("dec.draft").facts()

    assert [n.content.fine for n in facts.notices] == [Decimal("19000.00")]
    assert facts.notice.served_on == date(2026, 4, 17)


def test_two_served_notices_are_two():
    case = PenaltyCase().advance_to("dec.draft").add("notice.prior", defense_days="")
    case.add("serve.deliver", served_at="2026-05-11T10:00")

    facts = case.facts()

    assert [n.served_on for n in facts.notices] == [date(2026, 4, 17), date(2026, 5, 11)]
    assert facts.notice.defense_days == 5


def test_the_hearing_is_read_act_by_act(finished):
    (hearing,) = finished.hearings

    assert hearing.accepted
    assert hearing.people == {"ren", "shi", "yan", "tang"}
    assert hearing.issued_on == date(2026, 4, 22)
    assert hearing.notified_on == date(2026, 4, 23)
    assert hearing.announced_on == date(2026, 4, 28)
    assert hearing.held
    assert hearing.over
    assert hearing.ended_at == moment("2026-05-08T12:00")
    assert hearing.examined == {"e1", "e2"}


def test_a_hearing_that_ended_without_times_ended_when_it_was_recorded():
    ended = {"hearing_result": "ended", "end_at": ..., "evidence_examined": ...}
    case = PenaltyCase.with_hearing().advance_to("hear.report", hear_hold=ended)

    (hearing,) = case.facts().hearings
    assert hearing.ended
    assert not hearing.held
    assert hearing.ended_at == moment("2026-05-08T12:30")


def test_each_claim_has_a_hearing_of_its_own():
    case = PenaltyCase.with_hearing().advance_to("dec.draft")
    case.add("hear.request").add("hear.accept").add("hear.refuse")

    first, second = case.facts().hearings

    assert (first.refused, second.refused) == (False, True)
    assert second.at_seq > first.at_seq


def test_an_acceptance_without_claim_is_still_read():
    facts = PenaltyCase().advance_to("dec.draft").add("hear.accept").facts()

    assert [h.accepted for h in facts.hearings] == [True]


def test_reviews_of_law_are_complete_with_the_second_signature():
    case = PenaltyCase().advance_to("rev.case").add("rev.legal")
    assert [(r.legal, r.complete) for r in case.facts().reviews] == [(True, False)]

    case.add("rev.legal_sign").advance_to("proposal.draft")
    assert [(r.legal, r.complete) for r in case.facts().reviews] == [(True, True), (False, True)]


def test_proposals_keep_what_the_head_made_of_them(finished):
    assert finished.proposal.approved == "penalty"
    assert finished.decision_proposal.approved == "penalty"
    assert PenaltyCase().advance_to("appr.proposal").facts().proposal.approved == ""


def test_the_decision_is_followed_to_its_service(finished):
    decision = finished.decision

    assert (decision.kind, decision.signed, decision.sealed) == ("penalty", True, True)
    assert decision.served_on == date(2026, 5, 22)


def test_attempts_to_serve_are_kept_whether_they_succeed_or_not():
    case = PenaltyCase().advance_to("serve.deliver").add("serve.deliver", served="no")
    sent_back = {"received_on": ..., "returned": True}
    case.add("serve.mail", **sent_back, address_confirmed=True).add("serve.mail", **sent_back)

    found = case.facts().services

    assert [(s.way, s.served, s.on) for s in found] == [
        ("deliver", False, None),
        ("mail", True, date(2026, 4, 17)),
        ("mail", False, None),
    ]


def test_a_mail_without_day_of_receipt_was_not_served():
    entry = step("serve.mail", "2026-04-17T10:30", served="yes").entry(1)

    assert entry.served_on() is None
    assert step("inv.collect", "2026-04-17T10:30").entry(1).served_on() is None


def test_visits_and_the_recusal_belong_to_their_procedure():
    case = PenaltyCase().advance_to("inv.collect")

    assert [v.officers for v in case.facts("onsite").visits] == [{LEAD, ASSIST}]
    assert case.facts("elsewhere").visits == ()
    assert [e.acts for e in case.facts("onsite").here] == [("inv.id_show",), ("inv.onsite",)]


def test_a_visit_without_a_time_is_none():
    case = PenaltyCase().advance_to("inv.onsite", inv_id_show={"shown_at": ""})

    assert case.facts("onsite").visits == ()


def test_records_of_other_cases_stay_and_a_record_made_again_replaces():
    case = PenaltyCase().advance_to("inv.collect")
    other = case.facts().records[0]
    case.register(records=(other,)).add("inv.onsite", start_at="2026-03-05T09:20")

    first, own = case.facts().records

    assert first is other
    assert own.start == moment("2026-03-05T09:20")
    assert own.title == "现场笔录"


def test_what_has_no_times_or_is_no_record_is_none():
    assert record_of("k", "c", ("inv.onsite",), "现场笔录", {"start_at": ""}) is None
    values = {"start_at": "2026-03-05T09:00", "end_at": "2026-03-05T10:00"}
    assert record_of("k", "c", ("inv.sample",), "", values) is None
    assert PenaltyCase().advance_to("inv.onsite").add("inv.onsite", end_at="").facts().records == ()


def test_a_preservation_without_a_time_counts_from_its_entry():
    case = PenaltyCase().add("inv.preserve", start_at="")

    assert case.facts().preservations[0].made_at == moment("2026-03-05T12:00")
    assert case.facts().preservations[0].closed_at is None


def test_a_consent_is_read_with_its_scope():
    case = PenaltyCase().add("serve.consent").add("serve.consent", signature={"method": "refused"})

    first, second = case.facts().consents

    assert (first.channel, first.consents, first.except_decision, first.signed) == (
        "email", True, False, True,
    )  # fmt: skip
    assert not second.signed


def test_publicity_is_followed_to_its_withdrawal(finished):
    assert (finished.publication.publish, finished.publication.approved) == (True, True)
    assert not finished.publication.withdrawn
    assert finished.changed_at is None

    case = PenaltyCase().advance_to("end").add("remedy.result", remedy_result="kept")
    assert case.facts().changed_at is None
    case.add("remedy.result").add("pub.withdraw").add("pub.withdraw_approve")
    assert case.facts().publication.withdrawn
    assert case.facts().changed_at == len(case.done) - 2


def test_seriousness_is_what_was_said_last():
    case = PenaltyCase().advance_to("inv.close_opinion", inv_close={"serious": "yes"})
    assert case.facts().serious

    assert not case.advance_to("dec.approve").facts().serious


# --- events, pauses, extensions -------------------------------------------------------------------


def test_an_event_carries_day_or_moment_length_and_procedure():
    made = step("inv.preserve", "2026-03-05T12:00", instance="p", start_at="2026-03-05T10:30")
    filed = step("case.intake", "2026-03-05T12:30", received_at="", found_on="2026-03-04")

    assert events_of(entries_of(made, filed)) == (
        Event("preservation.made", moment("2026-03-05T10:30"), 1, False, "p"),
        Event("lead.received", moment("2026-03-04T00:00"), 2, True),
    )
    assert events_of(entries_of(filed))[0].when == date(2026, 3, 4)
    assert events_of(entries_of(filed.with_(found_on=""))) == ()


def test_an_approved_paper_is_an_assistance_request_only_in_its_own_procedure():
    letter = step("inv.assist", "2026-03-05T10:00", instance="a")
    approved = step("doc.approve", "2026-03-06T10:00", instance="a")
    other = step("doc.approve", "2026-03-06T11:00", instance="summons")

    found = events_of(entries_of(letter, other, approved))

    assert [(e.kind, e.subject) for e in found] == [("assistance.asked", "a")]


def test_closing_is_ready_when_nothing_remains_to_be_done():
    money = (step("dec.penalty", "2026-05-20T09:00", money="no"),)
    served = step("serve.deliver", "2026-05-22T15:00", served="yes", served_at="2026-05-22T14:30",
                  documents=("decision",), signature=SIGNED)  # fmt: skip
    assert "closing.ready" in {e.kind for e in events_of(entries_of(*money, served))}

    owing = (step("dec.penalty", "2026-05-20T09:00", money="yes"),)
    assert "closing.ready" not in {e.kind for e in events_of(entries_of(*owing, served))}
    assert "fine.served" in {e.kind for e in events_of(entries_of(*owing, served))}

    no_fact = step("dec.nofact", "2026-05-20T09:00")
    told = step("serve.deliver", "2026-05-22T15:00", served_at="2026-05-22T14:30",
                documents=("no-decision",))  # fmt: skip
    assert "closing.ready" in {e.kind for e in events_of(entries_of(no_fact, told))}


def test_a_changed_decision_counts_only_while_it_is_public():
    changed = step("remedy.result", "2026-07-08T10:00", remedy_result="changed",
                   result_on="2026-07-07")  # fmt: skip
    public = step("pub.decide", "2026-05-25T10:00", publish="yes")
    withdrawn = step("pub.withdraw_approve", "2026-06-25T10:00")

    assert events_of(entries_of(changed)) == ()
    assert [e.kind for e in events_of(entries_of(public, changed))] == ["decision.changed"]
    kinds = [e.kind for e in events_of(entries_of(public, withdrawn, changed))]
    assert kinds == ["publication.withdrawn"]


def test_what_no_document_proves_pauses_and_extends_nothing():
    case = PenaltyCase.with_hearing().advance_to("dec.draft")
    for act in ("case.suspend_draft", "case.suspend", "case.extend_draft", "case.extend"):
        case.add(act)
    told = tuple(case.entries.all)
    silent = Entries(tuple(type(e)(**{**vars(e), "document": ""}) for e in told), ADDRESSES)

    proved = timeline(case.entries)
    assert {p.kind for p in proved.pauses} == {"听证", "中止"}
    assert [e.rule for e in proved.extensions] == ["DL-02"]
    assert timeline(silent).pauses == timeline(silent).extensions == ()


def test_a_hearing_pauses_until_it_is_over():
    claimed = PenaltyCase.with_hearing().advance_to("hear.accept")
    assert timeline(claimed.entries).pauses == (
        Pause("听证", date(2026, 4, 20), None, "hear.request〔2026〕1号"),
    )

    claimed.add("hear.refuse")
    assert timeline(claimed.entries).pauses[0].end == date(2026, 4, 27)

    deferred = PenaltyCase.with_hearing().advance_to("hear.hold")
    deferred.add("hear.hold", hearing_result="deferred")
    assert timeline(deferred.entries).pauses[0].end is None


def test_a_waiver_pauses_nothing_and_a_resumed_hearing_no_more():
    waived = PenaltyCase.with_hearing().advance_to("hear.accept", hear_request={
        "hearing_claimed": "no"})  # fmt: skip
    waived.add("hear.change", kind="resumed")

    assert timeline(waived.entries).pauses == ()


def test_a_suspended_hearing_pauses_its_own_term():
    case = PenaltyCase.with_hearing().advance_to("hear.hold").add("hear.change", kind="suspended")

    assert timeline(case.entries).pauses[-1] == Pause(
        "听证中止", date(2026, 5, 6), None, "hear.change〔2026〕1号"
    )


def test_extensions_say_how_long_or_until_when():
    draft = step("exec.defer_draft", "2026-06-01T10:00", plan=[{"due": "2026-08-31"}, {"due": ""}])
    granted = step("exec.defer", "2026-06-02T10:00", granted="yes")
    plan = granted.with_(plan=[{"due": "2026-07-31"}])

    until = timeline(entries_of(draft, granted)).extensions
    assert until == (Extended("DL-18", "exec.defer〔2026〕1号", until=date(2026, 8, 31)),)
    assert timeline(entries_of(plan)).extensions[0].until == date(2026, 7, 31)
    assert timeline(entries_of(granted)).extensions == ()
    assert timeline(entries_of(draft, granted.with_(granted="no"))).extensions == ()


def test_an_extension_without_days_extends_nothing():
    approved = step("case.extend", "2026-05-20T10:00")
    empty = step("case.extend_draft", "2026-05-20T09:00", days="")

    assert timeline(entries_of(approved)).extensions == ()
    assert timeline(entries_of(empty, approved)).extensions == ()


def test_a_term_granted_before_it_would_end_anyway_changes_nothing():
    case = PenaltyCase().advance_to("exec.pay")
    early = step("exec.defer", "2026-05-25T10:00", granted="yes", plan=[{"due": "2026-05-26"}])
    case.done.append(early)

    clock = next(c for c in case.facts().clocks if c.id == "DL-18")

    assert clock.title == "缴纳罚款期限"
    assert clock.due(case.registered.calendar).date() == date(2026, 6, 8)
