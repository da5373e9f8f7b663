"""Every field that a document prints is filled in by a form: `f.<name>` of each template.

A document grows from several tasks of one procedure, so the forms of all tasks that contribute to
it are taken together. What a template only prints if it is there may come from the forms of some
procedures and not of others; what it always prints must come from each.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from jinja2 import nodes

import documents
import forms
from documents.sandbox import environment
from engine.diagram import Diagram
from forms.schema import Field
from processes.diagrams import LIBRARY
from webapp.tasks.printing import endings

COMPUTED: Mapping[str, str] = {
    "items": "kinds",
    "penalty_text": "kinds",
    "total": "kinds",
    "total_caps": "kinds",
    "total_figures": "kinds",
    "pay_days": "kinds",
    "refusal": "signature",
    "from": "start_at",
}
"""Slots the platform puts together, and the field they come from (webapp/tasks/slots.py)."""

COVER, REMARKS = "shared/dossier_cover", "shared/dossier_remarks"
BOUND = {COVER, REMARKS}
BINDING = {"volume", "items", "pages", "rows", "archived_on"}
"""Known only when the volumes are bound; cover and remarks then share what was filled in."""


@dataclass(frozen=True)
class Paper:
    """A document of one procedure with the forms of the tasks that contribute to it."""

    process: str
    address: str
    forms: tuple[str, ...]

    def slots(self) -> set[str]:
        """Return every name its template may read below `f`."""
        addresses = list(self.forms)
        found: set[str] = set()
        if self.address in BOUND:
            found |= BINDING
            addresses += [one for one in BOUND if one in ADDRESSES]
        for address in addresses:
            for field in forms.load(address).fields:
                found |= printed(field)
        return found | {slot for slot, source in COMPUTED.items() if source in found}


def printed(field: Field) -> set[str]:
    return {field.slot + ending for ending in ("", *endings(field))}


ADDRESSES = set(forms.addresses())


def papers() -> Iterator[Paper]:
    templates = {name.removesuffix(".html") for name in documents.sources()}
    for process, xml in LIBRARY.items():
        found: dict[str, list[str]] = {}
        for task in Diagram.read(xml).user_tasks():
            document, form = task.get("document"), task.get("form")
            if document in templates:
                found.setdefault(document, []).append(form)
        for document, used in found.items():
            if set(used) <= ADDRESSES:
                yield Paper(process, document, tuple(dict.fromkeys(used)))


PAPERS = sorted(papers(), key=lambda paper: (paper.address, paper.process))
PRINTED = sorted({paper.address for paper in PAPERS})


def read(address: str) -> set[str]:
    """Return the names below `f` that a template reads, bases and macros included."""
    paths = (name.split(".") for name in documents.variables(address))
    return {parts[1] for parts in paths if parts[0] == "f" and len(parts) > 1}


def always(node: nodes.Node) -> set[str]:
    """Return the names that a template prints without asking first whether they are there."""
    if isinstance(node, nodes.If | nodes.CondExpr) and named(node.test):
        return set()
    if isinstance(node, nodes.Or):
        return always(node.right)
    found = {node.attr} if is_slot(node) else set()
    return found.union(*(always(child) for child in node.iter_child_nodes()))


def named(node: nodes.Node) -> set[str]:
    """Return the names below `f` anywhere in a part of a template."""
    return {one.attr for one in (node, *node.find_all(nodes.Getattr)) if is_slot(one)}


def is_slot(node: nodes.Node) -> bool:
    owner = getattr(node, "node", None)
    return isinstance(node, nodes.Getattr) and isinstance(owner, nodes.Name) and owner.name == "f"


def tree_of(address: str) -> nodes.Template:
    return environment().parse(documents.sources()[f"{address}.html"])


def columns(address: str) -> Iterator[tuple[str, str]]:
    """Yield slot and column of every table and loop over rows of a template."""
    for call in tree_of(address).find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "rows_table":
            table, rows = call.args
            slots = named(rows)
            for key in table.find_all(nodes.Tuple):
                yield next(iter(slots)), key.items[0].as_const()
    for loop in tree_of(address).find_all(nodes.For):
        slots = named(loop.iter)
        if len(slots) != 1 or not isinstance(loop.target, nodes.Name):
            continue
        for part in loop.find_all(nodes.Getattr):
            if isinstance(part.node, nodes.Name) and part.node.name == loop.target.name:
                yield next(iter(slots)), part.attr


def title(paper: Paper) -> str:
    return f"{paper.address} in {paper.process}"


@pytest.mark.parametrize("address", PRINTED)
def test_every_printed_field_is_filled_in_by_some_form(address):
    given: set[str] = set()
    for paper in PAPERS:
        given |= paper.slots() if paper.address == address else set()

    assert sorted(read(address) - given) == []


@pytest.mark.parametrize("paper", PAPERS, ids=title)
def test_what_is_always_printed_is_filled_in_by_each_procedure(paper):
    assert sorted(always(tree_of(paper.address)) - paper.slots()) == []


@pytest.mark.parametrize("paper", PAPERS, ids=title)
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
