"""One address ties a step together: act, form, template, metadata and example of every task.

What is typed into the forms of a paper, as the examples tell, stands in its PDF.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

import documents
import forms
from documents import examples as told
from documents.catalogue import DOCUMENTS
from engine.diagram import Node
from forms.schema import Field
from processes.acts import acts
from tests.addresses import TEMPLATES, Paper, always, chain, columns, named, papers, tasks, tree_of
from webapp.config import ROOT
from webapp.demo import examples

TASKS = [pytest.param(task, id=f"{process} {task.id}") for process, task in tasks()]
PAPERS = papers()
BOUND = "shared/dossier_contents"
"""Printed when the volumes are bound, out of what they hold."""

PIECE = 8
"""Characters looked for at once: long texts run over lines and pages."""


def context_of(paper: Paper) -> dict[str, Any]:
    """Return the example of a document with what is typed into the forms of this paper."""
    context = examples.context(paper.address)
    fields = {name: emptied(value) for name, value in context["f"].items()}
    for task in paper.tasks:
        values = examples.values(task.get("form"))
        fields |= examples.fields(task.get("form"), values)
        if task.get("opinion") and values.get("opinion"):
            context["opinions"][task.get("opinion")]["text"] = values["opinion"]
    return {**context, "f": fields}


def emptied(value: Any) -> Any:
    return [] if isinstance(value, list) else ""


def expected(paper: Paper) -> Iterator[str]:
    """Yield the words that the PDF must hold: of every field, column and opinion it prints."""
    asked, sure = named(tree_of(paper.address)), always(tree_of(paper.address))
    table = set(columns(paper.address))
    opinions = re.findall(r"\bopinions\.(\w+)", chain(paper.address))
    final: dict[str, tuple[Field, Any]] = {}
    for task in paper.tasks:
        values = examples.values(task.get("form"))
        known = forms.load(task.get("form")).fields
        final |= {one.slot: (one, values[one.name]) for one in known if one.name in values}
        if task.get("opinion") in opinions and "opinion" in values:
            yield values["opinion"]
    for slot, (field, value) in final.items():
        if field.widget == "rows":
            yield from cells(field, value, {column for rows, column in table if rows == slot})
        elif asked & {slot, f"{slot}_caps", f"{slot}_figures", f"{slot}_day"}:
            yield from words(field, value)
        if field.widget in ("radio", "select") and slot in sure:
            yield field.names[value]


def cells(field: Field, rows: list[dict[str, Any]], printed: set[str]) -> Iterator[str]:
    for row in rows:
        for column in field.items:
            if column.slot in printed and column.name in row:
                yield from words(column, row[column.name])


def words(field: Field, value: Any) -> Iterator[str]:
    """Yield a typed value as an office prints it."""
    if field.widget == "date":
        day = date.fromisoformat(value)
        yield f"{day.year}年{day.month}月{day.day}日"
    elif field.widget == "datetime":
        at = datetime.fromisoformat(value)
        yield f"{at.year}年{at.month}月{at.day}日{at.hour}时"
    elif field.widget == "money":
        yield value
    elif field.widget in ("text", "textarea"):
        yield from value.splitlines()


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_its_act_form_template_metadata_and_example(task: Node) -> None:
    address = task.get("document")

    assert task.acts
    assert all(code in acts() for code in task.acts)
    assert forms.load(task.get("form")).fields
    assert address in TEMPLATES
    assert DOCUMENTS[address].address == address
    assert told.load(address).paper is not None
    assert told.load(task.get("form")).told is not None


def exemplified() -> set[str]:
    """Return the addresses that have a file of examples."""
    folder = ROOT / "documents" / "examples"
    paths = (path.relative_to(folder) for path in folder.rglob("*.json"))
    return {path.with_suffix("").as_posix() for path in paths if len(path.parts) > 1}


def test_every_form_document_and_example_belongs_to_a_task() -> None:
    used = {task.get("document") for _, task in tasks()}
    filled = {task.get("form") for _, task in tasks()}

    assert sorted(set(DOCUMENTS) - used) == [BOUND]
    assert sorted(set(forms.addresses()) - filled) == []
    assert sorted(exemplified() - set(DOCUMENTS) - set(forms.addresses())) == []


@pytest.mark.parametrize("address", sorted(DOCUMENTS))
def test_an_example_is_made_of_forms_as_some_procedure_fills_them_in(address: str) -> None:
    parts = {(part.form, part.opinion) for part in told.load(address).parts}
    drawn = [
        {(task.get("form"), task.get("opinion") or "") for task in paper.tasks}
        for paper in PAPERS
        if paper.address == address
    ]

    assert any(parts <= tasks for tasks in drawn) or address == BOUND


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_what_is_typed_stands_in_the_pdf(paper: Paper) -> None:
    pdf = documents.render(paper.address, context_of(paper))

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    text = plain("".join(pages))
    wanted = [plain(one).rstrip("。；，") for one in expected(paper)]
    pieces = [one[at : at + PIECE] for one in wanted for at in range(0, len(one), PIECE)]
    lost = [piece for piece in pieces if piece not in text]
    assert len(pieces) >= 3
    # what runs over the end of a page has the foot in between
    assert len(lost) <= len(pages) - 1, lost
