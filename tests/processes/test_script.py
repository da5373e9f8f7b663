"""The lawful case that the other tests change in one place."""

import pytest

from engine.safeguards import review
from tests.processes.gathered import SAFEGUARDS
from tests.processes.penalty_case import PenaltyCase


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
