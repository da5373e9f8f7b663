"""Some of the sixty cases of the demonstration, really handled; `make run` handles them all."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from engine import clock
from processes.catalogue import PROCEDURES
from webapp import demo
from webapp.cases.models import PenaltyCase
from webapp.database import db, transaction
from webapp.demo.cases import handle, planned
from webapp.dossiers import rendering
from webapp.instances import todos, upkeep
from webapp.matters.models import MatterStatus
from webapp.procedures import operations as procedures

TODAY = datetime(2026, 11, 20, 17, tzinfo=clock.ZONE)


@pytest.fixture
def chosen(city):
    """Return the plans of some short cases and of one archived, handled until today."""
    clock.set_source(lambda: TODAY)
    plans = planned(TODAY.date())
    few = [plan for plan in plans if len(plan.steps) < 24][::4]
    few += [next(plan for plan in plans if plan.steps[-1].act == "arch.file")]
    with transaction():
        procedures.publish_all(PROCEDURES.values(), TODAY)
    upkeep.ensure(min(plan.begins for plan in few), TODAY.date())
    with rendering.postponed():
        handle(few, TODAY)
    yield few
    clock.set_source(None)


def test_cases_end_where_they_are_planned_to(chosen):
    rows = db.session.scalars(sa.select(PenaltyCase)).all()
    archived = [case for case in rows if case.status is MatterStatus.ARCHIVED]

    assert len(rows) == len(chosen) > 4
    assert len(archived) == 1
    running = [case for case in rows if case.filed_on and case.closed_on is None]
    assert running
    assert all(todos.open_todos_of(case.id) for case in running)
    assert demo.load_missing_cases() == "演示案件：已齐全"
