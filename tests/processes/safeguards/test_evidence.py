"""S-G-11, S-P-25, S-P-36, S-P-41: evidence judged, monitored, kept on the spot."""

from dataclasses import replace

import pytest

from processes.facts.evidence import MonitorFacts
from tests.processes.packs import MARKET, TRANSPORT
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import evidence

CITING = ["inv.close", "notice.prior", "dec.draft", "dec.penalty"]


def having(**changed):
    """Return the evidence of the registers with the second item changed."""
    return {"e1": evidence("e1"), "e2": evidence("e2", name="聊天截图", **changed)}


# --- S-G-11 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", CITING)
def test_s_g_11_passes_admitted_evidence(act):
    assert PenaltyCase().advance_to(act).refused(act) == []


@pytest.mark.parametrize("act", CITING)
def test_s_g_11_refuses_inadmissible_evidence(act):
    case = PenaltyCase().register(evidence=having(admissible=False)).advance_to(act)

    refusals = case.attempt(act)

    assert [r.id for r in refusals] == ["S-G-11"]
    assert refusals[0].message == "证据“聊天截图”经审查不予采信，不得引用，请删除"
    assert refusals[0].basis == "《行政处罚法》第四十六条第二款、第三款"


def test_s_g_11_refuses_evidence_nobody_judged():
    case = PenaltyCase().register(evidence=having(admissible=None)).advance_to("inv.close")

    assert "尚未审查" in case.attempt("inv.close")[0].message


@pytest.mark.evades("S-G-11", move="borrow")
def test_s_g_11_refuses_evidence_of_another_case():
    case = PenaltyCase().advance_to("inv.close")

    assert case.refused("inv.close", evidence=["e1", "e9"]) == ["S-G-11"]


def test_s_g_11_passes_what_is_not_cited():
    case = PenaltyCase().register(evidence=having(admissible=False)).advance_to("dec.penalty")

    assert case.refused("dec.penalty", evidence=["e1"]) == []


def test_s_g_11_passes_evidence_examined_in_the_hearing():
    assert PenaltyCase.with_hearing().advance_to("dec.penalty").refused("dec.penalty") == []


def test_s_g_11_refuses_evidence_not_examined_in_the_hearing():
    case = PenaltyCase.with_hearing().advance_to(
        "dec.penalty", hear_hold={"evidence_examined": ["e1"]}
    )

    refusals = case.attempt("dec.penalty")

    assert [r.id for r in refusals] == ["S-G-11"]
    assert "未在听证会上质证" in refusals[0].message


def test_s_g_11_passes_unexamined_evidence_where_no_rule_asks():
    case = PenaltyCase.with_hearing().advance_to("dec.penalty", hear_hold={"evidence_examined": []})
    lax = replace(MARKET, hearing_evidence_examined=False)

    assert case.register(parameters=lax).refused("dec.penalty") == []
    assert case.refused("dec.penalty", evidence=["e7"]) == ["S-G-11"]


def test_s_g_11_names_evidence_it_does_not_know():
    case = PenaltyCase.with_hearing().advance_to("dec.penalty")

    messages = [r.message for r in case.attempt("dec.penalty", evidence=["e7"])]

    assert [m[:6] for m in messages] == ["引用的证据不", "证据“e7”"]


# --- S-P-36 ---------------------------------------------------------------------------------------

USABLE = MonitorFacts(device_no="技审〔2026〕3号", usable=True)


@pytest.mark.parametrize("act", CITING)
def test_s_p_36_passes_a_reviewed_monitoring_record(act):
    reviewed = having(monitored=True, monitor=USABLE)

    assert PenaltyCase().register(evidence=reviewed).advance_to(act).refused(act) == []


@pytest.mark.parametrize(
    "monitor", [None, MonitorFacts(device_no="技审〔2026〕3号", usable=False)], ids=["none", "bad"]
)
@pytest.mark.parametrize("act", CITING)
def test_s_p_36_refuses_an_unreviewed_monitoring_record(act, monitor):
    unreviewed = having(monitored=True, monitor=monitor)

    case = PenaltyCase().register(evidence=unreviewed).advance_to(act)

    assert case.refused(act) == ["S-P-36"]


def test_s_p_36_refuses_admitting_a_record_before_its_review():
    case = PenaltyCase().register(evidence=having(monitored=True)).advance_to("evidence.review")

    assert case.refused("evidence.review") == ["S-P-36"]


def test_s_p_36_passes_a_verdict_against_an_unreviewed_record():
    case = PenaltyCase().register(evidence=having(monitored=True)).advance_to("evidence.review")

    verdicts = [{"evidence": "e2", "admissible": "no"}, {"evidence": "e9", "admissible": "yes"}]
    assert case.refused("evidence.review", verdicts=verdicts) == []


def test_s_p_36_passes_a_review_that_found_everything_in_order():
    assert PenaltyCase().advance_to("inv.collect").refused("inv.monitor_review") == []


@pytest.mark.parametrize(
    "lacking",
    [{"signs_public": False}, {"clear": False}, {"correct": False}, {"device_reviewed_no": ""}],
)
@pytest.mark.evades("S-P-36", move="silence")
def test_s_p_36_refuses_usable_without_device_review_signs_or_clearness(lacking):
    case = PenaltyCase().advance_to("inv.collect")

    assert case.refused("inv.monitor_review", **lacking) == ["S-P-36"]
    assert case.refused("inv.monitor_review", result="unusable", **lacking) == []


# --- S-P-41, S-P-25 -------------------------------------------------------------------------------


@pytest.fixture
def approved():
    """Return a case whose preservation was approved at 8:30 and certificates were shown."""
    case = PenaltyCase().advance_to("inv.collect").add("appr.preserve")
    return case.add("inv.id_show", instance="preservation", shown_at="2026-03-05T10:20")


@pytest.fixture
def keeping(approved):
    return approved.add("inv.preserve")


def test_s_p_41_passes_a_preservation_approved_before(approved):
    assert approved.refused("inv.preserve") == []


def test_s_p_41_refuses_a_preservation_without_approval():
    case = PenaltyCase().advance_to("inv.collect")
    case.add("inv.id_show", instance="preservation", shown_at="2026-03-05T10:20")

    assert case.refused("inv.preserve") == ["S-P-41"]


@pytest.mark.evades("S-P-41", move="borrow")
def test_s_p_41_refuses_the_approval_of_another_preservation(approved):
    case = approved.add("inv.id_show", instance="second", shown_at="2026-03-05T10:20")
    case.done = [s for s in case.done if s.instance != "preservation"]
    case.add("appr.preserve", instance="other")
    case.add("inv.id_show", instance="preservation", shown_at="2026-03-05T10:20")

    refusals = case.attempt("inv.preserve")

    assert [r.message for r in refusals] == ["本次先行登记保存尚未经负责人批准，请先报批"]


def late(text: str) -> PenaltyCase:
    """Return a case whose preservation of 10:30 on March 5 was approved later."""
    case = PenaltyCase().advance_to("inv.collect").add("appr.preserve", text)
    return case.add("inv.id_show", instance="preservation", shown_at="2026-03-05T10:20")


def test_s_p_41_passes_an_approval_within_24_hours_where_allowed():
    case = late("2026-03-06T10:30")

    assert case.refused("inv.preserve", now="2026-03-06T11:00") == []


def test_s_p_41_refuses_an_approval_after_24_hours():
    refusals = late("2026-03-06T10:31").attempt("inv.preserve", now="2026-03-06T11:00")

    assert [r.id for r in refusals] == ["S-P-41"]
    assert "逾24小时补办批准" in refusals[0].message


def test_s_p_41_refuses_any_later_approval_where_the_rule_knows_none():
    case = late("2026-03-05T10:31").register(parameters=TRANSPORT)

    refusals = case.attempt("inv.preserve")

    assert [r.id for r in refusals] == ["S-P-41"]
    assert "先保存后批准" in refusals[0].message


def test_s_p_41_passes_a_draft_without_a_time(approved):
    assert "S-P-41" not in approved.refused("inv.preserve", start_at="")


def test_s_p_25_passes_seven_working_days(approved):
    assert approved.refused("inv.preserve", until="2026-03-16") == []


def test_s_p_25_refuses_a_longer_term(approved):
    refusals = approved.attempt("inv.preserve", until="2026-03-17")

    assert [r.id for r in refusals] == ["S-P-25"]
    assert refusals[0].message == "登记保存期限不得超过7个工作日，最迟至2026年3月16日"


def test_s_p_25_refuses_more_than_any_calendar_allows_while_a_year_is_unknown(approved):
    """Seven days that all were working days: Thursday 31 December to Wednesday 6 January."""
    late = {"start_at": "2026-12-30T10:00", "end_at": "2026-12-30T11:00", "now": "2026-12-30T12:00"}

    assert "S-P-25" not in approved.refused("inv.preserve", until="2027-01-06", **late)
    assert "S-P-25" in approved.refused("inv.preserve", until="2027-01-07", **late)


def test_s_p_25_passes_a_draft_without_an_end(approved):
    assert approved.refused("inv.preserve", until="") == []


def test_s_p_25_passes_a_disposal_on_the_last_day(keeping):
    assert keeping.refused("inv.preserve_dispose", now="2026-03-16T18:00") == []


def test_s_p_25_refuses_a_disposal_after_seven_working_days(keeping):
    assert keeping.refused("inv.preserve_dispose", now="2026-03-17T09:00") == ["S-P-25"]


def test_s_p_25_passes_a_late_release(keeping):
    released = [{"name": "熟食", "disposal": "released"}]

    found = keeping.refused("inv.preserve_dispose", now="2026-03-17T09:00", items=released)

    assert found == []


@pytest.mark.evades("S-P-25", move="split")
def test_s_p_25_refuses_to_keep_some_of_it_while_the_rest_is_released_late(keeping):
    rows = [{"name": "熟食", "disposal": "released"}, {"name": "账册", "disposal": "tested"}]

    found = keeping.refused("inv.preserve_dispose", now="2026-03-17T09:00", items=rows)

    assert found == ["S-P-25"]


SEIZED = [{"name": "熟食", "disposal": "seized"}]
LAWFUL = {"seizure_no": "岚市监强措〔2026〕11号", "seizure_until": "2026-04-10"}


def test_s_p_25_passes_goods_that_are_seized_by_a_decision(keeping):
    found = keeping.refused("inv.preserve_dispose", now="2026-03-12T15:00", items=SEIZED, **LAWFUL)

    assert found == []


@pytest.mark.parametrize(
    "changes",
    [{"seizure_no": ""}, {"seizure_until": ""}, {"seizure_until": "2026-04-12"},
     {"seizure_until": "2026-03-11"}],
)  # fmt: skip
def test_s_p_25_refuses_goods_kept_without_a_lawful_decision(keeping, changes):
    values = {**LAWFUL, **changes}

    found = keeping.refused("inv.preserve_dispose", now="2026-03-12T15:00", items=SEIZED, **values)

    assert found == ["S-P-25"]


@pytest.mark.evades("S-P-25", move="relabel")
def test_s_p_25_refuses_goods_that_are_called_confiscated_without_a_decision(keeping):
    items = [{"name": "熟食", "disposal": "confiscated"}]

    refusals = keeping.attempt("inv.preserve_dispose", now="2026-03-12T15:00", items=items)

    assert [r.id for r in refusals] == ["S-P-25"]
    assert "请转为查封、扣押，或者解除并退还" in refusals[0].message


def test_s_p_25_passes_a_disposal_of_nothing_kept():
    assert PenaltyCase().advance_to("inv.collect").refused("inv.preserve_dispose") == []


@pytest.mark.parametrize("act", ["dec.approve", "dec.penalty", "dec.sign"])
def test_s_p_25_refuses_a_decision_while_a_preservation_is_overdue(keeping, act):
    assert keeping.advance_to(act).refused(act) == ["S-P-25"]


def test_s_p_25_passes_a_decision_after_the_disposal(keeping):
    case = keeping.add("inv.preserve_dispose").advance_to("dec.approve")

    assert case.refused("dec.approve") == []
    assert keeping.refused("dec.approve", outcome="reinvestigate") == []
