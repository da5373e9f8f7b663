"""Whose a to-do is and how pressing; lists in pages; what happened."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import clock
from engine.instance import Status
from tests.engine import samples
from tests.factories import make_officer
from tests.harness import NOW
from webapp.bodies.models import Body
from webapp.database import db, transaction
from webapp.errors import NotFound
from webapp.http import Held
from webapp.instances import assigning, operations, queries, todos, trajectories
from webapp.instances.queries import Filter
from webapp.instances.todos import Urgency
from webapp.instances.values import Prepared

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def in_lane(desk, role="officer", unit=None, body=None):
    return Held(role, body or desk.body, desk.path, unit)


def mine(officer, *held):
    found = [todo.node for todo in todos.page_todos(todos.todos(officer, held))]
    db.session.rollback()
    return sorted(found)


def with_due(due, **more):
    def prepare(advance):
        return Prepared(todo_dues={todo.id: due for todo in advance.opened}, due=due, **more)

    return prepare


@pytest.fixture
def version(desk):
    return desk.publish(samples.sequence())


def test_a_to_do_is_open_to_whoever_holds_its_role_in_its_body(desk, version):
    desk.start(version)
    first, second = desk.officers

    assert mine(first, in_lane(desk)) == ["a"]
    assert mine(second, in_lane(desk)) == ["a"]
    assert mine(first, in_lane(desk, role="unit_head")) == []
    assert mine(first, in_lane(desk, body=desk.body + 1)) == []
    assert mine(first) == []


def test_a_role_in_one_unit_opens_only_what_is_handled_there(desk, version):
    with transaction():
        place = desk.place()
        operations.start(version, type(place)(1, desk.body, desk.path, 3), desk.actor)

    assert mine(desk.officers[0], in_lane(desk, unit=3)) == ["a"]
    assert mine(desk.officers[0], in_lane(desk, unit=4)) == []
    assert mine(desk.officers[0], in_lane(desk)) == ["a"]


def test_candidates_narrow_who_may_do_it_and_a_claim_makes_it_one_persons(desk, version):
    first, second = desk.officers
    with transaction():
        stranger = make_officer(db.session.get(Body, desk.body)).id
    instance = desk.start(
        version,
        prepare=lambda advance: Prepared(
            candidates={todo.id: [first, second] for todo in advance.opened}
        ),
    )

    assert mine(second) == ["a"]
    assert mine(stranger, in_lane(desk)) == []

    with transaction():
        assigning.claim(todos.get_todo(desk.todo(instance, "a").id), first, clock.now())
    assert mine(first) == ["a"]
    assert mine(second, in_lane(desk)) == []


@pytest.mark.parametrize(
    ("due", "badge"),
    [
        (NOW - HOUR, Urgency.OVERDUE),
        (NOW + HOUR, Urgency.TODAY),
        (NOW + 2 * DAY, Urgency.NEAR),
        (NOW + 9 * DAY, Urgency.RUNNING),
        (None, Urgency.NONE),
    ],
)
def test_a_badge_says_how_pressing_a_to_do_is(due, badge):
    assert todos.badge(due, NOW) is badge


def test_to_dos_are_paged_most_pressing_first_without_loss(desk, version):
    dues = [NOW + number * HOUR for number in (5, 1, 3, 1)] + [None, None, None]
    for number, due in enumerate(dues):
        desk.start(version, matter_id=number, prepare=with_due(due))
    query = todos.todos(desk.officers[0], [in_lane(desk)])

    pages, mark = [], None
    while True:
        page = todos.page_todos(query, after=mark, size=2)
        pages.append([todo.due for todo in page])
        mark = page.after
        if mark is None:
            break

    found = [due for page in pages for due in page]
    assert found == sorted(dues, key=lambda due: due or todos.FAR)
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_what_was_done_is_listed_latest_first(desk, version):
    instance = desk.start(version)
    desk.complete(instance, "a")
    clock.set_source(lambda: NOW + HOUR)
    desk.complete(instance, "b")
    desk.complete(instance, "c", actor=desk.who(1))

    page = todos.page_done(todos.done_todos(desk.officers[0]))

    assert [todo.node for todo in page] == ["b", "a"]


def test_a_to_do_that_is_unknown_is_not_found(desk, version):
    with pytest.raises(NotFound):
        todos.get_todo(desk.start(version))


def test_the_etag_of_a_to_do_changes_with_it(desk, version):
    instance = desk.start(version)
    before = desk.todo(instance, "a").etag
    with transaction():
        assigning.claim(todos.get_todo(desk.todo(instance, "a").id), desk.officers[0], clock.now())

    assert desk.todo(instance, "a").etag != before


def test_the_trajectory_of_a_case_nests_its_instances(desk, version):
    beside = desk.publish(samples.choice(), key="beside", menu="evidence")
    second = desk.start(beside, matter_id=7)
    first = desk.start(version, matter_id=7)
    desk.start(version, matter_id=8)
    desk.complete(first, "a", values={"x": 1})
    desk.complete(second, "a", routing={"filing": "yes"})

    trails = trajectories.matter_trajectory(7)

    assert [trail.instance.id for trail in trails] == [first, second]
    assert [[step.node for step in trail.steps] for trail in trails] == [["", "a"], ["", "a"]]


@pytest.fixture
def many(desk, version):
    """Start instances of several days, some overdue, one over."""
    found = []
    for number in range(7):
        clock.set_source(lambda number=number: NOW + number * DAY)
        due = NOW + 3 * DAY if number % 2 else NOW + 30 * DAY
        found.append(desk.start(version, matter_id=number, prepare=with_due(due)))
    with transaction():
        operations.halt(found[-1], desk.actor)
    return found


def listed(wanted, now=NOW + 10 * DAY, **more):
    query = queries.select_instances(wanted, now)
    found, mark = [], None
    while True:
        page = queries.page_instances(query, after=mark, size=3, **more)
        found += [one.matter_id for one in page]
        mark = page.after
        if mark is None:
            db.session.rollback()
            return found


def test_instances_are_listed_latest_first_and_filtered(desk, many):
    assert listed(Filter()) == [6, 5, 4, 3, 2, 1, 0]
    assert listed(Filter(paths=(desk.path,))) == [6, 5, 4, 3, 2, 1, 0]
    assert listed(Filter(paths=("/999/",))) == []
    assert listed(Filter(paths=("/999/", desk.path), procedure="sample")) != []
    assert listed(Filter(procedure="other")) == []
    assert listed(Filter(overdue=True)) == [5, 3, 1]
    assert listed(Filter(statuses=(Status.TERMINATED,))) == [6]
    assert listed(Filter(since=NOW + 2 * DAY, until=NOW + 4 * DAY)) == [3, 2]


def test_instances_are_listed_by_due_and_the_ended_one_has_none(desk, many):
    assert listed(Filter(), by_due=True)[:3] in ([1, 3, 5], [1, 5, 3], [3, 1, 5], [3, 5, 1],
                                                 [5, 1, 3], [5, 3, 1])  # fmt: skip
    assert sorted(listed(Filter(), by_due=True)) == [0, 1, 2, 3, 4, 5]


def test_backwards_from_the_last_page_comes_the_first(desk, many):
    query = queries.select_instances(Filter(), NOW)
    first = queries.page_instances(query, size=3)
    second = queries.page_instances(query, after=first.after, size=3)

    back = queries.page_instances(query, before=second.before, size=3)

    assert [one.matter_id for one in back] == [one.matter_id for one in first]


def test_lists_of_supervision_begin_in_an_index(desk, many):
    db.session.execute(sa.text("set local enable_seqscan = off"))
    wanted = Filter(paths=(desk.path,), overdue=True)
    query = queries.select_instances(wanted, NOW).order_by("due", "id").limit(21)
    text = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))

    plan = "\n".join(db.session.scalars(sa.text("explain " + text.replace(":", "\\:"))))

    assert "ix_instance_" in plan
    db.session.rollback()
