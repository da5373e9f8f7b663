"""Every planted fault is noticed by its test, and only because of the fault.

Here the faults are planted in this process; `make soak` plants the same in a copy of the project.
"""

import inspect

import pytest
from sqlalchemy.exc import IntegrityError

from engine.errors import EngineError
from tests.webapp import test_effects as effects
from tests.webapp import test_guards as guards
from tests.webapp.planting import DECLINES, Misplanted, Slip, plant, planted
from tests.webapp.slips import SLIPS
from webapp.errors import Conflict

NOTICES = (
    AssertionError,
    AttributeError,
    Conflict,
    EngineError,
    IntegrityError,
    StopIteration,
    ValueError,
    pytest.fail.Exception,
)
"""How a test ends that notices: most by their own assertion, some on the way to it."""


@pytest.mark.parametrize("slip", SLIPS, ids=[one.says for one in SLIPS])
def test_a_planted_fault_is_noticed(slip, request):
    if slip.act:
        test = (effects.DECLINES if slip.test == DECLINES else effects.DOES)[slip.act]
        given = {"desk": request.getfixturevalue("desk"), "act": slip.act}
    else:
        test = getattr(guards, slip.test)
        names = inspect.signature(test).parameters
        given = {name: request.getfixturevalue(name) for name in names}

    with planted(slip), pytest.raises(NOTICES):
        test(**given)


def test_there_are_at_least_thirty_faults():
    assert len({one.says for one in SLIPS}) == len(SLIPS) >= 30


@pytest.mark.parametrize("old", ["return 2", "return"])
def test_a_fault_that_fits_no_longer_is_told(old):
    source = "def twice():\n    if 1:\n        return 1\n    return 3\n"
    slip = Slip("", "module:twice", old, "pass", "")

    with pytest.raises(Misplanted):
        plant(source, slip)
