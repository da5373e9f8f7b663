"""All that the page of a to-do shows (办理页): head, form, safeguards, clocks, where it may go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for

from documents.catalogue import DOCUMENTS
from documents.metadata import DocumentType
from engine import clock
from engine.safeguards import Refusal
from forms import Choices, FieldError, html
from forms.choices import Choice
from forms.reading import nest
from forms.schema import Form
from processes.catalogue import GROUPS, PROCEDURES
from processes.safeguards.standing import Standing
from webapp.assets import icon
from webapp.bodies import phrasing
from webapp.bodies import queries as bodies
from webapp.bodies.models import Officer
from webapp.evidence import queries as evidence
from webapp.http import new_request_key, signed_in_visitor
from webapp.instances import queries as instances
from webapp.instances.models import Instance, TodoRecord
from webapp.matters import access, clocks, wording
from webapp.matters.models import Matter
from webapp.procedures import queries as procedures
from webapp.tasks import ahead, authority, collecting, completing, ending, lists, menu, queries
from webapp.tasks.ahead import Before, Next, Stop
from webapp.tasks.collecting import Collecting
from webapp.tasks.completing import Desk

Values = Mapping[str, Any]
FOLLOWING = ("benchmark", "clauses")
"""Widgets whose offer follows from the item of a violation."""


def _piece_at(matter: Matter, one: Choice) -> str:
    return url_for("evidence.show", number=matter.reference, _anchor=f"e{one.number}")


def _paper_at(matter: Matter, one: Choice) -> str:
    return url_for("dossiers.document", document_id=one.value)


LINKS = {"evidence": _piece_at, "document": _paper_at, "documents": _paper_at}
"""Where what a field cites can be read, by its widget."""


@dataclass(frozen=True)
class Typed:
    """What was typed and could not be accepted, with what stands against it."""

    values: Values
    errors: Sequence[FieldError] = ()
    refusals: Sequence[Refusal] = ()
    notice: str = ""
    key: str = ""


@dataclass(frozen=True)
class ShownTodo:
    """A to-do ready to be shown."""

    todo: TodoRecord
    matter: Matter
    instance: Instance
    version: int
    form: Form
    values: Values
    choices: Mapping[str, Choices]
    document: DocumentType | None
    stops: Sequence[Stop]
    before: Before | None
    after: Sequence[Next]
    standings: Sequence[Standing]
    clock: wording.ClockLine | None
    step_badge: wording.Badge | None
    targets: Sequence[queries.Target]
    menu: Sequence[menu.MenuChoice]
    collecting: Collecting | None
    reviews: bool
    """Whoever does it judges what others made, and reads the file beside the form (卷内材料)."""
    has_alike: bool
    """Others of the kind wait for the officer: he may go straight on to the next (下一件)."""
    may_end: bool
    """It is a procedure that can still be ended as started by mistake."""
    saved_at: datetime | None
    objection: str | None
    key: str
    now: datetime
    fixed: Mapping[str, Any]
    typed: Typed | None = None

    @property
    def may_act(self) -> bool:
        """Tell whether the officer may submit."""
        return self.objection is None

    @property
    def place(self) -> int:
        """Return the number of the current stop, counted from 1."""
        return next((at for at, stop in enumerate(self.stops, 1) if stop.state == "current"), 0)

    @property
    def next_words(self) -> str:
        """Say what submitting leads to."""
        if not self.after:
            return "提交后本流程办结。"
        if len(self.after) == 1:
            return f"提交后由{self.after[0].words}。"
        return "提交后按办理结果进入：" + "、".join(one.name for one in self.after) + "。"


def show(
    officer: Officer, todo: TodoRecord, objection: str | None = None, typed: Typed | None = None
) -> ShownTodo:
    """Return the page of a to-do: with what was typed, the draft, or what is known already.

    `objection` is why the officer may look but not act.
    """
    desk, visitor = completing.sit_down(officer, todo), signed_in_visitor()
    draft = desk.draft
    values = typed.values if typed else queries.initial(desk)[0]
    fixed = completing.fixed(desk)
    version = procedures.version(desk.version_id)
    lines = clocks.of_matter(desk.matter.id)
    reviews = objection is None and todo.role in access.DECIDERS
    return ShownTodo(
        todo=todo,
        matter=desk.matter,
        instance=desk.instance,
        version=version.number,
        form=desk.form,
        values=values,
        choices=offer(desk, values),
        document=DOCUMENTS.get(todo.document),
        stops=ahead.strip(version, todo, ahead.stages_passed(todo.matter_id)),
        before=ahead.step_before(todo),
        after=ahead.steps_after(version, todo, desk.matter, desk.history),
        standings=standings(desk, values),
        clock=_main_clock(lines, desk),
        step_badge=wording.of_due(todo.due, desk.at, todo.deadline) if todo.due else None,
        targets=queries.targets(desk),
        menu=_menu(desk),
        collecting=collecting.of(desk) if objection is None else None,
        reviews=reviews,
        has_alike=reviews and lists.next_alike(officer, visitor.held, todo) is not None,
        may_end=not desk.instance.is_main and ending.may(officer, desk.matter, desk.instance),
        saved_at=draft.saved_at if draft else None,
        objection=objection,
        key=(typed.key if typed else "") or new_request_key(),
        typed=typed,
        now=desk.at,
        fixed=fixed,
    )


def redrawn(officer: Officer, todo: TodoRecord, values: Values) -> Mapping[str, str]:
    """Return the fields whose offer follows from what is typed: the bands of a fine (裁量阶次).

    So do all the rows of a table nobody has filled in yet, and in each row what its item offers.
    """
    desk = completing.sit_down(officer, todo)
    names = list(_following(desk.form, values))
    offered = offer(desk, values) if names else {}
    return html.render_fields(desk.form, names, values, choices=offered, icon=icon)


def _following(form: Form, values: Values) -> Iterator[str]:
    for field in form.fields:
        if field.widget == "benchmark":
            yield field.name
        picked = {inner.name: inner.widget for inner in field.items if inner.widget in FOLLOWING}
        if field.widget != "rows" or "benchmark" not in picked.values():
            continue
        rows = values.get(field.name)
        if not isinstance(rows, list) or not any(rows):
            yield field.name
            continue
        yield from (f"{field.name}.{at}.{name}" for at in range(len(rows)) for name in picked)


def offer(desk: Desk, values: Values) -> dict[str, Choices]:
    """Return the choices of the form, each where it can be read; files by their names."""
    found = {**desk.choices(values), **file_names(desk.form, values)}
    for each in desk.form.walk():
        path, link = ".".join(each.path), LINKS.get(each.widget)
        if link is not None and path in found:
            items = (replace(one, link=link(desk.matter, one)) for one in found[path].items)
            found[path] = replace(found[path], items=tuple(items))
    return found


def file_names(form: Form, values: Values) -> dict[str, Choices]:
    """Return choices that name the uploaded files among some values."""
    names = {file.digest: file for file in evidence.files(_digests(values))}

    def find(digest: str) -> Choice | None:
        file = names.get(digest)
        return Choice(digest, file.name, note=size_in_words(file.size)) if file else None

    found = Choices(lookup=find)
    single = [".".join(each.path) for each in form.walk() if each.format == "digest"]
    return {"files": found, "photo": found, **dict.fromkeys(single, found)}


def form_of(todo: TodoRecord) -> Form:
    """Return the form of a to-do as its version pins it."""
    files = procedures.forms_of(instances.get_instance(todo.instance_id).version_id)
    return phrasing.form_for(bodies.get_body(todo.body_id), todo.form, files, clock.now().date())


def choices_to_read(officer: Officer, todo: TodoRecord, values: Values) -> dict[str, Choices]:
    """Return the choices that put ids of submitted values into words."""
    return offer(completing.sit_down(officer, todo), values)


def standings(desk: Desk, values: Values) -> list[Standing]:
    """Tell how the safeguards of the step stand with what is typed so far."""
    return completing.standings(desk, completing.typed(desk, values))


def field_errors(form: Form, messages: Mapping[str, str]) -> list[FieldError]:
    """Return messages by field name as errors of the form, fields it does not have left out."""
    titles = {each.name: each.title for each in form.fields}
    return [
        FieldError(name, message, titles[name.split(".")[0]], message)
        for name, message in messages.items()
        if name.split(".")[0] in titles
    ]


def colleagues(officer: Officer, todo: TodoRecord) -> list[Officer]:
    """Return who else may do a to-do (可转办人员)."""
    roles = authority.STANDING_IN.get(todo.role, (todo.role,))
    held = bodies.holders(todo.body_id, *roles, unit_id=todo.unit_id)
    named = bodies.get_officers(todo.candidates) if todo.candidates else held
    return [one for one in named if one.id != officer.id and _qualifies(one, todo)]


def as_typed(raw: Any) -> Values:
    """Return what a form sent, neither judged nor cleaned."""
    return nest(raw)


def size_in_words(size: int) -> str:
    """Return the size of a file: 320 KB, 4.2 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _qualifies(officer: Officer, todo: TodoRecord) -> bool:
    """Tell whether an officer might do it if nobody had claimed it."""
    reason = authority.objection(officer, todo)
    return reason is None or (todo.assignee_id is not None and reason.startswith("该任务已由"))


def _main_clock(lines: Iterable[Any], desk: completing.Desk) -> wording.ClockLine | None:
    """Return the clock of the matter, or before 立案 the one the step is about."""
    printed = [line for line in wording.all_printed(lines, desk.at) if line.is_open]
    for rule in (PROCEDURES[desk.matter.kind].main_clock, desk.record.deadline):
        found = next((line for line in printed if line.rule == rule), None)
        if found is not None:
            return found
    return next((line for line in printed if line.due), None)


def _menu(desk: Desk) -> list[menu.MenuChoice]:
    """Return what of the matter menu may be started from the page: matters of matter and party."""
    if desk.officer.id not in desk.matter.handler_ids:
        return []
    wanted = {title for group, title in GROUPS.items() if group != "evidence"}
    return [entry for entry in menu.entries(desk.matter) if entry.group in wanted]


def _digests(values: Any) -> list[str]:
    """Return every digest of a file among values, at any depth."""
    if isinstance(values, Mapping):
        return [digest for value in values.values() for digest in _digests(value)]
    if isinstance(values, list | tuple):
        return [digest for value in values for digest in _digests(value)]
    is_digest = isinstance(values, str) and len(values) == 64 and values.isalnum()
    return [values] if is_digest else []
