"""Every prefill path of a form (`x-source`) leads to a field that an earlier form has."""

from collections.abc import Iterator

import pytest

import forms
from engine.diagram import Diagram
from processes.acts import aliases
from processes.diagrams import LIBRARY
from webapp.wiring import FACES

ROOTS = {root for _, table in FACES["sources"] for root in table}
ALWAYS = {"document", "number", "served_on", "done_on", "dated_on", "penalty_text"}
"""What is known of every submission besides its fields (webapp/tasks/prefill.py)."""


def filled_in(alias: str) -> Iterator[str]:
    """Yield the fields of the forms by which the acts of an alias are done."""
    for xml in LIBRARY.values():
        for task in Diagram.read(xml).user_tasks():
            if set(task.acts) & set(aliases()[alias]) and task.get("form") in forms.addresses():
                yield from (field.name for field in forms.load(task.get("form")).fields)


@pytest.mark.parametrize("address", forms.addresses())
def test_every_source_of_a_form_leads_to_a_field(address):
    lost = []
    for field in forms.load(address).walk():
        alias, _, name = field.source.partition(".")
        if alias in aliases():
            known = {*ALWAYS, *filled_in(alias)}
            lost += [field.source] if name.split(".")[0] not in known else []
        elif alias and alias not in ROOTS:
            lost.append(field.source)

    assert lost == []
