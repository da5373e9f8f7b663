"""Opening a matter under any procedure that declares how (启动执法事件), for page and API.

What a procedure asks for stands in its declaration (`opens`); a slice that keeps a record beside
the matter brings the function that makes it (`openers`), all others get a plain matter.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from engine import clock
from engine.advance import Advance
from engine.procedure import Opens, Procedure
from forms.schema import Form
from processes.catalogue import MAIN
from webapp.bodies import phrasing
from webapp.bodies.models import Body, Officer
from webapp.cases.operations import KIND
from webapp.database import db
from webapp.errors import NotFound
from webapp.http import Visitor
from webapp.matters import links, parties
from webapp.matters import operations as matters
from webapp.matters.models import LinkKind, Matter, Secrecy
from webapp.matters.turn import Turn
from webapp.numbers import operations as numbers
from webapp.procedures import queries as procedures
from webapp.tasks import authority, faces, operations

Values = Mapping[str, Any]


def init_app(app: Flask) -> None:
    """Let a completed task open what it names."""
    app.extensions[faces.OPENING] = follow_on


def openable(visitor: Visitor, body_id: int) -> list[Procedure]:
    """Return the procedures that somebody may open matters of in a body."""
    return [one for one in MAIN.values() if one.opens and visitor.has_role(one.opens.role, body_id)]


def get(kind: str) -> tuple[Procedure, Opens]:
    """Return a procedure that has matters of its own, and how it is opened."""
    procedure = MAIN.get(kind)
    if procedure is None or procedure.opens is None:
        raise NotFound("没有这个流程。")
    return procedure, procedure.opens


def form_of(kind: str, body: Body) -> Form:
    """Return the form with which a matter begins, as the latest version pins it for a body."""
    _, opens = get(kind)
    files = procedures.forms_of(procedures.latest(kind).id)
    return phrasing.form_for(body, opens.form, files, clock.now().date())


def register_lead(officer: Officer, raw: Values, key: str | None = None) -> Advance:
    """Register a lead: open the case that may come of it (案源登记)."""
    return open_matter(officer, KIND, raw, key)


def open_matter(
    officer: Officer,
    kind: str,
    raw: Values,
    key: str | None = None,
    origin: Matter | None = None,
) -> Advance:
    """Open a matter, start its procedure and complete the first task with what was typed (启动)."""
    procedure, opens = get(kind)
    authority.require(officer, opens.role, officer.body_id)
    if (replay := operations.replayed(officer, key)) is not None:
        return replay
    values = form_of(kind, officer.body).clean(raw, now=clock.now())
    matter, advance = enter(officer, procedure, opens.role, values, origin)
    if kind not in faces.current().openers:
        matters.take_on(matter, officer, clock.now())
    return operations.complete(officer, advance.opened[0].id, raw, key)


def enter(
    officer: Officer,
    procedure: Procedure,
    role: str,
    values: Values,
    origin: Matter | None,
    kind: LinkKind = LinkKind.ORIGIN,
    at: datetime | None = None,
) -> tuple[Matter, Advance]:
    """Make a matter with its number and start its procedure; nothing is completed yet."""
    _, opens = get(procedure.key)
    at = at or clock.now()
    number = numbers.take_number(officer.body, opens.series, at, title=opens.act, officer=officer)
    opener = faces.current().openers.get(procedure.key)
    if opener is not None:
        matter = opener(officer, values, number, at)
    else:
        matter = matters.open_matter(officer, procedure, values, number, at)
    advance = operations.start(matter, procedure.key, officer, role, is_main=True)
    matter.instance_id = advance.instance
    matter.secrecy = Secrecy[procedure.secrecy]
    if origin is not None:
        if procedure.has_party:
            matters.inherit(matter, origin)
        links.link(origin, matter, kind, at)
    db.session.flush()
    return matter, advance


def follow_on(turn: Turn, kind: str) -> None:
    """Open the matter that the task names, left to whoever does its first task (另行启动)."""
    if turn.acts != turn.todo.acts:
        return
    procedure, _ = get(kind)
    born, who = turn.offspring, (turn.officer, procedure, turn.todo.role)
    if born is not None:
        opened, _ = enter(*who, born.values, turn.matter, born.kind, turn.at)
        opened.secrecy = turn.matter.secrecy
        parties.take_over(opened, born.parties)
    elif _has_come(turn.matter, kind):
        return
    else:
        opened, _ = enter(*who, turn.values, turn.matter)
    turn.notes["opened_matter"] = opened.reference


def _has_come(origin: Matter, kind: str) -> bool:
    """Tell whether a matter of the kind came of this one already: the task was sent back."""
    came = (one.matter.kind for one in links.of_matter(origin.id) if not one.is_source)
    return kind in came
