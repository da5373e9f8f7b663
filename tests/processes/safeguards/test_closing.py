"""S-G-15, 21, S-P-23, 29, 34, 35, 37, 39: nothing owed at the end, nothing changed after it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.processes.packs import TRANSPORT
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import SIGNED
from tests.processes.people import LEAD, party

END = ["arch.draft", "arch.close"]


# --- S-G-15, S-G-21 -------------------------------------------------------------------------------


@pytest.fixture
def archived():
    return PenaltyCase().advance_to("end")


def test_s_g_15_passes_before_the_archive():
    assert PenaltyCase().advance_to("arch.file").refused("arch.file") == []


@pytest.mark.parametrize("act", ["inv.collect", "dec.penalty", "arch.compile"])
def test_s_g_15_refuses_changing_an_archived_case(archived, act):
    assert "S-G-15" in archived.refused(act)


@pytest.mark.evades("S-G-15", move="relabel")
def test_s_g_15_refuses_a_paper_of_a_procedure_beside_the_archived_case(archived):
    assert "S-G-15" in archived.refused("order.correct")


def test_s_g_15_refuses_what_the_register_says_is_archived():
    case = PenaltyCase().register(archived=True).advance_to("inv.collect")

    assert case.refused("inv.collect") == ["S-G-15"]


@pytest.mark.parametrize("act", ["remedy.start", "remedy.result"])
def test_s_g_15_passes_later_papers_of_a_supplement(archived, act):
    assert archived.refused(act) == []


def test_s_g_21_passes_archiving_a_closed_case():
    assert PenaltyCase().advance_to("arch.file").refused("arch.file") == []


def test_s_g_21_refuses_archiving_a_case_that_was_not_closed():
    case = PenaltyCase().advance_to("arch.file", skipping=("arch.close",))

    assert case.refused("arch.file") == ["S-G-21"]


@pytest.mark.evades("S-G-21", move="relabel")
def test_s_g_21_refuses_archiving_what_was_only_asked_to_be_closed():
    case = PenaltyCase().advance_to("arch.file", skipping=("arch.close",))

    case.add("arch.draft").add("arch.opinion").add("arch.close", agree="no")

    assert case.refused("arch.file") == ["S-G-21"]


def test_s_g_21_passes_archiving_what_was_never_filed():
    case = PenaltyCase().advance_to("inv.id_show", case_file={"filing": "no"})

    assert case.refused("arch.file") == []


# --- S-P-23 ---------------------------------------------------------------------------------------


def test_s_p_23_passes_the_finance_officer():
    assert PenaltyCase().advance_to("exec.pay").refused("exec.pay") == []


def test_s_p_23_refuses_money_in_the_hands_of_an_officer():
    assert PenaltyCase().advance_to("exec.pay").refused("exec.pay", actor=LEAD) == ["S-P-23"]


@pytest.mark.evades("S-P-23", move="relabel")
def test_s_p_23_refuses_an_officer_who_holds_the_post_of_finance_too():
    case = PenaltyCase().register(actor_roles=frozenset({"finance", "officer_assist"}))

    assert case.advance_to("exec.pay").refused("exec.pay", actor=LEAD, role="finance") == ["S-P-23"]


# --- S-P-29 ---------------------------------------------------------------------------------------


@pytest.fixture
def waived():
    """Return a case that ended without penalty, its decision served."""
    case = PenaltyCase().advance_to("dec.approve").add("dec.approve", outcome="nopenalty")
    case.add("dec.nopenalty").add("dec.sign").add("dec.seal")
    return case.add("serve.deliver", documents=("no-decision",), served_at="2026-05-22T10:00")


@pytest.mark.parametrize("act", END)
def test_s_p_29_passes_closing_after_education(waived, act):
    assert waived.add("dec.educate").refused(act) == []


@pytest.mark.parametrize("act", END)
def test_s_p_29_refuses_closing_without_education(waived, act):
    assert waived.refused(act) == ["S-P-29"]


@pytest.mark.evades("S-P-29", move="date")
def test_s_p_29_refuses_education_that_came_before_the_decision():
    case = PenaltyCase().advance_to("dec.approve").add("dec.educate")
    case.add("dec.approve", outcome="nopenalty").add("dec.nopenalty").add("dec.sign")
    case.add("dec.seal").add("serve.deliver", documents=("no-decision",))

    assert "S-P-29" in case.refused("arch.draft")


def test_s_p_29_refuses_education_by_one_officer(waived):
    assert waived.refused("dec.educate") == []
    assert waived.refused("dec.educate", officers=[LEAD]) == ["S-G-01"]


# --- S-P-34, S-P-35 -------------------------------------------------------------------------------


@pytest.mark.parametrize("act", END)
def test_s_p_34_passes_closing_after_the_decision_on_publicity(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", END)
def test_s_p_34_refuses_closing_without_the_decision_on_publicity(act):
    case = PenaltyCase().advance_to(act, skipping=("pub.decide", "pub.approve"))

    assert case.refused(act) == ["S-P-34"]


@pytest.fixture
def publishing():
    return PenaltyCase().advance_to("pub.decide")


def test_s_p_34_passes_publishing_or_saying_why_not(publishing):
    assert publishing.refused("pub.decide") == []
    assert publishing.refused("pub.decide", publish="no", reason="涉及国家秘密") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"publish": "no"}, "reason"), ({"secrecy_checked": False}, "secrecy_checked")],
)
def test_s_p_34_refuses_silence_without_reason_and_publicity_without_check(
    publishing, changes, field
):
    refusals = publishing.attempt("pub.decide", **changes)

    assert [(r.id, r.fields) for r in refusals] == [("S-P-34", (field,))]


def test_s_p_34_refuses_publishing_a_warning_alone_in_market_cases_only():
    case = PenaltyCase().advance_to("pub.decide", dec_penalty={"kinds": ["0101"]})

    assert [(r.id, r.fields) for r in case.attempt("pub.decide")] == [("S-P-34", ("publish",))]
    assert case.refused("pub.decide", publish="no", reason="仅给予警告") == []
    assert case.register(parameters=TRANSPORT).refused("pub.decide") == []


def test_s_p_34_passes_publishing_before_service_so_that_its_days_are_kept():
    case = PenaltyCase().advance_to("exec.notify")
    assert case.facts().decision.served_on is None
    assert case.refused("pub.decide") == []


def test_s_p_34_refuses_publishing_before_the_decision_is_made():
    assert PenaltyCase().advance_to("dec.seal").refused("pub.decide") == ["S-P-34"]
    assert PenaltyCase().advance_to("dec.penalty").refused("pub.decide") == ["S-P-34"]


YOUNG = party(kind="person", name="何小川", birth=date(2009, 6, 1))
GROWN = party(kind="person", name="何大川", birth=date(1990, 6, 1))


def test_s_p_34_refuses_showing_a_minor_and_telling_that_it_will_be_shown(publishing):
    publishing.register(parties=(YOUNG,))
    refused = publishing.attempt("pub.decide")
    assert [(r.id, r.fields) for r in refused] == [("S-P-34", ("publish",))]
    assert publishing.refused("pub.decide", publish="no", reason="未成年人") == []

    deciding = PenaltyCase().advance_to("dec.penalty").register(parties=(YOUNG,))
    assert "S-P-34" in deciding.refused("dec.penalty", publicity_told=True)
    assert "S-P-34" not in deciding.refused("dec.penalty", publicity_told=False)


@pytest.mark.evades("S-P-34", move="relabel")
def test_s_p_34_refuses_the_name_of_a_person_in_the_summary(publishing):
    publishing.register(parties=(GROWN,))

    assert publishing.refused("pub.decide", summary="当事人：何大川。") == ["S-P-34"]
    assert publishing.refused("pub.decide", summary="当事人：何某某。") == []


@pytest.mark.parametrize(
    ("kinds", "low", "months"),
    [
        (["0201"], None, 36),
        (["0201"], Decimal(1_000_000), 3),
        (["0102"], None, 3),
        (["0102", "0301"], Decimal(1_000_000), 36),
    ],
    ids=["fine", "low fine", "criticism", "licence"],
)
def test_s_p_34_refuses_another_term_than_that_of_the_class(kinds, low, months):
    case = PenaltyCase().advance_to("pub.decide", dec_penalty={"kinds": kinds})
    case.register(parameters=replace(case.registered.parameters, publication_low_fine=low))
    decided = case.facts().decision.signed_on
    until = {
        36: decided.replace(year=decided.year + 3),
        3: decided.replace(month=decided.month + 3),
    }

    assert case.refused("pub.decide", publish_until=until[months].isoformat()) == []
    assert case.refused("pub.decide", publish_until="2026-05-31") == ["S-P-34"]


def test_s_p_34_refuses_publishing_what_was_changed(publishing):
    assert publishing.add("remedy.result").refused("pub.decide") == ["S-P-34"]


@pytest.fixture
def changed():
    """Return a published case whose decision was changed by a review."""
    return PenaltyCase().advance_to("arch.close").add("remedy.result")


def test_s_p_35_passes_a_withdrawal_with_reasons(changed):
    assert changed.refused("pub.withdraw") == []


def test_s_p_35_refuses_a_withdrawal_without_reasons(changed):
    assert changed.refused("pub.withdraw", reason_text="") == ["S-P-35"]


@pytest.mark.parametrize(
    "case",
    [
        PenaltyCase().advance_to("pub.decide"),
        PenaltyCase().advance_to("pub.approve"),
        PenaltyCase().advance_to("exec.pay", pub_decide={"publish": "no", "reason": "涉密"}),
    ],
    ids=["nothing", "not approved", "not published"],
)
def test_s_p_35_refuses_withdrawing_what_is_not_public(case):
    assert case.refused("pub.withdraw") == ["S-P-35"]


@pytest.mark.parametrize("act", ["arch.close", "arch.file"])
def test_s_p_35_refuses_closing_while_a_changed_decision_is_public(changed, act):
    changed.advance_to(act)

    assert changed.refused(act) == ["S-P-35"]


def test_s_p_35_passes_closing_after_the_withdrawal(changed):
    changed.add("pub.withdraw").add("pub.withdraw_approve")

    assert changed.refused("arch.close") == []


@pytest.mark.evades("S-P-35", move="silence")
def test_s_p_35_refuses_closing_while_nobody_answered_the_withdrawal(changed):
    assert changed.add("pub.withdraw").refused("arch.close") == ["S-P-35"]


def test_s_p_35_passes_closing_what_was_never_public():
    silent = {"publish": "no", "reason": "涉密"}
    case = PenaltyCase().advance_to("arch.close", pub_decide=silent).add("remedy.result")

    assert case.refused("arch.close") == []


# --- S-P-37 ---------------------------------------------------------------------------------------

CRIME = {"crime_suspected": True}


@pytest.fixture
def suspected():
    return PenaltyCase().advance_to("dec.approve", inv_close=CRIME)


@pytest.mark.parametrize("outcome", ["penalty", "nopenalty", "nofact", "refer", "withdraw"])
@pytest.mark.evades("S-P-37", move="relabel")
def test_s_p_37_refuses_any_other_decision_while_a_crime_is_suspected(suspected, outcome):
    refusals = suspected.attempt("dec.approve", outcome=outcome)

    refusals = [r for r in refusals if r.id != "S-P-51"]
    assert [r.id for r in refusals] == ["S-P-37"]
    assert "不得以行政处罚代替" in refusals[0].message


@pytest.mark.parametrize("outcome", ["crime", "reinvestigate"])
def test_s_p_37_passes_transferring_or_investigating_on(suspected, outcome):
    assert suspected.refused("dec.approve", outcome=outcome) == []


def test_s_p_37_passes_a_decision_after_the_crime_was_reported(suspected):
    assert suspected.add("crim.report").refused("dec.approve") == ["S-P-51"]  # a fine waits
    assert suspected.add("crim.approve", crime_approved="no").refused("dec.approve") == []


@pytest.mark.parametrize("act", END)
def test_s_p_37_refuses_closing_while_a_suspected_crime_was_not_reported(act):
    case = PenaltyCase().advance_to(act, inv_close=CRIME)

    assert case.refused(act) == ["S-P-37"]
    assert case.add("crim.report").refused(act) == []


def test_s_p_37_refuses_closing_a_transfer_that_nobody_made():
    case = PenaltyCase().advance_to("dec.approve").add("dec.approve", outcome="crime")

    assert case.refused("arch.close") == ["S-P-37"]
    assert case.add("crim.report").refused("arch.close") == []


# --- S-P-51 ---------------------------------------------------------------------------------------

FLAGGED = {"crime_suspected": True, "crime_reason": "销售金额达到追诉标准"}
DECLINED = {"crime_approved": "no"}
FINING = ["inv.close", "proposal.draft", "appr.proposal", "notice.prior", "dec.draft",
          "dec.approve", "dec.penalty", "dec.sign", "dec.seal"]  # fmt: skip


def test_s_p_51_refuses_a_fine_beside_the_flag():
    case = PenaltyCase().advance_to("inv.close")

    assert case.refused("inv.close", **FLAGGED) == ["S-P-51"]
    assert case.refused("inv.close", **FLAGGED, suggestion="crime") == []
    assert "S-P-51" not in case.refused("inv.close", **FLAGGED, kinds=["0202"])


@pytest.mark.parametrize("act", FINING)
def test_s_p_51_refuses_a_fine_at_every_step_once_a_crime_was_reported(act):
    case = PenaltyCase().advance_to(act).add("crim.report")

    assert case.refused(act) == ["S-P-51"]


@pytest.mark.parametrize(
    "answers",
    [
        [("crim.approve", DECLINED)],
        [("crim.answer", {"police_answer": "notfiled"})],
    ],
)
def test_s_p_51_passes_a_fine_after_the_answer(answers):
    case = PenaltyCase().advance_to("dec.approve").add("crim.report")

    for act, values in answers:
        case.add(act, **values)

    assert case.refused("dec.approve") == []


def test_s_p_51_refuses_a_fine_while_the_police_have_the_case_and_after_they_filed():
    case = PenaltyCase().advance_to("dec.approve").add("crim.report").add("crim.approve")

    assert case.refused("dec.approve") == ["S-P-51"]
    case.add("crim.answer", police_answer="filed")
    (refusal,) = case.attempt("dec.approve")
    assert "已经立案" in refusal.message


@pytest.mark.evades("S-P-51", move="restart")
def test_s_p_51_refuses_a_fine_behind_a_second_report_that_sees_no_crime():
    case = PenaltyCase().advance_to("inv.close").add("inv.close", **FLAGGED, suggestion="crime")

    assert case.refused("inv.close", crime_suspected=False) == ["S-P-51"]


# --- S-P-39 ---------------------------------------------------------------------------------------

LEAVING = [
    "case.withdraw_draft", "case.withdraw", "case.terminate_draft", "case.terminate",
]  # fmt: skip
MERGING = ["case.merge_draft", "case.merge"]


@pytest.fixture
def kept():
    """Return a case with evidence kept on the spot."""
    case = PenaltyCase().advance_to("inv.collect").add("appr.preserve")
    case.add("inv.id_show", instance="preservation", shown_at="2026-03-05T10:20")
    return case.add("inv.preserve")


@pytest.mark.parametrize("act", LEAVING)
def test_s_p_39_passes_once_nothing_is_kept(kept, act):
    assert kept.add("inv.preserve_dispose").refused(act) == []


@pytest.mark.parametrize("act", LEAVING)
def test_s_p_39_refuses_leaving_a_case_with_a_preservation(kept, act):
    (refusal,) = kept.attempt(act)

    assert refusal.id == "S-P-39"
    assert refusal.message.startswith("先行登记保存尚未解除")


@pytest.mark.parametrize("act", MERGING)
@pytest.mark.evades("S-P-39", move="relabel")
def test_s_p_39_refuses_to_merge_a_preservation_away(kept, act):
    assert "S-P-39" in kept.refused(act)


def test_s_p_39_refuses_leaving_a_case_with_a_measure():
    case = PenaltyCase().advance_to("inv.collect").register(measures=("查封",))

    assert "查封尚未解除" in case.attempt("case.withdraw")[0].message


@pytest.mark.parametrize("act", ["case.withdraw_draft", "case.terminate_draft"])
def test_s_p_39_refuses_a_draft_that_does_not_say_so(act):
    case = PenaltyCase().advance_to("inv.collect")

    assert case.refused(act, measures_lifted=False) == ["S-P-39"]


def test_s_p_39_passes_after_the_preservation_lapsed(kept):
    assert kept.add("inv.preserve_lapse", signature=SIGNED).refused("case.withdraw") == []


# --- S-P-52 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "ground", "found"),
    [
        ("organization", "organization", []),
        ("organization", "person", ["S-P-52"]),
        ("person", "person", []),
        ("person", "organization", ["S-P-52"]),
        ("sole_trader", "person", []),
        ("sole_trader", "organization", ["S-P-52"]),
        ("person", "other", []),
    ],
)
def test_s_p_52_refuses_dissolving_a_person_and_burying_an_organization(kind, ground, found):
    case = PenaltyCase().register(parties=(party(kind=kind),)).advance_to("dec.draft")

    assert case.refused("case.terminate_draft", ground=ground) == found


def test_s_p_52_passes_ending_for_a_crime_only_once_the_police_filed():
    case = PenaltyCase().advance_to("dec.draft").add("crim.report")

    assert case.refused("case.terminate_draft", ground="crime") == ["S-P-52"]
    case.add("crim.answer", police_answer="filed")
    assert case.refused("case.terminate_draft", ground="crime") == []


GOODS = {"kinds": ["0201", "0203"], "fine": "20000.00", "goods": "不合格电线64卷"}
FATE = {"goods_fate": "destroyed", "goods_on": "2026-05-30", "goods_proof": ["f" * 64]}


def test_s_p_52_passes_closing_once_the_goods_are_accounted_for():
    case = PenaltyCase().advance_to("arch.draft", dec_penalty=GOODS)

    assert "S-P-52" not in case.refused("arch.draft", **FATE, property="已经依法销毁。")


@pytest.mark.parametrize(
    "said",
    [
        {**FATE, "goods_fate": ""},
        {**FATE, "goods_proof": []},
        {**FATE, "property": "本案无涉案财物。"},
        {**FATE, "property": "本案没有需要处理的物品。"},
    ],
)
@pytest.mark.evades("S-P-52", move="silence")
def test_s_p_52_refuses_closing_as_if_nothing_had_been_confiscated(said):
    """Say nothing of 64 coils, or that there are none."""
    case = PenaltyCase().advance_to("arch.draft", dec_penalty=GOODS)

    assert "S-P-52" in case.refused("arch.draft", **said)
    case.add("arch.draft", **said).advance_to("arch.close", skipping=("arch.draft",))
    assert "S-P-52" in case.refused("arch.close")


WAITING = ("“责令改正”的“改正情况复查”",)


@pytest.mark.parametrize("act", [*END, "arch.file"])
def test_s_p_52_refuses_archiving_what_still_waits(act):
    case = PenaltyCase().register(unfinished=WAITING).advance_to(act)
    (refusal,) = case.attempt(act, unfinished_reason="")

    assert refusal.id == "S-P-52"
    assert "改正情况复查" in refusal.message


def test_s_p_52_passes_closing_that_ends_what_waits_with_reason():
    case = PenaltyCase().register(unfinished=WAITING).advance_to("arch.draft")
    reason = {"unfinished_reason": "当事人已经注销，无从复查。"}

    assert case.refused("arch.draft", **reason) == []
    case.add("arch.draft", **reason).advance_to("arch.close", skipping=("arch.draft",))
    assert case.refused("arch.close") == []
    assert "S-P-52" in case.refused("arch.file")
