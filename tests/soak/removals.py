"""Every effect, and every start and stop of a clock, taken away one at a time (逐项摘除).

What is removed is found in the source: the entries of a slice's ``EFFECTS`` and the rows of the
register of clocks, so that a new effect or clock is removed without anybody listing it.
"""

import ast
from collections.abc import Iterator, Mapping
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

ELSEWHERE = ("act.ended", "announcement.ended")
"""Events on which no other clock starts."""


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
            id = "".join(ast.literal_eval(one) for one in call.args[:1])
            id += ast.literal_eval(words["part"]) if "part" in words else ""
            for name, kind, old, new in entries(text, words):
                at = row.index(old, row.index(f"{name}="))
                yield Fault(
                    f"clock {id} {name} {kind}",
                    str(path.relative_to(root)),
                    row,
                    row[:at] + new + row[at + len(old) :],
                    present(root, OF_CLOCKS),
                )


def entries(text: str, words: Mapping[str, ast.expr]) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a clock starts and stops on: where it stands, its source, the source without it.

    A clock without a start cannot be written: its start goes to something that is not yet or never.
    """
    start, stops = words.get("start"), words.get("stops")
    if isinstance(start, ast.Constant):
        elsewhere = next(kind for kind in ELSEWHERE if kind != start.value)
        yield "start", start.value, ast.get_source_segment(text, start) or "", f'"{elsewhere}"'
    if isinstance(stops, ast.Tuple):
        said = [ast.literal_eval(one) for one in stops.elts]
        for kind in said:
            rest = "".join(f'"{one}", ' for one in said if one != kind)
            yield "stops", kind, ast.get_source_segment(text, stops) or "", f"({rest.rstrip()})"


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
