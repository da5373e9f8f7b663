"""Timers fire once, when they are due, whatever clocks and workers do."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from engine import clock
from engine.trajectory import Kind
from tests.engine import samples
from tests.harness import NOW
from webapp.database import db, transaction
from webapp.errors import AppError
from webapp.instances import door, incidents, operations, timers
from webapp.instances.models import Incident, IncidentKind, IncidentState, Timer, TimerState
from webapp.instances.values import Prepared

DAY = timedelta(days=1)


def due_in(span):
    """Return a preparation that makes every new timer due after a while."""

    def prepare(advance):
        return Prepared(dues={timer.key: clock.now() + span for timer in advance.timers_set})

    return prepare


def later(span):
    clock.set_source(lambda: NOW + span)


@pytest.fixture
def lapsing(desk, own_app):
    """Start an instance that waits at a task with an interrupting timer of three days."""
    door.init_app(own_app, operations.wake)
    instance = desk.start(desk.publish(samples.boundary()), prepare=due_in(3 * DAY))
    desk.complete(instance, "a", prepare=due_in(3 * DAY))
    return instance


def timers_of(desk, instance, node="late"):
    with desk.reading() as session:
        query = sa.select(Timer).where(Timer.instance_id == instance, Timer.node == node)
        return session.scalars(query.order_by(Timer.occurrence)).all()


def jobs_waiting():
    query = sa.text(
        "select count(*) from procrastinate_jobs where task_name = 'instances.fire_one'"
    )
    found = db.session.scalar(query)
    db.session.rollback()
    return found


def test_a_timer_fires_when_it_is_due_and_not_before(desk, lapsing):
    later(2 * DAY)
    assert timers.fire_due() == 0
    assert desk.open(lapsing) == ["b"]

    later(3 * DAY)
    assert timers.fire_due() == 1

    assert desk.open(lapsing) == ["d"]
    assert desk.steps(lapsing)[-1].kind is Kind.TIMER
    assert timers_of(desk, lapsing)[0].state is TimerState.FIRED


def test_a_job_is_queued_exactly_when_the_command_commits(desk, lapsing):
    before = jobs_waiting()
    instance = desk.start(desk.publish(samples.boundary()), matter_id=2)

    operations.complete(desk.todo(instance, "a"), desk.actor, prepare=due_in(DAY))
    db.session.rollback()
    assert jobs_waiting() == before

    desk.complete(instance, "a", prepare=due_in(DAY))
    assert jobs_waiting() == before + 1


def test_under_two_workers_and_their_jobs_a_timer_fires_once(desk, lapsing):
    later(4 * DAY)
    (timer,) = timers_of(desk, lapsing)
    job = partial(timers.fire_one.func, str(lapsing), str(timer.key))

    desk.race([outside(timers.fire_due), outside(timers.fire_due), outside(job), outside(job)])

    kinds = [step.kind for step in desk.steps(lapsing)]
    assert kinds.count(Kind.TIMER) == 1
    assert desk.open(lapsing) == ["d"]


def outside(call):
    """Run a job as a worker does, not inside the transaction of the race."""

    def run():
        db.session().info.pop("writing", None)
        return call()

    return run


def test_a_clock_that_goes_back_does_not_bring_a_fired_timer_back(desk, lapsing):
    later(4 * DAY)
    timers.fire_due()
    later(-30 * DAY)
    timers.fire_due()
    later(5 * DAY)

    assert timers.fire_due() == 0
    assert [step.kind for step in desk.steps(lapsing)].count(Kind.TIMER) == 1


def test_a_timer_of_a_task_completed_in_time_never_fires(desk, lapsing):
    desk.complete(lapsing, "b")
    later(9 * DAY)

    assert timers.fire_due() == 0
    assert timers_of(desk, lapsing)[0].state is TimerState.DROPPED
    assert desk.open(lapsing) == ["c"]


def test_a_paused_timer_waits_until_it_gets_an_instant_again(desk, lapsing):
    (timer,) = timers_of(desk, lapsing)
    with transaction():
        operations.set_dues(lapsing, Prepared(dues={timer.key: None}))
    later(9 * DAY)
    assert timers.fire_due() == 0

    with transaction():
        operations.set_dues(lapsing, Prepared(dues={timer.key: clock.now() + DAY}))
    later(11 * DAY)

    assert timers.fire_due() == 1


def test_a_command_may_move_a_timer_that_waits_already(desk, lapsing):
    (timer,) = timers_of(desk, lapsing)
    instance = lapsing
    with transaction():
        operations.retry(
            instance,
            desk.actor,
            prepare=lambda advance: Prepared(dues={timer.key: clock.now() + 20 * DAY}),
        )
    later(4 * DAY)

    assert timers.fire_due() == 0
    assert timers_of(desk, lapsing)[0].due == NOW + 20 * DAY


def test_a_timer_suspended_with_its_instance_is_another_occurrence_afterwards(desk, lapsing):
    with transaction():
        operations.suspend(lapsing, desk.actor)
    later(9 * DAY)
    assert timers.fire_due() == 0
    with transaction():
        operations.resume(lapsing, desk.actor, prepare=due_in(DAY))
    later(10 * DAY)

    assert timers.fire_due() == 1
    assert [timer.state for timer in timers_of(desk, lapsing)] == [
        TimerState.DROPPED,
        TimerState.FIRED,
    ]


def test_one_bad_timer_opens_an_incident_and_keeps_no_other_waiting(desk, own_app, lapsing):
    other = desk.start(desk.publish(samples.boundary()), matter_id=2, prepare=due_in(3 * DAY))
    desk.complete(other, "a", prepare=due_in(4 * DAY))

    def fire(instance_id, key):
        if instance_id == lapsing:
            raise AppError("文书编号暂不可用")
        return operations.wake(instance_id, key)

    door.init_app(own_app, fire)
    later(9 * DAY)

    assert timers.fire_due() == 1
    assert timers.fire_due() == 0
    with desk.reading() as session:
        incident = session.scalars(sa.select(Incident)).one()
    assert (incident.instance_id, incident.kind, incident.cause) == (
        lapsing,
        IncidentKind.TIMER,
        "文书编号暂不可用",
    )
    assert desk.open(lapsing) == ["b"]

    door.init_app(own_app, operations.wake)
    with transaction() as session:
        incidents.resolve(session.get(Incident, incident.id), None, clock.now(), "已恢复")
    assert timers.fire_due() == 1


def test_the_job_fires_through_a_worker(desk, own_app, lapsing):
    from webapp import jobs

    later(4 * DAY)
    db.session.execute(sa.text("update procrastinate_jobs set scheduled_at = null"))
    db.session.commit()

    jobs.run_worker(own_app, wait=False)

    assert desk.open(lapsing) == ["d"]


def test_a_running_instance_that_waits_for_nothing_is_found(desk, owner):
    instance = desk.start(desk.publish(samples.sequence()))
    healthy = desk.start(desk.publish(samples.sequence()), matter_id=2)
    incidents.find_unmoved()
    assert desk.count("incident") == 0

    owner("update todo set state = 'CANCELED' where instance_id = :id", id=instance)
    incidents.find_unmoved()
    incidents.find_unmoved()

    with desk.reading() as session:
        (found,) = session.scalars(sa.select(Incident)).all()
    assert (found.instance_id, found.kind, found.state) == (
        instance,
        IncidentKind.STUCK,
        IncidentState.OPEN,
    )
    assert healthy != instance


def test_a_waiting_timer_without_an_instant_does_not_count_as_moving(desk):
    instance = desk.start(desk.publish(samples.catch()))
    desk.complete(instance, "a")

    incidents.find_unmoved()

    with desk.reading() as session:
        assert session.scalars(sa.select(Incident.instance_id)).all() == [instance]


def test_a_failing_command_is_recorded_once_and_counted(desk):
    from tests.webapp.instances.drawing_of_conditions import choice_without_value

    instance = desk.start(desk.publish(choice_without_value()))
    todo = desk.todo(instance, "a")
    for _ in range(2):
        with (
            pytest.raises(Exception, match="无法判断"),
            incidents.recording(instance, f"todo:{todo.id}"),
        ):
            desk.complete(instance, "a")

    with desk.reading() as session:
        incident = session.scalars(sa.select(Incident)).one()
    assert (incident.kind, incident.times) == (IncidentKind.CONDITION, 2)
    assert "条件" in incident.hint
