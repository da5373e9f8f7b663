"""Plant every fault in a copy of the project and see that a test notices it (差错长跑)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.planted import PLANTED, Fault
from tests.soak.removals import removals
from webapp.config import ROOT

COPIED = ("engine", "processes", "forms", "documents", "webapp", "migrations", "setup", "tests")
FILES = ("setup.cfg", "pyproject.toml", "package.json", "package-lock.json", "Makefile")
LINKED = (".venv", ".faxun", "node_modules", "webapp/static")
"""What is not copied: no fault is planted there."""

FAILED = 1
"""What pytest ends with when a test has failed; anything else has noticed nothing."""


class NotPlanted(Exception):
    """The text of a fault does not stand once in its file: the row must follow the code."""


def faults() -> list[Fault]:
    """Return every planted fault and every removal."""
    return [*PLANTED, *removals()]


@contextmanager
def copy() -> Iterator[Path]:
    """Yield a copy of the project in which tests can run."""
    folder = Path(tempfile.mkdtemp(prefix="faxun-faults-"))
    try:
        for name in COPIED:
            ignore = shutil.ignore_patterns("__pycache__", "static")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        for path in [*(ROOT / name for name in FILES), *ROOT.glob("*.md")]:
            shutil.copy(path, folder)
        for name in LINKED:
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)
        yield folder
    finally:
        shutil.rmtree(folder)


def plant(fault: Fault, folder: Path) -> str:
    """Put a fault into a copy; return what the file held before."""
    path = folder / fault.file
    before = path.read_text(encoding="utf-8")
    if before.count(fault.old) != 1 or fault.old == fault.new:
        raise NotPlanted(f"{fault.name}: {fault.file} holds it {before.count(fault.old)} times")
    path.write_text(before.replace(fault.old, fault.new), encoding="utf-8")
    return before


def noticed(fault: Fault, folder: Path) -> str:
    """Return the first test that fails with a fault in the copy, or ""."""
    before = plant(fault, folder)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider"]
    environ = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in [name for name in environ if name.startswith(("PYTEST_", "COV_"))]:
        del environ[name]
    try:
        for test in fault.tests:
            done = subprocess.run(
                [*command, test], cwd=folder, env=environ, capture_output=True, text=True
            )
            if done.returncode == FAILED:
                return failure(done.stdout)
            if done.returncode:
                return f"{test}: {(done.stdout + done.stderr).strip().splitlines()[-1]}"
    finally:
        (folder / fault.file).write_text(before, encoding="utf-8")
    return ""


def failure(output: str) -> str:
    """Return the name of the test that failed first."""
    for line in output.splitlines():
        if line.startswith(("FAILED ", "ERROR ")):
            return line.split()[1].split("::")[-1]
    return "a test"


def main(word: str = "") -> int:
    """Plant the faults whose name holds a word, one after another; print who noticed each."""
    wanted = [fault for fault in faults() if word in fault.name]
    missed, begun = [], time.monotonic()
    with copy() as folder:
        for fault in wanted:
            start, test = time.monotonic(), noticed(fault, folder)
            seconds = time.monotonic() - start
            print(f"  {fault.name}: {test or 'NOT NOTICED'}, {seconds:.0f} s", flush=True)
            if not test:
                missed.append(fault.name)
    spent = time.monotonic() - begun
    print(f"  {len(wanted)} faults, {len(wanted) - len(missed)} noticed, {spent:.0f} s")
    return 1 if missed else 0
