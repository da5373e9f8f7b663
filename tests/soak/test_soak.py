"""The short form of `make soak`: every fault can be planted, a few are, and an idle one shows."""

from pathlib import Path

import pytest

from tests.soak import faults
from tests.soak.planted import PLANTED, Fault
from tests.soak.removals import removals
from webapp.config import ROOT

REMOVALS = removals()
IDLE = Fault(
    "a comment",
    "processes/deadlines.py",
    "Data only;",
    "Only data;",
    ("tests/processes/test_values.py",),
)


def test_names_of_faults_are_told_apart() -> None:
    names = [fault.name for fault in faults.faults()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("fault", [*PLANTED, *REMOVALS], ids=lambda fault: fault.name)
def test_a_fault_can_still_be_planted(fault: Fault, tmp_path: Path) -> None:
    path = tmp_path / fault.file
    path.parent.mkdir(parents=True)
    path.write_text((ROOT / fault.file).read_text(encoding="utf-8"), encoding="utf-8")

    faults.plant(fault, tmp_path)

    compile(path.read_text(encoding="utf-8"), fault.file, "exec")
    assert fault.tests
    for test in fault.tests:
        assert (ROOT / test.partition("::")[0]).exists(), test


def test_a_fault_whose_text_has_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text("x = 1\n")
    gone = Fault("gone", "page.py", "y = 1", "y = 2", ())

    with pytest.raises(faults.NotPlanted):
        faults.plant(gone, tmp_path)


def test_removals_are_found_for_every_effect_and_clock() -> None:
    names = {fault.name for fault in REMOVALS}

    assert {
        "effect dec.sign",
        "clock DL-02 start case.filed",
        "clock DL-02 stops case.decided",
    } <= names


def test_a_removed_stop_of_a_clock_is_noticed_and_an_idle_change_is_not() -> None:
    stop = next(one for one in REMOVALS if one.name == "clock DL-02 stops case.decided")

    with faults.copy() as folder:
        assert faults.noticed(stop, folder)
        assert faults.noticed(IDLE, folder) == ""
