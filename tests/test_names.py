"""Names: within a top-level package, one class name means one thing."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from webapp.config import ROOT

PACKAGES = ("engine", "processes", "forms", "documents", "webapp", "tests")


def classes(folder: Path) -> dict[str, list[str]]:
    """Return where each class of a package is defined, inner ones too."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path.relative_to(folder.parent)}:{node.lineno}")
    return found


def doubled(folder: Path) -> dict[str, list[str]]:
    """Return the class names of a package that stand for two things."""
    return {name: places for name, places in classes(folder).items() if len(places) > 1}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_class_name_means_one_thing_in_its_package(package: str) -> None:
    assert doubled(ROOT / package) == {}


def test_a_name_given_twice_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("class Line: ...\nclass Row: ...\n")
    (tmp_path / "two.py").write_text("def made():\n    class Line: ...\n")

    found = doubled(tmp_path)

    assert list(found) == ["Line"]
    assert len(found["Line"]) == 2
