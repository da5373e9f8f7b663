"""Set-up: what fills ``FAXUN_HOME`` knows the folder; two folders are both prepared."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from documents.worker import fonts_folder, library_path
from webapp.config import ROOT, Settings, load

PYTHON = """#!/usr/bin/env bash
# Stands in for Python: prepares empty fonts where it is told to, and keeps a diary.
echo "$1 $FAXUN_FONTS" >>diary
mkdir -p "$FAXUN_FONTS" && touch "$FAXUN_FONTS/fonts.conf"
"""
SYSTEM = '#!/usr/bin/env bash\necho "system $FAXUN_HOME" >>diary\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a working copy in which the steps of set-up only say what they would do."""
    for name in ("Makefile", "setup.cfg", "pyproject.toml", "setup/step.sh", "setup/python.sh"):
        target = tmp_path / "copy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    root = tmp_path / "copy"
    (root / "setup" / "fonts.py").touch()
    (root / ".venv" / "bin").mkdir(parents=True)
    for name, text in {
        ".venv/bin/python": PYTHON,
        ".venv/bin/faxun": "",
        "setup/python.sh": "",
        "setup/system.sh": SYSTEM,
    }.items():
        (root / name).write_text(text)
        (root / name).chmod(0o755)
    return root


def prepare(copy: Path, **environ: str) -> list[str]:
    """Run the step that prepares fonts; return the folders in which something was done."""
    (copy / "diary").unlink(missing_ok=True)
    named = {"FAXUN_HOME", "FAXUN_FONTS", "MAKEFLAGS", "MAKELEVEL"}
    kept = {name: value for name, value in os.environ.items() if name not in named}
    done = subprocess.run(
        ["make", "fonts"], cwd=copy, env={**kept, **environ}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    diary = copy / "diary"
    return diary.read_text().splitlines() if diary.exists() else []


def test_set_up_prepares_every_home_it_is_asked_for(copy: Path, tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    own = str(copy / ".faxun")

    first = prepare(copy)
    second = prepare(copy, FAXUN_HOME=one)
    third = prepare(copy, FAXUN_HOME=other)

    assert first == [f"system {own}", f"setup/fonts.py {own}/fonts"]
    assert second == [f"system {one}", f"setup/fonts.py {one}/fonts"]
    assert third == [f"system {other}", f"setup/fonts.py {other}/fonts"]
    assert prepare(copy, FAXUN_HOME=other) == []


def test_set_up_prepares_a_home_again_that_lost_its_fonts(copy: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    prepare(copy, FAXUN_HOME=home)
    shutil.rmtree(home)

    assert prepare(copy, FAXUN_HOME=home) == [f"setup/fonts.py {home}/fonts"]


def test_settings_and_renderer_look_for_fonts_in_the_same_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FAXUN_FONTS", raising=False)
    monkeypatch.setenv("FAXUN_HOME", str(tmp_path))

    assert fonts_folder() == tmp_path / "fonts"
    assert load().fonts == Settings(home=tmp_path).fonts == tmp_path / "fonts"


def test_unpacked_system_libraries_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "system" / "usr" / "lib"
    folder.mkdir(parents=True)
    (folder / "libpango-1.0.so.0").touch()
    monkeypatch.setenv("FAXUN_HOME", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", "/elsewhere")

    assert library_path() == f"{folder}{os.pathsep}/elsewhere"
