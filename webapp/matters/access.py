"""Who may know what is in a matter (案件知悉范围): those who handle, lead, review or archive it.

Holding `case.read` in the body is not enough: a matter is opened by its handlers past and present,
the heads above them, those whose turn it is, reviewers who had one, and the archivist once it is
closed. Everybody else, supervisors above all, is told that there is no such matter. One that is not
for everybody (限制知悉、涉密) is open to its present handlers, to whoever decides on it now or did,
and to the chief; it is in no list of others, nor in any of supervision.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from webapp.bodies.models import Officer
from webapp.database import db
from webapp.errors import NotFound
from webapp.http import Held, Visitor, current_officer, signed_in_visitor
from webapp.instances import todos
from webapp.instances.models import TodoRecord, TodoState
from webapp.matters import queries
from webapp.matters.models import (
    Handler,
    LinkKind,
    Matter,
    MatterLink,
    MatterStatus,
    Recusal,
    Secrecy,
)

Row = sa.FromClause
"""The table of matters, or an alias of it."""

READ = "case.read"
HEADS = ("deputy_head", "agency_head")
"""Heads of the body read every matter of it (机关负责人)."""

REVIEWERS = ("case_reviewer", "legal_reviewer", "legal_head", "panel", "recorder", "hearing_chair",
             "hearing_member", "hearing_clerk")  # fmt: skip
"""Keep their access after their turn: they answer for an opinion that rests on the file."""

DECIDERS = (*REVIEWERS, *HEADS, "unit_head")
"""Who gives opinions and decides (审核、审批): by right they know what they decided on."""

CHIEF = "agency_head"

FILED_AWAY = (MatterStatus.CLOSED, MatterStatus.ARCHIVED, MatterStatus.MERGED)


def matter_of(number: str) -> Matter:
    """Return the matter of a page, or pretend that there is none."""
    matter = queries.matter_by_number(number)
    if not may_read(signed_in_visitor(), current_officer(), matter):
        raise NotFound(f"没有编号为“{number}”的案件。")
    return matter


def matter_with_id(matter_id: int) -> Matter:
    """Return a matter by its id, or pretend that there is none."""
    matter = queries.get_matter(matter_id)
    if not may_read(signed_in_visitor(), current_officer(), matter):
        raise NotFound("案件不存在。")
    return matter


def may_read(visitor: Visitor, officer: Officer, matter: Matter) -> bool:
    """Tell whether somebody may open a matter."""
    query = sa.select(Matter.id).where(Matter.id == matter.id, readable(visitor, officer))
    return db.session.scalar(query) is not None


def is_closed_to(visitor: Visitor, officer: Officer, matter: Matter) -> bool:
    """Tell whether somebody may not even hear of a matter."""
    query = sa.select(Matter.id).where(Matter.id == matter.id, closed_to(visitor, officer))
    return db.session.scalar(query) is not None


def readable(visitor: Visitor, officer: Officer) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may open a matter, for lists.

    Who may open a matter also opens what was merged into it: its evidence stands there (并案).
    """
    main, row = Matter.__table__.alias(), Matter.__table__
    goes_on = (
        sa.select(MatterLink.id)
        .join(main, main.c.id == MatterLink.to_id)
        .where(
            MatterLink.from_id == row.c.id,
            MatterLink.kind == LinkKind.MERGED,
            _readable(visitor, officer, main),
        )
    )
    return sa.and_(
        ~_recused(officer, row),
        ~_closed_to(visitor, officer, row),
        sa.or_(_readable(visitor, officer, row), goes_on.exists()),
    )


def _readable(visitor: Visitor, officer: Officer, row: Row) -> sa.ColumnElement[bool]:
    bodies = visitor.bodies_with(READ)
    return sa.and_(
        row.c.body_id.in_(sorted(bodies)),
        ~_recused(officer, row),
        sa.or_(
            _handled_by(officer, row),
            _led_by(visitor, row),
            _takes_part(officer, visitor.held, row),
            _archived_by(visitor, row),
        ),
        ~_closed_to(visitor, officer, row),
    )


def closed_to(visitor: Visitor, officer: Officer) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may not even hear of a matter (不得知悉)."""
    return _closed_to(visitor, officer, Matter.__table__)


def _closed_to(visitor: Visitor, officer: Officer, row: Row) -> sa.ColumnElement[bool]:
    entitled = sa.or_(
        _in_charge(officer, row),
        _decides(officer, visitor.held, row),
        row.c.body_id.in_(_bodies(visitor.held, CHIEF)),
    )
    return sa.and_(row.c.secrecy != Secrecy.ORDINARY, sa.or_(_recused(officer, row), ~entitled))


def handled_by(officer: Officer) -> sa.ColumnElement[bool]:
    """Return the condition that an officer is or was in charge of a matter (承办人)."""
    return _handled_by(officer, Matter.__table__)


def _handled_by(officer: Officer, row: Row) -> sa.ColumnElement[bool]:
    past = sa.select(Handler.id).where(
        Handler.matter_id == row.c.id, Handler.officer_id == officer.id
    )
    return sa.or_(_in_charge(officer, row), past.exists())


def in_charge(officer: Officer) -> sa.ColumnElement[bool]:
    """Return the condition that an officer is one of the two in charge now (现承办人)."""
    return _in_charge(officer, Matter.__table__)


def _in_charge(officer: Officer, row: Row) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.func.coalesce(row.c.lead_officer_id == officer.id, sa.false()),
        sa.func.coalesce(row.c.assist_officer_id == officer.id, sa.false()),
    )


def _recused(officer: Officer, row: Row) -> sa.ColumnElement[bool]:
    query = sa.select(Recusal.id).where(
        Recusal.matter_id == row.c.id, Recusal.officer_id == officer.id
    )
    return query.exists()


def led_by(visitor: Visitor) -> sa.ColumnElement[bool]:
    """Return the condition that somebody is head over a matter (所辖案件)."""
    return _led_by(visitor, Matter.__table__)


def _led_by(visitor: Visitor, row: Row) -> sa.ColumnElement[bool]:
    """Heads of the body, and the head of the unit that handles the matter or might get it."""
    heads: sa.ColumnElement[bool] = row.c.body_id.in_(_bodies(visitor.held, *HEADS))
    own_unit = sa.select(Officer.unit_id).where(Officer.account_id == visitor.account_id)
    unit_heads = sa.and_(
        row.c.body_id.in_(_bodies(visitor.held, "unit_head")),
        sa.or_(row.c.unit_id.is_(None), row.c.unit_id.in_(own_unit)),
    )
    return sa.or_(heads, unit_heads)


def _decides(officer: Officer, held: Iterable[Held], row: Row) -> sa.ColumnElement[bool]:
    """Somebody has a task of the matter now, or decided on it before."""
    return _takes_part(officer, held, row, DECIDERS)


def _takes_part(
    officer: Officer, held: Iterable[Held], row: Row, roles: Iterable[str] = REVIEWERS
) -> sa.ColumnElement[bool]:
    """Somebody has a task of the matter now, or had one in some roles."""
    now = sa.and_(TodoRecord.state == TodoState.OPEN, todos.may_do(officer.id, held))
    before = sa.and_(TodoRecord.done_by == officer.id, TodoRecord.role.in_(tuple(roles)))
    query = sa.select(TodoRecord.id).where(TodoRecord.matter_id == row.c.id, sa.or_(now, before))
    return query.exists()


def _archived_by(visitor: Visitor, row: Row) -> sa.ColumnElement[bool]:
    return sa.and_(
        row.c.body_id.in_(_bodies(visitor.held, "archivist")), row.c.status.in_(FILED_AWAY)
    )


def _bodies(held: Iterable[Held], *roles: str) -> list[int]:
    return sorted({one.body_id for one in held if one.role in roles and one.body_id is not None})
