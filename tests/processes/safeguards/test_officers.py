"""S-G-01 to 05, 18, 19, 23: who may act, and showing who they are."""

from dataclasses import replace
from datetime import date

import pytest

from processes.facts.people import PowerFacts
from tests.processes.penalty_case import PenaltyCase
from tests.processes.people import (
    ASSIST,
    CHAIR,
    CLERK,
    HEAD,
    INTAKE,
    LEAD,
    MEMBERS,
    NAMES,
    SPARE,
    body,
    certificate,
    clause,
    item,
    officer,
)


@pytest.fixture
def visiting():
    """Return a case in which both officers have just shown their certificates."""
    return PenaltyCase().advance_to("inv.onsite")


@pytest.fixture
def filing():
    return PenaltyCase().advance_to("case.file")


def certified(**changes):
    """Return the officers of the registers, one of them with another certificate."""
    changed = {LEAD: officer(LEAD, certificates=(certificate(**changes),))}
    return {id: officer(id) for id in NAMES} | changed


# --- S-G-01 ---------------------------------------------------------------------------------------


def test_s_g_01_passes_two_officers(visiting):
    assert visiting.refused("inv.onsite") == []


def test_s_g_01_refuses_one_officer(visiting):
    refusals = visiting.attempt("inv.onsite", officers=[LEAD])

    assert [r.id for r in refusals] == ["S-G-01"]
    assert refusals[0].message == "执法人员不得少于两人，现有1人，请补选另一名持证执法人员"
    assert refusals[0].basis == "《行政处罚法》第四十二条第一款"
    assert refusals[0].fields == ("officers",)


@pytest.mark.evades("S-G-01", move="borrow")
def test_s_g_01_refuses_one_officer_named_twice(visiting):
    assert visiting.refused("inv.onsite", officers=[LEAD, LEAD]) == ["S-G-01"]


def test_s_g_01_refuses_filing_with_one_handler(filing):
    refusals = filing.attempt("case.file", assist_officer=LEAD)

    assert [r.id for r in refusals] == ["S-G-01"]
    assert refusals[0].fields == ("lead_officer", "assist_officer")


def test_s_g_01_passes_a_case_not_filed_without_handlers(filing):
    assert filing.refused("case.file", filing="no", lead_officer="", assist_officer="") == []


def test_s_g_01_passes_desk_work_of_a_case_with_two_handlers():
    assert PenaltyCase().advance_to("inv.collect").refused("inv.collect") == []


def test_s_g_01_refuses_desk_work_of_a_case_with_one_handler():
    alone = PenaltyCase().register(handlers=frozenset({LEAD})).advance_to("inv.collect")

    assert alone.refused("inv.collect") == ["S-G-01"]


def test_s_g_01_passes_one_officer_where_a_law_says_so(visiting):
    visiting.register(item=item(one_officer=clause("K", level="法律")))

    assert visiting.refused("inv.onsite", officers=[LEAD]) == []


def test_s_g_01_refuses_one_officer_on_a_mere_rule(visiting):
    visiting.register(item=item(one_officer=clause("K", level="部门规章")))

    assert visiting.refused("inv.onsite", officers=[LEAD]) == ["S-G-01"]


# --- S-G-02 ---------------------------------------------------------------------------------------


def test_s_g_02_passes_valid_certificates(visiting):
    assert visiting.refused("inv.onsite") == []


def test_s_g_02_refuses_an_expired_certificate(visiting):
    visiting.register(officers=certified(expires=date(2026, 3, 4)))

    refusals = visiting.attempt("inv.onsite")

    assert [r.id for r in refusals] == ["S-G-02"]
    assert "林岚的执法证（44040020017）在2026年3月5日无效" in refusals[0].message


def test_s_g_02_passes_a_certificate_on_its_last_day(visiting):
    visiting.register(officers=certified(expires=date(2026, 3, 5)))

    assert visiting.refused("inv.onsite") == []


def test_s_g_02_passes_a_certificate_that_expired_after_the_act(visiting):
    visiting.register(officers=certified(expires=date(2026, 3, 10), status="过期"))

    assert visiting.refused("inv.onsite", now="2026-03-12T10:00") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"issued": date(2026, 3, 6)},
        {"status": "暂扣"},
        {"domains": frozenset({"transport"})},
        {"areas": ("440300",)},
    ],
    ids=["not yet issued", "withheld", "another field", "another place"],
)
def test_s_g_02_refuses_a_certificate_that_does_not_reach(visiting, changed):
    visiting.register(officers=certified(**changed))

    assert visiting.refused("inv.onsite") == ["S-G-02"]


@pytest.mark.parametrize("areas", [("440000",), ("440400", "440300"), ("440402",)])
def test_s_g_02_passes_a_certificate_of_a_wider_area(visiting, areas):
    visiting.register(officers=certified(areas=areas, domains=frozenset({"market"})))

    assert visiting.refused("inv.onsite") == []


def test_s_g_02_refuses_people_without_a_certificate(visiting):
    helper = {LEAD: officer(LEAD, certificates=())}
    visiting.register(officers={ASSIST: officer(ASSIST)} | helper)

    assert [r.message for r in visiting.attempt("inv.onsite")] == [
        "执法人员林岚没有执法证，请更换持有效执法证的人员"
    ]
    assert visiting.refused("inv.onsite", officers=[ASSIST, "nobody"]) == ["S-G-02", "S-G-03"]


@pytest.mark.evades("S-G-02", move="silence")
def test_s_g_02_refuses_a_drafter_without_a_valid_certificate():
    case = PenaltyCase().advance_to("dec.draft")
    case.register(officers=certified(expires=date(2026, 5, 1)))

    assert case.refused("dec.draft") == ["S-G-02"]


def test_s_g_02_passes_before_the_item_is_known(visiting):
    visiting.register(item=None, body=body(powers=()))

    assert visiting.refused("inv.onsite") == []


@pytest.mark.parametrize(
    "powers",
    [
        (),
        (PowerFacts(since=date(2026, 4, 1)),),
        (PowerFacts(since=date(2021, 1, 1), until=date(2026, 3, 1)),),
    ],
    ids=["none", "not yet", "no longer"],
)
def test_s_g_02_refuses_a_body_without_the_power(filing, powers):
    filing.register(body=body(powers=powers))

    refusals = filing.attempt("case.file")

    assert [r.id for r in refusals] == ["S-G-02"]
    assert "对该执法事项没有执法权" in refusals[0].message


def test_s_g_02_passes_declining_a_case_without_power(filing):
    filing.register(body=body(powers=()))

    assert filing.refused("case.file", filing="no") == []


def test_s_g_02_refuses_an_entrusted_body_without_its_principal(filing):
    entrusted = PowerFacts(since=date(2021, 1, 1), entrusted=True)
    filing.register(body=body(powers=(entrusted,)))

    assert filing.refused("case.file") == ["S-G-02"]


def test_s_g_02_passes_an_entrusted_body_in_its_principals_name(filing):
    entrusted = PowerFacts(since=date(2021, 1, 1), entrusted=True, principal="岚江市城管局")
    filing.register(body=body(powers=(entrusted,)))

    assert filing.refused("case.file") == []


# --- S-G-03 ---------------------------------------------------------------------------------------


def test_s_g_03_passes_officers_who_showed_their_certificates(visiting):
    assert visiting.refused("inv.onsite") == []


def test_s_g_03_refuses_a_visit_without_showing():
    case = PenaltyCase().advance_to("inv.onsite", skipping=("inv.id_show",))

    refusals = case.attempt("inv.onsite")

    assert [r.id for r in refusals] == ["S-G-03"]
    assert refusals[0].message.startswith("尚未亮证")


@pytest.mark.evades("S-G-03", move="borrow")
def test_s_g_03_refuses_a_visit_covered_only_by_another_one():
    case = PenaltyCase().advance_to("inv.collect")

    assert case.refused("inv.preserve", until=..., signature={}) == ["S-G-03", "S-G-13", "S-P-41"]


def test_s_g_03_refuses_an_officer_who_did_not_show(visiting):
    refusals = visiting.attempt("inv.onsite", officers=[LEAD, "peng"])

    assert [r.id for r in refusals] == ["S-G-02", "S-G-03"]
    assert refusals[1].message.startswith("peng未在本次亮证")


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-03-05T09:05", "2026-03-05T09:40"), ("2026-03-06T09:12", "2026-03-06T09:40")],
    ids=["before", "next day"],
)
def test_s_g_03_refuses_showing_after_the_start_or_on_another_day(visiting, start, end):
    found = visiting.refused("inv.onsite", start_at=start, end_at=end, now="2026-03-06T12:00")

    assert found == ["S-G-03"]


def test_s_g_03_passes_a_draft_without_times(visiting):
    assert "S-G-03" not in visiting.refused("inv.onsite", start_at="")


# --- S-G-04, S-G-05 -------------------------------------------------------------------------------


@pytest.fixture
def recused():
    """Return a case whose assisting officer was recused on March 11."""
    case = PenaltyCase().advance_to("inv.collect")
    return case.add("recuse.request").add("recuse.decide")


def test_s_g_04_passes_everybody_else(recused):
    assert recused.refused("inv.collect") == []


def test_s_g_04_refuses_an_act_of_a_recused_officer(recused):
    assert recused.refused("inv.collect", actor=ASSIST) == ["S-G-04"]


def test_s_g_04_refuses_naming_a_recused_officer(recused):
    refusals = recused.attempt("inv.close", now="2026-04-07T17:00")

    assert "S-G-04" in [r.id for r in refusals]


@pytest.mark.evades("S-G-04", move="relabel")
def test_s_g_04_refuses_a_vote_of_a_recused_officer(recused):
    found = recused.refused("panel.discuss", attendees=[{"officer": ASSIST}] * 3)

    assert "S-G-04" in found


def test_s_g_04_passes_a_record_made_before_the_recusal(recused):
    assert "S-G-04" not in recused.refused("inv.onsite", now="2026-03-12T09:00")


def test_s_g_04_passes_after_a_refused_challenge():
    case = PenaltyCase().advance_to("inv.collect")
    case.add("recuse.request").add("recuse.decide", granted="no")

    assert case.refused("inv.collect", actor=ASSIST) == []


@pytest.fixture
def challenged():
    return PenaltyCase().advance_to("inv.collect").add("recuse.request")


def test_s_g_05_passes_a_head_who_was_not_challenged(challenged):
    assert challenged.refused("recuse.decide") == []


def test_s_g_05_refuses_the_person_challenged(challenged):
    assert challenged.refused("recuse.decide", actor=ASSIST) == ["S-G-05"]


def test_s_g_05_refuses_a_panel_with_the_person_challenged(challenged):
    others = [{"officer": HEAD, "vote": "agree"}, {"officer": ASSIST, "vote": "disagree"}]

    assert challenged.refused("recuse.decide", attendees=others) == ["S-G-05"]
    assert challenged.refused("recuse.decide", attendees=others[:1]) == []


@pytest.mark.evades("S-G-05", move="relabel")
def test_s_g_05_refuses_a_decision_about_somebody_else(challenged):
    assert challenged.refused("recuse.decide", target=HEAD, actor="zhou") == ["S-G-05"]


# --- S-P-50 ---------------------------------------------------------------------------------------


def challenging(target: str) -> PenaltyCase:
    """Return a case before a claimed hearing, in which somebody was challenged."""
    case = PenaltyCase.with_hearing().advance_to("hear.hold")
    known = case.registered.officers
    case.register(officers={**known, SPARE: replace(known[LEAD], id=SPARE, name="彭越")})
    return case.add("recuse.request", target=target)


def replacing(target: str, comes: str | None) -> list[str]:
    """Grant the challenge of somebody and put another in his place."""
    return challenging(target).refused("recuse.decide", target=target, replacement=comes)


@pytest.mark.parametrize("target", [CHAIR, MEMBERS[0], CLERK, ASSIST])
def test_s_p_50_passes_a_replacement(target):
    assert replacing(target, SPARE) == []


@pytest.mark.parametrize("target", [CHAIR, MEMBERS[0], CLERK, ASSIST])
def test_s_p_50_refuses_leaving_a_place_empty(target):
    assert replacing(target, None) == ["S-P-50"]


def test_s_p_50_passes_a_head_whom_another_head_follows_by_his_post():
    assert replacing("second", None) == []


@pytest.mark.parametrize("comes", [LEAD, MEMBERS[1], CLERK, INTAKE])
@pytest.mark.evades("S-P-50", move="borrow")
def test_s_p_50_refuses_investigators_and_people_of_the_hearing_and_the_uncertified(comes):
    case = challenging(MEMBERS[0])
    known = case.registered.officers
    bare = {INTAKE: replace(known[LEAD], id=INTAKE, certificates=())}
    case.register(officers={**known, **bare})

    found = case.refused("recuse.decide", target=MEMBERS[0], replacement=comes)

    assert found == ["S-P-50"]


def test_s_p_50_passes_the_hearing_with_the_replacement_in_the_seat():
    case = challenging(MEMBERS[0]).add(
        "recuse.decide", target=MEMBERS[0], replacement=SPARE, now="2026-05-06T10:00"
    )

    (hearing,) = case.facts().hearings
    assert hearing.people == {CHAIR, SPARE, MEMBERS[1], CLERK}
    assert "S-G-04" not in case.refused("hear.hold", members=[SPARE, MEMBERS[1]])


# --- S-G-18, S-G-19, S-G-23 -----------------------------------------------------------------------


def test_s_g_18_passes_officers():
    assert PenaltyCase().refused("case.intake") == []


def test_s_g_18_refuses_supervision_staff():
    assert PenaltyCase().refused("case.intake", role="supervisor") == ["S-G-18"]


@pytest.mark.evades("S-G-18", move="relabel")
def test_s_g_18_refuses_supervision_staff_in_another_post():
    watched = PenaltyCase().register(actor_roles=frozenset({"supervisor", "intake"}))

    assert watched.refused("case.intake", role="intake") == ["S-G-18"]


def test_s_g_19_passes_a_position_or_a_desk(visiting):
    assert visiting.refused("inv.onsite", device="mobile", position="22.27,113.57") == []


def test_s_g_19_refuses_a_mobile_visit_without_position(visiting):
    refusals = visiting.attempt("inv.onsite", device="mobile", position_off_reason="无信号")

    assert [r.id for r in refusals] == ["S-G-19"]
    assert refusals[0].fields == ("position", "position_off_reason")


def test_s_g_19_passes_a_position_that_the_head_allowed_off(visiting):
    visiting.add("case.location_off")

    assert visiting.refused("inv.onsite", device="mobile", position_off_reason="涉密场所") == []
    assert visiting.refused("inv.onsite", device="mobile") == ["S-G-19"]


@pytest.mark.evades("S-G-19", move="borrow")
def test_s_g_19_refuses_a_permission_that_the_head_did_not_give(visiting):
    visiting.add("case.location_off", agree="no")

    found = visiting.refused("inv.onsite", device="mobile", position_off_reason="涉密场所")

    assert found == ["S-G-19"]


def test_s_g_23_passes_who_edits_no_procedure():
    intake = PenaltyCase().register(actor_roles=frozenset({"intake"}))

    assert intake.refused("case.intake", actor=INTAKE) == []


def test_s_g_23_refuses_who_edits_procedures():
    editor = PenaltyCase().register(actor_roles=frozenset({"process_admin"}))

    assert editor.refused("case.intake") == ["S-G-23"]


@pytest.mark.evades("S-G-23", move="relabel")
def test_s_g_23_refuses_who_edits_procedures_in_another_post():
    editor = PenaltyCase().register(actor_roles=frozenset({"intake", "process_admin"}))

    assert editor.refused("case.intake", role="intake") == ["S-G-23"]
