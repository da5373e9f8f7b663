"""S-G-09, 10, 12, 13 and the guardian of S-P-38: records, signatures, recordings."""

import pytest

from processes.facts.evidence import RecordFacts
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import SIGNED
from tests.processes.people import ASSIST, LEAD, moment

REFUSED = {"method": "refused", "reason": "当事人拒绝签名", "witness": "柳塘街道工作人员"}


@pytest.fixture
def visiting():
    return PenaltyCase().advance_to("inv.onsite")


@pytest.fixture
def inspected():
    """Return a case with a site record from 9:12 to 10:05 on March 5."""
    return PenaltyCase().advance_to("inv.collect")


def elsewhere(start: str, end: str, officer: str = LEAD) -> RecordFacts:
    """Return a record of another case on March 5."""
    return RecordFacts(
        key="other",
        case="岚江市监立〔2026〕30号",
        title="询问笔录",
        officers=frozenset({officer}),
        start=moment(f"2026-03-05T{start}"),
        end=moment(f"2026-03-05T{end}"),
    )


# --- S-G-09, S-G-10 -------------------------------------------------------------------------------


def test_s_g_09_passes_a_visit_with_its_record():
    assert PenaltyCase().advance_to("arch.close").refused("arch.close") == []


def test_s_g_09_refuses_closing_a_visit_without_record():
    case = PenaltyCase().advance_to("arch.close", skipping=("inv.onsite",))

    assert case.refused("arch.close") == ["S-G-09"]


@pytest.mark.evades("S-G-09", move="split")
def test_s_g_09_refuses_a_second_visit_on_the_record_of_the_first():
    case = PenaltyCase().advance_to("arch.close").add("inv.id_show", instance="second")

    assert case.refused("arch.close") == ["S-G-09"]


@pytest.mark.evades("S-G-09", move="borrow")
def test_s_g_09_refuses_a_visit_that_borrows_the_record_of_another():
    """Show the certificates twice, once at each place, and record one of the visits."""
    case = PenaltyCase().advance_to("inv.onsite").add("inv.id_show", instance="second")

    assert case.advance_to("arch.close").refused("arch.close") == ["S-G-09"]
    case.add("arch.draft", unfinished_reason="当事人不在场，未能检查。")
    assert case.refused("arch.close") == []


@pytest.fixture
def heard():
    return PenaltyCase.with_hearing().advance_to("hear.hold")


def test_s_g_10_passes_a_recorded_hearing(heard):
    assert heard.refused("hear.hold") == []


def test_s_g_10_passes_a_gap_with_its_reason(heard):
    assert heard.refused("hear.hold", av_files=[], av_gap_reason="设备故障十分钟") == []


def test_s_g_10_refuses_a_hearing_without_recording(heard):
    assert heard.refused("hear.hold", av_files=[]) == ["S-G-10"]


@pytest.mark.evades("S-G-10", move="silence")
def test_s_g_10_refuses_a_gap_whose_reason_is_blank(heard):
    assert heard.refused("hear.hold", av_files=[], av_gap_reason=" 　") == ["S-G-10"]


def test_s_g_10_passes_a_hearing_that_was_deferred(heard):
    found = heard.refused("hear.hold", hearing_result="deferred", av_files=[], signature=...)

    assert found == []


# --- S-G-12 ---------------------------------------------------------------------------------------


def test_s_g_12_passes_records_one_after_the_other(inspected):
    assert inspected.refused("inv.interview") == []


OVERLAPPING = {"start_at": "2026-03-05T10:00", "end_at": "2026-03-05T10:40"}


@pytest.mark.evades("S-G-12", move="split")
def test_s_g_12_refuses_overlapping_records_of_one_case(inspected):
    inspected.add("inv.id_show", instance="interview", shown_at="2026-03-05T09:40")

    assert inspected.refused("inv.interview", instance="interview", **OVERLAPPING) == ["S-G-12"]


def test_s_g_12_passes_a_record_made_again_after_its_return(inspected):
    assert inspected.refused("inv.onsite", **OVERLAPPING, now="2026-03-05T11:00") == []


@pytest.mark.evades("S-G-12", move="borrow")
def test_s_g_12_names_the_other_record(visiting):
    visiting.register(records=(elsewhere("10:00", "10:30"),))

    refusals = visiting.attempt("inv.onsite")

    assert [r.id for r in refusals] == ["S-G-12"]
    assert refusals[0].message == (
        "林岚在岚江市监立〔2026〕30号的询问笔录（2026年3月5日10:00至10:30）中时间重叠，"
        "请核对时间或者人员"
    )


@pytest.mark.parametrize(
    "record",
    [elsewhere("10:05", "11:00"), elsewhere("08:00", "09:12"), elsewhere("09:30", "10:00", "peng")],
    ids=["afterwards", "before", "another officer"],
)
def test_s_g_12_passes_records_that_only_touch(visiting, record):
    assert visiting.register(records=(record,)).refused("inv.onsite") == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05T10:00", "2026-03-05T09:59"),
        ("2026-03-05T09:59", "2026-03-05T09:59"),
        ("2026-03-05T09:59", "2026-03-05T23:59"),
        ("", "2026-03-05T10:00"),
        ("2026-03-05T09:59", ""),
    ],
)
def test_s_g_12_refuses_times_that_cannot_be(visiting, start, end):
    assert visiting.refused("inv.onsite", start_at=start, end_at=end) == ["S-G-12"]


@pytest.mark.parametrize("person", ["沈砚秋、王某", "沈砚秋，王某", "沈砚秋;王某", "沈砚秋/王某"])
def test_s_g_12_refuses_two_people_in_one_interview(inspected, person):
    refusals = inspected.attempt("inv.interview", person=person)

    assert [(r.id, r.fields) for r in refusals] == [("S-G-12", ("person",))]


def test_s_g_12_passes_a_name_with_a_dot(inspected):
    assert inspected.refused("inv.interview", person="古丽·阿不都") == []


# --- S-G-13 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "signature",
    [SIGNED, {"method": "paper", "file": "p" * 64}, REFUSED],
    ids=["pad", "paper", "no"],
)
def test_s_g_13_passes_a_signature_or_its_explanation(visiting, signature):
    assert visiting.refused("inv.onsite", signature=signature) == []


def test_s_g_13_passes_a_refusal_before_the_witness_of_the_record(visiting):
    unsigned = {"method": "refused", "reason": "当事人不到场"}

    assert visiting.refused("inv.onsite", signature=unsigned, witness="王某") == []


@pytest.mark.parametrize(
    "signature",
    [
        ...,
        {},
        {"method": "pad"},
        {"method": "paper", "file": ""},
        {"method": "refused", "reason": "拒绝"},
        {"method": "refused", "witness": "王某"},
    ],
    ids=["none", "empty", "no drawing", "no page", "nobody saw it", "no reason"],
)
def test_s_g_13_refuses_a_missing_signature(visiting, signature):
    refusals = visiting.attempt("inv.onsite", signature=signature)

    assert [(r.id, r.fields) for r in refusals] == [("S-G-13", ("signature",))]


def test_s_g_13_passes_what_needs_no_signature():
    hearing = PenaltyCase.with_hearing().advance_to("hear.request")
    assert hearing.refused("hear.request") == []

    served = PenaltyCase().advance_to("defense.receive")
    assert served.refused("serve.deliver", served="no", signature=...) == []

    found = served.refused("recuse.request", applicant_kind="self", signature=...)
    assert found == []


def test_s_g_13_refuses_what_needs_a_signature():
    hearing = PenaltyCase.with_hearing().advance_to("hear.request")
    assert hearing.refused("hear.request", way="oral") == ["S-G-13"]
    itself = {"person": "岚江市榕记食品有限公司"}
    assert hearing.refused("hear.request", hearing_claimed="no", **itself) == ["S-G-13"]

    served = PenaltyCase().advance_to("defense.receive")
    assert served.refused("serve.deliver", signature=...) == ["S-G-13"]
    assert served.refused("recuse.request", signature=...) == ["S-G-13"]
    assert served.refused("defense.receive", signature={}, **itself) == ["S-G-13"]


def test_s_g_13_passes_a_document_left_before_a_witness_or_a_camera():
    case = PenaltyCase().advance_to("serve.deliver")

    assert case.refused("serve.leave") == []
    assert case.refused("serve.leave", witness="", av_files=["a" * 64]) == []
    assert case.refused("serve.leave", served="no", witness="", refusal_reason="") == []


@pytest.mark.parametrize("lacking", [{"witness": ""}, {"refusal_reason": ""}], ids=str)
@pytest.mark.evades("S-G-13", move="silence")
def test_s_g_13_refuses_a_document_left_unseen_or_unexplained(lacking):
    case = PenaltyCase().advance_to("serve.deliver")

    assert case.refused("serve.leave", **lacking) == ["S-G-13"]


# --- S-P-38, the guardian -------------------------------------------------------------------------


def test_s_p_38_passes_a_minor_with_a_guardian(inspected):
    found = inspected.refused("inv.interview", id_number="110105201003060019", guardian="沈父")

    assert found == []


def test_s_p_38_refuses_a_minor_without_a_guardian(inspected):
    refusals = inspected.attempt("inv.interview", id_number="110105201003060019")

    assert [(r.id, r.fields) for r in refusals] == [("S-P-38", ("guardian",))]


@pytest.mark.evades("S-P-38", move="date")
def test_s_p_38_refuses_a_typed_birth_beside_the_number_of_a_minor(inspected):
    number = {"id_number": "110105201003060019", "birth": "1990-03-06"}

    assert inspected.refused("inv.interview", **number) == ["S-P-38"]


@pytest.mark.parametrize(
    ("birth", "found"), [("20080304", []), ("20080305", ["S-P-38"]), ("20081301", [])]
)
def test_s_p_38_counts_full_years_from_the_day_after_the_birthday(inspected, birth, found):
    assert inspected.refused("inv.interview", id_number=f"110105{birth}0019") == found


def test_s_p_38_passes_a_person_without_a_number(inspected):
    found = inspected.refused("inv.interview", id_number="", officers=[LEAD, ASSIST])

    assert found == []
