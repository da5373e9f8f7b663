"""Every effect, and every start and stop of a clock, taken away one at a time (逐项摘除).

What is removed is found in the source: the entries of a slice's ``EFFECTS`` and the rows of the
register of clocks, so that a new effect or clock is removed without anybody listing it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.soak.planted import Fault
from webapp.config import ROOT

OF_EFFECTS = ("tests/webapp/test_effects.py", "tests/journeys")
OF_CLOCKS = (
    "tests/processes/test_clock_stops.py",
    "tests/processes/test_deadlines.py",
    "tests/processes",
    "tests/journeys",
)
"""The nearest tests first; those that are not there (yet) are left out."""


def removals(root: Path = ROOT) -> list[Fault]:
    """Return every single removal."""
    return [*effects(root), *clocks(root)]


def effects(root: Path) -> Iterator[Fault]:
    """Yield the removal of each effect of each slice."""
    for path in sorted((root / "webapp").rglob("*.py")):
        if "effects" not in (path.stem, path.parent.name):
            continue
        text = path.read_text(encoding="utf-8")
        for table in tables(ast.parse(text), "EFFECTS"):
            for key, value in zip(table.keys, table.values, strict=True):
                if key is not None:
                    name = ast.unparse(key).strip("'\"")
                    old = between(text, key, value)
                    yield removal(root, f"effect {name}", path, text, old, value, OF_EFFECTS)


def removal(
    root: Path, name: str, path: Path, text: str, old: str, value: ast.expr, tests: tuple[str, ...]
) -> Fault:
    """Return the removal of an entry: what stood there does nothing."""
    said = ast.get_source_segment(text, value) or ""
    new = old[: len(old) - len(said)] + "lambda *_: None"
    return Fault(name, str(path.relative_to(root)), old, new, present(root, tests))


def clocks(root: Path) -> Iterator[Fault]:
    """Yield the removal of the start of each clock, and of each of its stops."""
    for path in sorted((root / "processes").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for call in calls(ast.parse(text), "Rule"):
            row = ast.get_source_segment(text, call) or ""
            words = {one.arg: one.value for one in call.keywords}
            id = "".join(ast.unparse(one).strip("'") for one in call.args[:1])
            part = ast.literal_eval(words["part"]) if "part" in words else ""
            for name, value in (("start", words.get("start")), ("stops", words.get("stops"))):
                for one in value.elts if isinstance(value, ast.Tuple) else [value]:
                    if not isinstance(one, ast.Constant) or not one.value:
                        continue
                    old = ast.get_source_segment(text, one) or ""
                    at = row.index(old, row.index(f"{name}="))
                    new = f'{row[:at]}"removed"{row[at + len(old) :]}'
                    yield Fault(
                        f"clock {id}{part} {name} {one.value}",
                        str(path.relative_to(root)),
                        row,
                        new,
                        present(root, OF_CLOCKS),
                    )


def tables(tree: ast.Module, name: str) -> Iterator[ast.Dict]:
    """Yield the dictionaries that a module binds to a name."""
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        if not isinstance(target, ast.Name) or target.id != name:
            continue
        if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Dict):
            yield node.value


def calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a class by its bare name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def between(text: str, first: ast.expr, last: ast.expr) -> str:
    """Return the source from one expression to the end of another (columns count bytes)."""
    lines = text.encode().splitlines(keepends=True)
    begin = sum(map(len, lines[: first.lineno - 1])) + first.col_offset
    end = sum(map(len, lines[: (last.end_lineno or 1) - 1])) + (last.end_col_offset or 0)
    return text.encode()[begin:end].decode()


def present(root: Path, tests: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tests that are there."""
    return tuple(test for test in tests if (root / test.partition("::")[0]).exists())
