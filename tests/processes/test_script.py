"""How any procedure is walked, and the lawful case that other tests change in one place."""

from datetime import datetime
from itertools import pairwise

import pytest

import forms
from engine.diagram import Diagram
from engine.procedure import Procedure
from engine.safeguards import review
from processes.acts import acts
from processes.catalogue import PROCEDURES, SAFEGUARDS
from processes.diagrams import LIBRARY
from tests.engine.drawing import Drawing
from tests.processes.penalty_beside import BESIDE
from tests.processes.penalty_case import PenaltyCase
from tests.processes.penalty_told import plain, with_hearing
from tests.processes.script import NoWay, Script, step

TASKS = [task for xml in LIBRARY.values() for task in Diagram.read(xml).user_tasks()]


STARTED = [one for one in PROCEDURES.values() if one.opens or one.menu]
"""The procedures that somebody starts, of every family; others are started by these."""


@pytest.fixture(scope="module", params=STARTED, ids=lambda one: one.key)
def walked(request) -> Script:
    """Return the script of a procedure as it comes."""
    return Script(request.param)


def test_every_procedure_is_walked_from_its_start_to_its_end(walked):
    times = [one.at for one in walked.steps]

    assert walked.steps
    assert all(one < other for one, other in pairwise(times))
    assert all(one.role in acts()[code].roles for one in walked.steps for code in one.acts)


def test_the_forms_accept_what_a_script_submits(walked):
    for one in walked.steps:
        accepted(one)


@pytest.mark.parametrize("steps", [plain, with_hearing])
def test_the_forms_accept_what_was_told_of_a_case(steps):
    for one in steps():
        accepted(one)


def accepted(one):
    """Raise FormError where a form refuses what a step submits."""
    now = datetime.fromisoformat(one.at.strftime("%Y-%m-%dT%H:%M"))
    assert forms.load(one.form).clean(one.values, now=now, fixed=one.values)


def thrown_away() -> Procedure:
    """Draw a procedure of which nobody has told anything: a report, then its approval or not."""
    drawing = Drawing("patrol", "日常巡查", "officer_lead")
    drawing.start()
    drawing.user("report", "patrol.report", form="shared/correction_order")
    drawing.user("approve", "patrol.approve", lane="deputy_head", form="shared/approval")
    drawing.end()
    drawing.chain("start", "report", "approve", "end")
    return Procedure("patrol", "日常巡查", "patrol", {"patrol": drawing.xml()})


def test_a_procedure_of_which_nobody_told_is_walked_by_the_same_code():
    report, approval = Script(thrown_away()).steps

    assert (report.acts, report.role) == (("patrol.report",), "officer_lead")
    assert (approval.acts, approval.role) == (("patrol.approve",), "deputy_head")
    assert report.values["content"]
    assert approval.values["agree"] == "yes"


def test_what_is_told_stands_over_the_example():
    told = step("patrol.report", "2026-03-03T09:00", content="立即清理占道货架")

    report, approval = Script(thrown_away(), [told]).steps

    assert report.values["content"] == "立即清理占道货架"
    assert report.values["due_on"]
    assert (report.at, approval.at > report.at) == (told.at, True)


def test_what_is_told_must_be_reached():
    with pytest.raises(NoWay, match=r"patrol never leads to patrol\.close"):
        Script(thrown_away(), [step("patrol.close", "2026-03-03T09:00")])


@pytest.mark.parametrize("case", [PenaltyCase, PenaltyCase.with_hearing], ids=["plain", "hearing"])
def test_every_step_of_the_script_passes_every_safeguard(case):
    lawful = case()
    found = {}

    for one in lawful.steps:
        lawful.position += 1
        refusals = review(SAFEGUARDS, lawful.submit(one))
        if refusals:
            found[one.acts[0]] = [(r.id, r.message) for r in refusals]
        lawful.done.append(one)

    assert found == {}


@pytest.mark.parametrize(
    "one",
    [pytest.param(s, id=" ".join(s.acts)) for s in (*plain(), *with_hearing(), *BESIDE)],
)
def test_the_script_submits_only_what_the_forms_ask(one):
    tasks = [task for task in TASKS if task.acts == one.acts]
    names = [{f.name for f in forms.load(task.properties["form"]).fields} for task in tasks]

    assert tasks
    assert any(set(one.values) <= each for each in names), [set(one.values) - n for n in names]
