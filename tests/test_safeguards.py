"""Every safeguard is gathered, titled, bound to acts that exist, and tried both ways by name."""

import ast
import pkgutil
import re
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
from processes.catalogue import SAFEGUARDS
from processes.safeguards.standing import PREPARING, TITLES

#: Judged elsewhere or with what is built later: see DECISIONS.md.
LATER = {"S-G-16", "S-G-17", "S-G-24", *(f"S-P-{n}" for n in (18, 19, 20, 21, 22, 40))}
WANTED = ({f"S-G-{n:02}" for n in range(1, 25)} | {f"S-P-{n:02}" for n in range(1, 42)}) - LATER

LABELS = [label_of(each) for each in SAFEGUARDS]
IDS = sorted({label.id for label in LABELS})
TESTS = Path(__file__).parent / "processes" / "safeguards"
NAMES = {
    node.name
    for path in TESTS.glob("test_*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef)
}


def patterns(safeguard):
    """Return every act pattern a safeguard names."""
    found = list(label_of(safeguard).acts)
    if isinstance(safeguard, Declaration):
        for name in ("before", "renew", "after", "until", "unless", "others"):
            value = getattr(safeguard, name, ())
            found += [value] if isinstance(value, str) else list(value)
    return found


def test_the_catalogue_gathers_every_module():
    found = [
        safeguard
        for module in pkgutil.iter_modules(package.__path__)
        for safeguard in getattr(
            import_module(f"{package.__name__}.{module.name}"), "SAFEGUARDS", ()
        )
    ]

    assert {id(each) for each in SAFEGUARDS} == {id(each) for each in found}
    assert len(SAFEGUARDS) == len(found)


def test_the_register_of_the_domain_is_complete():
    assert set(IDS) == WANTED


@pytest.mark.parametrize("id", IDS)
def test_every_safeguard_has_a_passing_and_a_refusing_test(id):
    prefix = f"test_{id.lower().replace('-', '_')}"

    assert [name for name in NAMES if name.startswith(f"{prefix}_passes")], "passing"
    assert [name for name in NAMES if name.startswith(f"{prefix}_refuses")], "refusing"


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda each: label_of(each).id)
def test_every_pattern_of_a_safeguard_fits_an_act(safeguard):
    for pattern in patterns(safeguard):
        assert pattern == "*" or matches(acts(), [pattern]), pattern


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.id)
def test_every_safeguard_has_title_and_basis(label):
    assert TITLES[label.id]
    assert re.search(r"《.+》第.+条|国办发|平台管理要求", label.basis), label.basis


def test_every_preparing_act_exists():
    for preparing in PREPARING.values():
        assert set(preparing) <= set(acts())


@pytest.mark.parametrize(
    "declaration",
    [each for each in SAFEGUARDS if isinstance(each, Declaration)],
    ids=lambda each: each.id,
)
def test_every_declaration_tells_the_officer_what_to_do(declaration):
    assert isinstance(declaration, MustPrecede | MustFollow | Excludes | SeparateRoles)
    assert re.search(r"请|须|不得", declaration.message)
    assert not declaration.message.endswith("。")
