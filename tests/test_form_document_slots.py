"""Every field that a document prints is filled in by a form: `f.<name>` of each template.

A document grows from several tasks of one procedure, so the forms of all tasks that contribute to
it are taken together. What a template only prints if it is there may come from the forms of some
procedures and not of others; what it always prints must come from each.
"""

from collections.abc import Mapping

import pytest

import documents
import forms
from forms.schema import Field
from tests.addresses import ADDRESSES, Paper, always, columns, papers, tree_of
from webapp.tasks.printing import endings

COMPUTED: Mapping[str, str] = {
    "items": "kinds",
    "penalty_text": "kinds",
    "total": "kinds",
    "total_caps": "kinds",
    "total_figures": "kinds",
    "refusal": "signature",
}
"""Slots the platform puts together, and the field they come from (webapp/tasks/slots.py)."""

COVER, REMARKS = "shared/dossier_cover", "shared/dossier_remarks"
BOUND = {COVER, REMARKS}
BINDING = {"volume", "items", "pages", "rows", "archived_on"}
"""Known only when the volumes are bound; cover and remarks then share what was filled in."""


PAPERS = papers()
PRINTED = sorted({paper.address for paper in PAPERS})


def filled(paper: Paper) -> set[str]:
    """Return every name that the forms of a paper give its template below `f`."""
    addresses = list(paper.forms)
    found: set[str] = set()
    if paper.address in BOUND:
        found |= BINDING
        addresses += [one for one in BOUND if one in ADDRESSES]
    for address in addresses:
        for field in forms.load(address).fields:
            found |= printed(field)
    return found | {slot for slot, source in COMPUTED.items() if source in found}


def printed(field: Field) -> set[str]:
    return {field.slot + ending for ending in ("", *endings(field))}


def read(address: str) -> set[str]:
    """Return the names below `f` that a template reads, bases and macros included."""
    paths = (name.split(".") for name in documents.variables(address))
    return {parts[1] for parts in paths if parts[0] == "f" and len(parts) > 1}


@pytest.mark.parametrize("address", PRINTED)
def test_every_printed_field_is_filled_in_by_some_form(address):
    given: set[str] = set()
    for paper in PAPERS:
        given |= filled(paper) if paper.address == address else set()

    assert sorted(read(address) - given) == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_what_is_always_printed_is_filled_in_by_each_procedure(paper):
    assert sorted(always(tree_of(paper.address)) - filled(paper)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_every_printed_column_is_a_field_of_the_rows(paper):
    rows: dict[str, set[str]] = {}
    for address in paper.forms:
        for field in forms.load(address).fields:
            if field.widget == "rows":
                mine = set().union(*(printed(column) for column in field.items))
                rows.setdefault(field.slot, set()).update(mine)

    lost = [f"{slot}.{column}" for slot, column in columns(paper.address)
            if slot in rows and column not in rows[slot]]  # fmt: skip

    assert sorted(lost) == []
