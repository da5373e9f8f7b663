"""What the application may not alter, and where the steps of a month lie."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from engine import clock
from tests.engine import samples
from tests.harness import NOW
from webapp.database import db
from webapp.instances import upkeep
from webapp.process_records.verification import verify
from webapp.wiring import CHECKS


@pytest.fixture
def instance(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    desk.complete(instance, "a", values={"opinion": "同意"}, request_key="k")
    return instance


def tables():
    query = "select relname from pg_class where relname like 'step%' and relkind in ('r', 'p')"
    found = db.session.scalars(sa.text(query)).all()
    db.session.rollback()
    return sorted(found)


@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_the_application_cannot_alter_what_happened(desk, instance, verb):
    changes = {
        "step": "node = 'x'",
        "submission": "form = 'x'",
        "process_version": "title = 'x'",
    }
    upkeep.ensure(NOW.date(), NOW.date())
    for table in (*changes, *(name for name in tables() if name != "step")):
        column = changes.get(table, changes["step"])
        sql = {
            "update": f'update "{table}" set {column}',
            "delete": f'delete from "{table}"',
            "truncate": f'truncate "{table}"',
        }[verb]
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(sa.text(sql))
        db.session.rollback()


def test_steps_of_a_month_without_a_partition_move_into_it(desk, instance, owner):
    place = "select tableoid::regclass::text from step where instance_id = :id"
    assert set(owner(place, id=instance).scalars()) == {"step_rest"}

    upkeep.ensure(NOW.date(), NOW.date() + timedelta(days=40))

    assert set(owner(place, id=instance).scalars()) == {"step_2026_05"}
    assert "step_2026_06" in tables()
    assert verify(CHECKS, desk.app.extensions["faxun.settings"].home).is_clean


def test_ensuring_twice_changes_nothing(desk):
    upkeep.ensure(NOW.date(), NOW.date())
    before = tables()

    upkeep.ensure(NOW.date(), NOW.date())

    assert tables() == before


def test_the_turn_of_a_month_is_that_of_our_zone(desk, owner):
    upkeep.ensure(NOW.date(), NOW.date() + timedelta(days=31))
    last = datetime(2026, 5, 31, 23, 59, 59, tzinfo=clock.ZONE)
    places = []
    for at in (last, last + timedelta(seconds=1)):
        clock.set_source(lambda at=at: at)
        instance = desk.start(desk.publish(samples.sequence(), key=f"at{at.day}"))
        place = "select tableoid::regclass::text from step where instance_id = :id"
        places += owner(place, id=instance).scalars()

    assert places == ["step_2026_05", "step_2026_06"]


def test_every_day_the_next_three_months_get_their_partitions(desk):
    upkeep.ensure_partitions()

    assert {"step_2026_05", "step_2026_06", "step_2026_07", "step_2026_08"} <= set(tables())


def test_the_application_deletes_no_instance_and_changes_no_answer(desk, instance):
    kept = ("instance", "instance_state", "todo", "timer", "incident")
    statements = [f"delete from {table}" for table in kept]
    for sql in (*statements, "update request set answer = '{}'"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(sa.text(sql))
        db.session.rollback()


def test_answers_are_forgotten_after_a_month(desk, instance):
    upkeep.sweep_requests()
    assert desk.count("request") == 1

    clock.set_source(lambda: NOW + timedelta(days=31))
    upkeep.sweep_requests()

    assert desk.count("request") == 0
