"""What an investigation has and still wants (取证情况), on the pages of those who investigate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from engine.safeguards import Refusal, review
from processes.acts import Tag, carries, tagged
from processes.catalogue import GROUPS, SAFEGUARDS
from processes.safeguards.attempt import cited
from webapp.database import db
from webapp.evidence import queries as evidence
from webapp.instances.models import Instance, TodoRecord, TodoState
from webapp.tasks import completing, menu
from webapp.tasks.completing import Desk

GROUP = "evidence"
NOTHING_YET = Refusal(
    "还没有取得证据：事实应当由经查证属实的证据证明",
    basis="《行政处罚法》第四十条、第四十六条第二款",
)


@dataclass(frozen=True)
class Collecting:
    """The state of an investigation: what is missing, what is under way, what may be begun."""

    missing: Sequence[Refusal]
    waiting: Sequence[TodoRecord]
    choices: Sequence[menu.MenuChoice]
    pieces: int


def of(desk: Desk) -> Collecting | None:
    """Return the state of the investigation for its handlers; None on other pages.

    Steps that cite the evidence come after it; their own safeguards tell what is missing.
    """
    carries_case = desk.instance.is_main or desk.instance.parent_id is not None
    is_theirs = desk.officer.id in desk.matter.handler_ids
    is_taking = carries(desk.todo.acts, Tag.INVESTIGATION) and not carries(
        desk.todo.acts, Tag.CITING
    )
    if not (carries_case and is_theirs and is_taking):
        return None
    pieces = len(evidence.of_matter(desk.matter.id))
    return Collecting(
        missing=[*([] if pieces else [NOTHING_YET]), *_in_the_way(desk)],
        waiting=_under_way(desk.matter.id),
        choices=[one for one in menu.entries(desk.matter) if one.group == GROUPS[GROUP]],
        pieces=pieces,
    )


def _in_the_way(desk: Desk) -> list[Refusal]:
    """Return what the file itself lacks for the report, whatever will be typed into it."""
    ends = tuple(one for one in tagged(Tag.CITING) if carries((one,), Tag.INVESTIGATION))
    attempt = replace(completing.submission(desk, {}), acts=ends)
    found = [one for one in review(SAFEGUARDS, attempt) if not one.fields]
    return [replace(one, basis=cited(attempt, one.basis)) for one in found]


def _under_way(matter_id: int) -> Sequence[TodoRecord]:
    query = (
        sa.select(TodoRecord)
        .join(Instance, Instance.id == TodoRecord.instance_id)
        .where(
            TodoRecord.matter_id == matter_id,
            TodoRecord.state == TodoState.OPEN,
            Instance.menu == GROUP,
        )
        .order_by(TodoRecord.opened_at, TodoRecord.id)
    )
    return db.session.scalars(query).all()
