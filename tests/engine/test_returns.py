# ruff: noqa: D102 - short names for what people do
"""退回 and 撤回 in every position, saved and restored in between."""

import pytest

from engine import returns
from engine.errors import ReturnRefused
from tests.engine.samples import SAMPLES, shipped
from tests.engine.stock import picture
from tests.engine.walking import Walk


class Case(Walk):
    """A walk that saves and restores before every act."""

    def complete(self, name=None, **values):
        self.save_and_restore()
        super().complete(name, **values)

    def back(self, name, target, **values):
        self.save_and_restore()
        task = next(t for t in self.open() if t.task_spec.bpmn_id == name)
        self.begin()
        task.set_data(**values)
        returns.send_back(task, target)
        self.workflow.run()

    def withdraw(self, task_id):
        self.save_and_restore()
        self.begin()
        returns.withdraw(self.workflow, task_id)
        self.workflow.run()

    def finish(self, *names):
        for name in names:
            self.complete(name)
        self.save_and_restore()
        assert self.workflow.is_completed(), self.names()
        assert not self.waits()


def case(name, *done):
    walk = Case(SAMPLES[name]())
    for each in done:
        walk.complete(each)
    return walk


def test_in_sequence():
    walk = case("sequence", "a", "b")

    walk.back("c", "a")
    assert walk.names() == ["a"]
    walk.complete("a")
    walk.back("b", "a")

    walk.finish("a", "b", "c")


def test_history_is_kept():
    walk = case("sequence", "a", "b")
    before = picture(walk.workflow)

    walk.back("c", "a")

    kept = [row for row in before if row[1] != "c"]
    assert [row for row in picture(walk.workflow) if row in kept] == kept
    assert ((), "c", "CANCELLED") in picture(walk.workflow)


def test_inside_a_branch_while_the_other_goes_on():
    walk = case("parallel", "before", "a")

    walk.back("a2", "a")
    assert sorted(walk.names()) == ["a", "b"]
    walk.complete("b")
    assert walk.names() == ["a"]

    walk.finish("a", "a2", "after")


def test_inside_a_branch_after_the_other_has_arrived():
    walk = case("parallel", "before", "b", "a")

    walk.back("a2", "a")

    walk.finish("a", "a2", "after")


def test_from_inside_a_branch_to_before_the_split_cancels_the_other():
    walk = case("parallel", "before", "a")

    walk.back("a2", "before")
    assert walk.names() == ["before"]
    walk.complete("before")
    assert sorted(walk.names()) == ["a", "b"]

    walk.finish("a", "a2", "b", "after")


def test_a_token_that_waits_in_the_join_does_not_count_in_the_next_round():
    walk = case("three_branches", "before", "a", "b")

    walk.back("c", "before")
    walk.complete("before")
    for name in ("a", "c"):
        walk.complete(name)
    assert walk.names() == ["b"]

    walk.finish("b", "after")


@pytest.mark.parametrize("order", [("a", "a2", "b"), ("b", "a", "a2")])
def test_from_after_a_join_to_before_the_split_waits_for_both_again(order):
    walk = case("parallel", "before", *order)

    for _ in range(3):
        walk.back("after", "before")
        walk.complete("before")
        for name in order[:-1]:
            walk.complete(name)
        assert walk.names() == [order[-1]]
        walk.complete(order[-1])

    walk.finish("after")


@pytest.mark.parametrize("order", [("a", "a2", "b"), ("b", "a", "a2")])
@pytest.mark.parametrize(("target", "again"), [("a", ["a", "a2"]), ("b", ["b"])])
def test_from_after_a_join_into_one_branch_waits_for_that_one_only(order, target, again):
    walk = case("parallel", "before", *order)

    for _ in range(3):
        walk.back("after", target)
        for name in again:
            assert walk.names() == [name]
            walk.complete(name)

    walk.finish("after")


def test_values_of_the_other_branch_survive_a_return_into_one_branch():
    walk = case("parallel", "before")
    walk.complete("b", defense="stated")
    walk.complete("a", hearing_claimed="no")
    walk.complete("a2")
    walk.back("after", "a")
    walk.complete("a", hearing_claimed="yes")
    walk.complete("a2")

    data = walk.open()[0].data
    assert (data["defense"], data["hearing_claimed"]) == ("stated", "yes")


def test_into_one_of_three_branches_and_then_before_the_split():
    walk = case("three_branches", "before", "a", "b", "c")

    walk.back("after", "c")
    walk.complete("c")
    walk.back("after", "before")
    for name in ("before", "c", "b"):
        walk.complete(name)
    assert walk.names() == ["a"]

    walk.finish("a", "after")


def test_around_an_inclusive_block():
    walk = Case(SAMPLES["inclusive"]())
    walk.complete("before", x="1", y="1")
    walk.complete("a")
    walk.complete("b")

    walk.back("after", "a")
    walk.complete("a")
    walk.back("after", "before")
    walk.complete("before", x="0", y="1")
    assert walk.names() == ["b"]

    walk.finish("b", "after")


def test_beside_a_boundary_timer():
    walk = case("boundary", "a")
    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["late"]

    walk.back("b", "a")
    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["warn"]
    walk.complete("a")
    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["late"]
    walk.complete("b")
    walk.back("c", "b")
    walk.save_and_restore()
    walk.fire("late")
    assert walk.names() == ["d"]

    walk.finish("d")


def test_after_a_side_path_has_started():
    walk = case("side_path", "a")
    walk.fire("late")
    assert walk.names() == ["b", "d"]

    walk.back("b", "a")
    assert walk.names() == ["a"]
    walk.complete("a")
    walk.fire("late")
    walk.complete("d")
    walk.back("b", "a")

    walk.finish("a", "b", "c")


def test_inside_a_called_process():
    walk = case("nested", "a", "b", "x")

    walk.back("y", "x")
    assert walk.names() == ["x"]
    walk.complete("x")
    walk.complete("y")
    assert walk.names() == ["c"]

    walk.finish("c", "x", "y", "z")


def test_from_a_called_process_to_the_process_that_calls_it():
    walk = case("nested", "a", "b", "x")

    walk.back("y", "b", review="fix")
    assert walk.names() == ["b"]
    assert walk.open()[0].data["review"] == "fix"
    assert not walk.waits()
    for name in ("b", "x", "y"):
        walk.complete(name)

    walk.finish("c", "x", "y", "z")


def test_from_two_levels_down_to_the_top():
    walk = case("nested", "a", "b", "x")

    walk.back("y", "a")
    assert walk.names() == ["a"]
    for name in ("a", "b", "x", "y", "c", "x"):
        walk.complete(name)
    walk.back("y", "a")

    walk.finish("a", "b", "x", "y", "c", "x", "y", "z")


def test_to_a_called_process_as_a_whole():
    walk = case("nested", "a", "b", "x", "y", "c", "x", "y")

    walk.back("z", "outer")
    assert walk.names() == ["b"]

    walk.finish("b", "x", "y", "c", "x", "y", "z")


def test_from_after_a_join_of_called_processes_into_one_of_them():
    walk = case("parallel_calls", "x", "x", "y", "y")

    walk.back("z", "left")
    assert walk.names() == ["x"]
    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["late"]

    walk.finish("x", "y", "z")


def test_inside_a_block_that_is_entered_again():
    walk = case("embedded", "a", "b", "c")

    walk.back("z", "block")
    assert sorted(walk.names()) == ["b", "c"]
    walk.complete("b")
    walk.complete("c")
    walk.complete("z", review="fix")
    walk.complete("c")
    walk.complete("b")
    walk.back("z", "a")
    walk.complete("a")
    walk.complete("b")
    walk.complete("c")
    walk.complete("z", review="pass")

    assert walk.workflow.is_completed()


def test_out_of_several_instances_of_one_task():
    walk = case("instances", "a", "sign")
    assert walk.names() == ["sign", "sign"]

    walk.back("sign", "a")
    assert walk.names() == ["a"]

    walk.finish("a", "sign", "sign", "sign", "z")


def test_over_a_timer_that_has_passed():
    walk = case("catch", "a")
    walk.fire("wait")

    walk.back("b", "a")
    walk.complete("a")
    assert [t.task_spec.bpmn_id for t in walk.waits()] == ["wait"]
    walk.fire("wait")

    walk.finish("b")


@pytest.mark.parametrize("name", ["sequence", "parallel", "boundary", "nested"])
def test_sixty_returns_and_the_instance_still_finishes(name):
    rounds = {
        "sequence": (["a", "b"], "c", "a", ["a", "b", "c"]),
        "parallel": (["before", "a", "b"], "a2", "before", ["before", "b", "a", "a2", "after"]),
        "boundary": (["a"], "b", "a", ["a", "b", "c"]),
        "nested": (["a", "b", "x"], "y", "b", ["b", "x", "y", "c", "x", "y", "z"]),
    }  # fmt: skip
    first, at, target, rest = rounds[name]
    walk = case(name, *first)

    for _ in range(60):
        walk.back(at, target)
        for each in first[first.index(target) :]:
            walk.complete(each)
    walk.back(at, target)

    walk.finish(*rest)


def test_a_filing_decision_of_the_shipped_procedure_goes_back_and_on():
    walk = Case(shipped(), "penalty", seed=1)
    for name in ("lead", "assign", "verify", "verify_opinion", "file_request", "file_opinion"):
        walk.complete(name)

    walk.back("file", "verify")
    for name in ("verify", "verify_opinion", "file_request", "file_opinion"):
        walk.complete(name)
    walk.complete("file", filing="yes")

    assert walk.names() == ["collect"]


@pytest.mark.parametrize(
    ("name", "done", "at", "target", "reason"),
    [
        ("sequence", ["a"], "b", "c", "尚未办结"),
        ("sequence", ["a"], "b", "nowhere", "没有要退回的环节"),
        ("sequence", ["a"], "b", "start", "办理环节"),
        ("parallel", ["before", "a", "b"], "a2", "b", "尚未办结"),
        ("loop", ["a"], "b", "g", "办理环节"),
        ("nested", ["a", "b"], "x", "c", "尚未办结"),
    ],
)
def test_returns_that_make_no_sense_are_refused(name, done, at, target, reason):
    walk = case(name, *done)
    before = picture(walk.workflow)

    with pytest.raises(ReturnRefused, match=reason):
        walk.back(at, target)

    assert picture(walk.workflow) == before


def test_a_completed_task_is_withdrawn_while_nobody_has_acted():
    walk = case("sequence", "a")
    first = walk.open()[0].id
    walk.complete("b", decided="fix")
    assert walk.open()[0].data["decided"] == "fix"

    walk.withdraw(first)

    assert walk.names() == ["b"]
    assert "decided" not in walk.open()[0].data
    walk.finish("b", "c")


def test_withdrawing_before_a_split_cancels_what_it_opened():
    walk = case("parallel")
    first = walk.open()[0].id
    walk.complete("before")

    walk.withdraw(first)
    assert walk.names() == ["before"]

    walk.finish("before", "a", "a2", "b", "after")


def test_withdrawing_before_a_called_process_nobody_has_acted_in():
    walk = case("nested", "a")
    first = walk.open()[0].id
    walk.complete("b")
    assert walk.names() == ["x"]

    walk.withdraw(first)
    assert walk.names() == ["b"]
    assert not walk.waits()


@pytest.mark.parametrize(
    ("name", "done", "then"),
    [
        ("sequence", "a", ["b"]),
        ("parallel", "before", ["a"]),
        ("nested", "a", ["b"]),
        ("sequence", "a", ["b", "c"]),
    ],
)
def test_a_task_that_others_built_on_is_not_withdrawn(name, done, then):
    walk = case(name)
    first = walk.open()[0].id
    for each in (done, *then):
        walk.complete(each)

    with pytest.raises(ReturnRefused, match="后续环节已经办理"):
        walk.withdraw(first)


def test_a_task_is_not_withdrawn_after_its_timer_has_fired_or_from_outside():
    walk = case("catch")
    first = walk.open()[0].id
    with pytest.raises(ReturnRefused, match="未办结"):
        walk.withdraw(first)
    walk.complete("a")
    walk.fire("wait")
    with pytest.raises(ReturnRefused, match="后续环节已经办理"):
        walk.withdraw(first)

    walk = case("nested", "a", "b", "x")
    last = walk.open()[0].id
    walk.complete("y")
    with pytest.raises(ReturnRefused, match="已离开本流程"):
        walk.withdraw(last)


def test_one_of_several_instances_is_not_withdrawn():
    walk = case("instances", "a")
    first = walk.open()[0].id
    walk.complete("sign")

    with pytest.raises(ReturnRefused, match="多人同时办理"):
        walk.withdraw(first)


def targets(task):
    """Name every node that this task may be sent back to, here and in the processes above."""
    names, origin = set(), task
    while True:
        names |= {
            each.task_spec.name
            for each in returns.led_to(origin)
            if each.task_spec.manual and returns.is_round(each, each.task_spec.name)
        }
        if origin.workflow.parent_task_id is None:
            return sorted(name for name in names if "[child]" not in name)
        origin = origin.workflow.parent_task


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"instances"}))
@pytest.mark.parametrize("seed", range(6))
def test_random_returns_never_strand_or_double_anything(name, seed):
    """Go forward, back and on at random; nothing is open twice, and it always finishes."""
    walk = Case(SAMPLES[name](), seed=seed)
    for step in range(60):
        walk.save_and_restore()
        places = [(task.workflow.scope, task.task_spec.name) for task in walk.open()]
        assert len(places) == len(set(places)), places
        assert walk.names() == ["after"] or "after" not in walk.names()
        assert "inner" not in walk.names() or not {"b", "c", "c2"} & set(walk.names())
        if walk.workflow.is_completed():
            return
        assert walk.open() or walk.waits()
        task = walk.random.choice(walk.open()) if walk.open() else None
        choices = targets(task) if task and step < 40 else []
        if choices and walk.random.random() < 0.4:
            walk.begin()
            returns.send_back(task, walk.random.choice(choices))
            walk.workflow.run()
        elif task and (step >= 40 or walk.random.random() < 0.8):
            walk.complete(task.task_spec.bpmn_id, review="pass")
        else:
            waiting = walk.random.choice(walk.waits()) if walk.waits() else None
            if waiting:
                walk.fire(waiting.task_spec.bpmn_id)
    assert walk.workflow.is_completed(), walk.names()
