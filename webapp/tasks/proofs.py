"""A document before it is final: on the screen, on trial as PDF, as plain text (预览、试印)."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

import documents
from documents.errors import DocumentError
from forms.schema import Field, Form
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers.models import Document
from webapp.errors import Invalid
from webapp.instances.models import StepRecord, TodoRecord
from webapp.procedures import queries as procedures
from webapp.tasks import completing, context, papers, queries
from webapp.tasks.completing import Desk

Values = Mapping[str, Any]
NO_DOCUMENT = "该环节不制作文书。"


def preview(officer: Officer, todo: TodoRecord, typed: Values | None) -> str:
    """Return the document as HTML: with what is typed, or as the page starts."""
    if typed is None:
        desk = completing.sit_down(officer, todo)
        typed = queries.initial(desk)[0]
    return queries.preview(officer, todo.id, typed)


def render(officer: Officer, todo: TodoRecord, typed: Values) -> bytes:
    """Return the document as PDF with what is typed so far; numbers and seals come later."""
    desk = completing.sit_down(officer, todo)
    if not todo.document:
        raise Invalid(NO_DOCUMENT)
    try:
        return documents.render(
            todo.document, _context(desk, typed), sources=procedures.templates_of(desk.version_id)
        )
    except DocumentError as error:
        raise Invalid(f"暂时不能试印：{error}。请补充填写后再试。") from error


def document_of(todo: TodoRecord) -> Document | None:
    """Return the document to which a completed to-do contributed."""
    query = (
        sa.select(Document)
        .join(StepRecord, StepRecord.document_id == Document.id)
        .where(StepRecord.todo_id == todo.id, StepRecord.instance_id == todo.instance_id)
        .order_by(StepRecord.seq.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def as_text(form: Form, values: Values) -> str:
    """Return what was typed as lines of title and value, to copy."""
    return "\n".join(_lines(form.fields, values, ""))


def _context(desk: Desk, typed: Values) -> dict[str, Any]:
    turn = desk.turn(completing.typed(desk, typed))
    return context.build(papers.draft_sheet(turn), desk.at, is_lenient=True)


def _lines(fields: tuple[Field, ...], values: Values, indent: str) -> Iterator[str]:
    for field in fields:
        value = values.get(field.name)
        if value in (None, "", [], {}) or field.widget == "hidden":
            continue
        if isinstance(value, Mapping):
            yield f"{indent}{field.title}："
            yield from _lines(field.items, value, f"{indent}　")
        elif field.widget == "rows" and isinstance(value, list):
            for number, row in enumerate(value, 1):
                yield f"{indent}{field.title} {number}："
                yield from _lines(field.items, row, f"{indent}　")
        else:
            yield f"{indent}{field.title}：{_words(field, value)}"


def _words(field: Field, value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return "、".join(str(field.names.get(part, part)) for part in parts)
