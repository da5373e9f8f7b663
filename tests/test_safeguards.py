"""Every safeguard is gathered, titled, bound to acts that exist, and tried three ways by name."""

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from engine.order import (
    Declaration,
    Excludes,
    MustFollow,
    MustPrecede,
    SeparateRoles,
    matches,
)
from engine.safeguards import label_of
from processes import safeguards as package
from processes.acts import acts
from processes.catalogue import SAFEGUARDS, is_safeguard

#: Judged elsewhere or with what is built later: see DECISIONS.md.
LATER = {"S-G-16", "S-G-17", "S-G-24", *(f"S-P-{n}" for n in (18, 19, 20, 21, 22, 40))}
WANTED = ({f"S-G-{n:02}" for n in range(1, 25)} | {f"S-P-{n:02}" for n in range(1, 53)}) - LATER

LABELS = [label_of(each) for each in SAFEGUARDS]
IDS = sorted({label.id for label in LABELS})
TESTS = Path(__file__).parent / "processes" / "safeguards"
MOVES = {"relabel", "split", "restart", "borrow", "date", "silence"}
"""How a safeguard is walked around: `tests/processes/safeguards/conftest.py` tries each without."""


def functions() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the name of each test of the safeguards, and which of them it evades by which move."""
    for path in TESTS.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield node.name, [mark for each in node.decorator_list for mark in evaded(each)]


def evaded(decorator: ast.expr) -> Iterator[tuple[str, str]]:
    """Yield id and move of a mark `evades`."""
    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.evades":
        (id,), (move,) = decorator.args, decorator.keywords
        yield ast.literal_eval(id), ast.literal_eval(move.value)


FUNCTIONS = list(functions())
EVADING = [mark for _, marks in FUNCTIONS for mark in marks]
NAMES = [name for name, marks in FUNCTIONS if not marks]


def patterns(safeguard):
    """Return every act pattern a safeguard names."""
    found = list(label_of(safeguard).acts)
    if isinstance(safeguard, Declaration):
        for name in ("before", "renew", "after", "until", "unless", "others"):
            value = getattr(safeguard, name, ())
            found += [value] if isinstance(value, str) else list(value)
    return found


def test_the_catalogue_gathers_every_module():
    found = {
        id(each)
        for module in pkgutil.iter_modules(package.__path__)
        for each in vars(import_module(f"{package.__name__}.{module.name}")).values()
        if is_safeguard(each)
    }

    assert {id(each) for each in SAFEGUARDS} == found
    assert len(SAFEGUARDS) == len(found) > len(WANTED)


def test_the_catalogue_gathers_what_is_written_as_one():
    """Each decorator and each declaration in the text of a module is gathered."""
    written = sum(
        len(re.findall(r"(?m)^@safeguard\(|^[A-Z_]+ = (?:Must\w+|Excludes|SeparateRoles)\(", text))
        for text in (path.read_text() for path in Path(package.__path__[0]).glob("*.py"))
    )

    assert written == len(SAFEGUARDS)


def test_the_register_of_the_domain_is_complete():
    assert set(IDS) == WANTED


@pytest.mark.parametrize("id", IDS)
def test_every_safeguard_has_a_passing_a_refusing_and_an_evading_test(id):
    prefix = f"test_{id.lower().replace('-', '_')}"

    assert [name for name in NAMES if name.startswith(f"{prefix}_passes")], "passing"
    assert [name for name in NAMES if name.startswith(f"{prefix}_refuses")], "refusing"
    assert [move for known, move in EVADING if known == id], "evading"


def test_every_evading_test_names_a_safeguard_and_its_move():
    assert {id for id, _ in EVADING} <= set(IDS)
    assert {move for _, move in EVADING} == MOVES


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda each: label_of(each).id)
def test_every_pattern_of_a_safeguard_fits_an_act(safeguard):
    for pattern in patterns(safeguard):
        assert pattern == "*" or matches(acts(), [pattern]), pattern


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.id)
def test_every_safeguard_has_title_and_basis(label):
    assert [other.title for other in LABELS if other.id == label.id and other.title]
    assert re.search(r"《.+》第.+条|国办发|平台管理要求", label.basis), label.basis


def test_every_preparing_act_exists():
    for label in LABELS:
        assert set(label.prepared_by) <= set(acts())


@pytest.mark.parametrize(
    "declaration",
    [each for each in SAFEGUARDS if isinstance(each, Declaration)],
    ids=lambda each: each.id,
)
def test_every_declaration_tells_the_officer_what_to_do(declaration):
    assert isinstance(declaration, MustPrecede | MustFollow | Excludes | SeparateRoles)
    assert re.search(r"请|须|不得", declaration.message)
    assert not declaration.message.endswith("。")


NEW_SAFEGUARDS = """
from engine.order import MustPrecede
from engine.safeguards import Refusal, safeguard

FENCED = MustPrecede(
    "S-Y-01", "inv.id_show", before="arch.file", title="场地已封闭",
    basis="《行政处罚法》第五十五条", message="请先封闭场地",
)


@safeguard("S-Y-02", title="场地有名称", acts=("arch.file",), basis="《行政处罚法》第五十五条")
def named(attempt):
    return None if attempt.values.get("yard") else Refusal("请填写场地名称")
"""
ASKED = """
import sys
import processes

processes.__path__.append(sys.argv[1])

from datetime import datetime
from engine.clock import ZONE
from engine.safeguards import Submission, label_of
from processes.catalogue import SAFEGUARDS
from processes.safeguards.standing import State, standing
from tests.processes.penalty_case import PenaltyCase

mine = [one for one in SAFEGUARDS if label_of(one).id.startswith("S-Y")]
lines = standing(mine, PenaltyCase().advance_to("arch.file").submission("arch.file"))
assert [(line.id, line.title, line.state) for line in lines] == [
    ("S-Y-02", "场地有名称", State.UNMET), ("S-Y-01", "场地已封闭", State.MET),
], lines
"""


def test_a_new_safeguard_is_one_function_or_declaration(tmp_path):
    """It is judged and shown with its title, with no other edit."""
    family = tmp_path / "yard"
    family.mkdir()
    (family / "__init__.py").write_text("")
    (family / "acts.py").write_text("ACTS = ()\n")
    (family / "safeguards.py").write_text(NEW_SAFEGUARDS)

    told = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
