"""The recipe of CONTRIBUTING, done for real: one folder, its forms and papers, and nothing else.

`tests/recipe/patrol` holds all that the throw-away procedure adds. It is laid over a copy of the
project, where nothing is edited, and taken through HTTP from nothing to its archived end.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak import faults
from webapp.config import ROOT

ADDED = ROOT / "tests" / "recipe" / "patrol"


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """Yield a copy of the project with the throw-away procedure added."""
    with faults.copy() as folder:
        for path in sorted(ADDED.rglob("*")):
            target = folder / path.relative_to(ADDED)
            if path.is_file() and "__pycache__" not in path.parts:
                assert not target.exists(), f"{target} would be edited"
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        yield folder


def run(folder: Path, *command: str) -> None:
    """Run a command in the copy; what it says is shown when it fails."""
    environ = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in [name for name in environ if name.startswith(("PYTEST_", "COV_"))]:
        del environ[name]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider")
TABLES = (
    "tests/test_addresses.py",
    "tests/test_literals.py",
    "tests/processes/test_acts.py",
    "tests/processes/test_catalogue.py",
    "tests/processes/test_diagrams.py",
    "tests/documents/test_templates.py",
    "tests/forms/test_examples.py",
)
"""What takes its lists from the folders: none of them names the procedure."""

CONCERNED = "patrol or belongs or test_literals or test_acts or test_catalogue or test_diagrams"


def test_a_procedure_is_one_folder_with_its_forms_and_papers(copy: Path) -> None:
    run(copy, *PYTEST, "tests/recipe/run_patrol.py")


def test_the_tests_of_its_acts_forms_and_papers_take_it_in(copy: Path) -> None:
    run(copy, *PYTEST, "-k", CONCERNED, *TABLES)


def test_the_import_contracts_hold_without_a_line_for_it(copy: Path) -> None:
    run(copy, str(ROOT / ".venv" / "bin" / "lint-imports"))
