"""One address ties a step together: act, form, template, sample and catalogue row of every task.

What is typed into the forms of a paper — the good values of tests/forms/cases — stands in its PDF.
"""

import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import documents
import forms
from documents.catalogue import DOCUMENTS
from engine.diagram import Node
from forms.schema import Field
from processes.acts import acts
from tests.addresses import TEMPLATES, Paper, always, columns, named, papers, tasks, tree_of
from webapp.tasks import slots
from webapp.tasks.printing import Printer

CASES = Path(__file__).parent / "forms" / "cases"
NOW = "2026-05-18T10:30"
TASKS = [pytest.param(task, id=f"{process} {task.id}") for process, task in tasks()]
PAPERS = papers()
BOUND = "shared/dossier_contents"
"""Printed when the volumes are bound, out of what they hold."""

PIECE = 8
"""Characters looked for at once: long texts run over lines and pages."""


class Register:
    """Stands for the records of a case: whoever or whatever is asked for goes by its id."""

    def officer(self, one: str) -> dict[str, str]:
        """Return one person."""
        return {"name": one, "certificate": one, "post": one, "unit": one}

    def officers(self, ids: list[str]) -> list[dict[str, str]]:
        """Return people."""
        return [self.officer(one) for one in ids]

    def pieces(self, ids: list[str]) -> list[dict[str, str]]:
        """Return pieces of evidence."""
        names = ("no", "name", "kind", "date", "source", "pages", "proves", "admitted")
        return [{"id": one, **dict.fromkeys(names, one)} for one in ids]

    def papers(self, ids: list[str]) -> list[dict[str, str]]:
        """Return documents of the case."""
        names = ("title", "number", "label", "date", "copies")
        return [{"id": one, **dict.fromkeys(names, one)} for one in ids]

    def clauses(self, keys: list[str]) -> list[dict[str, str]]:
        """Return provisions."""
        return [dict.fromkeys(("key", "law", "cite", "short", "text"), one) for one in keys]

    def factors(self, ids: list[str]) -> list[str]:
        """Return discretion factors."""
        return ids

    def files(self, digests: list[str]) -> list[str]:
        """Return files."""
        return digests

    def itself(self, one: str) -> str:
        """Return a party, an item, a grade."""
        return one

    party = item = grade = itself


def typed(address: str) -> dict[str, Any]:
    """Return the first good set of values of a form, as the server keeps it."""
    content = json.loads((CASES / f"{address}.json").read_text(encoding="utf-8"))
    now = datetime.fromisoformat(content.get("now", NOW))
    return forms.clean(address, content["good"][0], now=now, fixed=content.get("fixed", {}))


def context_of(paper: Paper) -> dict[str, Any]:
    """Return the sample of a paper with what is typed into its forms in place of its fields."""
    context, printer = documents.sample(paper.address), Printer(Register())
    fields = {name: emptied(value) for name, value in context["f"].items()}
    for task in paper.tasks:
        values = typed(task.get("form"))
        fields |= printer.fields(forms.load(task.get("form")).fields, values)
        if values.get("kinds"):
            fields |= slots.penalty(values)
        if task.get("opinion") and values.get("opinion"):
            context["opinions"][task.get("opinion")]["text"] = values["opinion"]
    return {**context, "f": fields}


def emptied(value: Any) -> Any:
    return [] if isinstance(value, list) else ""


def expected(paper: Paper) -> Iterator[str]:
    """Yield the words that the PDF must hold: of every field, column and opinion it prints."""
    asked, sure = named(tree_of(paper.address)), always(tree_of(paper.address))
    table = set(columns(paper.address))
    opinions = re.findall(r"\bopinions\.(\w+)", documents.sources()[f"{paper.address}.html"])
    final: dict[str, tuple[Field, Any]] = {}
    for task in paper.tasks:
        values = typed(task.get("form"))
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
def test_a_task_has_its_act_form_template_sample_and_catalogue_row(task: Node) -> None:
    address = task.get("document")

    assert task.acts
    assert all(code in acts() for code in task.acts)
    assert forms.load(task.get("form")).fields
    assert address in TEMPLATES
    assert (files("documents") / "samples" / f"{address}.json").is_file()
    assert DOCUMENTS[address].address == address


def test_every_form_template_and_row_belongs_to_a_task() -> None:
    used = {task.get("document") for _, task in tasks()}
    filled = {task.get("form") for _, task in tasks()}

    assert sorted(TEMPLATES & set(DOCUMENTS) - used) == [BOUND]
    assert sorted(set(forms.addresses()) - filled) == []


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
