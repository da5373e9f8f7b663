"""Reading for the task page: form with values, safeguards, preview, where it may go back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import documents
from documents.catalogue import DOCUMENTS
from documents.metadata import DocumentType
from engine.diagram import Diagram
from forms import Choices
from forms.schema import Form
from processes.acts import Tag, carries
from processes.safeguards.standing import Standing
from webapp.bodies.models import Officer
from webapp.instances import todos
from webapp.instances.models import TodoRecord
from webapp.matters.models import Matter
from webapp.procedures import queries as procedures
from webapp.tasks import authority, completing, context, papers
from webapp.tasks.completing import Desk


@dataclass(frozen=True)
class Target:
    """A step a to-do may be sent back to (可退回环节)."""

    node: str
    name: str


@dataclass(frozen=True)
class TaskPage:
    """All that the page of a to-do shows (办理页)."""

    todo: TodoRecord
    matter: Matter
    form: Form
    values: Mapping[str, Any]
    choices: Mapping[str, Choices]
    document: DocumentType | None
    targets: tuple[Target, ...]
    has_draft: bool
    objection: str | None
    """Why this officer may look but not act; None when he may act."""


def page(officer: Officer, todo_id: UUID) -> TaskPage:
    """Return what the page of a to-do shows to an officer."""
    todo = todos.get_todo(todo_id)
    desk = completing.sit_down(officer, todo)
    values, has_draft = initial(desk)
    return TaskPage(
        todo=todo,
        matter=desk.matter,
        form=desk.form,
        values=values,
        choices=desk.choices(values),
        document=DOCUMENTS.get(todo.document),
        targets=tuple(targets(desk)),
        has_draft=has_draft,
        objection=authority.objection(officer, todo),
    )


def initial(desk: Desk) -> tuple[dict[str, Any], bool]:
    """Return what the form starts with: the draft, what came back, or what is known already."""
    draft = desk.draft
    if draft is not None:
        return {**draft.values, **completing.fixed(desk)}, True
    values = dict(desk.filled)
    before = papers.values_before(desk.turn({}))
    if before is not None:
        values.update(before)
    return {**values, **completing.fixed(desk)}, False


def standing(officer: Officer, todo_id: UUID, raw: Mapping[str, Any]) -> list[Standing]:
    """Tell how the safeguards of a step stand with what is typed so far, with their articles."""
    desk = completing.sit_down(officer, todos.get_todo(todo_id))
    return completing.standings(desk, completing.typed(desk, raw))


def preview(officer: Officer, todo_id: UUID, raw: Mapping[str, Any]) -> str:
    """Return the document of a step as HTML with what is typed so far (文书预览)."""
    desk = completing.sit_down(officer, todos.get_todo(todo_id))
    if not desk.record.document:
        return ""
    turn = desk.turn(completing.typed(desk, raw))
    sealing = carries(desk.todo.acts, Tag.SEALING)
    document = papers.to_seal(turn) if sealing else None
    if document is not None and document.context is not None:
        shown = document.context
    else:
        shown = context.build(papers.draft_sheet(turn), desk.at, is_lenient=True)
    return documents.preview(
        desk.record.document, shown, sources=procedures.templates_of(desk.version_id)
    )


def targets(desk: Desk) -> list[Target]:
    """Return where a to-do may be sent back to."""
    around = list(_processes_around(desk))
    names = [
        (node, next((one.nodes[node].name for one in around if node in one.nodes), node))
        for node in desk.todo.returns
    ]
    return [Target(node, name) for node, name in names]


def _processes_around(desk: Desk) -> Iterator[Diagram]:
    """Yield the process of a to-do, then those that call it: the nearest node of an id counts."""
    version = procedures.version(desk.version_id)
    diagrams = [version.diagrams[version.main]]
    for call in desk.todo.scope:
        diagrams.append(version.diagrams[diagrams[-1].nodes[call].called])
    yield from reversed(diagrams)
