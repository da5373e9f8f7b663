"""Acts, documents and procedures are called by their codes only where they are declared or judged.

Everything else asks for tags, metadata and declarations, so that a new act is one row, a new
document a template with its metadata, a new procedure a folder.
"""

import ast
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import forms
from documents.catalogue import DOCUMENTS
from processes.acts import acts
from processes.catalogue import PROCEDURES
from processes.families import families

ROOT = Path(__file__).parent.parent
CODES = frozenset(acts())
ADDRESSES = frozenset(DOCUMENTS) | frozenset(forms.addresses())
KEYS = frozenset(PROCEDURES)

FACES = ("effects", "facts", "choices", "sources", "openers", "checks")
"""What a slice brings of its own to to-dos and to `faxun verify`."""

FREE = ("tasks", "matters", "instances", "dossiers", "supervision")
"""What is true of any to-do and any matter: nothing there has a procedure in mind."""

DECLARED = (
    *(f"processes/{family}/" for family in families()),
    "processes/catalogue.py",
    "processes/safeguards/",
    "processes/facts/",
    "webapp/demo/",
    *(f"webapp/{slice_of.name}/{face}.py" for slice_of in (ROOT / "webapp").iterdir()
      for face in FACES),
)  # fmt: skip
"""Rows and declarations, the law with the facts that it reads, faces, the demonstration."""

FILES = sorted(
    path
    for package in ("engine", "forms", "documents", "processes", "webapp")
    for path in (ROOT / package).rglob("*.py")
)


def spoken(path):
    """Yield the texts of a module with their lines, its docstrings and table names left out."""
    tree = ast.parse(path.read_text())
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            silent.add(node.value)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__tablename__":
            silent.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            yield node.lineno, node.value


def names_act(text):
    """Tell whether a text is the code of an act, a pattern of such codes or how they begin."""
    begins = "." in text and text.rstrip("*.").replace(".", "").isalpha() and text[-1] in "*."
    pattern = f"{text.rstrip('*')}*"
    return text in CODES or (begins and any(fnmatchcase(code, pattern) for code in CODES))


def is_declared(path):
    """Tell whether a module may name what it declares or judges."""
    return str(path.relative_to(ROOT)).startswith(DECLARED)


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if not is_declared(path)],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_codes_and_addresses_stand_only_where_they_are_declared(path):
    found = [(line, text) for line, text in spoken(path) if names_act(text) or text in ADDRESSES]

    assert found == []


@pytest.mark.parametrize("name", FREE)
def test_what_is_true_of_any_matter_names_no_procedure(name):
    files = sorted((ROOT / "webapp" / name).rglob("*.py"))
    found = [
        (str(path.relative_to(ROOT)), line, text)
        for path in files
        if path.stem not in FACES
        for line, text in spoken(path)
        if text in KEYS
    ]

    assert files
    assert found == []


def test_the_search_finds_codes_patterns_and_addresses(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""inv.close"""\n'
        "ACTS = ('inv.close', 'inv.*')\n"
        "PAPER = 'penalty/penalty_decision'\n"
        "__tablename__ = 'recusal'\n"
    )

    found = sorted(text for _, text in spoken(module))

    assert found == ["inv.*", "inv.close", "penalty/penalty_decision"]
    assert [names_act(text) for text in found] == [True, True, False]
    assert names_act("hear.")
    assert not names_act("*")
    assert not names_act("e.g.")
