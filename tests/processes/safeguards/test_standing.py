"""The list of safeguards beside a form: met, unmet, later."""

from engine.safeguards import label_of
from engine.workdays import Calendar
from processes.catalogue import SAFEGUARDS
from processes.safeguards.standing import State, standing
from tests.processes.penalty_case import PenaltyCase


def standing_of(case, act, **changes):
    """Return the list of a step, by id."""
    return {line.id: line for line in standing(SAFEGUARDS, case.submission(act, **changes))}


def test_a_lawful_notice_meets_what_concerns_it_and_shows_what_comes_later():
    found = standing_of(PenaltyCase().advance_to("notice.prior"), "notice.prior")

    states = {id: line.state for id, line in found.items()}
    assert State.UNMET not in states.values()
    assert states["S-G-11"] is states["S-P-32"] is states["S-P-02"] is State.MET
    assert states["S-P-03"] is states["S-P-28"] is states["S-G-06"] is State.LATER
    assert found["S-P-03"].title == "送达后方可作出决定"
    assert found["S-P-03"].basis == "《行政处罚法》第四十四条"


def test_what_concerns_every_step_is_silent_until_it_stands_in_the_way():
    case = PenaltyCase().advance_to("notice.prior")
    assert "S-G-23" not in standing_of(case, "notice.prior")

    editor = case.register(actor_roles=frozenset({"process_admin"}))
    assert standing_of(editor, "notice.prior")["S-G-23"].state is State.UNMET


def test_unmet_safeguards_come_first_with_all_their_reasons():
    case = PenaltyCase().advance_to("notice.prior")

    lines = standing(SAFEGUARDS, case.submission("notice.prior", fine="", defense_days=1))

    assert [line.id for line in lines[:2]] == ["S-P-04", "S-P-32"]
    assert len(lines[1].messages) == 2
    assert lines[0].messages == ("陈述申辩期不得少于5个工作日，请更正",)
    order = [list(State).index(line.state) for line in lines]
    assert order == sorted(order)


def test_a_safeguard_is_listed_once():
    lines = standing(SAFEGUARDS, PenaltyCase().advance_to("dec.penalty").submission("dec.penalty"))

    ids = [line.id for line in lines]
    assert len(ids) == len(set(ids))


def test_an_empty_draft_is_judged_without_failing():
    case = PenaltyCase.with_hearing()
    for step in case.steps:
        empty = dict.fromkeys(step.values, ...)
        assert standing(SAFEGUARDS, case.submission(step.acts[0], **empty))[:0] == []


def test_a_year_without_calendar_stands_unmet_with_the_reason():
    case = PenaltyCase.with_hearing().register(calendar=Calendar()).advance_to("hear.notify")
    late = {"now": "2026-12-28T09:00", "at": "2027-01-08T09:00"}

    line = standing_of(case, "hear.notify", **late)["S-P-10"]

    assert line.state is State.UNMET
    assert "2027年放假安排尚未录入" in line.messages[0]


def test_every_safeguard_is_listed_under_one_title_of_its_own():
    labels = [label_of(each) for each in SAFEGUARDS]
    titles = [(label.id, label.title) for label in labels if label.title]

    assert {id for id, _ in titles} == {label.id for label in labels}
    assert len({id for id, _ in titles}) == len({title for _, title in titles}) == len(titles)
