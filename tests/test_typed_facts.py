"""The register of typed facts (录入事项登记): what the law reads from a form is known and bounded.

Typed values are read by `processes.values` alone; every name that is read stands in the register
`processes/typed.json` with what it is worth, what bounds it, and the test that lies in it.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import forms
from processes import values
from processes.acts import acts

ROOT = Path(__file__).parent.parent
PROCESSES = ROOT / "processes"
READERS = sorted(
    one
    for one in (
        *PROCESSES.glob("facts/*.py"),
        *PROCESSES.glob("safeguards/*.py"),
        *PROCESSES.glob("*/timeline.py"),
        *(PROCESSES / f"{name}.py" for name in ("entries", "events", "timeline", "violations")),
    )
)
REGISTER = json.loads((PROCESSES / "typed.json").read_text(encoding="utf-8"))
WORTH = {
    "answer": "what a named person decides in his own step",
    "bounded": "held against the record, refused where it contradicts",
    "chosen": "picked from what the platform knows",
    "derived": "given by the platform, typed nowhere",
    "signed": "a signature, a recording or a file",
    "word": "the word of who signs, seen by whoever reviews",
}
FIELDS = {each.name for address in forms.addresses() for each in forms.load(address).walk()}
FUNCTIONS = {name for name, one in vars(values).items() if callable(one) and name.islower()}


def reads(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls that read a typed value, with the name they read."""
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and ast.unparse(node.func.value) == "read" and len(node.args) > 1:
            yield node, node.args[1]


def named(path: Path) -> set[str]:
    """Return the names that a file reads, those of its loops included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for function in [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]:
        for _, name in reads(function):
            if isinstance(name, ast.Constant):
                found.add(str(name.value))
            else:
                found |= looped(function, tables) & FIELDS
    return found


def looped(function: ast.FunctionDef, tables: dict[str, ast.expr]) -> set[str]:
    """Return the words that the loops of a function run over, or that it chooses between."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.For | ast.comprehension):
            over = node.iter
            source = tables.get(over.id, over) if isinstance(over, ast.Name) else over
            found |= words(source)
        elif isinstance(node, ast.IfExp):
            found |= words(node)
    return found


def words(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def declared() -> set[str]:
    """Return the names that the rows of acts read: dates, lengths and conditions of events."""
    found: set[str] = set()
    for row in acts().values():
        found |= {row.served_on} if row.served_on else set()
        for says in row.events:
            found |= {*says.on, *says.when}
            found |= {says.length} if isinstance(says.length, str) else set()
            found |= {says.given.field} if says.given and says.given.field else set()
    return found


READ = {name for path in READERS for name in named(path)} | declared()


@pytest.mark.parametrize("path", READERS, ids=lambda one: str(one.relative_to(PROCESSES)))
def test_typed_values_are_read_by_the_functions_of_values_alone(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = []
    for node in ast.walk(tree):
        if (isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("values")) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("get", "pop", "items", "__getitem__")
            and ast.unparse(node.func.value).endswith("values")
        ):
            wrong.append((node.lineno, ast.unparse(node)))
    called = {call.func.attr for call, _ in reads(tree)}

    assert wrong == []
    assert called <= FUNCTIONS


def test_every_name_that_is_read_is_registered_and_every_row_is_read():
    assert READ - REGISTER.keys() == set()
    assert REGISTER.keys() - READ == set()


def test_every_row_says_what_the_value_is_worth_and_what_bounds_it():
    assert {row["worth"] for row in REGISTER.values()} == WORTH.keys()
    assert [name for name, row in REGISTER.items() if len(row["bound"]) < len("见卷宗")] == []
    assert list(REGISTER) == sorted(REGISTER)


def test_what_is_bounded_has_a_test_that_lies_in_it():
    lost = []
    for name, row in REGISTER.items():
        if not row.get("lie"):
            lost += [name] if row["worth"] == "bounded" else []
            continue
        path, _, function = row["lie"].partition("::")
        source = (ROOT / path).read_text(encoding="utf-8")
        is_there = (
            lied_in_tests(source, function, name) if function else lied_in_an_example(source, name)
        )
        lost += [] if is_there else [name]

    assert lost == []


def lied_in_tests(source: str, function: str, name: str) -> bool:
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return name in words_of(source) and function in {node.name for node in functions}


def words_of(source: str) -> set[str]:
    """Return the names and texts that stand in a file."""
    tree = ast.parse(source)
    found = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    return {str(one) for one in found} | words(tree)


def lied_in_an_example(source: str, name: str) -> bool:
    """Tell whether an example is refused for this very field (walked by the tests of forms)."""
    refused = json.loads(source)["refused"]
    return any(name in path.split(".") for each in refused for path in each["errors"])
