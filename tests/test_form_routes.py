"""Every condition of a diagram asks for a routing value that a form can give (`x-route`).

Whether a procedure is about one party is said by whoever starts it.
"""

import re
from collections.abc import Iterator

import pytest

import forms
from engine.diagram import Diagram
from engine.expressions import parse
from engine.procedure import ABOUT
from processes.diagrams import LIBRARY

COMPARED = re.compile(r'(\w+)\s*==\s*"([^"]*)"')


def offered() -> dict[str, set[str]]:
    """Return each routing variable with the values that forms set it to, or a start does."""
    found: dict[str, set[str]] = {ABOUT: {"matter", "party"}}
    for address in forms.addresses():
        for field in forms.load(address).routes:
            values = field.enum or (field.schema["const"],)
            found.setdefault(field.name, set()).update(values)
    return found


def conditions() -> Iterator[tuple[str, str]]:
    for process, xml in LIBRARY.items():
        for flow in Diagram.read(xml).flows.values():
            if flow.condition:
                yield process, flow.condition


@pytest.mark.parametrize(("process", "condition"), sorted(set(conditions())))
def test_a_condition_asks_for_what_a_form_can_answer(process, condition):
    given = offered()

    assert parse(condition).names <= set(given)
    for name, value in COMPARED.findall(condition):
        assert value in given[name], f"{process}: {name}"
