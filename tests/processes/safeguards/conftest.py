"""Every evading test runs a second time, without its safeguard, and must then fail.

`@pytest.mark.evades("S-P-46", move="split")` names the safeguard that somebody tries to walk around
and the move; what it asserts must not hold once the safeguard is switched off.
"""

from collections.abc import Generator

import pytest

from engine.safeguards import label_of
from processes.catalogue import SAFEGUARDS
from tests.processes import penalty_case

HELD, OFF = "held", "switched off"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each evading test with its safeguard and without."""
    if metafunc.definition.get_closest_marker("evades"):
        metafunc.parametrize("mechanism", [HELD, OFF], indirect=True)


@pytest.fixture(autouse=True)
def mechanism(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Switch off the safeguard that a test evades, in its second run (停用保障)."""
    state = getattr(request, "param", HELD)
    if state == OFF:
        evaded = {mark.args[0] for mark in request.node.iter_markers("evades")}
        left = [one for one in SAFEGUARDS if label_of(one).id not in evaded]
        monkeypatch.setattr(penalty_case, "SAFEGUARDS", left)
    return state


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Expect an evading test to fail without its safeguard."""
    if pyfuncitem.funcargs.get("mechanism") != OFF:
        return (yield)
    try:
        yield
    except (AssertionError, ValueError, IndexError):
        return True  # nothing refused: not as asserted, nothing to unpack, none at the first place
    return pytest.fail("holds without its safeguard, so it does not show that it cannot be evaded")
