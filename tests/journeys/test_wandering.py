"""The short form of the walks through a whole office: nobody gets stuck with a to-do."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine import clock
from processes.catalogue import PROCEDURES
from tests.harness import rolled_back
from tests.soak.wandering import Wanderer

pytestmark = pytest.mark.xdist_group("wandering")

WALKS = 10
STEPS = 10


@settings(
    max_examples=WALKS,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(procedure=st.sampled_from(sorted(PROCEDURES)), seed=st.integers(0, 10**9))
def test_nobody_gets_stuck_with_a_todo(furnished, procedure: str, seed: int) -> None:
    with rolled_back(furnished):
        try:
            wanderer = Wanderer(procedure, seed)
            wanderer.walk(STEPS)
            wanderer.loosen()
        finally:
            clock.set_source(None)
