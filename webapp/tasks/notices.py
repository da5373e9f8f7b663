"""What asks for somebody's attention (提醒): the bell in the head of every page, and its page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, g, render_template, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from engine.trajectory import Kind
from webapp.bodies.models import Officer
from webapp.database import db
from webapp.dossiers import signing
from webapp.dossiers.models import Document
from webapp.http import (
    Visitor,
    current_officer,
    current_officer_or_none,
    current_visitor,
    permission_required,
    signed_in_visitor,
)
from webapp.instances import todos
from webapp.instances.models import StepRecord, TodoRecord
from webapp.matters.models import Matter
from webapp.matters.wording import ClockLine
from webapp.tasks import ahead, lists, reassigning

bp = Blueprint("notices", __name__, template_folder="templates")

MOST = 30
"""How many to-dos of a kind are shown; all of them stand on the list of to-dos."""


@dataclass(frozen=True)
class Bell:
    """How much asks for attention, and where it is told (提醒)."""

    number: int
    address: str


@dataclass(frozen=True)
class Notices:
    """What asks for an officer's attention, kind by kind."""

    returned: Sequence[tuple[lists.Line, ahead.Before | None]]
    pressing: Sequence[lists.Line]
    unsigned: Sequence[Document]
    clocks: Sequence[tuple[Matter, ClockLine]]
    without_handler: Sequence[Matter] = ()
    """Of the unit of a head: a handler left or has no account any more (承办人员不在岗)."""
    stranded: Sequence[reassigning.Stranded] = ()

    @property
    def number(self) -> int:
        """Count all of it."""
        own = len(self.returned) + len(self.pressing) + len(self.unsigned) + len(self.clocks)
        return own + len(self.without_handler) + len(self.stranded)


Ring = Callable[[Visitor], Bell | None]
"""Answers for somebody who works on another platform; wired from the slices above."""


def init_app(app: Flask, rings: Iterable[Ring]) -> None:
    """Offer the bell to every template."""
    others = tuple(rings)
    app.context_processor(lambda: {"ring": lambda: _ring(others)})


@bp.get("/notices")
@permission_required("todo.read")
def index() -> ResponseReturnValue:
    """Show what asks for attention (提醒)."""
    now = clock.now()
    found = gather(signed_in_visitor(), current_officer(), now)
    handling = (id for one in found.without_handler for id in one.handler_ids)
    return render_template(
        "tasks/notices.html",
        notices=found,
        gone=reassigning.gone(handling),
        now=now,
    )


def gather(visitor: Visitor, officer: Officer, now: datetime) -> Notices:
    """Collect what was sent back, is late or nearly so, wants a signature or runs out."""
    query = lists.waiting(officer, visitor.held)
    came_back = list(db.session.scalars(query.where(_is_returned()).limit(MOST)))
    soon = query.where(~_is_returned(), TodoRecord.due <= _until(now)).order_by(TodoRecord.due)
    pressing = list(db.session.scalars(soon.limit(MOST)))
    returned = lists.lines(came_back, officer, now)
    return Notices(
        returned=[(line, ahead.step_before(line.todo)) for line in returned],
        pressing=lists.lines(pressing, officer, now),
        unsigned=signing.waiting_for(officer.id),
        clocks=lists.reminders(visitor, officer, now),
        without_handler=reassigning.without_handler(visitor),
        stranded=reassigning.stranded(visitor),
    )


def _ring(others: Iterable[Ring]) -> Bell | None:
    """Return the bell of whoever is asking, or None for those it never rings for."""
    if "bell" not in g:
        g.bell = _bell(others)
    bell: Bell | None = g.bell
    return bell


def _bell(others: Iterable[Ring]) -> Bell | None:
    visitor = current_visitor()
    if visitor is None:
        return None
    officer = current_officer_or_none()
    if officer is not None and visitor.may("todo.read"):
        number = gather(visitor, officer, clock.now()).number
        return Bell(number, url_for("notices.index"))
    return next((bell for ring in others if (bell := ring(visitor)) is not None), None)


def _is_returned() -> sa.ColumnElement[bool]:
    """Return the condition that a to-do was opened by sending back a later one (被退回)."""
    step: Any = sa.select(StepRecord.seq).where(
        StepRecord.instance_id == TodoRecord.instance_id,
        StepRecord.kind == Kind.RETURN,
        StepRecord.node == TodoRecord.previous,
        StepRecord.at >= TodoRecord.opened_at,
    )
    return sa.exists(step)


def _until(now: datetime) -> datetime:
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(now + todos.NEAR, tomorrow)
