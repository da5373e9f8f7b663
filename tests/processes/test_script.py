"""The lawful case that the other tests change in one place."""

import pytest

import forms
from engine.diagram import Diagram
from engine.safeguards import review
from processes.catalogue import SAFEGUARDS
from processes.diagrams import LIBRARY
from tests.processes.penalty_case import PenaltyCase
from tests.processes.script import BESIDE, plain, with_hearing

TASKS = [task for xml in LIBRARY.values() for task in Diagram.read(xml).user_tasks()]


@pytest.mark.parametrize("case", [PenaltyCase, PenaltyCase.with_hearing], ids=["plain", "hearing"])
def test_every_step_of_the_script_passes_every_safeguard(case):
    lawful = case()
    found = {}

    for step in lawful.steps:
        lawful.position += 1
        refusals = review(SAFEGUARDS, lawful.submit(step))
        if refusals:
            found[step.acts[0]] = [(r.id, r.message) for r in refusals]
        lawful.done.append(step)

    assert found == {}


@pytest.mark.parametrize(
    "step",
    [pytest.param(s, id=" ".join(s.acts)) for s in (*plain(), *with_hearing(), *BESIDE)],
)
def test_the_script_submits_only_what_the_forms_ask(step):
    tasks = [task for task in TASKS if task.acts == step.acts]
    names = [{f.name for f in forms.load(task.properties["form"]).fields} for task in tasks]

    assert tasks
    assert any(set(step.values) <= each for each in names), [set(step.values) - n for n in names]
