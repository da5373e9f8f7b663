"""Commands on instances: what they write, who wins, what is left after a failure."""

from functools import partial
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine import clock
from engine.errors import ConditionFailed, InstanceNotRunning, RoutingRefused
from engine.instance import Status
from engine.trajectory import Kind
from tests.engine import samples
from tests.webapp.instances.drawing_of_conditions import choice_without_value
from webapp.database import db, transaction
from webapp.errors import Conflict, NotAllowed
from webapp.instances import assigning, operations, todos
from webapp.instances.models import Submission, TodoRecord, TodoState
from webapp.instances.operations import AlreadyHandled
from webapp.instances.store import KeyTaken
from webapp.instances.values import Entry, Prepared


def test_a_completion_writes_step_submission_state_and_to_dos_together(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    todo = desk.todo(instance, "a")

    advance = desk.complete(instance, "a", values={"opinion": "同意", "amount": "12.50"})

    step = desk.steps(instance)[-1]
    with desk.reading() as session:
        submission = session.scalars(sa.select(Submission)).one()
        done = session.get(TodoRecord, todo.id)
    assert desk.open(instance) == ["b"]
    assert (step.kind, step.node, step.actor_id, step.seq) == (
        Kind.COMPLETE, "a", desk.officers[0], 2,
    )  # fmt: skip
    assert (submission.values, submission.digest) == (
        {"opinion": "同意", "amount": "12.50"},
        step.digest,
    )
    assert (done.state, done.done_by, done.done_at) == (TodoState.DONE, desk.officers[0], step.at)
    assert desk.state(instance).ver == advance.ver == 2


def test_the_last_completion_ends_the_instance(desk):
    instance = desk.start(desk.publish(samples.sequence()))

    for node in "abc":
        advance = desk.complete(instance, node)

    ended = desk.instance(instance)
    assert advance.is_completed
    assert ended.status is Status.COMPLETED
    assert ended.ended_at == clock.now()
    assert desk.open(instance) == []


def test_what_the_platform_prepared_is_saved_with_the_command(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    due = clock.now().replace(day=25)

    def prepare(advance):
        (opened,) = advance.opened
        return Prepared(
            todo_dues={opened.id: due}, candidates={opened.id: [7, 8]}, due=due, document_id=12
        )

    desk.complete(instance, "a", prepare=prepare)

    todo = desk.todo(instance, "b")
    assert (todo.due, todo.candidates) == (due, [7, 8])
    assert desk.instance(instance).due == due
    assert desk.steps(instance)[-1].document_id == 12


def test_a_failing_preparation_leaves_nothing(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    before = {table: desk.count(table) for table in ("step", "todo", "submission", "request")}

    def prepare(advance):
        raise Conflict("文书编号暂不可用")

    with pytest.raises(Conflict):
        desk.complete(instance, "a", values={"x": 1}, prepare=prepare, request_key="k1")

    assert {table: desk.count(table) for table in before} == before
    assert desk.open(instance) == ["a"]
    assert desk.state(instance).ver == 1


def test_a_rollback_after_saving_leaves_nothing(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    head = sa.text("select seq, hash from chain_head where kind = 'STEP'")
    before = db.session.execute(head).one()

    operations.complete(desk.todo(instance, "a"), desk.actor, Entry({"x": 1}), request_key="k1")
    db.session.rollback()

    assert db.session.execute(head).one() == before
    assert desk.open(instance) == ["a"]
    assert desk.count("submission") == desk.count("request") == 0


def test_a_condition_that_cannot_be_judged_saves_nothing(desk):
    instance = desk.start(desk.publish(choice_without_value()))

    with pytest.raises(ConditionFailed):
        desk.complete(instance, "a", values={"x": 1})

    assert desk.open(instance) == ["a"]
    assert desk.count("submission") == 0


def test_two_officers_complete_one_task_and_one_wins(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    todo = desk.todo(instance, "a")

    results = desk.race(
        [partial(operations.complete, todo, desk.who(who), Entry({"n": who})) for who in (0, 1)]
    )

    (lost,) = [result for result in results if isinstance(result, Exception)]
    winner = desk.steps(instance)[-1]
    assert isinstance(lost, AlreadyHandled)
    assert lost.officer_id == winner.actor_id == desk.officers[1 - results.index(lost)]
    assert ("陈伟", "李娜")[1 - results.index(lost)] in str(lost)
    assert "2026年5月18日10时30分办理" in str(lost)
    assert desk.count("submission") == 1
    assert [step.kind for step in desk.steps(instance)] == [Kind.START, Kind.COMPLETE]


def test_of_sixty_four_clients_exactly_one_wins_every_task(desk):
    instance = desk.start(desk.publish(samples.sequence()))

    for node in "abc":
        todo = desk.todo(instance, node)
        call = partial(operations.complete, todo, desk.actor, Entry({"n": 1}))
        results = desk.race([call] * 64)
        winners = [result for result in results if not isinstance(result, Exception)]
        assert len(winners) == 1
        assert all(isinstance(r, AlreadyHandled) for r in results if r not in winners)

    assert len(desk.steps(instance)) == 4
    assert desk.count("submission") == 3


def test_two_parallel_branches_completed_together_are_both_kept(desk):
    instance = desk.start(desk.publish(samples.parallel()))
    desk.complete(instance, "before")
    both = [desk.todo(instance, node) for node in ("a", "b")]

    results = desk.race(
        [partial(operations.complete, todo, desk.actor, Entry({"n": 1})) for todo in both]
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert desk.open(instance) == ["a2"]
    assert {step.node for step in desk.steps(instance)} == {"", "before", "a", "b"}
    desk.complete(instance, "a2")
    assert desk.open(instance) == ["after"]


def test_the_same_key_ten_times_has_one_effect_and_ten_equal_answers(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    todo = desk.todo(instance, "a")

    def call():
        return operations.complete(
            todo,
            desk.actor,
            Entry({"n": 1}),
            request_key="key-1",
            prepare=lambda advance: Prepared(answer={"ver": advance.ver}),
        )

    together = desk.race([call] * 5)
    later = [desk.race([call])[0] for _ in range(5)]

    assert [dict(result.answer) for result in (*together, *later)] == [{"ver": 2}] * 10
    assert sum(not result.replayed for result in (*together, *later)) == 1
    assert desk.count("submission") == 1
    assert len(desk.steps(instance)) == 2


def test_the_same_key_starts_one_instance(desk):
    version = desk.publish(samples.sequence())

    def call():
        return operations.start(
            version, desk.place(), desk.actor, request_key="key-1", instance_id=uuid4(),
            prepare=lambda advance: Prepared(answer={"instance": str(advance.instance)}),
        )  # fmt: skip

    results = desk.race([call] * 4)

    assert desk.count("instance") == 1
    assert len({result.answer["instance"] for result in results}) == 1


def test_a_key_of_somebody_else_is_refused(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    desk.complete(instance, "a", request_key="key-1")

    with pytest.raises(KeyTaken, match="请求编号"):
        desk.complete(instance, "b", actor=desk.who(1), request_key="key-1")

    assert desk.open(instance) == ["b"]


def test_a_key_used_for_another_task_gives_the_first_answer(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    desk.complete(
        instance, "a", request_key="key-1", prepare=lambda advance: Prepared(answer={"n": 1})
    )

    again = desk.complete(instance, "b", request_key="key-1")

    assert again.replayed
    assert again.answer == {"n": 1}
    assert desk.open(instance) == ["b"]


def test_a_version_published_later_does_not_affect_a_running_instance(desk):
    first = desk.publish(samples.sequence())
    instance = desk.start(first)
    desk.publish(samples.choice())

    desk.complete(instance, "a")
    later = desk.start(desk.publish(samples.loop()), matter_id=2)

    assert desk.open(instance) == ["b"]
    assert desk.steps(instance)[-1].version_id == first.id
    assert desk.instance(later).version_id != first.id


def test_a_return_opens_the_target_again_and_names_it(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    desk.complete(instance, "a")

    with transaction():
        operations.send_back(
            desk.todo(instance, "b"), "a", desk.actor, Entry({"opinion": "补充"}, "shared/return")
        )

    step = desk.steps(instance)[-1]
    assert desk.open(instance) == ["a"]
    assert (step.kind, step.node, step.target) == (Kind.RETURN, "b", "a")


def test_a_completion_is_taken_back_until_somebody_has_seen_what_followed(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    done = desk.todo(instance, "a")
    desk.complete(instance, "a")

    with transaction():
        operations.withdraw(todos.get_todo(done.id), desk.actor)
    assert desk.open(instance) == ["a"]

    again = desk.todo(instance, "a")
    desk.complete(instance, "a")
    with transaction():
        assigning.see(todos.get_todo(desk.todo(instance, "b").id), clock.now())
    with pytest.raises(Conflict, match="已经打开"), transaction():
        operations.withdraw(todos.get_todo(again.id), desk.actor)
    assert desk.open(instance) == ["b"]


def test_only_the_one_who_completed_a_task_takes_it_back(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    done = desk.todo(instance, "a")
    desk.complete(instance, "a")

    with pytest.raises(NotAllowed), transaction():
        operations.withdraw(todos.get_todo(done.id), desk.who(1))


def test_suspension_closes_the_to_dos_and_resumption_opens_the_same_ones(desk):
    instance = desk.start(desk.publish(samples.parallel()))
    desk.complete(instance, "before")
    ids = {desk.todo(instance, node).id for node in ("a", "b")}

    with transaction():
        operations.suspend(instance, desk.actor)
    with desk.reading() as session:
        states = {session.get(TodoRecord, id).state for id in ids}
    assert states == {TodoState.SUSPENDED}
    assert desk.instance(instance).status is Status.SUSPENDED
    with pytest.raises(InstanceNotRunning), transaction():
        operations.complete(todos.get_todo(min(ids)), desk.actor)

    with transaction():
        operations.resume(instance, desk.actor)
    assert {desk.todo(instance, node).id for node in ("a", "b")} == ids


@pytest.mark.parametrize("suspended", [False, True])
def test_a_halted_instance_keeps_no_to_do(desk, suspended):
    instance = desk.start(desk.publish(samples.sequence()))
    if suspended:
        with transaction():
            operations.suspend(instance, desk.actor)

    with transaction():
        operations.halt(instance, desk.actor, Status.WITHDRAWN)

    with desk.reading() as session:
        states = session.scalars(sa.select(TodoRecord.state)).all()
    assert states == [TodoState.CANCELED]
    assert desk.instance(instance).status is Status.WITHDRAWN


def test_routing_values_are_plain(desk):
    instance = desk.start(desk.publish(samples.sequence()))

    with pytest.raises(RoutingRefused):
        desk.complete(instance, "a", routing={"rows": [1]})


def test_a_to_do_is_claimed_by_one_and_may_be_given_back(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    first, second = desk.officers
    with transaction():
        assigning.claim(todos.get_todo(desk.todo(instance, "a").id), first, clock.now())

    with pytest.raises(Conflict, match="已由陈伟认领"), transaction():
        assigning.claim(todos.get_todo(desk.todo(instance, "a").id), second, clock.now())
    with transaction():
        assigning.release(todos.get_todo(desk.todo(instance, "a").id), first, clock.now())
        assigning.claim(todos.get_todo(desk.todo(instance, "a").id), second, clock.now())

    assert desk.todo(instance, "a").assignee_id == second


def test_a_to_do_changed_meanwhile_is_not_passed_on(desk):
    instance = desk.start(desk.publish(samples.sequence()))
    stale = desk.todo(instance, "a")
    with transaction():
        assigning.claim(todos.get_todo(stale.id), desk.officers[0], clock.now())

    with pytest.raises(Conflict, match="刷新"), transaction():
        assigning.transfer(stale, desk.officers[1], desk.officers[0], clock.now(), "出差")
