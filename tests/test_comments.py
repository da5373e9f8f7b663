"""Comments and docstrings point only to what is in the repository: files, modules, names."""

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.config import ROOT

FOLDERS = ("engine", "processes", "forms", "documents", "webapp", "migrations", "setup", "tests")
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "DECISIONS.md", "Makefile", "setup.cfg")
PROSE = {".md", ".cfg", ""}
"""Kinds of files that are read whole; of others only the comments."""

COMMENTS = {
    ".sh": re.compile(r"(?:^|\s)#[^\n]*"),
    ".js": re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.S),
    ".css": re.compile(r"/\*.*?\*/", re.S),
    ".html": re.compile(r"\{#.*?#\}|<!--.*?-->", re.S),
    ".bpmn": re.compile(r"<!--.*?-->", re.S),
}
FILE = re.compile(
    r"(?<![\w<>{}*$/.…-])[\w-][\w./-]*\.(?:md|py|js|css|html|json|sh|cfg|bpmn)\b(?![\w(])"
)
MODULE = re.compile(r"`((?:engine|processes|forms|documents|webapp|tests)(?:\.\w+)+)`")
FOUNDERS = re.compile(r"\bthe (?:issue|design page|brief|house plan)\b|\bfounders\b", re.I)
ASSETS = ROOT / "webapp" / "assets"
INVENTED = {"FILE.json", "FILE.bpmn", "文件.json", "文件.bpmn", "Node.js"}
"""Names that stand for any file, and what is no file."""


def texts() -> list[Path]:
    """Return every file of ours in which people write sentences."""
    kinds = {".py", ".md", *COMMENTS}
    found = [ROOT / page for page in PAGES]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    built = ROOT / "webapp" / "static"
    return sorted(path for path in found if not path.is_relative_to(built))


def sentences(path: Path) -> Iterator[str]:
    """Yield the comments and docstrings of a file, or all of it when it is prose."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in PROSE:
        yield text
    elif path.suffix == ".py":
        yield from of_python(text)
    else:
        yield from COMMENTS[path.suffix].findall(text)


def of_python(text: str) -> Iterator[str]:
    """Yield comments, docstrings and the strings below a constant."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(said))):
                yield said


def stands(name: str, path: Path) -> bool:
    """Tell whether a file is there: from the root, a package, the assets, or near who says so."""
    places = [ROOT, ASSETS, ASSETS / "entries", path.parent, *(ROOT / folder for folder in FOLDERS)]
    if any((place / name).exists() for place in places) or resolves(name):
        return True
    return "/" not in name and any(path.parent.rglob(name))


def resolves(name: str) -> bool:
    """Tell whether a dotted name is a module or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None) or getattr(found, "__annotations__", {}).get(part)
            if found is None:
                return False
        return True
    return False


def dangling(path: Path) -> list[str]:
    """Return what a file points to that is not there."""
    found = []
    for said in sentences(path):
        found += [
            name for name in FILE.findall(said) if name not in INVENTED and not stands(name, path)
        ]
        found += [name for name in MODULE.findall(said) if not resolves(name)]
        if path.name != "DECISIONS.md":
            found += FOUNDERS.findall(said)
    return found


@pytest.mark.parametrize("folder", [*FOLDERS, ""])
def test_what_comments_point_to_is_in_the_repository(folder: str) -> None:
    of_folder = [path for path in texts() if path.relative_to(ROOT).parts[0] == folder]
    at_root = [path for path in texts() if path.parent == ROOT]

    found = {
        str(path.relative_to(ROOT)): names
        for path in (of_folder if folder else at_root)
        if (names := dangling(path))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("said", "points_to"),
    [
        ("See house.md §7.", ["house.md"]),
        ("Judged by webapp/assets/form.js.", ["webapp/assets/form.js"]),
        ("The gate (`engine.gate_keeper`) asks.", ["engine.gate_keeper"]),
        ("As the issue asks.", ["the issue"]),
        ("See CONTRIBUTING.md and `engine.gate`, `webapp.database.Base`.", []),
        ("Write `forms/<address>.json` or *.json.", []),
    ],
)
def test_a_pointer_into_nothing_is_found(tmp_path: Path, said: str, points_to: list[str]) -> None:
    page = tmp_path / "page.py"
    page.write_text(f'"""{said}"""\n')

    assert dangling(page) == points_to
